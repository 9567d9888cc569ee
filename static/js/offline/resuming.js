// A form of which there is one at its address, however often it is filled in: what was given last stands in it.
import { fieldsAfter } from "./arrived.js";
import { fillWhole, putInto } from "./correction.js";
import { beginAnew, now } from "./dirty.js";
import { itemsOf } from "./outbox.js";
import * as store from "./store.js";
import { inOrder } from "./submission.js";

/** Put what waits for the address of the form[data-resumes] into it: sent again, it is the same item.
 *
 * On a page that was seen earlier, what has arrived since stands in it first, with the version that it made.
 */
export async function resume(user) {
  const form = document.querySelector("form[data-resumes]");
  if (!form) return;
  const path = new URL(form.action, location.href).pathname;
  const queue = await itemsOf(user.id);
  const seen = Date.parse(document.body.dataset.seen);
  const sent = (await store.all("sent")).filter((item) => item.owner === user.id && item.path === path && Date.parse(item.at) > seen);
  layOver(form, inOrder(sent));
  const item = queue.findLast((each) => each.kind === "form" && each.path === path);
  if (item) putInto(form, item, queue);
}

function layOver(form, arrived) {
  const before = now(form);
  const fields = fieldsAfter(before, arrived);
  if (fields === before) return;
  fillWhole(form, fields);
  beginAnew(form);
}
