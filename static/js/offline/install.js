// Installing the application: offered after the first success, never before; and what to do in browsers that cannot.
import { shellPage } from "./shell.js";
import * as store from "./store.js";

const AGAIN_AFTER = 30 * 24 * 3600_000;
const IN_APP = /\bZalo\b|FBAN|FBAV|FB_IAB|Instagram|\bLine\//i;

let asked = null; // the browser's own offer, kept until it fits

/** Keep the browser's offer to install; it comes early and only once. */
export function keepOffer() {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    asked = event;
    document.dispatchEvent(new Event("banyen:installable"));
  });
}

/** Return the browser's kept offer, or null. */
export const offerKept = () => asked;

/** Return the hint for this browser: "in-app", "iphone", "install", or null for none.
 *
 * It has: agent, standalone (whether the page runs installed), installable (whether the browser can), success (whether
 * something of the user has arrived), hinted (when the last hint was put away, ms), now.
 */
export function hintFor({ agent, standalone, installable, success, hinted = 0, now }) {
  if (standalone) return null;
  if (IN_APP.test(agent)) return "in-app"; // what is kept there is lost with it: said at once
  if (!success || now - hinted < AGAIN_AFTER) return null;
  if (installable) return "install";
  return /iPhone|iPad/.test(agent) ? "iphone" : null;
}

/** Show the hint that fits, from the page of the phone that holds the words; `offer`: what the browser offered. */
export async function hint(user, offer) {
  const { value: hinted } = (await store.get("meta", "hinted")) ?? {};
  const success = (await store.all("sent")).some(({ owner }) => owner === user.id);
  const standalone = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
  const name = hintFor({ agent: navigator.userAgent, standalone, installable: Boolean(offer), success, hinted, now: Date.now() });
  if (name) await show(name, offer);
}

async function show(name, offer) {
  const template = (await shellPage("offline")).querySelector(`template[data-hint="${name}"]`);
  if (!template || document.querySelector("#flashes [data-hint]")) return;
  const notice = document.importNode(template.content.firstElementChild, true);
  notice.dataset.hint = name;
  notice.querySelector("[data-install]")?.addEventListener("click", () => offer.prompt());
  for (const button of notice.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      notice.remove();
      store.put("meta", { name: "hinted", value: Date.now() });
    });
  }
  document.querySelector("#flashes").append(notice);
}
