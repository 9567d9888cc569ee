// What a signed-in page does at leisure: renews the phone's books, lets the worker keep pages, offers to install.
import { hint } from "./install.js";
import { onChange } from "./outbox.js";
import { renew } from "./shelf.js";
import { keepPages } from "./worker.js";

const CALM = 5_000; // milliseconds without news of the outbox until the books are renewed: sending comes first
const READS_HOUSEHOLDS = new Set(["village_head", "commune_police"]);

/** Do all that; `offer` is the browser's kept offer to install. What fails for want of a network is done another time. */
export async function keep(user, offer) {
  await keepPages(user).catch(() => {});
  const again = () => renewBooks(user).catch(() => {});
  if (READS_HOUSEHOLDS.has(user.role)) {
    await again();
    onChange(once(again));
    watchVillages(user);
  }
  await hint(user, offer).catch(() => {});
}

/** Return a function that calls `work` once it has not been called for a while. */
function once(work) {
  let timer = null;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, CALM);
  };
}

/** Renew the book of a village that is chosen in the list. */
function watchVillages(user) {
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[role=search] [name=village]") && target.value) renew(user, target.value).catch(() => {});
  });
}

async function keepAssessments(user) {
  if (!document.body.dataset.worker) return;
  const registration = await navigator.serviceWorker?.getRegistration();
  registration?.active?.postMessage({ assessments: [user.id, location.pathname + location.search] });
}

/** Renew the book of the user's own unit, the pages of its assessments and, where a list of a village is open, its book. */
async function renewBooks(user) {
  await renew(user);
  await keepAssessments(user);
  const village = new URLSearchParams(location.search).get("village");
  if (village && !user.village && location.pathname === "/households") await renew(user, village);
}
