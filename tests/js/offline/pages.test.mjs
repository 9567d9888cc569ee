// Pages without a network: which stands for which address, what their tokens become, what each shows, what is hinted.
import assert from "node:assert/strict";
import { test } from "node:test";

import { valuesOf as groupValuesOf } from "../../../static/js/offline/group-screens.js";
import { hintFor } from "../../../static/js/offline/install.js";
import { isOurs, isPage, mayBeSeenAgain, shellFor } from "../../../static/js/offline/routes.js";
import { narrowingOf, valuesOf } from "../../../static/js/offline/screens.js";
import { isoDay, worded } from "../../../static/js/offline/shell.js";

const ID = "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001";
const id = (number) => `${ID.slice(0, -1)}${number}`;

test("every address that a shell stands for, and no other", () => {
  const known = {
    "/": "first", "/outbox": "outbox", "/households": "households", "/households/new": "new",
    [`/households/${ID}`]: "household", [`/households/${ID}/edit`]: "edit",
    [`/households/${ID}/departure/new`]: "departure", [`/households/${ID}/pledge/new`]: "pledge", [`/pledges/${ID}`]: "signed",
  };
  for (const [path, name] of Object.entries(known)) assert.equal(shellFor(path), name);
  for (const path of ["/login", "/logout", "/units", `/pledges/${ID}/photo`, "/households/x", `/households/${ID}/return`,
    "/progress/3", `/households/${ID}/`, "/offline/pack", "/receipts", "/account"]) assert.equal(shellFor(path), null, path);
});

test("boards and places may be seen again; pages with people's names, forms and sign-in may not", () => {
  for (const path of ["/", "/progress/3", "/units", "/units/12"]) assert.ok(mayBeSeenAgain(path), path);
  for (const path of ["/login", "/households", `/households/${ID}`, `/pledges/${ID}/photo`, "/account", "/receipts/BY-1", "/progress/3/x"]) {
    assert.ok(!mayBeSeenAgain(path), path);
  }
});

test("only a whole page of our own counts", () => {
  const answer = (headers, status = 200) => new Response("x", { status, headers });
  const ours = { Banyen: "abc", "Content-Type": "text/html; charset=utf-8" };
  assert.ok(isOurs(answer(ours)) && isPage(answer(ours)));
  assert.ok(!isOurs(answer({ "Content-Type": "text/html" })), "a captive portal's");
  assert.ok(!isPage(answer(ours, 404)));
  assert.ok(!isPage(answer({ ...ours, "Content-Type": "image/jpeg" })));
});

test("tokens become values, written as the server's filters write them", () => {
  const values = { name: "Lò Văn Ánh", day: "2026-09-02", at: Date.UTC(2026, 8, 2, 17, 5), n: 1234, phone: "+84912345678", none: null };
  const write = (text, locale = "vi") => worded(text, values, locale);
  assert.equal(write("Hộ ⟦name⟧, ⟦name⟧"), "Hộ Lò Văn Ánh, Lò Văn Ánh");
  assert.equal(write("⟦day|day⟧ ⟦day⟧"), "02/09/2026 2026-09-02");
  assert.equal(write("⟦at|time⟧ ngày ⟦at|day⟧"), "00:05 ngày 03/09/2026", "as the villages' clocks say");
  assert.equal(write("⟦n|number⟧"), "1.234");
  assert.equal(write("⟦n|number⟧", "en"), "1,234");
  assert.equal(write("⟦phone|phone⟧"), "0912 345 678");
  assert.equal(write("[⟦none⟧|⟦unknown|day⟧]"), "[|]");
  assert.equal(isoDay(Date.UTC(2026, 11, 31, 17)), "2027-01-01");
});

test("a value is text, whatever it looks like", () => {
  assert.equal(worded("⟦name⟧", { name: "⟦day⟧ $& <b>" }, "vi"), "⟦day⟧ $& <b>");
});

const household = (number, name, more = {}) => ({ id: id(number), name, members: 4, birth: null, version: 1, away: null, ...more });
const pledge = (number, of, more = {}) => ({ id: id(number), household: id(of), year: 2026, signed_on: "2026-03-01", signer: null, photo: 0, ...more });
const NA = { unit: 7, name: "Bản Na", fetched: 5, households: [household(1, "Lò Văn Ánh"), household(2, "Quàng Thị Bình"), household(3, "Lường Thị Cúc")], pledges: [pledge(5, 2)] };
const place = (path, more = {}) => ({
  books: [NA], villages: [], own: "7", home: "Bản Na", path, query: new URLSearchParams(), today: "2026-06-01", ...more,
});

