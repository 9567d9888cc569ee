// Writes the moment of sending into <input data-captured>: a form that waits for a signal keeps its own time.

/** Write `now` (a Date) into the empty captured moments of `form`. */
export function stamp(form, now) {
  for (const input of form.querySelectorAll("input[data-captured]")) input.value ||= now.toISOString();
}

if (globalThis.document) {
  // Capturing: before htmx reads the form. The clock is corrected by what the server's last answers said.
  const now = () => new Date(Date.now() + Number(document.documentElement.dataset.skew ?? 0));
  document.addEventListener("submit", ({ target }) => stamp(target, now()), true);
}
