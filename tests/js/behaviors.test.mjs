// The pure cores of the behaviours: what they compute, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";

import { stamp } from "../../static/js/behaviors/capture.js";
import { saysAll } from "../../static/js/behaviors/choosing.js";
import { toCorrect } from "../../static/js/behaviors/errors.js";
import { uuid7 } from "../../static/js/behaviors/identity.js";
import { showOf } from "../../static/js/behaviors/kinds.js";
import { closeMenus } from "../../static/js/behaviors/menu.js";
import { holdsTyped } from "../../static/js/behaviors/suggesting.js";
import { wordsFor } from "../../static/js/behaviors/missing.js";
import { sizeInWords } from "../../static/js/behaviors/photo.js";
import { onward } from "../../static/js/behaviors/reviewing.js";
import { free, mayGo } from "../../static/js/behaviors/sending.js";
import { stepped } from "../../static/js/behaviors/stepper.js";

test("an id is a UUID of version 7 that starts with its moment", () => {
  const id = uuid7(0x0123456789ab, new Uint8Array(10).fill(0xff));
  assert.equal(id, "01234567-89ab-7fff-bfff-ffffffffffff");
});

test("ids sort by the moment they were made", () => {
  const random = () => crypto.getRandomValues(new Uint8Array(10));
  const ids = [1, 255, 256, 70_000, 1_795_000_000_000].map((now) => uuid7(now, random()));
  assert.deepEqual([...ids].sort(), ids);
});

test("two ids of one moment differ", () => {
  const random = () => crypto.getRandomValues(new Uint8Array(10));
  assert.notEqual(uuid7(5, random()), uuid7(5, random()));
});

test("the keys of a review stay within its parts", () => {
  assert.deepEqual([[-1, 1], [-1, -1], [0, 1], [2, 1], [0, -1], [1, -1]].map(([here, step]) => onward(here, step, 3)), [0, 0, 1, 2, 0, 0]);
});

test("plus and minus stay within the bounds", () => {
  assert.equal(stepped("5", 1, { min: "1", max: "30" }), 6);
  assert.equal(stepped("30", 1, { min: "1", max: "30" }), 30);
  assert.equal(stepped("1", -1, { min: "1", max: "30" }), 1);
  assert.equal(stepped("60", -1, { min: "1", max: "30" }), 30);
  assert.equal(stepped("7", -1), 6);
});

test("an empty or strange number starts at the lowest", () => {
  assert.equal(stepped("", 1, { min: "1", max: "30" }), 1);
  assert.equal(stepped("", 1), 0);
  assert.equal(stepped("năm", -1, { min: "2" }), 2);
});

test("a size is written as the page's language writes numbers", () => {
  assert.equal(sizeInWords(253_400, "vi"), "253 KB");
  assert.equal(sizeInWords(3_460_000, "vi"), "3,5 MB");
  assert.equal(sizeInWords(3_460_000, "en"), "3.5 MB");
});

test("a form goes once until it is freed", () => {
  const form = { dataset: {} };
  assert.equal(mayGo(form), true);
  assert.equal(mayGo(form), false);
  free(form);
  assert.equal(mayGo(form), true);
});

test("an empty required answer gets its field's words; anything else is the browser's to explain", () => {
  const control = (valueMissing, missing) => ({ validity: { valueMissing }, dataset: {}, closest: () => ({ dataset: { missing } }) });
  assert.equal(wordsFor(control(true, "Chưa điền họ tên.")), "Chưa điền họ tên.");
  assert.equal(wordsFor(control(true, undefined)), null);
  assert.equal(wordsFor(control(false, "Chưa điền họ tên.")), null);
  for (const way of ["rangeUnderflow", "rangeOverflow"]) {
    assert.equal(wordsFor({ validity: { [way]: true }, dataset: { outside: "Chọn ngày trong tháng." } }), "Chọn ngày trong tháng.");
    assert.equal(wordsFor({ validity: { [way]: true }, dataset: {} }), null, "the browser speaks");
  }
});

test("the moment of sending is written once, with its zone", () => {
  const [kept, empty] = [{ value: "2026-11-30T01:02:03.000Z" }, { value: "" }];
  stamp({ querySelectorAll: () => [kept, empty] }, new Date(Date.UTC(2026, 11, 1)));
  assert.equal(kept.value, "2026-11-30T01:02:03.000Z");
  assert.equal(empty.value, "2026-12-01T00:00:00.000Z");
});

test("one wrong field is gone to at once, several through their list", () => {
  const field = (control) => ({ querySelector: () => control });
  const page = (fields, summary) => ({ querySelectorAll: () => fields, querySelector: () => summary });
  assert.equal(toCorrect(page([field("name")], "list")), "name");
  assert.equal(toCorrect(page([field("name"), field("count")], "list")), "list");
  assert.equal(toCorrect(page([], "list")), "list");
  assert.equal(toCorrect(page([], null)), null);
});

test("an open menu closes unless the touch was inside it", () => {
  const menu = { open: true, contains: (place) => place === "inside" };
  const page = { querySelectorAll: () => [menu] };
  assert.equal(closeMenus(page, "inside"), null);
  assert.equal(menu.open, true);
  assert.equal(closeMenus(page, "outside"), menu);
  assert.equal(menu.open, false);
});

test("of the counts only those of the chosen kind are shown and sent", () => {
  const part = (of) => {
    const inputs = [{ disabled: false }, { disabled: false }];
    return { dataset: { of }, hidden: false, inputs, querySelectorAll: () => inputs };
  };
  const parts = [part("meeting patrol"), part("patrol"), part("tip")];
  assert.equal(showOf(parts, "patrol"), 2);
  assert.deepEqual(parts.map(({ hidden }) => hidden), [false, false, true]);
  assert.ok(parts[2].inputs.every(({ disabled }) => disabled));
  assert.equal(showOf(parts, "tip"), 1);
  assert.ok(parts[2].inputs.every(({ disabled }) => !disabled));
  assert.equal(showOf(parts, undefined), 0, "nothing is chosen yet");
});

test("a card is found by what it says, without accents, in any order", () => {
  const card = "Bản Nà Mẫu Nhóm liên gia tự quản số 1 Lò Văn Đức";
  assert.ok(saysAll(card, ["duc", "na"]));
  assert.ok(saysAll(card, []));
  assert.ok(!saysAll(card, ["na", "pa"]));
});

test("what a person typed is not replaced by a suggestion; what was emptied again may be", () => {
  const part = (...values) => ({ querySelectorAll: () => values.map((value) => ({ value })) });
  assert.deepEqual([part("77"), part(""), part()].map(holdsTyped), [true, false, false]);
});
