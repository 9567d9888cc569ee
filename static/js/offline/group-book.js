// The groups of the book and what they did, with what waits in the outbox laid over, as households have it.
import { day, e164 } from "./pack.js";
import { isoDay, worded } from "./shell.js";
import { tidy } from "./vietnamese.js";

const ID = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";
const ACTS = [
  ["/groups", found], [`/groups/${ID}`, edit], [`/groups/${ID}/members`, join], [`/groups/${ID}/members/${ID}/end`, leave],
  [`/groups/${ID}/(?:standing|photo)`, touch], [`/groups/${ID}/activities`, log], ["/activities", log],
  [`/activities/${ID}`, revise], [`/activities/${ID}/correction`, correct], [`/activities/${ID}/distinction`, tellApart],
  [`/activities/${ID}/withdrawal`, withdraw], [`/activities/${ID}/photos`, photograph],
].map(([path, act]) => [new RegExp(`^${path}$`), act]);
const OUTCOME = /^outcome-(.+)$/;

/** Return { groups, activities } of a place with what is ahead of its book done to them, in its order.
 *
 * place: see group-screens.js. What waits marks
 * its record `waiting: "waiting"`; what must be corrected marks it "fix" and changes nothing else, but that a group or
 * an activity that is nowhere else still stands there. Items without a state have arrived: no mark.
 */
export function laidOver(place) {
  const book = {
    ...place, groups: new Map(place.groups.map((group) => [group.id, { ...group, members: membersOf(place, group) }])),
    activities: new Map(place.activities.map((activity) => [activity.id, activity])),
  };
  for (const item of place.ahead) {
    for (const [path, act] of ACTS) {
      const found = path.exec(item.path ?? "");
      if (found) act(book, { ...item, ids: found.slice(1), typed: Object.fromEntries(item.fields ?? []) });
    }
  }
  const activities = [...book.activities.values()];
  return { groups: [...book.groups.values()], activities: activities.sort((one, other) => (one.held_on < other.held_on ? 1 : one.held_on > other.held_on ? -1 : 0)) };
}

/** Return the members of a group: a commune's own book does not name them, the book of a village that was opened does. */
function membersOf({ books = [] }, { id, unit, members }) {
  return members ?? books.find((book) => book.unit === unit)?.groups?.find((group) => group.id === id)?.members ?? null;
}

/** Return what a group is called: its number may not be known yet. */
function labelOf(place, kind, named, number) {
  const words = kindOf(place, kind, named);
  return number ? worded(place.word("numbered"), { kind: words, number }) : words;
}

/** Return what a kind of groups is called, or the province's own model. */
export const kindOf = ({ word }, kind, named) => word(named ? `named-${kind}-${named}` : `named-${kind}`);

const unitNamed = ({ villages, own, home }, unit) =>
  String(unit) === own ? home : (villages.find(({ id }) => id === unit)?.name ?? home);

// ── groups

function found(book, { typed, state, captured }) {
  if (!typed.id || book.groups.has(typed.id)) return mark(book.groups, typed.id, state);
  const unit = Number(typed.village);
  const since = day(typed.founded_on) || day(typed.decision_on) || dayOf(captured);
  const group = {
    id: typed.id, unit, village: unitNamed(book, unit), suspended: false, count: 0, members: [], version: 1, year: null,
    ...written(book, typed), founded: since,
  };
  book.groups = new Map([[group.id, waiting(group, state)], ...book.groups]); // what is new stands first
}

function written(book, typed) {
  const named = typed.kind === "other" ? numberOf(typed.model) : null;
  const number = numberOf(typed.number);
  return {
    label: labelOf(book, typed.kind, named, number), model: typed.kind, named, number,
    leader: tidy(typed.leader_name ?? ""), phone: e164(typed.leader_phone ?? ""),
    deputy: tidy(typed.deputy_name ?? "") || null, deputy_phone: e164(typed.deputy_phone ?? ""),
    founded: day(typed.founded_on), decision: tidy(typed.decision_number ?? "") || null,
    decided: day(typed.decision_on) || null, rules: day(typed.rules_adopted_on) || null,
  };
}

function edit(book, { ids: [id], typed, state }) {
  change(book.groups, id, state, () => ({ ...written(book, typed), version: Number(typed.version) + 1 }));
}

function join(book, { ids: [id], fields, typed, state, captured }) {
  const since = day(typed.since) || dayOf(captured);
  const joining = fields.filter(([name]) => name === "household").map(([, value]) => value);
  if (typed.move && state !== "fix" && book.groups.get(id)?.model === "lien_gia") {
    for (const other of book.groups.values()) if (other.id !== id && other.model === "lien_gia") letGo(book, other.id, joining);
  }
  change(book.groups, id, state, ({ members, count }) => {
    const inside = new Set((members ?? []).map(([household]) => household));
    const fresh = joining.filter((household) => !inside.has(household));
    return { members: [...(members ?? []), ...fresh.map((household) => [household, since, state])], count: count + fresh.length };
  });
}

