// The book on the phone: renewed by deltas, with what waits laid over, searched and counted as the server does.
import assert from "node:assert/strict";
import { test } from "node:test";

import { counted, narrowed, overlay, pledgeOf, renewed, signing } from "../../../static/js/offline/pack.js";

const id = (number) => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
const household = (number, name, more = {}) => ({
  id: id(number), name, members: 4, birth: null, phone: null, address: null, version: 1, away: null, twin: false, ...more,
});
const pledge = (number, of, more = {}) => ({
  id: id(number), household: id(of), year: 2026, signed_on: "2026-03-01", signer: null, photo: 0, ...more,
});
const [ANH, BINH, CUC] = [household(1, "Lò Văn Ánh"), household(2, "Quàng Thị Bình"), household(3, "Lường Thị Cúc")];
const book = (households = [ANH, BINH, CUC], pledges = [pledge(91, 2), pledge(92, 3, { photo: 2 })]) => ({
  unit: 7, name: "Bản Na", households, pledges, fetched: 1,
});
const item = (path, fields = {}, state = "waiting") => ({ path, fields: Object.entries(fields), state });
const columns = (rows) => Object.fromEntries(Object.keys(rows[0] ?? ANH).map((name) => [name, rows.map((row) => row[name])]));
const find = ({ households }, number) => households.find((each) => each.id === id(number));

test("a full pack becomes a book, and a delta takes the place of what it touched", () => {
  const whole = { unit: 7, name: "Bản Na", year: 2026, cursor: "a", full: true, households: columns([ANH, BINH]), pledges: columns([pledge(91, 2)]) };
  const first = renewed(undefined, whole, 5);
  assert.deepEqual(first.households, [ANH, BINH]);
  const renamed = { ...BINH, name: "Quàng Thị An" };
  const delta = { ...whole, cursor: "b", full: false, touched: [id(2)], households: columns([renamed]), pledges: columns([]) };
  const next = renewed(first, delta, 9);
  assert.deepEqual(next.households.map(({ name }) => name), ["Quàng Thị An", "Lò Văn Ánh"], "in the order of the alphabet");
  assert.deepEqual([next.pledges, next.cursor, next.fetched], [[], "b", 9], "a withdrawn pledge is gone");
});

test("a new household that waits stands in its place, tidied, with its number as the server keeps it", () => {
  const fields = { id: id(9), village: "7", head_name: "  Cà   Văn Bảo ", member_count: "5", phone: "0912.345.678", birth_year: "", address: "" };
  const { households } = overlay(book(), [item("/households", fields)]);
  assert.deepEqual(households.map(({ name }) => name), ["Lò Văn Ánh", "Cà Văn Bảo", "Quàng Thị Bình", "Lường Thị Cúc"]);
  assert.deepEqual(households[1], household(9, "Cà Văn Bảo", { members: 5, phone: "+84912345678", waiting: "waiting" }));
});

test("what waits for another village is not in this book", () => {
  const fields = { id: id(9), village: "8", head_name: "Cà Văn Bảo", member_count: "5" };
  assert.deepEqual(overlay(book(), [item("/households", fields)]).households, book().households);
});

test("a household that is only in the outbox can be edited, signed, set aside and brought back", () => {
  const items = [
    item("/households", { id: id(9), village: "7", head_name: "Cà Văn Bảo", member_count: "5" }),
    item(`/households/${id(9)}`, { version: "1", head_name: "Cà Văn Báo", member_count: "6" }),
    item(`/households/${id(9)}/pledge`, { id: id(95), signed_on: "2026-05-06", signer_name: "Cà Văn Báo" }),
    item(`/households/${id(9)}/departure`, { kind: "moved_out", on: "6/5/2026", reason: "x" }),
  ];
  const away = overlay(book(), items);
  assert.deepEqual([find(away, 9).name, find(away, 9).version, find(away, 9).away], ["Cà Văn Báo", 3, "2026-05-06"]);
  const back = overlay(book(), [...items, item(`/households/${id(9)}/return`, { on: "2026-05-07" })]);
  assert.deepEqual([find(back, 9).away, find(back, 9).version], [null, 4]);
  assert.deepEqual(pledgeOf(back.pledges, id(9), 2026), { ...pledge(95, 9, { signed_on: "2026-05-06" }), waiting: "waiting" });
});

test("a pledge keeps its signer when it is not the head, and knows of its photo", () => {
  const signed = (fields) => {
    const typed = { id: id(95), signed_on: "2026-05-06", signer_name: "Lò Văn Ánh", ...fields };
    return pledgeOf(overlay(book(), [item(`/households/${id(1)}/pledge`, typed)]).pledges, id(1), 2026);
  };
  assert.equal(signed({}).signer, null);
  assert.equal(signed({ signer_name: "Lò Thị Vợ" }).signer, "Lò Thị Vợ");
  assert.deepEqual([signed({}).photo, signed({ photo_coming: "1" }).photo, signed({ signature: "data:" }).photo], [0, 1, 2]);
});

