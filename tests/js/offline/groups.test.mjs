// What pages of groups show without a network: narrowed as the server narrows, with what waits in its place.
import assert from "node:assert/strict";
import { test } from "node:test";
import { valuesOf } from "../../../static/js/offline/group-screens.js";
import { reckoned } from "../../../static/js/offline/regularity.js";

const [ONE, TWO, THREE, NEW, A1, A2, A3, A9, H1, H2, H3] = Array.from({ length: 11 }, (_, n) => `0190a000-0000-7000-8000-0000000000${n + 10}`);
const about = { village: "Bản Na", unit: 7, founded: "2024-01-05", members: [], suspended: false, named: null, version: 1, year: "hhhhhhhhhsss" };
const groups = [
  { ...about, id: ONE, label: "Nhóm liên gia tự quản số 1", number: 1, leader: "Lò Văn Đức", model: "lien_gia", count: 2 },
  { ...about, id: TWO, label: "Tổ hoà giải số 1", number: 1, leader: "Vì Thị Hoa", model: "mediation", count: 0, suspended: true, unit: 8, village: "Bản Pa" },
];
const told = { summary: "", plan: null, outcomes: {}, version: 1, author: "Trưởng bản", mine: true, received: 1, editor: null, edited: null, counts: true, successor: null, corrects: null, twin: null, photos: 0, promised: 0, withdrawn: null };
const activities = [
  { ...told, id: A1, unit: 7, kind: "meeting", held_on: "2026-01-03", households: 5, people: 9, groups: [ONE], where: "Nhóm 1, Bản Na", summary: "Bàn việc giữ bản", outcomes: { weapons: 1 } },
  { ...told, id: A3, unit: 7, kind: "meeting", held_on: "2026-01-02", households: 3, people: 3, groups: [ONE], where: "Nhóm 1, Bản Na", counts: false, successor: A1 },
  { ...told, id: A2, unit: 8, kind: "patrol", held_on: "2025-12-30", households: null, people: 4, groups: [TWO], where: "Tổ, Bản Pa" },
];
const villages = [{ id: 7, name: "Bản Na" }, { id: 8, name: "Bản Pa" }];
const households = [{ id: H1, name: "Lò Văn Ánh", members: 4, away: null }, { id: H2, name: "Cà Thị Bình", members: 3, away: null }, { id: H3, name: "Vì Văn Đi", members: 2, away: "2026-01-01" }];
const months = Array.from({ length: 12 }, (_, n) => `2025-${String(n + 1).padStart(2, "0")}`);
const WORDS = { rule: "3 4 2 3", "named-lien_gia": "Nhóm liên gia tự quản", "named-other-3": "Tổ bảo vệ rừng", numbered: "⟦kind⟧ số ⟦number⟧" };
const NOW = Date.UTC(2026, 0, 20, 3);
const place = (query = "", more = {}) => ({
  groups, activities, villages, books: [{ unit: 7, name: "Bản Na", households, groups: [] }], home: "Xã An", own: "", told: 5, today: "2026-01-20", now: NOW,
  ahead: [], query: new URLSearchParams(query), user: { name: "Công an", role: "commune_police" }, word: (name) => WORDS[name] ?? name, path: "/", months, ...more,
});
const shown = (name, path, query, more) => valuesOf(name, place(query, { path, ...more }));
const listed = (query, more) => shown("groups", "/groups", query, more).rows.map(({ row, values, waiting }) => [row, values.group, waiting]);
const logOf = (query, more) => shown("activities", "/activities", query, more);
const logged = (query, more) => logOf(query, more).log.map(({ row, values, waiting }) => [row, values.day, waiting]);
const waits = (path, fields, more = {}) => ({ path, kind: "form", state: "waiting", captured: "2026-01-20T02:00:00.000Z", fields: Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each])), ...more });

