// A pledge is signed on paper, with a photo, or on the screen, with a finger: only what belongs to the choice is shown.
import { everywhere } from "./page.js";

function showChosen(form) {
  const screen = form.querySelector("[name=method][value=screen]").checked;
  form.querySelector("[data-signature]").hidden = !screen;
  form.querySelector("[data-photo]").closest(".field").hidden = screen;
}

if (globalThis.document) {
  everywhere((root) => {
    for (const pad of root.querySelectorAll("[data-signature]")) showChosen(pad.closest("form"));
  });
  document.addEventListener("change", ({ target }) => target.name === "method" && showChosen(target.form));
}