test("the first page counts, and lists who is missing, ready to sign", () => {
  const values = valuesOf("first", place("/"));
  assert.deepEqual([values.resident, values.signed, values.missing, values["signed/resident"]], [3, 1, 2, "33.33"]);
  assert.deepEqual(values.rows.map(({ row, values: { head_name } }) => [row, head_name]), [["sign", "Lò Văn Ánh"], ["sign", "Lường Thị Cúc"]]);
  assert.ok(!values.nobody && !values.complete);
});

test("a village without a household, and one in which all have signed", () => {
  const empty = valuesOf("first", place("/", { books: [{ ...NA, households: [], pledges: [] }] }));
  assert.ok(empty.nobody && !empty.missing && !empty.complete);
  const all = valuesOf("first", place("/", { books: [{ ...NA, households: NA.households.slice(1, 2) }] }));
  assert.ok(all.complete && !all.missing && !all.nobody);
});

test("a phone without a book claims nothing, but takes a new household", () => {
  for (const name of ["first", "households", "household", "pledge"]) assert.equal(valuesOf(name, place("/", { books: [] })), null);
  assert.ok(valuesOf("new", place("/households/new", { books: [] })));
});

test("the list is narrowed by its address, shows fifty and says that there are more", () => {
  const many = Array.from({ length: 60 }, (_, number) => household(number, `Lò Văn ${String.fromCharCode(65 + (number % 20))}a`, { id: `${ID.slice(0, -3)}${100 + number}` }));
  const values = valuesOf("households", place("/households", { books: [{ ...NA, households: many, pledges: [] }] }));
  assert.equal(values.rows.length, 51);
  assert.equal(values.rows.at(-1).row, "more");
  const found = valuesOf("households", place("/households", { query: new URLSearchParams("q=thi&status=missing") }));
  assert.deepEqual(found.rows.map((row) => row.values.head_name), ["Lường Thị Cúc"]);
  const none = valuesOf("households", place("/households", { query: new URLSearchParams("q=xyz") }));
  assert.ok(none.found && !none.here && !none.complete);
  assert.deepEqual(narrowingOf(new URLSearchParams("status=nonsense")).status, "all");
});

test("a village whose book is not on the phone is named, and counted as the server last told", () => {
  const villages = [{ id: 7, name: "Bản Na", resident: 3, signed: 1 }, { id: 8, name: "Bản Pa", resident: 10, signed: 4 }];
  const police = { own: "", home: "Xã An", villages };
  const all = valuesOf("households", place("/households", police));
  assert.equal(all.absent, "Bản Pa");
  assert.deepEqual([all.resident, all.signed, all.missing], [13, 5, 8]);
  assert.deepEqual(all.rows.map((row) => row.values.village), ["Bản Na", "Bản Na", "Bản Na"]);
  const pa = valuesOf("households", place("/households", { ...police, query: new URLSearchParams("village=8") }));
  assert.deepEqual([pa.absent, pa.village, pa.rows.length, Boolean(pa.here)], ["Bản Pa", "Bản Pa", 0, false]);
  const na = valuesOf("households", place("/households", { ...police, query: new URLSearchParams("village=7") }));
  assert.deepEqual([na.absent, na.rows.length, na.rows[0].values.village], ["", 3, ""]);
});

test("a household's page: its pledges, what it may still sign, or none when it is not here", () => {
  const binh = valuesOf("household", place(`/households/${id(2)}`));
  assert.deepEqual([binh.missing, binh.open_before, binh.pledges.length, binh.resides], [false, 2025, 1, true]);
  const anh = valuesOf("household", place(`/households/${id(1)}`));
  assert.deepEqual([anh.missing, anh.pledges], [true, []]);
  assert.equal(valuesOf("household", place(`/households/${id(9)}`)), null);
  assert.equal(valuesOf("edit", place(`/households/${id(9)}/edit`)), null);
});

test("the pledge form is for today or for the last day of the year before; who has signed is led to the pledge", () => {
  const form = (number, query = "") => valuesOf("pledge", place(`/households/${id(number)}/pledge/new`, { query: new URLSearchParams(query) }));
  assert.deepEqual([form(1).year, form(1).signed_on, form(1).leadTo], [2026, "2026-06-01", undefined]);
  assert.deepEqual([form(1, "year=2025").year, form(1, "year=2025").signed_on], [2025, "2025-12-31"]);
  assert.equal(form(1, "year=1999").year, 2026);
  assert.equal(form(2).leadTo, `/pledges/${id(5)}`);
});

