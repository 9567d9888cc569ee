// What the pages of groups show without a network: the list, a group, its form, who may join it, its months.
import { kindOf } from "./group-book.js";
import { inOrder } from "./pack.js";
import { reckoned } from "./regularity.js";
import { searchKey, searchWords } from "./vietnamese.js";

/** Return the values of the list of groups, narrowed by the address; what waits on the phone stands first. */
export function groupListValues(place) {
  const { groups, query } = place;
  const narrowing = Object.fromEntries(["q", "village", "kind", "standing"].map((name) => [name, query.get(name) ?? ""]));
  const rows = narrowing.standing === "dissolved" ? [] : groups.filter((group) => isShown(group, narrowing)).map(groupRow);
  const narrowed = Boolean(narrowing.q || narrowing.kind || !["", "current"].includes(narrowing.standing));
  return { ...whereabouts(place, narrowing.village), typed: narrowing.q, rows, found: !rows.length && narrowed, here: !rows.length && !narrowed };
}

function isShown({ unit, model, suspended, label, leader, deputy, village: place }, { q, village, kind, standing }) {
  if (village && String(unit) !== village) return false;
  if (kind && model !== kind) return false;
  if (standing === "suspended" && !suspended) return false;
  const key = searchKey(`${label} ${leader} ${deputy ?? ""} ${place}`);
  return searchWords(q).every((word) => key.includes(` ${word}`));
}

const groupRow = (group) => ({
  row: group.suspended ? "suspended" : "group",
  waiting: group.waiting,
  values: { group: group.id, label: group.label, leader: group.leader, count: group.count, village: group.village },
});

/** Return the values of a group's page; null for a group that the phone does not know. */
export function groupValues(place, id) {
  const group = place.groups.find((each) => each.id === id);
  if (!group) return null;
  const { phone, deputy, deputy_phone, founded, label, leader, count, village, unit, decision, decided, rules } = group;
  const members = membersOf(place, group);
  return {
    group: id, label, leader, phone, deputy, deputy_phone, founded, count, village, village_id: unit, decision, decided, rules,
    kind_words: kindOf(place, group.model, group.named),
    members: members.map(({ waiting, ...values }) => ({ row: "member", values, waiting })),
    leaving: members.map(({ waiting: _waiting, ...values }) => ({ row: "leaving", values: { ...values, group: id } })),
    some: members.length > 0, year: yearRow(place, group),
  };
}

/** Return those of a group whom the phone knows by name, in order: { id, head_name, since, waiting }. */
function membersOf({ books }, { members }) {
  const since = new Map((members ?? []).map(([household, day, waiting]) => [household, { day, waiting }]));
  const known = books.flatMap((book) => book.households).filter((household) => since.has(household.id));
  return inOrder(known).map((household) => ({
    id: household.id, head_name: household.name, since: since.get(household.id).day, waiting: since.get(household.id).waiting,
  }));
}

/** Return the values of the form of a group that is known. */
export function groupEditValues({ groups }, id) {
  const group = groups.find((each) => each.id === id);
  if (!group) return null;
  const { label, village, version, number, leader, phone, deputy, deputy_phone, founded, decision, decided, rules } = group;
  return {
    group: id, label, village, version, number, leader, phone, deputy, deputy_phone, founded, decision, decided, rules,
    choices: { kind: group.model, model: String(group.named ?? "") },
  };
}

/** Return the values of the page on which households are ticked that join a group: those of its place, by name.
 *
 * What was ticked stays, and stands first; `absent` names the places whose book is not on the phone.
 */
