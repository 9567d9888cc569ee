// What an answer's form holds on a page that was kept before the last answers arrived.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fieldsAfter } from "../../../static/js/offline/arrived.js";

const form = (version, note, more = []) => [["captured_at", ""], ["version", version], ["stance", "yes"], ["note", note], ...more];
const said = (version, note, more = []) => ({ fields: form(version, note, more) });

test("what arrived stands in it, with the version that it made", () => {
  const before = form("", "");
  assert.deepEqual(fieldsAfter(before, [said("", "A")]), form("1", "A"));
  assert.deepEqual(fieldsAfter(before, [said("", "A"), said("1", "B")]), form("2", "B"));
  assert.equal(fieldsAfter(before, []), before);
});

test("what the page holds already made no version; a photo alone made none", () => {
  const before = form("2", "A");
  assert.equal(fieldsAfter(before, [said("2", "A")]), before);
  assert.equal(fieldsAfter(before, [said("2", "A", [["photo_coming", "1"]])]), before);
});

test("what was made of another version, or is not known whole, is not laid over", () => {
  const before = form("3", "C");
  assert.equal(fieldsAfter(before, [said("2", "B")]), before, "the page is newer");
  assert.equal(fieldsAfter(before, [said("4", "D")]), before, "something between is not known here");
  assert.equal(fieldsAfter(before, [said("3", "…")]), before);
  assert.equal(fieldsAfter(before, [{ fields: undefined }]), before);
});