test("groups are found without accents, by number, kind, place and standing", () => {
  assert.deepEqual(listed(), [["group", ONE, undefined], ["suspended", TWO, undefined]]);
  assert.deepEqual(listed("q=duc+lo"), [["group", ONE, undefined]]);
  assert.deepEqual([listed("q=hoa+giai+so+1"), listed("q=ban+pa")], [[["suspended", TWO, undefined]], [["suspended", TWO, undefined]]]);
  assert.deepEqual(listed("kind=mediation"), [["suspended", TWO, undefined]]);
  assert.deepEqual(listed("village=7"), [["group", ONE, undefined]]);
  assert.deepEqual(listed("standing=suspended"), [["suspended", TWO, undefined]]);
  assert.deepEqual(listed("standing=dissolved"), []);
  assert.equal(shown("groups", "/groups", "q=zz").found, true);
  assert.equal(shown("groups", "/groups", "", { groups: [] }).here, true);
});

const founding = waits("/groups", { id: NEW, village: "8", kind: "other", model: "3", number: "4", leader_name: "Hà  Văn Mới", leader_phone: "0912 345 678", founded_on: "2026-01-19" });

test("a group that waits stands first, has its page, and can be chosen and logged for", () => {
  const ahead = [founding, waits(`/groups/${ONE}/activities`, { id: A9, kind: "tip" }, { state: "fix" })];
  assert.deepEqual(listed("", { ahead }), [["group", NEW, "waiting"], ["group", ONE, "fix"], ["suspended", TWO, undefined]]);
  const page = shown("group", `/groups/${NEW}`, "", { ahead });
  assert.deepEqual([page.label, page.village, page.leader, page.phone, page.kind_words], ["Tổ bảo vệ rừng số 4", "Bản Pa", "Hà Văn Mới", "+84912345678", "Tổ bảo vệ rừng"]);
  assert.equal(page.year, null, "nobody has reckoned its months");
  const chosen = shown("choose", "/activities/new", "village=8", { ahead }).units[0].values.groups;
  assert.deepEqual(chosen.map(({ values, waiting }) => [values.group, waiting]), [[NEW, "waiting"], [TWO, undefined]]);
  assert.equal(shown("log", `/groups/${NEW}/activities/new`, "", { ahead }).names, "Tổ bảo vệ rừng số 4, Bản Pa");
  const unnumbered = { ...founding, fields: founding.fields.map(([name, value]) => [name, name === "number" ? "" : value]) };
  assert.equal(shown("group", `/groups/${NEW}`, "", { ahead: [unnumbered] }).label, "Tổ bảo vệ rừng", "the server says which number it gets");
});

test("an edit of a group shows at once, one that is to be corrected only that it is", () => {
  const edit = waits(`/groups/${ONE}`, { version: "1", kind: "lien_gia", number: "5", leader_name: "Lò Thị Sau", deputy_name: "", founded_on: "2024-01-05" });
  const page = shown("group", `/groups/${ONE}`, "", { ahead: [edit] });
  assert.deepEqual([page.label, page.leader], ["Nhóm liên gia tự quản số 5", "Lò Thị Sau"]);
  const form = shown("group-edit", `/groups/${ONE}/edit`, "", { ahead: [edit] });
  assert.deepEqual([form.version, form.choices], [2, { kind: "lien_gia", model: "" }]);
  assert.equal(shown("group", `/groups/${ONE}`, "", { ahead: [{ ...edit, state: "fix" }] }).leader, "Lò Văn Đức");
  assert.deepEqual(listed("", { ahead: [edit] })[0], ["group", ONE, "waiting"]);
});

test("a group's page names the members whom the phone knows, those who wait too; who left is gone", () => {
  const known = [{ ...groups[0], members: [[H1, "2025-02-01"], [THREE, "2025-02-01"]] }, groups[1]];
  const membersOf = (ahead) => shown("group", `/groups/${ONE}`, "", { groups: known, ahead }).members.map(({ values, waiting }) => [values.head_name, values.since, waiting]);
  assert.deepEqual(membersOf([]), [["Lò Văn Ánh", "2025-02-01", undefined]]);
  const joining = waits(`/groups/${ONE}/members`, { household: [H2], since: "" });
  assert.deepEqual(membersOf([joining]), [["Lò Văn Ánh", "2025-02-01", undefined], ["Cà Thị Bình", "2026-01-20", "waiting"]]);
  assert.deepEqual(membersOf([waits(`/groups/${ONE}/members/${H1}/end`, {})]), []);
  assert.equal(valuesOf("group", place("", { path: `/groups/${THREE}` })), null);
  const opened = [{ unit: 7, households, groups: known }];
  const unnamed = [{ ...groups[0], members: null }];
  const police = shown("group", `/groups/${ONE}`, "", { groups: unnamed, books: opened });
  assert.deepEqual(police.members.map(({ values }) => values.head_name), ["Lò Văn Ánh"], "a village's book names them");
});