test("a photo on its way is promised; a withdrawal takes the pledge, and the household may sign anew", () => {
  const coming = overlay(book(), [item(`/pledges/${id(91)}/photo`)]);
  assert.equal(coming.pledges.find((each) => each.id === id(91)).photo, 1);
  const there = overlay(book(), [item(`/pledges/${id(92)}/photo`)]);
  assert.equal(there.pledges.find((each) => each.id === id(92)).photo, 2, "one that is there is not lost");
  const withdrawn = overlay(book(), [item(`/pledges/${id(91)}/withdrawal`, { reason: "x" })]);
  assert.equal(pledgeOf(withdrawn.pledges, id(2), 2026), undefined);
  assert.equal(find(withdrawn, 2).waiting, "waiting");
  const anew = [item(`/pledges/${id(91)}/withdrawal`, {}), item(`/households/${id(2)}/pledge`, { id: id(96), signed_on: "2026-07-01", signer_name: "Quàng Thị Bình" })];
  assert.equal(pledgeOf(overlay(book(), anew).pledges, id(2), 2026).id, id(96));
});

test("what must be corrected changes nothing that the server holds, and is marked; a new household still stands there", () => {
  const refused = [
    item(`/households/${id(1)}`, { version: "1", head_name: "Lò Văn Sai", member_count: "0" }, "fix"),
    item(`/households/${id(1)}/pledge`, { id: id(95), signed_on: "2026-05-06", signer_name: "x" }, "fix"),
    item(`/pledges/${id(91)}/withdrawal`, {}, "fix"),
    item("/households", { id: id(9), village: "7", head_name: "Cà Văn Bảo", member_count: "99" }, "fix"),
  ];
  const after = overlay(book(), refused);
  assert.deepEqual(find(after, 1), { ...ANH, waiting: "fix" });
  assert.equal(pledgeOf(after.pledges, id(1), 2026), undefined);
  assert.equal(pledgeOf(after.pledges, id(2), 2026).id, id(91));
  assert.equal(find(after, 9).waiting, "fix");
});

test("what has arrived is laid over without a mark, and twice is as once", () => {
  const arrived = item(`/households/${id(1)}`, { version: "1", head_name: "Lò Văn Ảnh", member_count: "4" }, null);
  const once = overlay(book(), [arrived]);
  assert.deepEqual(find(once, 1), { ...ANH, name: "Lò Văn Ảnh", version: 2 });
  assert.deepEqual(overlay({ ...book(), ...once }, [arrived]).households, once.households);
});

test("another's pledge of the same year stays, and the household is marked", () => {
  const second = item(`/households/${id(2)}/pledge`, { id: id(95), signed_on: "2026-05-06", signer_name: "x" });
  const after = overlay(book(), [second]);
  assert.equal(pledgeOf(after.pledges, id(2), 2026).id, id(91));
  assert.equal(find(after, 2).waiting, "waiting");
});

test("items about what this book does not know, and strange paths, change nothing", () => {
  const strange = ["/", "/households/x", "/households/../x", `/units/${id(1)}`, `/households/${id(77)}/pledge`, `/pledges/${id(77)}/photo`,
    `/households/${id(1)}/nonsense`, `/pledges/${id(91)}`, "/households"].map((path) => item(path, { signed_on: "2026-01-01" }));
  assert.deepEqual(overlay(book(), strange), book());
});

test("the overlay leaves the book itself as it was", () => {
  const before = book();
  const frozen = Object.freeze({ ...before, households: Object.freeze(before.households.map(Object.freeze)), pledges: Object.freeze(before.pledges.map(Object.freeze)) });
  overlay(frozen, [item(`/households/${id(1)}`, { version: "1", head_name: "Lò Văn Ảnh", member_count: "4" })]);
  assert.deepEqual(frozen, before);
});

test("searching, choosing and counting are the server's", () => {
  const away = household(4, "Cà Văn Dũng", { away: "2026-02-01" });
  const lines = signing(book([ANH, BINH, CUC, away]), 2026);
  const names = (status, typed = "") => narrowed(lines, status, typed).map(([{ name }]) => name);
  assert.deepEqual(names("all"), [ANH, BINH, CUC].map(({ name }) => name));
  assert.deepEqual(names("missing"), ["Lò Văn Ánh"]);
  assert.deepEqual(names("signed"), ["Quàng Thị Bình", "Lường Thị Cúc"]);
  assert.deepEqual(names("away"), ["Cà Văn Dũng"]);
  assert.deepEqual([names("all", "thi"), names("all", "CUC luong"), names("all", "nh"), names("all", "%")].map((found) => found.length), [2, 1, 0, 3]);
  assert.deepEqual(counted(lines), { resident: 3, signed: 2, missing: 1, without_photo: 1 });
});
