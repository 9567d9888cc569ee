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

/** `form` began with what the server put into it, whatever was typed since. */
export const beginAsMade = (form) => (form.dataset.began = JSON.stringify(textFields([...form.elements].flatMap(made))));

/** Return the [name, value] pairs that a control held when the page came. */
function made(control) {
  const { name, type, options } = control;
  if (!name || control.disabled || type === "file" || type === "submit") return [];
  if (type === "checkbox" || type === "radio") return control.defaultChecked ? [[name, control.value]] : [];
  if (!options) return [[name, control.defaultValue]];
  const first = [...options].find((option) => option.defaultSelected) ?? options[0];
  return first ? [[name, first.value]] : [];
}

/** Return [name, value] pairs worth offering back: what differs from what the form began with. */
export function typed(fields, began) {
  const known = new Set(began.map(([name, value]) => `${name}=${value}`));
  return fields.filter(([name, value]) => !NOT_TYPED.has(name) && !known.has(`${name}=${value}`));
}
