// Takes the person to what must be corrected: the one wrong field, or the list of several.
import { everywhere } from "./page.js";

const CONTROL = "input:not([type=hidden]), select, textarea";

/** Return the element to focus under `root`: the only wrong field's control, else the summary, else null. */
export function toCorrect(root) {
  const wrong = [...root.querySelectorAll(".field.error")];
  const summary = root.querySelector("[data-error-summary]");
  if (wrong.length > 1 && summary) return summary;
  const control = wrong[0]?.querySelector(CONTROL);
  return control ?? summary;
}

let shown = null;

if (globalThis.document) {
  everywhere((root) => {
    const target = toCorrect(root);
    if (target && target !== shown) {
      target.closest("details")?.setAttribute("open", "");
      target.focus();
      target.closest(".field")?.scrollIntoView({ block: "center" });
    }
    shown = target;
  });
}
