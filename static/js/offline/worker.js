// The page's side of the service worker: registered, told whose pages to keep, renewed with the person's consent.
import { isDirty } from "./dirty.js";

/** Register the worker that the page names, let it keep `user`'s pages, and offer a newer one; none where it names none. */
export async function keepPages(user) {
  const address = document.body.dataset.worker;
  if (!address || !navigator.serviceWorker) return;
  const registration = await navigator.serviceWorker.register(address, { updateViaCache: "none" });
  takeNewer(registration);
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ prepare: { user: user.id, stamp: `${document.documentElement.lang} ${user.role} ${user.village}` } });
}

/** A newer worker that waited takes over as this page starts, unless something is being typed; one that comes is offered. */
function takeNewer(registration) {
  if (registration.waiting && !isDirty()) registration.waiting.postMessage({ take: true });
  else if (registration.waiting) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming.addEventListener("statechange", () => {
      if (coming.state === "installed" && registration.active) offer(coming);
    });
  });
}

function offer(waiting) {
  const notice = document.querySelector("#update-template").content.firstElementChild.cloneNode(true);
  notice.querySelector("[data-take]").addEventListener("click", () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    waiting.postMessage({ take: true });
  });
  document.querySelector("#flashes").append(notice);
}
