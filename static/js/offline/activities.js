// What the pages of activities show without a network: the log of two months, an activity, its forms, a group's book.
import { inWords, monthsHeld, whereabouts } from "./groups.js";
import { searchKey, searchWords } from "./vietnamese.js";

const OPEN_FOR = 30 * 24 * 3600; // seconds, as revising.py

/** Return the values of the log, narrowed by the address; null for a month, or the rows of a figure, that is not here. */
export function activityLogValues(place) {
  const { activities, query } = place;
  if (["since", "until", "outcome"].some((name) => query.get(name))) return null;
  const months = monthsHeld(place);
  const month = /^\d{4}-\d\d$/.test(query.get("month") ?? "") ? query.get("month") : months[0];
  if (!months.includes(month)) return null;
  const wanted = wantedOf(query, month, query.get("group"));
  const shown = activities.filter((each) => isWanted(each, wanted, place));
  const counted = shown.filter(({ counts }) => counts);
  return {
    ...whereabouts(place, wanted.village), typed: query.get("q"), month, month_words: inWords(month),
    before: month === months[0] && months[1], log: shown.map(activityRow), some: shown.length > 0, empty: !shown.length,
    activities: counted.length, households: sum(counted, "households"), people: sum(counted, "people"),
  };
}

/** Return how an address narrows what was done in a `span`: a month, or a year. */
const wantedOf = (query, span, group) =>
  ({ span, group, village: query.get("village"), kind: query.get("kind"), words: searchWords(query.get("q") ?? "") });

function isWanted({ held_on: day, unit, kind, groups: ids, summary, plan, where }, wanted, { groups, word }) {
  if (!day.startsWith(wanted.span)) return false;
  if (wanted.kind && kind !== wanted.kind) return false;
  if (wanted.group && !ids.includes(wanted.group)) return false;
  const units = [unit, ...groups.filter(({ id }) => ids.includes(id)).map((group) => group.unit)];
  if (wanted.village && !units.some((each) => String(each) === wanted.village)) return false;
  const key = searchKey(`${summary ?? ""} ${plan ?? ""} ${where} ${word(`kind-${kind}`)}`);
  return wanted.words.every((word) => key.includes(` ${word}`));
}

const activityRow = ({ id, kind, held_on: day, households, people, where, summary, outcomes, successor, corrects, withdrawn, waiting }) => ({
  row: kind, waiting,
  values: {
    activity: id, day, households: households ?? "–", people: people ?? "–", where, words: summary, ...outcomeValues(outcomes),
    replaced: successor, corrects, withdrawn,
  },
});

/** Return counts as values of the tokens "outcome-NAME". */
const outcomeValues = (outcomes) =>
  Object.fromEntries(Object.entries(outcomes ?? {}).map(([name, count]) => [`outcome-${name}`, String(count)]));

/** Return the values of an activity's page; null for one that the phone does not know. */
export function activityValues(place, id) {
  const activity = place.activities.find((each) => each.id === id);
  if (!activity) return null;
  const { kind, held_on: day, households, people, summary, plan, outcomes, author, received, editor, edited, successor, corrects, twin, photos, withdrawn, withdrawer, why } = activity;
  const mayEdit = isOpen(activity, place);
  const coming = Math.max(activity.promised - photos, 0);
  return {
    activity: id, kind_words: place.word(`kind-${kind}`), day, month: day.slice(0, 7), unit_name: unitOf(place, activity), by: actingRows(place, activity),
    households: textOf(households), people: textOf(people), summary, plan, ...outcomeValues(outcomes), author, received: moment(received),
    editor, edited: moment(edited), successor, corrects, photos, coming, may_edit: mayEdit, only_correct: !mayEdit && mayReplace(activity, place),
    may_withdraw: mayWithdraw(activity, place), may_add_photo: photos + coming < 4 && (mayEdit || (activity.mine && coming > 0)),
    withdrawn: moment(withdrawn), withdrawer, why, same: withdrawn && !why, twin, fetched: place.told,
  };
}

