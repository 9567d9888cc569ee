// Starts htmx and the small behaviours; every page works without them.
import htmx from "htmx.org";

import "./behaviors/autosubmit.js";
import "./behaviors/capture.js";
import "./behaviors/errors.js";
import "./behaviors/identity.js";
import "./behaviors/kinds.js";
import "./behaviors/menu.js";
import "./behaviors/method.js";
import "./behaviors/missing.js";
import "./behaviors/photo.js";
import "./behaviors/sending.js";
import "./behaviors/signature.js";
import "./behaviors/stepper.js";
import "./behaviors/suggesting.js";
import "./behaviors/unsent.js";

document.documentElement.classList.add("js");
document.addEventListener("banyen:put", ({ target }) => htmx.process(target));
