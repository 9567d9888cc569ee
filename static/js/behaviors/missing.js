// Says by the field, in the server's own words, that it must be filled in or lies outside its bounds, before anything is sent.

const TEMPLATE = "#why-template";

/** Return the words for a required `control` that is empty (from its field) or is out of bounds; null: the browser's own. */
export function wordsFor(control) {
  const { valueMissing, rangeUnderflow, rangeOverflow } = control.validity;
  if (rangeUnderflow || rangeOverflow) return control.dataset.outside ?? null;
  return valueMissing ? (control.closest(".field")?.dataset.missing ?? null) : null;
}

function tell(control, words) {
  const field = control.closest(".field");
  let why = field.querySelector(".why");
  if (!why) {
    why = document.querySelector(TEMPLATE).content.firstElementChild.cloneNode(true);
    why.id = `${field.querySelector("[id]").id}-why`;
    field.append(why);
  }
  why.querySelector("span").textContent = words;
  field.classList.add("error");
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${why.id}`.trim());
}

function settle(control) {
  const field = control.closest(".field.error");
  if (!field || !control.validity?.valid) return;
  field.classList.remove("error");
  field.querySelector(".why")?.remove();
  field.querySelectorAll("[aria-invalid]").forEach((wrong) => wrong.removeAttribute("aria-invalid"));
}

if (globalThis.document) {
  let first = null;
  document.addEventListener("invalid", (event) => {
    const words = wordsFor(event.target);
    event.target.closest("details")?.setAttribute("open", "");
    if (words === null) return;
    event.preventDefault();
    tell(event.target, words);
    // The browser names all that is missing at once; the person goes to the first.
    if (first) return;
    first = event.target;
    first.focus();
    setTimeout(() => (first = null));
  }, true);
  for (const kind of ["input", "change"]) document.addEventListener(kind, ({ target }) => settle(target));
}
