// The books on the phone: kept per user and unit, renewed from the server, read with what waits or has just arrived.
import { learnTime } from "./contact.js";
import * as store from "./store.js";
import { overlay, renewed } from "./pack.js";
import { inOrder } from "./submission.js";

const FRESH_FOR = 5 * 60_000;

/** Return the books of `user`, in the order of their names, each with what the server may not have told of yet. */
export async function books(user) {
  const kept = (await mine("packs", user)).filter(({ households }) => households);
  return Promise.all(kept.map(async (book) => overlay(book, await ahead(user, book.fetched))));
}

/** Return books of the villages whose book is not here, of no more than the households that were entered on this phone. */
export async function loose(user) {
  const [kept, items, known] = await Promise.all([mine("packs", user), ahead(user, 0), villages(user)]);
  const here = new Set(kept.filter(({ households }) => households).map(({ unit }) => unit));
  const absent = known.filter(({ id }) => !here.has(id));
  return absent.map(({ id, name }) => overlay({ unit: id, name, households: [], pledges: [] }, items));
}

/** Return the villages of the user's commune with their counts, as the server last told; none where there is no such. */
export async function villages(user) {
  return (await mine("packs", user)).find((book) => book.villages)?.villages ?? [];
}

/** Return what the server last told of the groups of the user's unit, as group-screens.js has it: its own book has all. */
export async function groupBook(user) {
  const own = (await mine("packs", user)).find((book) => book.villages || String(book.unit) === user.village);
  const { groups = [], activities = [], fetched: told = 0, months } = own ?? {};
  return { groups, activities, told, months, ahead: await ahead(user, told) };
}

/** Return what of the user waits, and what has arrived since `fetched`, which has no state: in their order. */
export async function ahead(user, fetched) {
  const [sent, waiting] = await Promise.all([mine("sent", user), mine("outbox", user)]);
  const arrived = sent.filter(({ at, fields }) => fields && Date.parse(at) > fetched);
  return [...inOrder(arrived).map((item) => ({ ...item, state: undefined })), ...inOrder(waiting)];
}

/** Tell whether something of the user waits, or has arrived since a book was fetched. */
export async function isAhead(user) {
  const [kept, sent, waiting] = await Promise.all([mine("packs", user), mine("sent", user), mine("outbox", user)]);
  const oldest = Math.min(...kept.map(({ fetched }) => fetched));
  return waiting.length > 0 || sent.some(({ at }) => Date.parse(at) > oldest);
}

/** Fetch the book of a village (none: of the user's own unit) unless the one that is here is fresh enough. */
export async function renew(user, unit = null) {
  const kept = await mine("packs", user);
  const former = kept.find((book) => (unit ? book.unit === Number(unit) : book.villages || String(book.unit) === user.village));
  if (former && (await isFresh(former, user))) return;
  const query = new URLSearchParams({ ...(unit && { village: unit }), ...(former && { since: former.cursor }) });
  const fetched = Date.now();
  const answer = await fetch(`/offline/pack?${query}`, { cache: "no-store" });
  if (answer.headers.get("Banyen-Owner") !== user.id) return; // not ours, or somebody else's by now
  learnTime(answer.headers.get("Date"));
  if (answer.status === 404 && former) await store.remove("packs", former.id);
  if (answer.status !== 200) return;
  const book = renewed(former, await answer.json(), fetched);
  await store.put("packs", { ...book, id: `${user.id}|${book.unit}`, owner: user.id });
  if (!unit) await forgetAllBut(book, kept);
}

/** Take away the books of units that are no longer the user's: the own unit's book says which they are. */
async function forgetAllBut({ unit, villages: below = [] }, kept) {
  const own = new Set([unit, ...below.map(({ id }) => id)]);
  for (const { id, unit: other } of kept) if (!own.has(other)) await store.remove("packs", id);
}

async function isFresh({ fetched }, user) {
  const since = (await mine("sent", user)).some(({ at }) => Date.parse(at) > fetched);
  return !since && Date.now() - fetched < FRESH_FOR && Date.now() >= fetched;
}

const mine = async (name, user) => (await store.all(name)).filter(({ owner }) => owner === user.id);
