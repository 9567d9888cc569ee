// What the pages of households and pledges show: values for their tokens, from the books, the address and the clock.
import { counted, inOrder, narrowed, NO_PHOTO, pledgeOf, PROMISED, signing, THERE } from "./pack.js";

export const FIRST_ROWS = 8;
export const PAGE = 50;
const STATUSES = new Set(["missing", "signed", "away"]);
const PHOTO_ROWS = ["nophoto", "promised", "signed"];
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** Return the values of the page `name`; null when the phone does not hold what it is about.
 *
 * place: { books, loose (see shelf.js), villages, own (the unit of who works in one village, or ""), home (its
 * name), path, query, today }.
 */
export function valuesOf(name, place) {
  const screen = SCREENS[name];
  const about = { today: place.today, year: yearOf(place) };
  if (!screen) return about;
  if (!place.books.length && !place.villages.length && name !== "new") return null;
  const own = screen(place);
  const fetched = place.books.length ? Math.min(...place.books.map((book) => book.fetched)) : null;
  return own ? { ...about, fetched, ...own } : null;
}

const SCREENS = {
  first: (place) => {
    const counts = countsOf(place, place.own);
    const list = listValues(place, { status: "missing", village: place.own, shown: FIRST_ROWS });
    return { ...list, ...counts, nobody: counts.resident === 0, complete: counts.resident > 0 && counts.missing === 0 };
  },
  households: (place) => {
    const narrowing = narrowingOf(place.query);
    const village = narrowing.village || place.own;
    const counts = countsOf(place, village);
    return {
      ...listValues(place, narrowing), ...counts, typed: narrowing.typed,
      village: nameOf(place, village) || place.home, village_id: narrowing.village,
    };
  },
  household: (place) => {
    const found = householdOf(place);
    if (!found) return null;
    const { household, book } = found;
    const pledges = book.pledges.filter((pledge) => pledge.household === household.id);
    const year = yearOf(place);
    const may = (when) => !household.away && !pledgeOf(pledges, household.id, when);
    return {
      ...householdValues(found), away_since: household.away, resides: !household.away, missing: may(year),
      open_before: may(year - 1) && year - 1,
      pledges: pledges.sort((one, other) => other.year - one.year).map((pledge) => pledgeRow(pledge, household)),
    };
  },
  new: ({ query }) => ({ name: query.get("name"), fetched: null }),
  edit: (place) => valuesIfHere(place),
  departure: (place) => valuesIfHere(place),
  pledge: (place) => {
    const found = householdOf(place);
    if (!found) return null;
    const year = place.query.get("year") === String(yearOf(place) - 1) ? yearOf(place) - 1 : yearOf(place);
    const signed = pledgeOf(found.book.pledges, found.household.id, year);
    const day = year === yearOf(place) ? place.today : `${year}-12-31`;
    return { ...householdValues(found), year, signed_on: day, leadTo: signed && `/pledges/${signed.id}` };
  },
  signed: (place) => {
    const id = idIn(place);
    const book = booksOf(place).find(({ pledges }) => pledges.some((pledge) => pledge.id === id));
    if (!book) return null;
    const pledge = book.pledges.find((each) => each.id === id);
    const household = book.households.find((each) => each.id === pledge.household);
    const next = nextMissing(book, household, yearOf(place));
    return {
      ...householdValues({ household, book }), ...pledgeValues(pledge, household),
      photo_missing: pledge.photo === NO_PHOTO, photo_coming: pledge.photo === PROMISED,
      photo_elsewhere: pledge.photo === THERE, takes_photo: pledge.photo !== THERE,
      next_id: next?.id, next_name: next?.name, finished: !next,
    };
  },
};

/** Return the values of the list for { typed, status, village, shown }. */
export function listValues(place, { typed = "", status = "all", village = "", shown = PAGE }) {
  const lines = linesOf(place, village);
  const found = narrowed(lines, status, typed);
  const rows = found.slice(0, shown).map((line) => householdRow(...line, status, !village && !place.own));
  if (found.length > shown) rows.push({ row: "more", values: { more: "#more" } });
  const absent = absentNames(place, village).join(", ");
  const empty = !found.length && !absent;
  const words = Boolean(typed.trim());
  const complete = status === "missing" && counted(lines).resident > 0;
  return { rows, absent, found: empty && words, complete: empty && !words && complete, here: empty && !words && !complete };
}