test("who may join are those who live there and are not in it, found by typing; what is ticked stays", () => {
  const other = { ...groups[0], id: THREE, label: "Nhóm số 2", members: [[H2, "2025-01-01"]] };
  const known = [{ ...groups[0], members: [] }, other];
  const asked = (query, more) => shown("members", `/groups/${ONE}/members/new`, query, { groups: known, ...more });
  assert.deepEqual(asked("").candidates.map(({ values }) => [values.head_name, values.inside]), [["Lò Văn Ánh", undefined], ["Cà Thị Bình", "Nhóm số 2"]]);
  assert.deepEqual(asked("q=anh", { ticked: [H2] }).candidates.map(({ values }) => values.id), [H2, H1]);
  assert.equal(asked("q=zz").found, true);
  assert.equal(asked("", { books: [] }).absent, "Bản Na");
  const moved = waits(`/groups/${ONE}/members`, { household: [H2], move: "1" });
  assert.deepEqual(shown("group", `/groups/${THREE}`, "", { groups: known, ahead: [moved] }).members, []);
});

test("the log is of this month, or the one before, across the year; of no other", () => {
  assert.deepEqual(logged().map(([row]) => row), ["meeting", "meeting"]);
  assert.equal(logOf().before, "2025-12");
  assert.deepEqual(logged("month=2025-12"), [["patrol", "2025-12-30", undefined]]);
  assert.equal(logOf("month=2025-11"), null);
  const { activities: count, households: families, people } = logOf();
  assert.deepEqual([count, families, people], [1, 5, 9], "what was corrected does not count");
  assert.deepEqual(logged("q=giu+ban"), [["meeting", "2026-01-03", undefined]]);
  const called = { word: (name) => ({ "kind-meeting": "Họp nhóm" })[name] ?? "" };
  assert.deepEqual(logged("q=hop+nhom+ban+na", called).length, 2, "by the name of its kind and place");
  assert.deepEqual(logged("q=hop+nhom+ban+pa", called), []);
  for (const figure of ["since=2026-01-01&until=2026-01-20", "outcome=cases"]) assert.equal(logOf(figure), null, "rows of a year");
  assert.deepEqual(logged("village=8"), []);
  assert.deepEqual(logged(`group=${ONE}&kind=meeting`).length, 2);
});

const logging = waits(`/groups/${ONE}/activities`, { id: A9, kind: "tip", held_on: "2026-01-19", people_present: "2", households_present: "", summary: "Tin", "outcome-received": "2", "outcome-solved": "" });

test("what was logged and waits stands in the log and has its page, until the server tells of it", () => {
  const found = logOf("", { ahead: [logging] });
  assert.deepEqual([found.log[0].row, found.log[0].waiting, found.log[0].values.where], ["tip", "waiting", "Nhóm liên gia tự quản số 1, Bản Na"]);
  assert.deepEqual([found.activities, found.people, found.log[0].values.households, found.log[0].values["outcome-received"]], [2, 11, "–", "2"]);
  const page = shown("activity", `/activities/${A9}`, "", { ahead: [logging] });
  assert.deepEqual([page.kind_words, page.people, page["outcome-received"], page["outcome-solved"], page.may_edit], ["kind-tip", "2", "2", undefined, true]);
  const arrived = { ...logging, state: undefined, fields: [["id", A1], ...logging.fields.slice(1)] };
  assert.equal(logOf("", { ahead: [arrived] }).log.length, 2);
});

