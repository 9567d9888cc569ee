// Runs a behaviour over the page once it is there, and over every part that is put into it later.

const PUT = "banyen:put";

/** Call `enhance(root)` for the whole page now and for the page again after each swap. */
export function everywhere(enhance) {
  enhance(document);
  for (const kind of ["htmx:after:swap", PUT]) document.addEventListener(kind, () => enhance(document));
}

/** Say that `element` was put into the page by a script, so that htmx and the behaviours take care of it. */
export const announce = (element) => element.dispatchEvent(new CustomEvent(PUT, { bubbles: true }));
