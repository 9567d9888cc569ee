// A form is sent once, however often its button is tapped, and its button shows that it is on its way.

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

/** Show on every submit button under `root` whether its form is on its way; without its form, it goes too. */
function showBusy(root) {
  for (const button of root.querySelectorAll("button[type=submit]")) {
    button.hidden = button.hasAttribute("form") && !button.form;
    if (button.form?.dataset.sending === undefined) button.removeAttribute("aria-busy");
    else button.setAttribute("aria-busy", "true");
  }
}

if (globalThis.document) {
  // Capturing: before htmx. A download leaves the page as it is, so nothing would free its form. The attribute: the
  // form of a pledge has a field that is called "method".
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method") !== "post" || form.matches("[data-download]")) return;
    if (!mayGo(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    // The button's name and value must still be read before it changes.
    setTimeout(() => showBusy(document));
  }, true);

  // htmx has answered; but while it follows a redirect the form stays sent.
  document.addEventListener("htmx:finally:request", ({ target, detail }) => {
    if (!detail.ctx.keepIndicators && target.dataset) free(target);
    showBusy(document);
  });
  document.addEventListener("htmx:after:swap", () => showBusy(document));

  // The page may come back from the browser's memory by the back button.
  addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sending]").forEach(free);
    showBusy(document);
  });
}
