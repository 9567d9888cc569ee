// What a signed-in page does at leisure: renews the phone's books, lets the worker keep pages, offers to install.
import { hint } from "./install.js";
import { onChange } from "./outbox.js";
import { renew } from "./shelf.js";
import { keepPages } from "./worker.js";

const READS_HOUSEHOLDS = new Set(["village_head", "commune_police"]);

/** Do all that; `offer` is the browser's kept offer to install. What fails for want of a network is done another time. */
export async function keep(user, offer) {
  await keepPages(user).catch(() => {});
  const again = () => renewBooks(user).catch(() => {});
  if (READS_HOUSEHOLDS.has(user.role)) {
    await again();
    onChange(again);
  }
  await hint(user, offer).catch(() => {});
}

/** Renew the book of the user's own unit and, where a list of a village is open, of that village. */
async function renewBooks(user) {
  await renew(user);
  const village = new URLSearchParams(location.search).get("village");
  if (village && !user.village && location.pathname === "/households") await renew(user, village);
}
