// <div data-suggested>: a field that the server fills in anew with another choice, but not over what was typed meanwhile.

/** Tell whether a person typed into a control under `part`, and left something there. */
export const holdsTyped = (part) => [...part.querySelectorAll("[data-typed]")].some(({ value }) => value !== "");

if (globalThis.document) {
  document.addEventListener("input", ({ target }) => target.closest("[data-suggested]") && target.setAttribute("data-typed", ""));
  document.addEventListener("htmx:before:swap", (event) => {
    const { target } = event.detail.ctx;
    if (target?.matches?.("[data-suggested]") && holdsTyped(target)) event.preventDefault();
  });
}