test("an activity may be edited by who logged it or the police, for thirty days, and is corrected after that", () => {
  const of = (activity, user) => shown("activity", `/activities/${A1}`, "", { activities: [{ ...activities[0], ...activity }], user });
  const fresh = NOW / 1000 - 29 * 86400;
  const [police, head] = [{ role: "commune_police" }, { role: "village_head" }];
  assert.deepEqual([of({ received: fresh, mine: false }, police).may_edit, of({ received: fresh, mine: false }, head).may_edit], [true, false]);
  assert.equal(of({ received: fresh, mine: true }, head).may_edit, true);
  const old = of({ received: fresh - 2 * 86400 }, police);
  assert.deepEqual([old.may_edit, old.only_correct], [false, true]);
  const others = of({ received: fresh, mine: false }, head);
  assert.deepEqual([others.only_correct, others.may_withdraw, others.may_add_photo], [false, false, false], "within them it is theirs");
  const own = (groupsOf) => shown("activity", `/activities/${A1}`, "", { activities: [{ ...activities[0], groups: groupsOf, mine: true }], user: head, own: "7" });
  assert.deepEqual([own([ONE]).only_correct, own([ONE, TWO]).only_correct, own([ONE]).may_withdraw], [true, false, false], "later, who logs for all");
  const gone = of({ received: fresh, counts: false, successor: A2 }, police);
  assert.deepEqual([gone.may_edit, gone.only_correct, gone.successor], [false, false, A2]);
});

test("an edit of an activity shows in its page and in the log; its form goes on from there", () => {
  const fresh = activities.map((each) => ({ ...each, received: NOW / 1000 }));
  const ahead = [waits(`/activities/${A1}`, { version: "1", kind: "patrol", held_on: "2026-01-04", people_present: "12", summary: "Sửa lại" })];
  const asked = (name, path) => shown(name, path, "", { activities: fresh, ahead });
  const page = asked("activity", `/activities/${A1}`);
  assert.deepEqual([page.summary, page.people, page.households, page.editor], ["Sửa lại", "12", null, "Công an"]);
  assert.deepEqual(asked("activities", "/activities").log[0], { ...asked("activities", "/activities").log[0], row: "patrol", waiting: "waiting" });
  const form = asked("activity-edit", `/activities/${A1}/edit`);
  assert.deepEqual([form.version, form.kind, form.held_on, form.summary], [2, "patrol", "2026-01-04", "Sửa lại"]);
  assert.equal(shown("activity-edit", `/activities/${A1}/edit`, "", {}), null, "the time is over");
});

test("a correction takes the place of its former entry", () => {
  const ahead = [waits(`/activities/${A1}/correction`, { id: A9, kind: "meeting", held_on: "2026-01-03", people_present: "7", summary: "Đúng" })];
  const log = logOf("", { ahead });
  assert.deepEqual([log.activities, log.people], [1, 7]);
  assert.deepEqual(log.log.map(({ values, waiting }) => [values.activity, values.replaced, values.corrects, waiting]), [[A9, null, A1, "waiting"], [A1, A9, null, "waiting"], [A3, A1, null, undefined]]);
  assert.equal(shown("activity", `/activities/${A1}`, "", { ahead }).successor, A9);
  assert.equal(shown("correction", `/activities/${A1}/correction/new`, "", { ahead }), null, "it was corrected already");
  assert.equal(shown("correction", `/activities/${A1}/correction/new`).summary, "Bàn việc giữ bản");
});

test("what is taken back stands struck out and no longer counts; what it took the place of does again", () => {
  const pair = [{ ...activities[0], id: A9, corrects: A1, received: NOW / 1000 }, { ...activities[0], counts: false, successor: A9 }];
  const ahead = [waits(`/activities/${A9}/withdrawal`, { reason: "Ghi nhầm nhóm", sure: "y" })];
  const page = shown("activity", `/activities/${A9}`, "", { activities: pair, ahead });
  assert.deepEqual([page.why, page.withdrawer, page.same, page.may_edit, page.may_withdraw], ["Ghi nhầm nhóm", "Công an", false, false, false]);
  assert.deepEqual([shown("activity", `/activities/${A1}`, "", { activities: pair, ahead }).successor, logOf("", { activities: pair, ahead }).people], [null, 9]);
  assert.deepEqual(shown("book", `/groups/${ONE}/book`, "", { activities: pair, ahead }).entries.map(({ row }) => row).sort(), ["entry", "entry-withdrawn"]);
  const twin = [{ ...activities[0], twin: A9 }];
  const same = (answer) => shown("activity", `/activities/${A1}`, "", { activities: twin, ahead: [waits(`/activities/${A1}/distinction`, { same: answer })] });
  assert.deepEqual([Boolean(same("1").same), same("1").twin, Boolean(same("0").same)], [true, A9, false]);
});