// Who may do what with an activity, as rights.py has it: the server judges what is sent, this only what is offered.

/** Tell whether the person may edit an activity: its author or the commune police, for 30 days, while it counts. */
const isOpen = (activity, place) => activity.counts && isFresh(activity, place) && isTheirs(activity, place);

/** Tell whether the person may put another entry in its place: later than that, who logs for every group that acted. */
function mayReplace(activity, place) {
  const { groups, own } = place;
  if (!activity.counts) return false;
  if (isFresh(activity, place)) return isTheirs(activity, place);
  const units = activity.groups.map((id) => groups.find((group) => group.id === id)?.unit ?? null);
  return !own || (units.length ? units : [activity.unit]).every((unit) => String(unit) === own);
}

const mayWithdraw = (activity, place) =>
  activity.counts && (isFresh(activity, place) ? isTheirs(activity, place) : place.user?.role === "commune_police");

const isFresh = ({ received }, { now }) => now / 1000 - (received ?? 0) <= OPEN_FOR;

const isTheirs = ({ mine }, { user }) => mine || user?.role === "commune_police";

function actingRows({ groups }, { groups: ids, where }) {
  const words = where.split("; ");
  return ids.map((id, number) => {
    const known = groups.find((group) => group.id === id);
    if (known) return { row: "by", values: { group: id, label: known.label, village: known.village } };
    return { row: "by-other", values: { label: words[number] ?? "" } };
  });
}

const unitOf = ({ villages, own, home }, { unit }) =>
  String(unit) === own ? home : (villages.find(({ id }) => id === unit)?.name ?? home);

/** Return the values of the form that edits an activity, or of the one that corrects it; null where that is not so. */
export function activityFormValues(place, id, { edits }) {
  const activity = place.activities.find((each) => each.id === id);
  if (!activity || !(edits ? isOpen : mayReplace)(activity, place)) return null;
  return { activity: id, version: activity.version, held_on: activity.held_on, names: activity.where, ...factsOf(activity) };
}

/** Return all that stands in an activity as values of its form. */
export const factsOf = ({ kind, households, people, summary, plan, outcomes }) => ({
  kind, households_present: textOf(households), people_present: textOf(people), summary, plan, ...outcomeValues(outcomes),
});

/** Return the values of a group's book: of the year what the phone holds, and since when that is all. */
export function bookValues(place, id) {
  const group = place.groups.find((each) => each.id === id);
  const year = place.query.get("year") ?? place.today.slice(0, 4);
  const since = `${monthsHeld(place)[1]}-01`;
  if (!group || since.slice(0, 4) > year || year > place.today.slice(0, 4)) return null;
  const wanted = wantedOf(place.query, year, id);
  const own = place.activities.filter((each) => each.held_on >= since && isWanted(each, wanted, place));
  const rows = own.reverse().map((activity, number) => ({
    row: activity.withdrawn ? "entry-withdrawn" : "entry", waiting: activity.waiting,
    values: {
      ...activityRow(activity).values, number: String(number + 1), kind_words: place.word(`kind-${activity.kind}`), plan: activity.plan ?? "",
      withdrawn: moment(activity.withdrawn), withdrawer: activity.withdrawer, why: activity.why,
    },
  }));
  const { label, village, leader } = group;
  const above = place.own || !place.villages.some((each) => each.id === group.unit) ? "" : place.home;
  return { group: id, label, village, above, leader, typed: place.query.get("q"), year, entries: rows, some: rows.length > 0, empty: !rows.length, since: year === since.slice(0, 4) && since, fetched: place.told };
}

const textOf = (number) => (number === null || number === undefined ? null : String(number));

const moment = (seconds) => (seconds ? seconds * 1000 : null);

const sum = (rows, name) => rows.reduce((total, row) => total + (row[name] ?? 0), 0);
