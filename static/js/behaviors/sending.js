// A form is sent once, however often its button is tapped. Forms that htmx sends are kept by hx-sync instead.

/** Tell whether a submission of `form` may go, and remember that it went. */
export function mayGo(form) {
  if (form.dataset.sending !== undefined) return false;
  form.dataset.sending = "";
  return true;
}

/** Let `form` be sent again. */
export function free(form) {
  delete form.dataset.sending;
}

function mark(submitter, busy) {
  if (busy) submitter?.setAttribute("aria-busy", "true");
  else submitter?.removeAttribute("aria-busy");
}

if (globalThis.document) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // A download leaves the page as it is, so nothing would free its form.
    if (event.defaultPrevented || form.method !== "post" || form.matches("[data-download]")) return;
    if (mayGo(form)) mark(event.submitter, true);
    else event.preventDefault();
  });
  // The page may come back from the browser's memory by the back button.
  addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sending]").forEach(free);
    document.querySelectorAll("[aria-busy]").forEach((submitter) => mark(submitter, false));
  });
}
