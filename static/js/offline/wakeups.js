// When the outbox is tried: at the start, when the network or the person comes back, by the clock, in the background.
import { flush, nextTry, onChange } from "./outbox.js";

const EVERY = 60_000; // milliseconds between looks while the page is open
export const TAG = "banyen-outbox"; // of the background sync; the worker listens for it

/** Try now, and whenever there is a reason to; `after({ waiting, fixing, signedOut })` hears how each try ended.
 *
 * Returns a function that tries at once.
 */
export function wakeUp(after) {
  const gently = async () => after(await flush({ gently: true }));
  const atOnce = async () => after(await flush());
  addEventListener("online", atOnce);
  addEventListener("focus", gently);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && gently());
  setInterval(() => Date.now() >= nextTry() && gently(), EVERY);
  onChange(later(gently));
  document.addEventListener("banyen:send", atOnce); // a button that asks for it
  return atOnce;
}

/** Return a function that sets one timer for the end of the pause, and asks the browser to wake the worker. */
function later(gently) {
  let timer = null;
  return async () => {
    if (nextTry() <= Date.now()) return;
    clearTimeout(timer);
    timer = setTimeout(gently, nextTry() - Date.now() + 50);
    const registration = await navigator.serviceWorker?.getRegistration();
    registration?.sync?.register(TAG).catch(() => {}); // a browser may refuse: the timers above do as well
  };
}
