// The outbox: written first, always; then sent, oldest first, by one tab or worker at a time.
import { uuid } from "../behaviors/identity.js";
import { batchAnswers, batchBody, pause, ready, verdict } from "./replay.js";
import * as store from "./store.js";
import { inOrder } from "./submission.js";
import { sendPhoto } from "./upload.js";
import { formOf, headersOf, post } from "./wire.js";

const LOCK = "banyen-outbox";
const PATIENCE = 8_000; // milliseconds until an answer counts as not coming
const PATIENCE_FOR_MANY = 40_000;
const SENT_KEPT = 200;
const LONGEST_KEPT = 2_000; // characters of a field of what was sent: lists show it until the server's word is here
const FAILED_LOADS = 2; // after so many failures in a row forms go one by one: one that breaks all must not block all

const news = globalThis.BroadcastChannel ? new BroadcastChannel("banyen-outbox") : null;
const listeners = new Set();
let failures = 0;
let notBefore = 0;

/** Call `listener()` after every change of the outbox, in this tab or another. */
export function onChange(listener) {
  listeners.add(listener);
}

/** Return the signed-in user as the last page said: { id, name, village, role }, or undefined. */
export const owner = async () => (await store.get("meta", "user"))?.value;

/** Return the items of the user with the id `user`, in the order in which they are sent. */
export async function itemsOf(user) {
  return inOrder((await store.all("outbox")).filter((item) => item.owner === user));
}

/** Write items (a form and its photos) in place of those with the same keys and of `former` keys; the draft they
 * were is no longer needed. All or nothing.
 */
export async function write(items, { former = [], draft = null } = {}) {
  await store.together(["outbox", "drafts"], "readwrite", (of) => {
    for (const key of former) of("outbox").delete(key);
    for (const item of items) of("outbox").put(item);
    if (draft) of("drafts").delete(draft);
  });
  tell();
}

/** Take an item away, by the user's own confirmed act, with what cannot arrive without it. */
export async function discard(key) {
  const gone = new Set([key]);
  for (const item of inOrder(await store.all("outbox"))) if (gone.has(item.after)) gone.add(item.key);
  await store.together(["outbox"], "readwrite", (of) => gone.forEach((each) => of("outbox").delete(each)));
  tell();
}

/** Send what waits. `gently`: not while another tab sends, nor before the pause after a failure has passed.
 *
 * Returns { waiting, fixing, signedOut }: how many items still wait, how many the user must correct, and whether the
 * server asked to sign in first. A failing network is no rejection.
 */
export async function flush({ gently = false, fetch = globalThis.fetch.bind(globalThis), now = Date.now } = {}) {
  let signedOut = false;
  if (!gently || now() >= notBefore) {
    await alone(gently, async () => {
      signedOut = await drain(fetch, now);
    });
  }
  return { ...(await counts()), signedOut };
}

/** Return { waiting, fixing } of the signed-in user. */
export async function counts() {
  const user = await owner();
  const items = user ? await itemsOf(user.id) : [];
  const fixing = items.filter(({ state }) => state === "fix").length;
  return { waiting: items.length - fixing, fixing };
}

/** Return when the next gentle try is due, in milliseconds of the clock. */
export const nextTry = () => notBefore;

/** Run `work` while no other tab or worker sends; gently: not at all when one does. */
function alone(gently, work) {
  if (!globalThis.navigator?.locks) return work(); // only where the connection is not secure: the server still tells twice from once
  return navigator.locks.request(LOCK, { ifAvailable: gently }, (lock) => (lock ? work() : undefined));
}