/** Return how a list is narrowed by an address or by its form (URLSearchParams or FormData). */
export function narrowingOf(query) {
  const status = query.get("status");
  return { typed: query.get("q") ?? "", status: STATUSES.has(status) ? status : "all", village: query.get("village") ?? "" };
}

/** Return [household, pledge of the year] of a village, or of all that are on the phone, in order. */
function linesOf({ books, today }, village) {
  const chosen = books.filter(({ unit }) => !village || String(unit) === village);
  const households = chosen.flatMap((book) => book.households.map((each) => ({ ...each, village: book.name })));
  const pledges = chosen.flatMap((book) => book.pledges);
  return signing({ households: chosen.length > 1 ? inOrder(households) : households, pledges }, yearOf({ today }));
}

/** Return the counts of a village or, for none, of all: as the books say and, where there is none, as the server did. */
function countsOf(place, village) {
  const here = counted(linesOf(place, village));
  const elsewhere = place.villages.filter(({ id }) => !hasBook(place, id) && (!village || String(id) === village));
  const resident = elsewhere.reduce((sum, each) => sum + each.resident, here.resident);
  const signed = elsewhere.reduce((sum, each) => sum + each.signed, here.signed);
  return { ...here, resident, signed, missing: resident - signed, "signed/resident": percent(signed, resident) };
}

const percent = (part, whole) => (whole ? ((100 * part) / whole).toFixed(2) : "0");

const hasBook = ({ books }, id) => books.some(({ unit }) => unit === id);

function absentNames(place, village) {
  if (place.own) return hasBook(place, Number(place.own)) ? [] : [place.home];
  const asked = place.villages.filter(({ id }) => !village || String(id) === village);
  return asked.filter(({ id }) => !hasBook(place, id)).map(({ name }) => name);
}

const nameOf = ({ books, villages }, village) =>
  [...books.map(({ unit, name }) => [unit, name]), ...villages.map(({ id, name }) => [id, name])].find(
    ([id]) => String(id) === village,
  )?.[1];

const yearOf = ({ today }) => Number(today.slice(0, 4));

const idIn = ({ path }) => UUID.exec(path)?.[0];

/** Return the books, and those of the villages without one that hold what was entered here. */
const booksOf = ({ books, loose = [] }) => [...books, ...loose];

function householdOf(place) {
  const id = idIn(place);
  const book = booksOf(place).find(({ households }) => households.some((household) => household.id === id));
  return book && { book, household: book.households.find((household) => household.id === id) };
}

function valuesIfHere(place) {
  const found = householdOf(place);
  return found && householdValues(found);
}

const householdValues = ({ household, book }) => ({
  id: household.id, head_name: household.name, member_count: household.members, birth_year: household.birth,
  phone: household.phone, address: household.address, version: household.version, twin: household.twin,
  village: book.name, village_id: book.unit,
});

const pledgeValues = (pledge, { name }) => ({
  pledge_id: pledge.id, year: pledge.year, signed_on: pledge.signed_on, signer: pledge.signer ?? name,
});

function householdRow(household, pledge, status, showsVillage) {
  const signedRow = pledge ? PHOTO_ROWS[pledge.photo] : status === "missing" ? "sign" : "missing";
  return {
    row: household.away ? "away" : signedRow,
    waiting: household.waiting ?? pledge?.waiting,
    values: {
      id: household.id, head_name: household.name, member_count: household.members, birth_year: household.birth,
      away_since: household.away, signed_on: pledge?.signed_on, twin: household.twin,
      village: showsVillage ? household.village : "",
    },
  };
}

const pledgeRow = (pledge, household) => ({
  row: PHOTO_ROWS[pledge.photo], waiting: pledge.waiting, values: pledgeValues(pledge, household),
});

/** Return the household of the book to sign next: the first missing after `household`, else the first missing. */
function nextMissing(book, household, year) {
  const missing = narrowed(signing(book, year), "missing", "").map(([each]) => each);
  const order = inOrder([household, ...missing]);
  return order[order.indexOf(household) + 1] ?? missing[0];
}
