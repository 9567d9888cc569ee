// The page's side of the service worker: registered, told whose pages to keep, renewed with the person's consent.
import { drop } from "./caches.js";
import { isDirty } from "./dirty.js";

const PATIENCE = 5_000; // milliseconds for one worker to follow another

let offered = null; // the newer worker that the person was told of

/** Register the worker that the page names, let it keep `user`'s pages, and offer a newer one; none where it names none. */
export async function keepPages(user) {
  const address = document.body.dataset.worker;
  if (!navigator.serviceWorker) return;
  if (!address) return end();
  const registration = await navigator.serviceWorker.register(address, { updateViaCache: "none" });
  await takeNewer(registration);
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ prepare: { user: user.id, stamp: `${document.documentElement.lang} ${user.role} ${user.village}` } });
}

/** The server has switched the worker off: a phone that asks for a newer one too seldom ends it from its page. */
async function end() {
  const registrations = await navigator.serviceWorker.getRegistrations();
  await Promise.all(registrations.map((registration) => registration.unregister()));
  await drop(() => true);
}

/** A newer worker that waited takes over as this page starts, unless something is being typed; one that comes is offered. */
async function takeNewer(registration) {
  if (registration.waiting && !isDirty()) await take(registration.waiting);
  else if (registration.waiting) offer(registration.waiting);
  const watch = () => offerWhenHere(registration, registration.installing);
  registration.addEventListener("updatefound", watch);
  if (registration.installing) watch(); // it was found before this script was there
}

function offerWhenHere(registration, coming) {
  coming?.addEventListener("statechange", () => {
    if (coming.state === "installed" && registration.active) offer(coming);
  });
}

/** Let the waiting worker take over; resolve with whether it has: asked anything meanwhile, the former one may stay. */
function take(waiting) {
  const taken = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true), { once: true });
  });
  waiting.postMessage({ take: true });
  return Promise.race([taken, new Promise((resolve) => setTimeout(resolve, PATIENCE, false))]);
}

function offer(waiting) {
  if (offered === waiting) return;
  offered = waiting;
  const notice = document.querySelector("#update-template").content.firstElementChild.cloneNode(true);
  notice.querySelector("[data-take]").addEventListener("click", async () => {
    if (await take(waiting)) return location.reload();
    notice.remove(); // it follows by itself, at leisure
  });
  document.querySelector("#flashes").append(notice);
}
