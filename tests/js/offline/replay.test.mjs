// What an answer means and what goes next, for every status, every echo, every malformed load.
import assert from "node:assert/strict";
import { test } from "node:test";

import { batchAnswers, pause, ready, retryAfter, verdict } from "../../../static/js/offline/replay.js";
import { comesAfter, formItem, inOrder, photoItem, subjectOf, textFields } from "../../../static/js/offline/submission.js";

const KEY = "01900000-0000-7000-8000-000000000001";
const form = (key, more = {}) => ({ key, kind: "form", state: "waiting", after: null, attempts: 0, ...more });
const photo = (key, more = {}) => form(key, { kind: "photo", ...more });
const keys = (items) => items.map(({ key }) => key);

test("only 200 and 201 with our own echo are done, whatever else is said", () => {
  const echoes = [KEY, KEY.toUpperCase(), null, undefined, "", "x", KEY + " ", "null", KEY.slice(1), 7];
  for (let status = 0; status < 1000; status++) {
    for (const echo of echoes) {
      const judged = verdict({ status, echo }, KEY);
      const ours = typeof echo === "string" && echo.toLowerCase() === KEY;
      assert.equal(judged === "done", ours && (status === 200 || status === 201), `${status} ${echo}`);
      if (judged === "fix") assert.ok(ours && [403, 404, 409, 413, 422].includes(status), `${status} ${echo}`);
      if (judged === "signed-out") assert.ok(ours && status === 401);
    }
  }
});

test("what is closed is for its person to see; what is busy goes again by itself", () => {
  assert.equal(verdict({ status: 423, echo: KEY, reason: "sealed" }, KEY), "fix");
  assert.equal(verdict({ status: 423, echo: null, reason: "sealed" }, KEY), "later");
  for (const reason of ["busy", null, undefined]) assert.equal(verdict({ status: 423, echo: KEY, reason }, KEY), "later");
  assert.equal(verdict({ status: 503, echo: KEY, reason: "sealed" }, KEY), "later");
});

test("an answer that is nothing is no answer", () => {
  for (const nothing of [{}, { status: "200", echo: KEY }, { echo: KEY }, { status: null, echo: KEY }]) {
    assert.equal(verdict(nothing, KEY), "later");
  }
});

test("a malformed load of answers settles nothing; the sound ones in it count", () => {
  const items = [form(KEY), form("b")];
  const rubbish = ["", "null", "[]", "{}", "<html>", '{"answers": 7}', '{"answers": null}', '{"answers": [null, 7, "x", []]}'];
  for (const text of rubbish) assert.equal(batchAnswers(text, items).size, 0, text);
  const mixed = { answers: [null, { key: "stranger", status: 201 }, { key: "b", status: "201" }, { key: KEY, status: 201, url: 9 }] };
  const read = batchAnswers(JSON.stringify(mixed), items);
  assert.deepEqual(keys([...read].map(([key]) => ({ key }))), [KEY]);
  assert.equal(read.get(KEY).url, null);
});

test("forms go in order, at most fifty, before photos", () => {
  const queue = [photo("p"), ...Array.from({ length: 60 }, (_none, i) => form(`f${i}`))];
  assert.deepEqual(keys(ready(queue)), Array.from({ length: 50 }, (_none, i) => `f${i}`));
});

test("what waits for another goes with it, never without it", () => {
  assert.deepEqual(keys(ready([form("a"), form("b", { after: "a" })])), ["a", "b"]);
  assert.deepEqual(keys(ready([form("a", { state: "fix" }), form("b", { after: "a" }), form("c", { after: "b" })])), []);
  assert.deepEqual(keys(ready([form("b", { after: "gone" })])), ["b"]);
});

test("a photo goes alone, once its form has arrived; the one tried least goes first", () => {
  assert.deepEqual(keys(ready([form("a", { state: "fix" }), photo("p", { after: "a" })])), []);
  assert.deepEqual(keys(ready([photo("p", { attempts: 2 }), photo("q", { attempts: 1 })])), ["q"]);
});

