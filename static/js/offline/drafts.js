// Drafts: what is typed is on the phone within a second, and is offered back after a crash, a reload, a camera.
import { uuid } from "../behaviors/identity.js";
import { everywhere } from "../behaviors/page.js";
import { inWords } from "./clock.js";
import { began, beginAnew, beginAsMade, now, typed } from "./dirty.js";
import { shellPage } from "./shell.js";
import { sayFull } from "./space.js";
import * as store from "./store.js";
import { keyIn } from "./submission.js";

const SOON = 400; // milliseconds after a keystroke
const OLDEST = 30 * 24 * 3600_000;

const DECIDES = ["year", "village", "group", "unit"]; // what of an address says which form it opens

/** Return the id of the draft of `form`: one of its own for each time it is opened, so that no two overwrite each other. */
export const draftId = (form) => (form.dataset.draft ||= uuid());

/** Return what a draft must be of to be offered on `form`: page, form and, where an item is opened again, that item. */
const placeOf = (form) => ({ page: pageHere(), form: form.getAttribute("id"), item: keyIn(location.hash) });

/** Return the address of this page as far as it decides which form is open: a pledge of 2025 is none of 2026. */
function pageHere() {
  const query = new URLSearchParams(location.search);
  const decides = DECIDES.flatMap((name) => query.getAll(name).map((value) => [name, value]));
  return [location.pathname, new URLSearchParams(decides)].join(decides.length ? "?" : "");
}

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
  const left = await leftOf(user, form);
  const words = left.length ? await shellPage("offline").catch(() => null) : null; // the page of the phone that holds them
  for (const draft of words ? left : []) offer(user, draft, words.querySelector("#draft-template"));
  if (typed(now(form), began(form)).length || chosen(form).length) save(form);
}

/** Return the drafts that were left of `form`, the latest first. */
async function leftOf(user, form) {
  const place = placeOf(form);
  const left = (await store.all("drafts")).filter((draft) => draft.owner === user.id && draft.id !== form.dataset.draft);
  return left.filter((draft) => isOf(draft, place)).sort((one, other) => other.at - one.at);
}

/** Tell whether a draft is of a place; one of an older version says its item in its id, and not which form. */
const isOf = (draft, { page, form, item }) =>
  draft.page === page && (draft.form ?? form) === form && (draft.item ?? (draft.id.split("|")[3] || null)) === item;

/** Tell whether the browser went back to the page, and so put in again what was typed and perhaps sent. */
const wentBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";

const chosen = (form) => [...form.querySelectorAll("input[type=file]")].filter((input) => input.files[0]);

async function keep(user, form) {
  if (!form.isConnected || form.dataset.sending !== undefined) return;
  const files = chosen(form);
  const fields = now(form);
  const id = draftId(form);
  if (!typed(fields, began(form)).length && !files.length) return store.remove("drafts", id);
  const photos = Object.fromEntries(files.map((input) => [input.name, input.files[0]]));
  const { key } = form.dataset; // of the item that the form is, if it is one
  await store.put("drafts", { id, owner: user.id, ...placeOf(form), key, fields, files: photos, at: Date.now() });
}

/** Offer a draft at the top of the page, once; it stays until it is dropped, or has been taken and is kept as the form's own. */
function offer(user, draft, words) {
  const flashes = document.querySelector("#flashes");
  if (flashes.querySelector(`[data-offer="${draft.id}"]`)) return;
  const notice = document.importNode(words.content.firstElementChild, true);
  notice.dataset.offer = draft.id;
  notice.querySelector("[data-when]").textContent = inWords(draft.at, document.documentElement.lang);
  const close = async () => {
    await store.remove("drafts", draft.id);
    notice.remove();
  };
  notice.querySelector("[data-take]").addEventListener("click", async () => {
    const form = [...document.querySelectorAll("form[data-outbox]")].find((each) => isOf(draft, placeOf(each)));
    if (!form || form.dataset.sending !== undefined) return;
    take(form, draft);
    await keep(user, form).then(close, sayFull);
  });
  notice.querySelector("[data-drop]").addEventListener("click", close);
  flashes.append(notice);
}

function take(form, draft) {
  fill(form, draft.fields);
  if (draft.key) form.dataset.key = draft.key;
  for (const [name, file] of Object.entries(draft.files)) give(form.elements[name], file);
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
