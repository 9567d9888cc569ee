// Drafts: what is typed is on the phone within a second, and is offered back after a crash, a reload, a camera.
import { everywhere } from "../behaviors/page.js";
import { inWords } from "./clock.js";
import { began, beginAnew, beginAsMade, now, typed } from "./dirty.js";
import { sayFull } from "./space.js";
import * as store from "./store.js";
import { keyIn } from "./submission.js";

const SOON = 400; // milliseconds after a keystroke
const OLDEST = 30 * 24 * 3600_000;

/** Return the id of the draft of `form` on this page for `user`; an item that is opened again has one of its own. */
export const draftId = (user, form) => [user.id, location.pathname, form.id, keyIn(location.hash)].join("|");

/** Keep drafts of every form[data-outbox] for `user`, and offer those that were left. */
export function keepDrafts(user) {
  const timers = new Map();
  const save = (form) => {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => keep(user, form).catch(sayFull), SOON));
  };
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, ({ target }) => {
      const form = target.form ?? target.closest?.("form");
      if (form?.matches("[data-outbox]")) save(form);
    });
  }
  const keepAll = () => document.visibilityState === "hidden" && timers.forEach((_timer, form) => keep(user, form).catch(sayFull));
  document.addEventListener("visibilitychange", keepAll); // the camera, another app, the end
  everywhere((root) => {
    for (const form of root.querySelectorAll("form[data-outbox]:not([data-began])")) begin(user, form, save);
  });
  forgetOld();
}

/** Offer what was left of `form`; what somebody typed before this script was there is saved as well. */
async function begin(user, form, save) {
  if (wentBack()) beginAnew(form);
  else beginAsMade(form);
  const draft = await store.get("drafts", draftId(user, form));
  if (draft) offer(form, draft);
  else if (typed(now(form), began(form)).length || chosen(form).length) save(form);
}

/** Tell whether the browser went back to the page, and so put in again what was typed and perhaps sent. */
const wentBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";

const chosen = (form) => [...form.querySelectorAll("input[type=file]")].filter((input) => input.files[0]);

async function keep(user, form) {
  if (!form.isConnected || form.dataset.sending !== undefined) return;
  const files = chosen(form);
  const fields = now(form);
  const id = draftId(user, form);
  if (!typed(fields, began(form)).length && !files.length) return store.remove("drafts", id);
  const photos = Object.fromEntries(files.map((input) => [input.name, input.files[0]]));
  const { key } = form.dataset; // of the item that the form is, if it is one
  await store.put("drafts", { id, owner: user.id, page: location.pathname, key, fields, files: photos, at: Date.now() });
}

function offer(form, draft) {
  const notice = document.querySelector("#draft-template").content.firstElementChild.cloneNode(true);
  notice.querySelector("[data-when]").textContent = inWords(draft.at, document.documentElement.lang);
  notice.querySelector("[data-take]").addEventListener("click", () => {
    fill(form, draft.fields);
    if (draft.key) form.dataset.key = draft.key;
    for (const [name, file] of Object.entries(draft.files)) give(form.elements[name], file);
    notice.remove();
  });
  notice.querySelector("[data-drop]").addEventListener("click", async () => {
    await store.remove("drafts", draft.id);
    notice.remove();
  });
  form.prepend(notice);
}

/** Write `fields` into the controls of `form`; what it does not have is left out, its token stays its own.
 *
 * The version goes with what was typed: what somebody else wrote meanwhile must not be overwritten unseen.
 */
export function fill(form, fields) {
  for (const [name, value] of fields) {
    const control = form.elements[name];
    if (!control || name === "csrf_token" || name === "captured_at") continue;
    if (control instanceof RadioNodeList || control.type !== "checkbox") control.value = value;
    else control.checked = true;
    const element = control instanceof RadioNodeList ? form.querySelector(`[name="${name}"]:checked`) : control;
    element?.closest("details")?.setAttribute("open", "");
    element?.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function give(input, file) {
  if (!input) return;
  const carrier = new DataTransfer();
  carrier.items.add(new File([file], file.name ?? "photo", { type: file.type }));
  input.files = carrier.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

async function forgetOld() {
  for (const { id, at } of await store.all("drafts")) if (at < Date.now() - OLDEST) await store.remove("drafts", id);
}
