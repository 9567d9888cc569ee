// The bar at the top: what is true about sending, on every page. Its words are the server's, one element a state.
import { counts, onChange } from "./outbox.js";

/** Return the state of the bar: "bad", "off", "need" or "ok". */
export function stateOf({ waiting, fixing, online }) {
  if (fixing) return "bad";
  if (!online) return "off";
  return waiting ? "need" : "ok";
}

/** Keep the bar true. `online()` tells whether the network was there when it was last needed. */
export function indicate(online) {
  const bar = document.querySelector("#sync");
  if (!bar) return;
  const show = async () => {
    const found = { ...(await counts()), online: online() };
    const state = stateOf(found);
    bar.classList.remove("ok", "need", "off", "bad");
    bar.classList.add(state);
    for (const part of bar.querySelectorAll("[data-say]")) part.hidden = !part.dataset.say.split(" ").includes(state);
    for (const part of bar.querySelectorAll("[data-count]")) {
      const number = found[part.dataset.count];
      part.textContent = part.dataset.words.replace("{n}", number);
      part.hidden = !number;
    }
    bar.hidden = false;
  };
  onChange(show);
  for (const kind of ["online", "offline", "banyen:reached"]) addEventListener(kind, show);
  show();
}
