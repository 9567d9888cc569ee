// <form data-kinds="last kind">: of the counts only those that the chosen kind of activity has are shown and sent.
import { everywhere } from "./page.js";

/** Show those of the `parts` ([data-of="kind kind"]) that `kind` has; what is hidden is not sent. Return how many. */
export function showOf(parts, kind) {
  let shown = 0;
  for (const part of parts) {
    part.hidden = !part.dataset.of.split(" ").includes(kind);
    for (const input of part.querySelectorAll("input")) input.disabled = part.hidden;
    shown += part.hidden ? 0 : 1;
  }
  return shown;
}

function show(form) {
  const chosen = form.querySelector("input[name=kind]:checked");
  const whole = form.querySelector("[data-outcomes]");
  whole.hidden = showOf(whole.querySelectorAll("[data-of]"), chosen?.value) === 0;
}

/** Choose the kind that the form names where none is chosen yet: a page from the phone's book cannot say it otherwise. */
function begin(form) {
  const usual = form.querySelector(`input[name=kind][value="${CSS.escape(form.dataset.kinds)}"]`);
  if (usual && !form.querySelector("input[name=kind]:checked")) usual.checked = true;
  show(form);
}

if (globalThis.document) {
  document.addEventListener("change", ({ target }) => {
    if (target.name === "kind" && target.form?.matches("[data-kinds]")) show(target.form);
  });
  everywhere((root) => root.querySelectorAll("form[data-kinds]").forEach(begin));
}
