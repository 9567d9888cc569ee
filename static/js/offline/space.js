// Room on the phone: asked to be kept after the first save, shown in words, warned of when it runs short.
import * as store from "./store.js";

const NEARLY_FULL = 0.8;

/** Ask the browser, once, not to clear what is kept here when the phone runs short of room. */
export async function askToPersist() {
  if (!navigator.storage?.persist || (await store.get("meta", "persist"))) return;
  const granted = await navigator.storage.persist();
  await store.put("meta", { name: "persist", value: granted });
}

/** Say that the phone keeps nothing more: what is typed is only on the page. */
export function sayFull() {
  document.querySelector("#flashes")?.replaceChildren(document.querySelector("#full-template").content.cloneNode(true));
}

/** Return { used, room, nearlyFull, persisted } in bytes; null where the browser does not tell. */
export async function space() {
  if (!navigator.storage?.estimate) return null;
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  const persisted = (await navigator.storage.persisted?.()) ?? false;
  return { used: usage, room: quota, nearlyFull: quota > 0 && usage > NEARLY_FULL * quota, persisted };
}
