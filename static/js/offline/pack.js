// The book of a village as the phone holds it: unpacked, renewed by deltas, and with what waits in the outbox laid over.
import { searchKey, searchWords, sortKey, tidy } from "./vietnamese.js";

export const [NO_PHOTO, PROMISED, THERE] = [0, 1, 2]; // the photo of a pledge
const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const PATH = new RegExp(`^/(households|pledges)(?:/(${UUID})(?:/(\\w+))?)?$`);

/** Return the book after the server's `answer`: all of it, or what changed since `former`. fetched: ms of our clock. */
export function renewed(former, answer, fetched) {
  const { unit, name, year, cursor, villages } = answer;
  const [groups, activities] = [answer.groups, answer.activities].map((columns) => (columns ? rows(columns) : []));
  const about = { unit, name, year, cursor, fetched, groups, activities, months: answer.months };
  if (villages) return { ...about, villages: villages.map(([id, ...rest]) => village(id, ...rest)) };
  const touched = new Set(answer.touched);
  const kept = answer.full ? { households: [], pledges: [] } : former;
  const households = [...kept.households.filter(({ id }) => !touched.has(id)), ...rows(answer.households)];
  const pledges = [...kept.pledges.filter(({ household }) => !touched.has(household)), ...rows(answer.pledges)];
  return { ...about, households: inOrder(households), pledges: byId(pledges) };
}

const village = (id, name, resident, signed, away) => ({ id, name, resident, signed, away });

/** Return the objects that stand in columns. */
function rows(columns) {
  const names = Object.keys(columns);
  return columns.id.map((_id, place) => Object.fromEntries(names.map((name) => [name, columns[name][place]])));
}

/** Return households in the order of the list: by given name, then the rest, then the id. */
export function inOrder(households) {
  const keyed = households.map((household) => [sortKey(household.name), household]);
  const before = ([one, { id }], [other, { id: otherId }]) => compare(one, other) || compare(id, otherId);
  return keyed.sort(before).map(([, household]) => household);
}

const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

const byId = (records) => records.sort((one, other) => compare(one.id, other.id));

/** Return the book with what `items` do to it, in their order. Items: { path, kind, fields, state }.
 *
 * What waits marks its record `waiting: "waiting"`; what must be corrected marks it "fix" and changes nothing else,
 * but that a household that is nowhere else still stands in the list. Items without a state have arrived: no mark.
 */
export function overlay(book, items) {
  const next = {
    unit: book.unit,
    households: new Map(book.households.map((household) => [household.id, household])),
    pledges: new Map(book.pledges.map((pledge) => [pledge.id, pledge])),
  };
  for (const item of items) apply(next, item);
  return { ...book, households: inOrder([...next.households.values()]), pledges: byId([...next.pledges.values()]) };
}

function apply(book, { path, fields, state }) {
  const [, noun, id, verb] = PATH.exec(path) ?? [];
  if (!noun) return;
  const typed = Object.fromEntries(fields);
  const act = noun === "pledges" ? PLEDGE_ACTS[verb] : id ? HOUSEHOLD_ACTS[verb ?? "edit"] : register;
  act?.(book, { id, typed, state });
}

function register(book, { typed, state }) {
  if (String(book.unit) !== typed.village || !typed.id) return;
  const known = book.households.get(typed.id);
  put(book.households, { away: null, twin: false, version: 1, ...known, ...written(typed), id: typed.id }, state);
}

const HOUSEHOLD_ACTS = {
  edit: (book, { id, typed, state }) =>
    change(book.households, id, state, () => ({ ...written(typed), version: Number(typed.version) + 1 })),
  departure: (book, { id, typed, state }) =>
    change(book.households, id, state, ({ away, version }) => !away && { away: day(typed.on), version: version + 1 }),
  return: (book, { id, state }) =>
    change(book.households, id, state, ({ away, version }) => away && { away: null, version: version + 1 }),
  distinction: (book, { id, state }) => change(book.households, id, state, () => ({ twin: false })),
  pledge: sign,
};