test("after a pledge the next missing household is offered, from the first again at the end", () => {
  const signed = (of) => valuesOf("signed", place(`/pledges/${id(6)}`, { books: [{ ...NA, pledges: [pledge(6, of)] }] }));
  assert.equal(signed(1).next_name, "Quàng Thị Bình");
  assert.equal(signed(3).next_name, "Lò Văn Ánh");
  assert.deepEqual([signed(1).photo_missing, signed(1).takes_photo, signed(1).signer], [true, true, "Lò Văn Ánh"]);
  const last = valuesOf("signed", place(`/pledges/${id(6)}`, { books: [{ ...NA, households: NA.households.slice(0, 1), pledges: [pledge(6, 1)] }] }));
  assert.ok(last.finished && !last.next_name);
});

test("hints: at once in another application, else only after the first success, and not again for a month", () => {
  const android = { agent: "Mozilla/5.0 (Linux; Android 13) Chrome/120", standalone: false, installable: true, success: true, now: 1e12 };
  assert.equal(hintFor(android), "install");
  assert.equal(hintFor({ ...android, success: false }), null);
  assert.equal(hintFor({ ...android, standalone: true }), null);
  assert.equal(hintFor({ ...android, hinted: 1e12 - 1000 }), null);
  assert.equal(hintFor({ ...android, installable: false }), null);
  assert.equal(hintFor({ ...android, agent: "Mozilla/5.0 (Linux; Android 13) Zalo android/1", success: false }), "in-app");
  assert.equal(hintFor({ ...android, agent: "Mozilla/5.0 (iPhone) [FBAN/FBIOS]" }), "in-app");
  assert.equal(hintFor({ ...android, agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Safari", installable: false }), "iphone");
});

test("who acted is asked on one page, and what they did on another at the same address", () => {
  assert.equal(shellFor("/activities/new"), "choose");
  assert.equal(shellFor("/activities/new", "?village=7"), "choose");
  assert.deepEqual(["/obstacles/new", "/obstacles"].map((path) => shellFor(path)), ["difficulty", null]);
  assert.equal(shellFor("/activities/new", `?group=${id(1)}&group=${id(2)}`), "joint");
  assert.equal(shellFor("/activities/new", "?unit=7"), "joint");
  assert.equal(shellFor(`/groups/${ID}/activities/new`), "log");
  const others = { [`/groups/${ID}/edit`]: "group-edit", [`/groups/${ID}/members/new`]: "members", [`/groups/${ID}/year`]: "year", [`/groups/${ID}/book`]: "book",
    [`/activities/${ID}`]: "activity", [`/activities/${ID}/edit`]: "activity-edit", [`/activities/${ID}/correction/new`]: "correction", [`/activities/${ID}/photos/1`]: null };
  for (const [path, name] of Object.entries(others)) assert.equal(shellFor(path), name, path);
});

const group = (number, unit, more = {}) => ({ id: id(number), label: `Nhóm số ${number}`, unit, village: unit === 7 ? "Bản Na" : "Bản Pa", leader: "Lò Văn Mẫu", ...more });
const logging = (path, search = "") => ({
  books: [], villages: [{ id: 7, name: "Bản Na" }, { id: 8, name: "Bản Pa" }], groups: [group(1, 7), group(2, 7), group(3, 8)], activities: [], ahead: [],
  own: "", home: "Xã An", path, query: new URLSearchParams(search), today: "2026-09-02",
});

test("the groups of each village are there to choose, or of one", () => {
  const shown = (search) => groupValuesOf("choose", logging("/activities/new", search)).units.map(({ values }) => [values.village, values.groups.length]);
  assert.deepEqual(shown(""), [["Bản Na", 2], ["Bản Pa", 1]]);
  assert.deepEqual(shown("village=8"), [["Bản Pa", 1]]);
  assert.equal(groupValuesOf("choose", logging("/activities/new", "village=9")).here, true);
  assert.equal(groupValuesOf("log", logging(`/groups/${id(9)}/activities/new`)), null, "a group that the phone does not know");
});

test("several groups act together, or a unit without one", () => {
  const both = groupValuesOf("joint", logging("/activities/new", `group=${id(2)}&group=${id(3)}`));
  assert.deepEqual(both.groups.map(({ values }) => values.group), [id(2), id(3)]);
  assert.equal(both.kind, "patrol");
  assert.equal(both.names, "Nhóm số 2, Bản Na; Nhóm số 3, Bản Pa");
  assert.equal(groupValuesOf("joint", logging("/activities/new", `group=${id(2)}&group=${id(9)}`)), null);
  assert.equal(groupValuesOf("joint", logging("/activities/new", "unit=8")).names, "Bản Pa");
});
