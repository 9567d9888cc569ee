// What a form holds that nobody keeps yet: what differs from what it began with.
import { textFields } from "./submission.js";

const NOT_TYPED = new Set(["csrf_token", "captured_at", "version", "id"]);

/** Tell whether a form on the page holds something that is not kept by the server or the outbox. */
export function isDirty() {
  return [...document.querySelectorAll("form[data-began]")].some((form) => typed(now(form), began(form)).length > 0);
}

/** Return what is in `form` now, as [name, value] pairs. */
export const now = (form) => textFields([...new FormData(form)]);

/** Return what `form` began with. */
export const began = (form) => JSON.parse(form.dataset.began);

/** What `form` holds now is kept: only what is typed from here on is worth offering back. */
export const beginAnew = (form) => (form.dataset.began = JSON.stringify(now(form)));

/** Return [name, value] pairs worth offering back: what differs from what the form began with. */
export function typed(fields, began) {
  const known = new Set(began.map(([name, value]) => `${name}=${value}`));
  return fields.filter(([name, value]) => !NOT_TYPED.has(name) && !known.has(`${name}=${value}`));
}
