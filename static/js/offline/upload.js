// A photo on its way: in parts, each acknowledged, so that a cut line costs one part and never the photo.
import { uuid } from "../behaviors/identity.js";
import { verdict } from "./replay.js";
import * as store from "./store.js";
import { formOf, headersOf, post } from "./wire.js";

const SMALLEST = 8 * 1024;
const LARGEST = 256 * 1024;
const PATIENCE = 30_000;
const BRISK = 2_000; // milliseconds: a part that took less is followed by a larger one
const MOST_STALLS = 3; // parts in a row after which the server held no more than before

let part = 32 * 1024; // bytes; grows and shrinks with the line

/** Send the parts of the photo `item` that the server lacks, then the form that uses it; return that answer.
 *
 * Rejects when no answer of ours came. What the server lost is sent once more from the beginning.
 */
export async function sendPhoto(item, user, fetch) {
  const answer = await sendOnce(item, user, fetch);
  if (answer.status !== 422) return answer;
  await remember(item, 0);
  return sendOnce(item, user, fetch);
}

async function sendOnce(item, user, fetch) {
  const refused = await sendParts(item, user, fetch);
  if (refused) return refused;
  return post(item.path, formOf([["upload", item.upload], ["hash", item.hash]]), headersOf(item, user), PATIENCE, fetch);
}

/** Send what is missing; return null once all is there, else the answer of ours that stopped it. */
async function sendParts(item, user, fetch) {
  let stalls = 0;
  while (item.offset < item.size) {
    const key = uuid();
    const started = Date.now();
    const answer = await sendPart(item, user, key, fetch);
    const judged = verdict(answer, key);
    if (judged === "fix" || judged === "signed-out") return { ...answer, echo: item.key };
    const received = judged === "done" ? JSON.parse(answer.text).received : null;
    if (!Number.isInteger(received) || received < 0 || received > item.size) throw new Error("no answer of ours");
    stalls = received > item.offset ? 0 : stalls + 1;
    if (stalls === MOST_STALLS) throw new Error("the server keeps nothing");
    if (Date.now() - started < BRISK) part = Math.min(LARGEST, part * 2);
    await remember(item, received);
  }
  return null;
}

async function sendPart({ upload, hash, size, offset, blob }, user, key, fetch) {
  const body = formOf([["offset", String(offset)], ["total", String(size)], ["hash", hash]]);
  body.append("chunk", blob.slice(offset, offset + part), "part");
  const headers = headersOf({ key, schema: 1, queued: false }, user);
  try {
    return await post(`/attachments/${upload}/chunks`, body, headers, PATIENCE, fetch);
  } catch (error) {
    part = Math.max(SMALLEST, part / 2);
    throw error;
  }
}

async function remember(item, offset) {
  item.offset = offset;
  await store.alter("outbox", item.key, (kept) => ({ ...kept, offset }));
}