const PLEDGE_ACTS = {
  photo: (book, { id, state }) =>
    change(book.pledges, id, state, ({ photo }) => photo !== THERE && { photo: PROMISED }),
  withdrawal(book, { id, state }) {
    const pledge = book.pledges.get(id);
    if (!pledge) return;
    if (state !== "fix") book.pledges.delete(id);
    change(book.households, pledge.household, state, () => null);
  },
};

function sign(book, { id: household, typed, state }) {
  const head = book.households.get(household);
  if (!head) return;
  const signedOn = day(typed.signed_on);
  const year = Number(signedOn.slice(0, 4));
  const before = pledgeOf(book.pledges.values(), household, year);
  if (state === "fix" || (before && before.id !== typed.id)) return change(book.households, household, state, () => null);
  const signer = tidy(typed.signer_name ?? "");
  const photo = typed.photo_coming ? PROMISED : typed.signature ? THERE : (before?.photo ?? NO_PHOTO);
  const signed = { id: typed.id, household, year, signed_on: signedOn, signer: signer === head.name ? null : signer, photo };
  put(book.pledges, signed, state);
}

/** Change what is known, unless the item must be corrected first; what nobody knows stays unknown. */
function change(records, id, state, changed) {
  const record = records.get(id);
  if (record) put(records, { ...record, ...(state !== "fix" && changed(record)) }, state);
}

function put(records, record, state) {
  const waiting = record.waiting === "fix" ? "fix" : (state ?? record.waiting);
  records.set(record.id, waiting ? { ...record, waiting } : record);
}

function written({ head_name: name, member_count: members, birth_year: birth, phone, address }) {
  return {
    name: tidy(name ?? ""), members: Number(members) || 0, birth: Number(birth) || null,
    phone: e164(phone ?? ""), address: tidy(address ?? "") || null,
  };
}

/** Return a Vietnamese number as the server keeps it, +84…; what is none stays as it was typed. */
export function e164(typed) {
  const digits = typed.replace(/\D/g, "");
  if (!digits) return null;
  if (digits.startsWith("84") && digits.length >= 11) return `+${digits}`;
  return digits.startsWith("0") ? `+84${digits.slice(1)}` : typed;
}

/** Return the day in ISO form, from a date field or from what was typed as day/month/year. */
export function day(typed = "") {
  const [, date, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed.trim()) ?? [];
  return year ? `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}` : typed.trim();
}

/** Return the valid pledge of a household for `year`, if any. */
export function pledgeOf(pledges, household, year) {
  for (const pledge of pledges) if (pledge.household === household && pledge.year === year) return pledge;
  return undefined;
}

/** Return the households with their pledge of `year`, [household, pledge or undefined], in order. */
export function signing(book, year) {
  const ofYear = new Map(book.pledges.filter((pledge) => pledge.year === year).map((pledge) => [pledge.household, pledge]));
  return book.households.map((household) => [household, ofYear.get(household.id)]);
}

/** Return those of `lines` ([household, pledge]) that the list shows for a status and for what was typed. */
export function narrowed(lines, status, typed) {
  const words = searchWords(typed);
  const shown = {
    away: ({ away }) => Boolean(away),
    signed: ({ away }, pledge) => !away && Boolean(pledge),
    missing: ({ away }, pledge) => !away && !pledge,
  }[status] ?? (({ away }) => !away);
  return lines.filter(([household, pledge]) => {
    if (!shown(household, pledge)) return false;
    const key = words.length ? searchKey(household.name) : "";
    return words.every((word) => key.includes(` ${word}`));
  });
}

/** Return { resident, signed, missing, without_photo } of `lines`. */
export function counted(lines) {
  const resident = lines.filter(([{ away }]) => !away);
  const signed = resident.filter(([, pledge]) => pledge);
  const without = signed.filter(([, { photo }]) => photo !== THERE).length;
  return { resident: resident.length, signed: signed.length, missing: resident.length - signed.length, without_photo: without };
}
