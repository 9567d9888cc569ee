// What a form becomes when it is written to the outbox: an item that says all that is needed to send it later.

export const SCHEMA = 1; // raised when a form's fields change their meaning; the server still takes older ones
const LEFT_OUT = new Set(["csrf_token"]);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Return the typed fields among `entries` ([name, value] pairs), without token and files. */
export function textFields(entries) {
  return entries.filter(([name, value]) => typeof value === "string" && !LEFT_OUT.has(name));
}

/** Return the files among `entries` that hold something, as [name, file] pairs. */
export function files(entries) {
  return entries.filter(([, value]) => typeof value !== "string" && value.size > 0);
}

/** Return the id of the record that a form makes or changes: its own id field, else the last id in its path. */
export function subjectOf(path, fields) {
  const own = fields.find(([name]) => name === "id")?.[1];
  return own || (path.match(UUID)?.at(-1) ?? null);
}

/** Return the key of the one of `earlier` items that makes a record which a form names, and so must arrive first; else
 * null. What only changes a record need not: it may have to be corrected, and would hold up the rest.
 */
export function comesAfter(path, fields, earlier) {
  const named = new Set([path, ...fields.map(([, value]) => value)].flatMap((text) => text.match(UUID) ?? []));
  return earlier.findLast((item) => makes(item) && named.has(item.subject))?.key ?? null;
}

/** Return the ids of the records that an item makes, changes or touches. */
export const recordsOf = ({ path = "", near = "", subject = null }) =>
  [...new Set([...[path, near].flatMap((text) => text.match(UUID) ?? []), subject])].filter(Boolean);

/** Tell whether an item is the form that makes its record. */
export const makes = ({ kind, fields, subject }) => kind === "form" && fields.some(([name, value]) => name === "id" && value === subject);

/** Return the item for a form; one that is written anew under its key keeps its place in the order.
 *
 * form: { key, owner, path, page, title, about, entries, near, shown }, near: an address of a record that it touches
 * besides, shown: what was typed, as [label, words] pairs; queue: the owner's items in order; now: a Date.
 */
export function formItem({ key, owner, path, page, title, about, entries, near = "", shown = [] }, queue, now) {
  const fields = textFields(entries);
  const last = queue.at(-1)?.seq ?? 0;
  const former = queue.find((item) => item.key === key);
  const seq = former?.seq ?? Math.max(now.getTime(), last + 2); // a clock may go back
  return {
    key, owner, kind: "form", path, page, fields, title, about, near, shown,
    subject: subjectOf(path, fields), after: comesAfter(path, fields, queue.filter((item) => item.seq < seq)),
    opened: former ? sentOf(former) : null, // what the server may have stored already
    schema: SCHEMA, captured: now.toISOString(), queued: false, seq,
    state: "waiting", attempts: 0, at: null, status: null, reason: null, html: null,
  };
}

/** Return the words of an item that were sent last, as far as is known. */
const sentOf = ({ attempts, opened, fields }) => (attempts ? fields : (opened ?? fields));

/** Return the item of a photo that goes to `path` once the form `first` has arrived. blob: { size, type }. */
export function photoItem({ key, upload, path, blob, hash, title }, first) {
  return {
    ...first, key, kind: "photo", path, fields: [], title, subject: null, after: first.key, seq: first.seq + 1, near: first.path,
    blob, hash, size: blob.size, upload, offset: 0, shown: [], opened: null, queued: true, // its person has gone on with the form
  };
}

/** Return items in the order in which they are sent: as they were written. */
export function inOrder(items) {
  return [...items].sort((one, other) => one.seq - other.seq || (one.key < other.key ? -1 : 1));
}

const OPENED = "#item=";

/** Return the address that opens `item` in its form. */
export const addressOf = ({ page, key }) => `${page}${OPENED}${key}`;

/** Return the address of `item` in the list of the outbox, where what was typed is unfolded. */
export const listed = ({ key }) => `/outbox${OPENED}${key}`;

/** Return the key of the item that an address's hash opens; null for any other hash. */
export const keyIn = (hash) => (hash.startsWith(OPENED) ? hash.slice(OPENED.length) : null);
