// What was stored in earlier words and then changed here goes on as an edit of that record: nothing typed is stranded.
import { uuid } from "../behaviors/identity.js";
import { itemsOf, write } from "./outbox.js";
import * as store from "./store.js";

const STORED = new Set(["key-reused", "id-taken"]); // reasons: the server has the record, in other words perhaps
const HOUSEHOLD = /^\/households(?:\/[0-9a-f-]{36})?$/;
const ANSWER = /^\/assessments\/[0-9a-f-]{36}\/answers\/[^/]+$/;
const PLAN = /^\/assessments\/[0-9a-f-]{36}\/remedies$/;
const NOT_EDITED = /^(?:id|village|version|duplicate_seen|captured_at|was-.*)$/;

/** Return the item that edits the record of the refused `item`, under the new `key`; null for what is no such.
 *
 * What the server was sent before stands in it as what the form was opened with, so that only a change of somebody else
 * makes the two meet; where that is not known, both versions are shown.
 */
export function successorOf(item, key) {
  if (item.state !== "fix" || !STORED.has(item.reason)) return null;
  const anew = { ...item, key, after: null, queued: true, opened: null, state: "waiting", attempts: 0, at: null, status: null, reason: null, html: null };
  if (ANSWER.test(item.path)) return { ...anew, fields: asFirstEdit(item.fields) };
  if (PLAN.test(item.path)) return { ...anew, ...ofRecord(`/remedies/${item.subject}`), fields: [["version", "1"], ...item.fields.filter(([name]) => name !== "id")] };
  if (!HOUSEHOLD.test(item.path)) return null;
  const facts = (fields) => fields.filter(([name]) => !NOT_EDITED.test(name));
  return {
    ...anew, ...ofRecord(`/households/${item.subject}`),
    fields: [
      ...item.fields.filter(([name]) => name === "captured_at"), ["version", "0"],
      ...facts(item.opened ?? []).map(([name, value]) => [`was-${name}`, value]), ...facts(item.fields),
    ],
  };
}

const ofRecord = (path) => ({ path, page: `${path}/edit` });

/** Return the fields of an answer that was stored: the first of all made version 1. What was an edit keeps its version,
 * by which the server shows both: nobody here knows whether somebody else answered between.
 */
const asFirstEdit = (fields) => fields.map(([name, value]) => [name, name === "version" && !Number(value) ? "1" : value]);

/** Let go on what of the user's was stored in earlier words, and what waited for it; tell whether there was such. */
export async function mend(user) {
  const items = await itemsOf(user.id);
  const stored = items.filter(({ state, reason }) => state === "fix" && STORED.has(reason));
  const keys = new Set(stored.map(({ key }) => key));
  const behind = items.filter(({ after }) => keys.has(after));
  for (const { key } of behind) await store.alter("outbox", key, (kept) => ({ ...kept, after: null }));
  const edits = stored.filter((item) => successorOf(item, item.key));
  for (const { key } of edits) await store.alter("outbox", key, (kept) => successorOf(kept, uuid()) ?? kept);
  if (behind.length + edits.length) await write([]); // says that the outbox has changed
  return behind.length + edits.length > 0;
}
