// A form's way through the outbox: written first, then sent; htmx is told how that went.
/* global SHEET -- address of a part, put in by the build */
import { uuid } from "../behaviors/identity.js";
import { reached } from "./contact.js";
import { openItem } from "./correction.js";
import { beginAnew } from "./dirty.js";
import { draftId, keepDrafts } from "./drafts.js";
import { formsTo } from "./forms-here.js";
import { flush, itemsOf, onChange, write } from "./outbox.js";
import { hashOf, pictureOf } from "./photos.js";
import { resume } from "./resuming.js";
import { shownIn } from "./shown.js";
import { askToPersist, sayFull } from "./space.js";
import * as store from "./store.js";
import { files, formItem, keyIn, photoItem, subjectOf } from "./submission.js";
import { mend } from "./successor.js";

const PATIENCE = 8_000; // milliseconds the person waits before going on; the item goes on by itself

/** Begin on a page with forms: keep drafts, offer those that were left, open the item that the address names. */
export async function begin(user) {
  keepDrafts(user);
  if (keyIn(location.hash)) await openItem(user);
  else await Promise.all([resume(user), hidePhotosThatWait(user)]);
}

/** Ask for no second photo where one waits: what waits is opened from the outbox. */
async function hidePhotosThatWait(user) {
  for (const { kind, path } of await itemsOf(user.id)) {
    if (kind === "photo") formsTo(path).filter((form) => !form.dataset.photoPath).forEach((form) => (form.hidden = true));
  }
}

/** Write and send the form; return the answer that htmx acts on.
 *
 * What the phone cannot keep (no room, a photo that is none) goes straight to the server by `direct()`, as without us.
 */
export async function submit(form, entries, user, clock, direct) {
  const made = await itemsFor(form, entries, user, clock()).catch(() => null);
  if (!made) return direct();
  const [first] = made.items;
  const kept = await write(made.items, { former: made.former, draft: draftId(form) }).then(() => true, () => false);
  if (!kept) return sayFull(), direct();
  askToPersist().catch(() => {}); // another time
  return answerFor(form, first, user).catch(() => stay(form, first)); // it is kept, whatever failed after that
}

const photosOf = (key, queue) => queue.filter(({ kind, after }) => kind === "photo" && after === key);

/** Return the items of a form: what was typed, and a photo after it, or the photo alone where that is the form; and the
 * keys of `former` photos, whose place they take. Rejects for what is no photo.
 */
async function itemsFor(form, entries, user, now) {
  const queue = await itemsOf(user.id);
  const path = new URL(form.action, location.href).pathname;
  const key = (form.dataset.key ||= uuid());
  const about = form.dataset.about ?? String(new Map(entries).get(form.dataset.aboutField) ?? "");
  const page = location.pathname + location.search;
  const words = { title: form.dataset.outbox, about, near: form.dataset.next, shown: shownIn(form) };
  const first = formItem({ key, owner: user.id, path, page, ...words, entries }, queue, now);
  const photos = await Promise.all(files(entries).map(([, file]) => photoOf(form, file, first)));
  if (photos.length && !form.dataset.photoPath) return { items: [{ ...photos[0], key, after: first.after, queued: false }], former: [] };
  const former = photosOf(key, queue).map((photo) => photo.key);
  if (photos.length || former.length) first.fields.push(["photo_coming", String(photos.length || former.length)]);
  return { items: [first, ...photos], former: photos.length ? former : [] };
}

async function photoOf(form, file, first) {
  const blob = await pictureOf(file);
  const path = (form.dataset.photoPath ?? first.path).replace("{id}", subjectOf(first.path, first.fields));
  const title = form.dataset.photoTitle ?? first.title;
  const page = form.dataset.photoPath ? path.replace(/\/[^/]*$/, "") : first.page;
  return { ...photoItem({ key: uuid(), upload: uuid(), path, blob, hash: await hashOf(blob), title }, first), page };
}

async function answerFor(form, item, user) {
  const end = await settled(item.key);
  if (end.signedOut) return (await (await import(SHEET)).askToSignIn(user)) ? answerFor(form, item, user) : still();
  if (end.state === "fix" && !(await goesOn(end, user))) return correction(end);
  delete form.dataset.key;
  if (end.url) return leadTo(end.url);
  if (!reached() && !navigator.serviceWorker?.controller) return stay(form, item); // no page would open without network
  document.dispatchEvent(new Event("banyen:queued")); // the next page says so
  const next = (reached() ? null : form.dataset.nextOffline) ?? form.dataset.next;
  return leadTo(next?.replace("{id}", subjectOf(item.path, item.fields)) ?? "/outbox");
}

/** Tell whether a refused item goes on as an edit of what is stored, under a key of its own; if so, send that. */
async function goesOn({ key }, user) {
  await mend(user);
  if (await store.get("outbox", key)) return false;
  flush().catch(() => {}); // it waits, and says so
  return true;
}

/** Resolve once the item was done ({ url }), must be corrected (the item), or waits ({}); { signedOut } asks first. */
function settled(key) {
  return new Promise((resolve) => {
    const look = async () => {
      const item = await store.get("outbox", key);
      if (item?.state === "fix") resolve(item);
      if (!item) resolve((await store.get("sent", key)) ?? {});
    };
    onChange(look);
    setTimeout(() => resolve({}), PATIENCE);
    flush().then(async ({ signedOut }) => {
      await look();
      resolve(signedOut ? { signedOut } : {});
    }).catch(() => resolve({}));
  });
}

/** Stay on the page and say that the form is kept; sending it again replaces what is kept. */
function stay(form, { key }) {
  form.dataset.key = key;
  beginAnew(form);
  document.querySelector("#flashes").replaceChildren(document.querySelector("#queued-template").content.cloneNode(true));
  return still();
}

const leadTo = (address) => new Response("", { headers: { "HX-Redirect": address } });

const still = () => new Response("", { headers: { "HX-Reswap": "none" } });

/** The server's own form with its words takes the form's place; a problem without a form stands above it. */
function correction({ key, status, html }) {
  const problem = html?.includes('id="problem"');
  const headers = problem ? { "HX-Retarget": "#flashes", "HX-Reswap": "innerHTML show:top" } : {};
  const same = (html ?? "").replace(/<form(?=[^>]*\bdata-outbox)/, `<form data-key="${key}"`); // sent again, it is this item
  return new Response(same, { status, headers: { "Content-Type": "text/html", ...headers } });
}
