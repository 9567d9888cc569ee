// What the pages show on which one logs what groups did: who may have acted, and what they did last time.
import { factsOf } from "./activities.js";
import { inWords } from "./groups.js";

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/** Return the values of the page that asks who acted: the groups of each village, or of the one in the address. */
export function chooseValues({ groups, query }) {
  const village = query.get("village");
  const shown = groups.filter(({ unit }) => !village || String(unit) === village);
  const units = [...new Set(shown.map(({ unit }) => unit))].map((unit) => shown.filter((group) => group.unit === unit));
  return {
    here: !shown.length,
    units: units.map((own) => ({ row: "unit", values: { village: own[0].village, groups: own.map(choice) } })),
  };
}

const choice = ({ id, label, leader, waiting }) => ({ row: "choice", waiting, values: { group: id, label, leader } });

/** Return the values of a group's form; null for a group that the phone does not know. */
export function logValues(place, id) {
  const group = place.groups.find((each) => each.id === id);
  return group ? { group: id, names: nameOf(group), ...dayOf(place), ...begun(place, [id], "meeting") } : null;
}

/** Return the values of the form for several groups, or for a unit without a group; null for what the phone does not know. */
export function jointValues(place) {
  const { groups, query, villages, own, home } = place;
  const ids = [...new Set(query.getAll("group"))];
  const acting = ids.map((id) => groups.find((group) => group.id === id));
  if (acting.includes(undefined)) return null;
  if (ids.length) {
    const rows = ids.map((group) => ({ row: "acting", values: { group } }));
    return { groups: rows, names: acting.map(nameOf).join("; "), ...dayOf(place), ...begun(place, ids, ids.length > 1 ? "patrol" : "meeting") };
  }
  const unit = query.get("unit");
  const named = unit === own ? home : villages.find(({ id }) => String(id) === unit)?.name;
  return { unit, names: named ?? home, ...dayOf(place), ...begun(place, ids, "outreach", unit) };
}

const nameOf = ({ label, village }) => `${label}, ${village}`;

/** Return the day in a new form: today; none where the address asks for a month in which a group did not meet, but its bounds. */
function dayOf({ query, today }) {
  const month = query.get("month") ?? "";
  if (!MONTH.test(month) || month >= today.slice(0, 7)) return { held_on: today };
  const [year, number] = month.split("-").map(Number);
  return { month, month_words: inWords(month), first: `${month}-01`, last: `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}` };
}

/** Return what a form begins with: the kind and who was there last time or, where the address asks so, all of it.
 *
 * Last time is that of just these groups (none: of the unit) and, where the address names a kind, of that kind.
 */
function begun({ activities, query }, ids, usual, unit = null) {
  const asked = query.get("kind");
  const isOwn = ({ groups, unit: where, kind, counts }) =>
    counts && (!asked || kind === asked) && groups.length === ids.length && (ids.length ? ids.every((id) => groups.includes(id)) : String(where) === unit);
  const last = activities.filter(isOwn).reduce(later, null);
  if (!last) return { kind: asked ?? usual };
  const { kind, households_present, people_present, ...rest } = factsOf(last);
  const like = new URLSearchParams(query);
  like.set("like", "last");
  return {
    kind, households_present, people_present, ...(query.get("like") === "last" && rest), last_on: last.held_on, like_url: `?${like}`,
  };
}

/** Return the one of two activities that was done, and then told, later. */
function later(one, other) {
  if (!one || one.held_on !== other.held_on) return !one || one.held_on < other.held_on ? other : one;
  return (one.received ?? 0) < (other.received ?? 0) ? other : one;
}
