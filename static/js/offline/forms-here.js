// The forms of the page that go through the outbox.

/** Return those that go to `path`. */
export const formsTo = (path) =>
  [...document.querySelectorAll("form[data-outbox]")].filter((form) => new URL(form.action, location.href).pathname === path);
