// Runs a behaviour over the page once it is there, and over every part that htmx puts into it.

/** Call `enhance(root)` for the whole page now and for the page again after each swap. */
export function everywhere(enhance) {
  enhance(document);
  document.addEventListener("htmx:after:swap", () => enhance(document));
}
