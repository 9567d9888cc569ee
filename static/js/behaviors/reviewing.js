// <div data-review>: J and K go to the next and the former part, A agrees, R asks for the reason and then returns.
// <button data-fills="ID">: its words go into the field of that id.
const KEYS = { j: 1, k: -1 };

/** Return the place to go to from `here` (-1: none yet) by `step` among `count` parts, never outside. */
export function onward(here, step, count) {
  return Math.min(Math.max(here + step, 0), count - 1);
}

function parts() {
  return [...document.querySelectorAll("[data-review] [data-part]")];
}

function go(step) {
  const all = parts();
  if (!all.length) return;
  const next = all[onward(all.findIndex((part) => part.contains(document.activeElement)), step, all.length)];
  for (let fold = next.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function decide(key) {
  const button = document.activeElement?.closest("[data-part]")?.querySelector(`[data-key="${key}"]`);
  if (!button) return;
  const reason = button.form.elements.reason;
  if (key === "r" && !reason.value.trim()) {
    reason.closest("details").open = true;
    reason.focus();
  } else button.form.requestSubmit(button);
}

/** Give the focus to the part `id`, where the answer to a word on it took the button away that had the focus. */
function giveBack(id) {
  const part = document.activeElement === document.body && id && document.getElementById(id);
  if (part) (part.querySelector("[aria-invalid]") ?? part).focus({ preventScroll: true });
}

if (globalThis.document) {
  let sent = "";
  document.addEventListener("submit", ({ target }) => (sent = target.closest("[data-part]")?.id));
  document.addEventListener("htmx:after:swap", () => giveBack(sent));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !document.querySelector("[data-review]")) return;
    const key = event.key.toLowerCase();
    if (key in KEYS) go(KEYS[key]);
    else if (key === "a" || key === "r") decide(key);
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-fills]");
    const field = button && document.getElementById(button.dataset.fills);
    if (field) field.value = button.textContent.trim();
    field?.focus();
  });
}
