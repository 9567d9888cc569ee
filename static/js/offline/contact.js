// What is known of the server: whether it was reached when it was last needed, and how far the phone's clock is off.
import * as store from "./store.js";

const TOLERATED = 2 * 60_000; // milliseconds; less is the line's delay, not a wrong clock
const PATIENCE = 8_000;

let up = globalThis.navigator?.onLine ?? true;
let skew = 0;

/** Tell whether the network was there when it was last needed. */
export const reached = () => up && globalThis.navigator?.onLine !== false;

/** Remember that the server was reached, or not. */
export function note(isUp) {
  if (up === isUp) return;
  up = isUp;
  globalThis.dispatchEvent?.(new Event("banyen:reached"));
}

/** Learn the time from an answer's Date header. */
export function learnTime(date) {
  const found = Date.parse(date ?? "") - Date.now();
  if (Number.isNaN(found) || Math.abs(found - skew) < TOLERATED) return;
  skew = Math.abs(found) < TOLERATED ? 0 : found;
  applySkew();
  store.put("meta", { name: "skew", value: skew }).catch(() => {});
}

/** Return the time, corrected. */
export const now = () => new Date(Date.now() + skew);

/** Recall what was learnt before, for a start without network. */
export async function recall() {
  skew = (await store.get("meta", "skew"))?.value ?? 0;
  applySkew();
  if (document.body.dataset.shell) note(false); // the worker drew this page because nobody answered
}

/** Ask whether the server is there. */
export async function ping() {
  const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  const ours = Boolean(answer?.headers.has("Banyen"));
  note(ours);
  if (ours) learnTime(answer.headers.get("Date"));
}

function applySkew() {
  if (globalThis.document) document.documentElement.dataset.skew = skew; // for the moment of capture
}