test("a form begins with what just these did last, all of it where that is asked for", () => {
  const of = (query, more) => shown("log", `/groups/${ONE}/activities/new`, query, more);
  assert.deepEqual([of("").kind, of("").people_present, of("").summary, of("").last_on, of("").like_url], ["meeting", "9", undefined, "2026-01-03", "?like=last"]);
  assert.deepEqual([of("like=last").summary, of("like=last")["outcome-weapons"]], ["Bàn việc giữ bản", "1"]);
  assert.deepEqual([of("like=last", { ahead: [logging] }).kind, of("like=last", { ahead: [logging] }).summary], ["tip", "Tin"], "what waits is the last");
  assert.deepEqual([of("kind=meeting", { ahead: [logging] }).people_present, of("kind=fire").kind, of("kind=fire").people_present], ["9", "fire", undefined]);
  const joint = (query, more) => shown("joint", "/activities/new", query, more);
  const both = { ...activities[0], id: A9, groups: [TWO, ONE], kind: "outreach", people: 50 };
  assert.deepEqual([joint(`group=${ONE}&group=${TWO}`).kind, joint(`group=${ONE}&group=${TWO}`).people_present], ["patrol", undefined]);
  assert.deepEqual([joint(`group=${ONE}&group=${TWO}`, { activities: [both] }).kind, of("", { activities: [both] }).kind], ["outreach", "meeting"]);
  assert.equal(joint("unit=8", { activities: [{ ...activities[0], groups: [], unit: 8, kind: "tip" }] }).kind, "tip");
});

test("a group's months, with a meeting that waits, and what they come to", () => {
  const year = (ahead = []) => shown("year", `/groups/${ONE}/year`, "", { ahead });
  assert.deepEqual([year().year[0].row, year().year[0].values.silent, year().since], ["silent-irregular", "10/2025, 11/2025, 12/2025", "2025-12-01"]);
  const met = year([waits(`/groups/${ONE}/activities`, { id: A9, kind: "meeting", held_on: "2025-12-28" })]);
  assert.deepEqual([met.year[0].row, met.year[0].values.held, met.year[0].values.state11], ["silent-regular", "10", "held"]);
  assert.deepEqual(met.months.slice(0, 2).map(({ row, values }) => [row, values.month_words]), [["month-h", "12/2025"], ["month-s", "11/2025"]]);
  assert.equal(shown("year", `/groups/${ONE}/year`, "", { groups: [{ ...groups[0], year: null }] }), null);
  assert.equal(reckoned([..."iiiiiiiiiihh"], [3, 4, 2, 3]).verdict, "early");
});

test("a group's book has what the phone holds of the year, and says since when that is all", () => {
  const book = (query, more) => shown("book", `/groups/${ONE}/book`, query, more);
  assert.deepEqual(book("").entries.map(({ values }) => [values.number, values.day, values.replaced]), [["1", "2026-01-02", A1], ["2", "2026-01-03", null]]);
  assert.equal(book("").since, false, "it holds all of this year");
  assert.deepEqual([book("year=2025").since, book("year=2025").empty], ["2025-12-01", true]);
  assert.equal(book("year=2024"), null);
});

test("what has no page here, such as the board of regularity, has no values", () => {
  for (const path of ["/groups/regularity", "/activities/effect", `/groups/${ONE}/photo`]) assert.ok(!shown("offline", path), path);
});

test("the meeting of a month in which a group was silent has no day yet but the bounds of that month, also in February", () => {
  const day = (query, today = "2026-01-20") => (({ held_on, month, month_words, first, last }) => ({ held_on, month, month_words, first, last }))(shown("log", `/groups/${ONE}/activities/new`, query, { today }));
  const none = { month: undefined, month_words: undefined, first: undefined, last: undefined };
  assert.deepEqual(day("kind=meeting&month=2025-12"), { held_on: undefined, month: "2025-12", month_words: "12/2025", first: "2025-12-01", last: "2025-12-31" });
  assert.equal(day("month=2028-02", "2028-03-01").last, "2028-02-29");
  for (const query of ["", "month=2026-01", "month=2027-01", "month=2025-13", "month=x"]) assert.deepEqual(day(query), { held_on: "2026-01-20", ...none }, query);
});
