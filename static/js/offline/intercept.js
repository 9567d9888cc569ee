// A form that may wait goes through the outbox, and a page says when the form before it stayed on the phone.
/* global FORMS -- address of a part, put in by the build */

const QUEUED = "banyen-queued";

/** Let every form[data-outbox] that htmx sends go through the outbox of `user`; `clock` gives the corrected time. */
export function intercept(user, clock) {
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement;
    if (!form.matches?.("form[data-outbox]")) return;
    const entries = [...ctx.request.body];
    const direct = () => fetch(ctx.request.action, ctx.request);
    ctx.fetch = () => import(FORMS).then((part) => part.submit(form, entries, user, clock, direct), direct);
  });
  document.addEventListener("banyen:queued", () => sessionStorage.setItem(QUEUED, "1"));
}

/** Say on this page that the form sent on the page before stayed on the phone. */
export function sayQueued() {
  if (!sessionStorage.getItem(QUEUED)) return;
  sessionStorage.removeItem(QUEUED);
  const words = document.querySelector("#queued-template").content.cloneNode(true);
  document.querySelector("#flashes").append(words);
}