/** Send until nothing is ready or nothing moves; return whether the server asked to sign in. */
async function drain(fetch, now) {
  for (;;) {
    const user = await owner();
    const items = user ? load(ready(await itemsOf(user.id))) : [];
    if (!items.length) return false;
    const answers = await send(items, user.id, fetch).catch(() => new Map());
    const verdicts = new Set();
    for (const item of items) verdicts.add(await settle(item, answers.get(item.key) ?? {}, now));
    tell();
    if (verdicts.has("signed-out")) return true;
    if (verdicts.has("done") || verdicts.has("fix")) {
      failures = notBefore = 0;
      continue;
    }
    const asked = Math.max(0, ...[...answers.values()].map(({ wait }) => wait ?? 0));
    notBefore = now() + pause(++failures, Math.random(), asked);
    return false;
  }
}

/** Return what goes in one request: all that is ready or, after failures, the one that was tried least. */
function load(items) {
  if (failures < FAILED_LOADS || items.length < 2) return items;
  const keys = new Set(items.map(({ key }) => key));
  const free = items.filter(({ after }) => !keys.has(after));
  return [free.reduce((least, item) => (item.attempts < least.attempts ? item : least))];
}

/** Return the answers to `items` by key. Rejects when none came. */
async function send(items, user, fetch) {
  const [first] = items;
  if (items.length > 1) return sendMany(items, user, fetch);
  const sent = first.kind === "photo" ? sendPhoto(first, user, fetch) : sendForm(first, user, fetch);
  return new Map([[first.key, await sent]]);
}

const sendForm = (item, user, fetch) => post(item.path, formOf(item.fields), headersOf(item, user), PATIENCE, fetch);

async function sendMany(items, user, fetch) {
  const key = uuid();
  const { body, encoding } = await packed(batchBody(items));
  const headers = { ...headersOf({ key, schema: 1 }, user), "Content-Type": "application/json", ...encoding };
  const whole = await post("/offline/batch", body, headers, PATIENCE_FOR_MANY, fetch);
  const judged = verdict(whole, key);
  if (judged === "done") return batchAnswers(whole.text, items);
  // Signed out holds for each. Any other refusal of the load is no word about an item: they stay, and go one by one.
  return new Map(items.map((item) => [item.key, { ...whole, echo: judged === "signed-out" ? item.key : null }]));
}

async function packed(text) {
  const plain = new Blob([text]);
  if (!globalThis.CompressionStream) return { body: plain, encoding: {} };
  const stream = plain.stream().pipeThrough(new CompressionStream("gzip"));
  return { body: await new Response(stream).blob(), encoding: { "Content-Encoding": "gzip" } };
}

/** Do to an item what its answer says, and return the verdict. Only what is done is taken away.
 *
 * What the user wrote anew while the former words were on their way is another item: it is not done with them.
 */
async function settle(item, answer, now) {
  const judged = verdict(answer, item.key);
  const at = new Date(now()).toISOString();
  await store.alter("outbox", item.key, (kept) => {
    if (kept.captured !== item.captured) return judged === "done" ? { ...kept, key: uuid() } : kept;
    return judged === "done" ? null : tried(kept, judged, answer, at);
  });
  if (judged === "done") await remember(item, answer, at).catch(() => {}); // no room: it has arrived all the same
  return judged;
}

function tried(item, judged, { status = null, reason = null, html = null }, at) {
  const again = { ...item, attempts: item.attempts + 1, at, status };
  return judged === "fix" ? { ...again, state: "fix", reason, html } : { ...again, queued: true };
}

async function remember({ key, owner: user, title, about, path, subject, seq, fields }, { url, receipt }, at) {
  const before = (await store.all("sent")).sort((one, other) => (one.at < other.at ? 1 : -1));
  const short = fields.map(([name, value]) => [name, value.length > LONGEST_KEPT ? "…" : value]); // not a drawn signature
  await store.together(["sent"], "readwrite", (of) => {
    of("sent").put({ key, owner: user, title, about, path, subject, seq, fields: short, receipt, url, at });
    for (const old of before.slice(SENT_KEPT - 1)) of("sent").delete(old.key);
  });
}

function tell() {
  listeners.forEach((listener) => listener());
  news?.postMessage("changed");
}

if (news) news.onmessage = () => listeners.forEach((listener) => listener());