function leave(book, { ids: [id, household], state }) {
  mark(book.groups, id, state);
  if (state !== "fix") letGo(book, id, [household]);
}

function letGo(book, id, households) {
  const group = book.groups.get(id);
  const members = group?.members?.filter(([household]) => !households.includes(household));
  if (members) book.groups.set(id, { ...group, members, count: group.count - (group.members.length - members.length) });
}

function touch(book, { ids: [id], state }) {
  mark(book.groups, id, state);
}

// ── activities

function log(book, { ids, typed, fields, state, captured }) {
  const groups = ids.length ? ids : fields.filter(([name]) => name === "group").map(([, value]) => value);
  if (ids.length) mark(book.groups, ids[0], state);
  if (book.activities.has(typed.id)) return mark(book.activities, typed.id, state);
  const acting = groups.map((id) => book.groups.get(id)).filter(Boolean);
  const unit = acting[0]?.unit ?? (Number(typed.unit || book.own) || null);
  const where = acting.map(({ label, village }) => `${label}, ${village}`).join("; ") || unitNamed(book, unit);
  add(book, { ...done(typed), id: typed.id, unit, groups, where, corrects: null }, { state, captured, typed });
}

function add(book, activity, { state, captured, typed }) {
  const own = {
    version: 1, author: book.user?.name, mine: true, received: secondsOf(captured), editor: null, edited: null,
    counts: true, successor: null, twin: null, photos: 0, promised: numberOf(typed.photo_coming) ?? 0, withdrawn: null,
  };
  book.activities = new Map([[activity.id, waiting({ ...own, ...activity }, state)], ...book.activities]);
}

/** Return what was typed of an activity; a count that is none is left out. */
function done(typed) {
  const counts = Object.entries(typed).map(([name, value]) => [OUTCOME.exec(name)?.[1], numberOf(value)]);
  return {
    kind: typed.kind, held_on: day(typed.held_on), households: numberOf(typed.households_present),
    people: numberOf(typed.people_present), summary: (typed.summary ?? "").trim() || null, plan: tidy(typed.plan ?? "") || null,
    outcomes: Object.fromEntries(counts.filter(([name, count]) => name && count)),
  };
}

function revise(book, { ids: [id], typed, state, captured }) {
  change(book.activities, id, state, () => ({
    ...done(typed), version: Number(typed.version) + 1, editor: book.user?.name, edited: secondsOf(captured),
  }));
}

function correct(book, { ids: [former], typed, state, captured }) {
  const before = book.activities.get(former);
  if (book.activities.has(typed.id)) return mark(book.activities, typed.id, state);
  if (!before || state === "fix") return mark(book.activities, former, state);
  const { unit, groups, where } = before;
  add(book, { ...done(typed), id: typed.id, unit, groups, where, corrects: former }, { state, captured, typed });
  change(book.activities, former, state, () => ({ counts: false, successor: typed.id, twin: null }));
}

function tellApart(book, { ids: [id], typed, state, captured }) {
  change(book.activities, id, state, () => (typed.same === "1" ? gone(book, captured, null) : { twin: null }));
}

function withdraw(book, { ids: [id], typed, state, captured }) {
  change(book.activities, id, state, () => gone(book, captured, typed.reason));
  const former = book.activities.get(id)?.corrects; // counts again: what took its place was a mistake
  if (former && state !== "fix") change(book.activities, former, state, () => ({ counts: true, successor: null }));
}

const gone = ({ user }, captured, why) => ({ counts: false, withdrawn: secondsOf(captured), withdrawer: user?.name, why });

function photograph(book, { ids: [id], state }) {
  mark(book.activities, id, state);
}

// ── both

/** Change what is known, unless the item must be corrected first; what nobody knows stays unknown. */
function change(records, id, state, changed) {
  const record = records.get(id);
  if (record) records.set(id, waiting({ ...record, ...(state !== "fix" && changed(record)) }, state));
}

const mark = (records, id, state) => change(records, id, state, () => null);

const waiting = (record, state) => {
  const said = record.waiting === "fix" ? "fix" : (state ?? record.waiting);
  return said ? { ...record, waiting: said } : record;
};

/** Return the moment in seconds, as the book has it. */
const secondsOf = (captured) => Math.floor(Date.parse(captured) / 1000) || null;

const dayOf = (captured) => isoDay(Date.parse(captured));

const numberOf = (text) => (/^\s*\d+\s*$/.test(text ?? "") ? Number(text) : null);
