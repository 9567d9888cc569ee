// What is sent next, and what an answer means. The promise lives here: nothing leaves the outbox but on our own word.

import { recordsOf } from "./submission.js";

export const LARGEST_BATCH = 50;
const TO_CORRECT = new Set([403, 404, 409, 413, 422]);
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 10 * 60_000;

/** Return what an answer means for the item `key`: "done", "fix", "signed-out" or "later".
 *
 * What is closed (423, sealed) stays so until somebody opens it again: its person is told. What is busy (423) is not.
 *
 * Only a server of ours echoes the key. Without the echo nothing is believed: a captive portal answers 200, a proxy
 * 404; the item stays and is sent again.
 */
export function verdict({ status, echo, reason }, key) {
  if (typeof echo !== "string" || echo.toLowerCase() !== key) return "later";
  if (status === 200 || status === 201) return "done";
  if (status === 401) return "signed-out";
  return TO_CORRECT.has(status) || (status === 423 && reason === "sealed") ? "fix" : "later";
}

/** Return the items that can go now, in order: those that wait for nothing that is still here, forms before photos.
 *
 * A form whose first is in the same load may go with it; a photo goes alone, once its form has arrived. What withdraws
 * a pledge lets its photo go first, for no pledge takes one after that; what comes later about that household waits, too.
 */
export function ready(queue) {
  const here = new Set(queue.map(({ key }) => key));
  const going = new Set();
  const held = new Set(); // records
  for (const item of queue) {
    const free = !here.has(item.after) || (item.kind === "form" && going.has(item.after));
    if (item.state !== "waiting" || item.kind !== "form" || !free || going.size === LARGEST_BATCH) continue;
    const records = recordsOf(item);
    if (withdrawsBeforeItsPhoto(item, queue) || records.some((id) => held.has(id))) records.forEach((id) => held.add(id));
    else going.add(item.key);
  }
  if (going.size) return queue.filter(({ key }) => going.has(key));
  const photos = queue.filter(({ kind, state, after }) => kind === "photo" && state === "waiting" && !here.has(after));
  return photos.sort((one, other) => one.attempts - other.attempts).slice(0, 1); // one that fails holds up no other
}

const WITHDRAWAL = /^(\/pledges\/[^/]+)\/withdrawal$/;

function withdrawsBeforeItsPhoto({ path, seq }, queue) {
  const pledge = WITHDRAWAL.exec(path ?? "")?.[1];
  return Boolean(pledge) && queue.some((item) =>
    item.kind === "photo" && item.state === "waiting" && item.seq < seq && item.path === `${pledge}/photo`);
}

/** Return the body of a batch. */
export function batchBody(items) {
  const sent = items.map(({ key, path, fields, schema, queued, after }) => ({ key, path, fields, schema, queued, after }));
  return JSON.stringify({ items: sent });
}

/** Return the answers of a batch by key; an answer that is malformed, or of nobody, is left out.
 *
 * Each: { status, echo, reason, url, receipt, html }.
 */
export function batchAnswers(text, items) {
  const asked = new Set(items.map(({ key }) => key));
  let answers;
  try {
    ({ answers } = JSON.parse(text));
  } catch {
    return new Map();
  }
  const sound = (Array.isArray(answers) ? answers : []).filter(
    (answer) => answer !== null && typeof answer === "object" && asked.has(answer.key) && Number.isInteger(answer.status),
  );
  const words = (value) => (typeof value === "string" ? value : null);
  return new Map(sound.map(({ key, status, reason, url, receipt, html }) => [
    key, { status, echo: key, reason: words(reason), url: words(url), receipt: words(receipt), html: words(html) },
  ]));
}

/** Return how many milliseconds to wait after `failures` in a row; the server's Retry-After (seconds) is the least. */
export function pause(failures, random, retryAfter = 0) {
  const grown = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.max(0, failures - 1));
  const asked = Number.isFinite(retryAfter) ? Math.min(Math.max(0, retryAfter) * 1000, LONGEST_WAIT) : 0;
  return Math.max(asked, grown * (0.75 + random / 2));
}

/** Return the seconds in a Retry-After header, 0 for none or a date. */
export function retryAfter(header) {
  return /^\d{1,6}$/.test(header ?? "") ? Number(header) : 0;
}