export function membersValues(place, id) {
  const group = place.groups.find((each) => each.id === id);
  if (!group) return null;
  const { books, villages, own, query, ticked = [] } = place;
  const inside = new Set(membersOf(place, group).map((member) => member.id));
  const below = own || villages.some((village) => village.id === group.unit) ? [group.unit] : villages.map((village) => village.id);
  const here = books.filter(({ unit }) => below.includes(unit));
  const households = inOrder(here.flatMap((book) => book.households.map((each) => ({ ...each, village: below.length > 1 ? book.name : "" }))));
  const words = searchWords(query.get("q") ?? "");
  const may = households.filter(({ id: household, away }) => !away && !inside.has(household));
  const chosen = may.filter((household) => ticked.includes(household.id));
  const found = may.filter((household) => !chosen.includes(household) && words.every((word) => searchKey(household.name).includes(` ${word}`)));
  const rows = [...chosen, ...found].map((household, number) => candidateRow(place, group, household, number));
  const absent = below.filter((unit) => !here.some((book) => book.unit === unit));
  return {
    group: id, label: group.label, village: group.village, typed: query.get("q"), candidates: rows, found: !rows.length && words.length > 0,
    here: !rows.length && !words.length && !absent.length, some: rows.length > 0, choices: { household: ticked },
    absent: absent.map((unit) => villages.find((village) => village.id === unit)?.name ?? group.village).join(", "),
  };
}

function candidateRow(place, group, household, number) {
  const other = group.model === "lien_gia" ? place.groups.find((each) => isIn(each, household, group)) : null;
  const { id, name: head_name, members: member_count, village } = household;
  return { row: "candidate", waiting: household.waiting, values: { id, head_name, member_count, village, inside: other?.label, number: String(number) } };
}

const isIn = ({ id, model, members }, household, group) =>
  id !== group.id && model === "lien_gia" && (members ?? []).some(([member]) => member === household.id);

/** Return the values of a group's months: the strip, a row for each month; null for a group that the phone does not know. */
export function yearValues(place, id) {
  const group = place.groups.find((each) => each.id === id);
  const row = group && yearRow(place, group);
  if (!row) return null;
  const { label, village } = group;
  const months = monthsOf(place, group).map(([month, state]) => ({
    row: `month-${state}`, values: { group: id, month, month_words: inWords(month) },
  }));
  return { group: id, label, village, year: row, months: months.reverse(), since: `${monthsHeld(place)[1]}-01`, fetched: place.told };
}

/** Return the months of a group as the book has them, [month, state], with the meetings that wait; oldest first. */
function monthsOf({ months = [], activities }, group) {
  const met = new Set(activities.filter(({ kind, counts, groups }) => kind === "meeting" && counts && groups.includes(group.id)).map(({ held_on: on }) => on.slice(0, 7)));
  return months.map((month, number) => [month, group.year[number] === "s" && met.has(month) ? "h" : group.year[number]]);
}

/** Return the row of the strip, by what is said of it and by the verdict; none where the book says nothing. */
function yearRow(place, group) {
  if (!group.year) return null;
  const months = monthsOf(place, group);
  const { active, held, silent, verdict } = reckoned(months.map(([, state]) => state), place.word("rule").split(" ").map(Number));
  const said = !active ? "none" : silent.length ? "silent" : "full";
  const values = Object.fromEntries(months.flatMap(([month, state], number) => [
    [`state${number}`, STATES[state]], [`month${number}`, String(Number(month.slice(5)))],
  ]));
  return [{ row: `${said}-${verdict}`, values: { ...values, group: group.id, held: String(held), active: String(active), silent: silent.map((number) => inWords(months[number][0])).join(", ") } }];
}

const STATES = { h: "held", s: "silent", i: "inactive" };

/** Return the months of which the phone holds all that was logged: this one and the one before. */
export const monthsHeld = ({ today }) => [today.slice(0, 7), monthBefore(today)];

function monthBefore(day) {
  const [year, month] = day.split("-").map(Number);
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, "0")}`;
}

/** Return a month, 2026-10, in words: 10/2026. */
export const inWords = (month) => month.split("-").reverse().join("/");

/** Return what the page is about: a village of the address, else the person's own unit. */
export function whereabouts({ villages, home, told }, village) {
  return { village: villages.find(({ id }) => String(id) === village)?.name ?? home, village_id: village, fetched: told };
}
