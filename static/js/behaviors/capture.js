// Writes the moment of sending into <input data-captured>: a form that waits for a signal keeps its own time.

/** Write `now` (a Date) into the empty captured moments of `form`. */
export function stamp(form, now) {
  for (const input of form.querySelectorAll("input[data-captured]")) input.value ||= now.toISOString();
}

if (globalThis.document) {
  // Capturing: before htmx reads the form.
  document.addEventListener("submit", ({ target }) => stamp(target, new Date()), true);
}
