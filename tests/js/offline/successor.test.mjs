// What was stored in earlier words goes on as an edit of that record; the words that waited behind it go on, too.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { USER, fresh, outbox, photographed, store, typed, uuidOf } from "./phone.mjs";
import { formItem } from "../../../static/js/offline/submission.js";
import { mend, successorOf } from "../../../static/js/offline/successor.js";

const refused = (item, reason) => store.alter("outbox", item.key, (kept) => ({ ...kept, state: "fix", status: 409, reason, html: "<p>x</p>" }));
const items = () => outbox.itemsOf(USER.id);

beforeEach(() => fresh());

/** Write `item` anew, with another name, as a form does that is opened again. */
async function rewritten(item, name) {
  const entries = item.fields.map(([field, value]) => [field, field === "head_name" ? name : value]);
  const anew = formItem({ ...item, entries }, await items(), new Date());
  await outbox.write([anew]);
  return anew;
}

test("a household that was stored in earlier words becomes an edit that was opened with those", async () => {
  const first = await typed();
  await store.alter("outbox", first.key, (kept) => ({ ...kept, attempts: 1 })); // sent, and no answer was heard
  const changed = await rewritten(await store.get("outbox", first.key), "Cà Văn Ba");
  await refused(changed, "key-reused");
  assert.equal(await mend(USER), true);
  const [edit, ...rest] = await items();
  assert.deepEqual(rest, []);
  assert.notEqual(edit.key, first.key);
  assert.deepEqual([edit.path, edit.page], [`/households/${first.subject}`, `/households/${first.subject}/edit`]);
  assert.deepEqual(edit.fields, [["version", "0"], ["was-head_name", "Cà Văn Đôi"], ["head_name", "Cà Văn Ba"]]);
  assert.deepEqual([edit.state, edit.attempts, edit.queued, edit.seq], ["waiting", 0, true, first.seq]);
});

test("what was sent last is what it was opened with, however often it was changed between", async () => {
  const first = await typed();
  let item = await rewritten(first, "Hai");
  await store.alter("outbox", item.key, (kept) => ({ ...kept, attempts: 1 }));
  for (const name of ["Ba", "Bốn"]) item = await rewritten(await store.get("outbox", item.key), name);
  assert.equal(new Map(item.opened).get("head_name"), "Hai");
});

test("an edit that was stored in earlier words is sent under a new key; other refusals and other forms stay", async () => {
  const id = uuidOf();
  const edit = { key: "k", kind: "form", state: "fix", path: `/households/${id}`, subject: id, fields: [["version", "3"], ["was-head_name", "A"], ["head_name", "C"]], opened: [["version", "3"], ["was-head_name", "A"], ["head_name", "B"]] };
  const next = successorOf({ ...edit, reason: "key-reused" }, "new");
  assert.deepEqual(next.fields, [["version", "0"], ["was-head_name", "B"], ["head_name", "C"]]);
  for (const reason of ["invalid", "version", "gone", "not-yours", null]) assert.equal(successorOf({ ...edit, reason }, "new"), null, reason);
  assert.equal(successorOf({ ...edit, reason: "key-reused", state: "waiting" }, "new"), null);
  assert.equal(successorOf({ ...edit, reason: "key-reused", path: `/households/${id}/pledge` }, "new"), null);
});

test("a first answer that was stored goes on as an edit of it; one that was an edit is shown beside what is stored", () => {
  const path = `/assessments/${uuidOf()}/answers/4.1a`;
  const item = { key: "k", kind: "form", state: "fix", reason: "key-reused", path, page: path, fields: [["version", ""], ["note", "B"]] };
  const next = successorOf(item, "new");
  assert.deepEqual([next.key, next.path, next.page, next.state], ["new", path, path, "waiting"]);
  assert.deepEqual(next.fields, [["version", "1"], ["note", "B"]]);
  assert.deepEqual(successorOf({ ...item, fields: [["version", "3"]] }, "new").fields, [["version", "3"]]);
  assert.equal(successorOf({ ...item, reason: "version" }, "new"), null);
  assert.equal(successorOf({ ...item, path: `${path}/photos` }, "new"), null);
});

test("a plan that was stored becomes an edit of that remedy", () => {
  const id = uuidOf();
  const fields = [["code", "2"], ["id", id], ["words", "B"]];
  const item = { key: "k", kind: "form", state: "fix", reason: "id-taken", path: `/assessments/${uuidOf()}/remedies`, subject: id, fields };
  const next = successorOf(item, "new");
  assert.deepEqual([next.path, next.page], [`/remedies/${id}`, `/remedies/${id}/edit`]);
  assert.deepEqual(next.fields, [["version", "1"], ["code", "2"], ["words", "B"]]);
});

test("a photo behind a pledge that was stored goes on; the pledge stays until its person has seen to it", async () => {
  const pledge = await typed(`/households/${uuidOf()}/pledge`, { fields: [["id", uuidOf()]] });
  const photo = await photographed(pledge);
  await refused(pledge, "key-reused");
  assert.equal(await mend(USER), true);
  assert.deepEqual((await items()).map(({ key, state, after }) => [key, state, after]), [[pledge.key, "fix", null], [photo.key, "waiting", null]]);
  assert.equal(await mend(USER), false, "once");
  await refused(await typed(), "version");
  assert.equal(await mend(USER), false);
});