test("a withdrawal waits for the photo of its pledge, and with it what comes later about that household, nothing else", () => {
  const [pledge, household, anew] = [1, 2, 3].map((number) => `01900000-0000-7000-8000-00000000001${number}`);
  const sign = form("s", { seq: 1, path: `/households/${household}/pledge`, subject: pledge });
  const picture = photo("p", { seq: 2, path: `/pledges/${pledge}/photo`, after: "s" });
  const withdrawal = form("w", { seq: 3, path: `/pledges/${pledge}/withdrawal`, subject: pledge, near: `/households/${household}`, after: "s" });
  const again = form("a", { seq: 4, path: `/households/${household}/pledge`, subject: anew });
  const other = form("o", { seq: 5, path: "/households", subject: KEY });
  assert.deepEqual(keys(ready([sign, picture, withdrawal, again, other])), ["s", "o"]);
  assert.deepEqual(keys(ready([picture, withdrawal, again])), ["p"]);
  assert.deepEqual(keys(ready([withdrawal, again])), ["w", "a"]);
  assert.deepEqual(keys(ready([{ ...picture, state: "fix" }, withdrawal, again])), ["w", "a"], "a photo to correct holds up nothing");
  const later = photo("q", { seq: 6, path: `/pledges/${pledge}/photo` });
  assert.deepEqual(keys(ready([withdrawal, later])), ["w"], "a photo taken after it is for nobody to wait for");
});

test("a photo behind a form says that it waited, a form does not", () => {
  const typed = { key: KEY, owner: "o", path: "/x", page: "/x", title: "", about: "", entries: [["n", "v"]] };
  const first = formItem(typed, [], new Date(0));
  const behind = photoItem({ key: "p", upload: "u", path: "/x/photo", blob: { size: 1 }, hash: "h", title: "" }, first);
  assert.deepEqual([first.queued, behind.queued, behind.shown], [false, true, []]);
});

test("the pause grows, is bounded, and honours the server's wish", () => {
  const grown = [1, 2, 3, 20, 500].map((failures) => pause(failures, 0.5));
  assert.deepEqual(grown, [5_000, 10_000, 20_000, 600_000, 600_000]);
  assert.equal(pause(1, 0, 120), 120_000);
  assert.equal(pause(1, 0, 1e9), 600_000);
  assert.ok(pause(3, 0) < pause(3, 1));
});

test("Retry-After is read in seconds; a date or rubbish is none", () => {
  assert.deepEqual(["30", "0", "", null, "Wed, 21 Oct 2026 07:28:00 GMT", "-4", "1e9"].map(retryAfter), [30, 0, 0, 0, 0, 0, 0]);
});

test("a form is kept without its token and files, in its order", () => {
  const file = new File(["x"], "anh.jpg");
  const entries = [["csrf_token", "t"], ["b", "1"], ["a", "2"], ["photo", file], ["a", "3"]];
  assert.deepEqual(textFields(entries), [["b", "1"], ["a", "2"], ["a", "3"]]);
});

test("a form waits for the earlier one that makes its record, not for what only changes it", () => {
  const household = "01900000-0000-7000-8000-0000000000aa";
  const pledge = "01900000-0000-7000-8000-0000000000bb";
  assert.equal(subjectOf("/households", [["id", household]]), household);
  assert.equal(subjectOf(`/households/${household}/departure`, []), household);
  const made = form("made", { subject: household, fields: [["id", household]] });
  const edited = form("edited", { subject: household, fields: [["head_name", "x"]], state: "fix" });
  assert.equal(comesAfter(`/households/${household}/pledge`, [["id", pledge]], [made, edited]), "made");
  assert.equal(comesAfter(`/households/${household}/pledge`, [["id", pledge]], [edited]), null);
  assert.equal(comesAfter("/households", [["id", pledge]], [made, edited]), null);
});

test("a form written anew keeps its place, and waits for nothing that waits for it", () => {
  const household = "01900000-0000-7000-8000-0000000000aa";
  const typed = (key, path, queue) =>
    formItem({ key, owner: "u", path, page: path, title: "", about: "", entries: [["id", household]] }, queue, new Date(1000));
  const made = typed("made", "/households", []);
  const signed = typed("signed", `/households/${household}/pledge`, [made]);
  const again = typed("made", "/households", [made, signed]);
  assert.deepEqual([signed.after, again.after, again.seq], ["made", null, made.seq]);
  assert.deepEqual(keys(inOrder([signed, again])), ["made", "signed"]);
});

test("the order holds though the clock goes back", () => {
  const typed = (key, queue, now) =>
    formItem({ key, owner: "u", path: "/x", page: "/", title: "", about: "", entries: [] }, queue, new Date(now));
  const first = typed("first", [], 5_000_000);
  const second = typed("second", [first], 1_000);
  assert.deepEqual(keys(inOrder([second, first])), ["first", "second"]);
});
