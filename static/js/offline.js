// What a signed-in page does besides htmx: keeps drafts, writes the outbox first, sends it, and says the truth of it.
/* global BACKLOG, DRAWING, FAREWELL, FORMS, KEEPING, OUTBOX_PAGE, SHEET -- addresses of parts, put in by the build */
import { now, ping, reached, recall } from "./offline/contact.js";
import { clear } from "./offline/forget.js";
import { beat } from "./offline/heartbeat.js";
import { indicate } from "./offline/indicator.js";
import { keepOffer, offerKept } from "./offline/install.js";
import { intercept, sayQueued } from "./offline/intercept.js";
import { learnKey } from "./offline/rescue-key.js";
import * as store from "./offline/store.js";
import { keyIn } from "./offline/submission.js";
import { wakeUp } from "./offline/wakeups.js";

const { user: id, name, village, role } = document.body.dataset;
const user = { id, name, village, role };

const SOON = 5_000; // milliseconds; a page that is left at once says nothing

let sendNow;

keepOffer();
if (isSecureContext && (await store.available())) await begin();
else sayNoMemory();

async function begin() {
  await greet();
  await recall();
  await draw();
  intercept(user, now);
  watchOnlineOnly();
  indicate(reached);
  sayQueued();
  await loadParts().catch(() => {}); // the line went just now: what waits is still sent, and a form asks for its part again
  whenIdle(async () => (await import(KEEPING)).keep(user, offerKept()));
  await attend();
  sendNow = wakeUp(afterTry);
  setTimeout(() => beat(user).catch(() => {}), SOON); // the commune learns what waits also where sending hangs
  await sendNow();
}

/** Nothing is kept here: the page says so, and shows no outbox that could be taken for an empty one. */
function sayNoMemory() {
  document.querySelector("#no-memory")?.removeAttribute("hidden");
  for (const part of document.querySelectorAll("#outbox, #send-now")) part.remove();
}

/** What no phone can do by itself is asked of the server before the page is left. */
function watchOnlineOnly() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-sign-out], form.languages")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    import(FAREWELL).then((part) => part.ask(form, event.submitter), () => form.submit());
  }, true);
}

async function attend() {
  const waits = (await store.all("outbox")).some(({ owner }) => owner === id);
  if (waits) await import(BACKLOG).then((part) => part.attend(user)).catch(() => {}); // it is sent all the same
}

/** Fill a page of the phone; say when a page was last seen; put what waits into a list that the server made. */
async function draw() {
  const { shell, seen } = document.body.dataset;
  if (shell) await (await import(DRAWING)).draw(user, now);
  if (seen) (await import(DRAWING)).saySeen();
  if (!shell && document.querySelector("#household-list") && (await hasWritten())) redraw();
}

/** Tell whether anything was ever written on this phone: only then can a list be behind it. */
async function hasWritten() {
  const [waiting, sent] = await Promise.all([store.all("outbox"), store.all("sent")]);
  return waiting.length + sent.length > 0;
}

async function redraw() {
  await import(DRAWING).then((part) => part.redraw(user, now)).catch(() => {});
}

function whenIdle(work) {
  const idle = globalThis.requestIdleCallback ?? setTimeout;
  if (document.readyState === "complete") idle(work);
  else addEventListener("load", () => idle(work));
}

/** Load what only some pages need. */
async function loadParts() {
  const isOutbox = document.querySelector("[data-outbox-page]");
  if (document.querySelector("form[data-outbox]") || (!isOutbox && keyIn(location.hash))) await (await import(FORMS)).begin(user);
  if (isOutbox) (await import(OUTBOX_PAGE)).showOutbox(user);
}

/** Remember who is signed in; what the phone showed to somebody else is taken away first. */
async function greet() {
  const former = (await store.get("meta", "user"))?.value;
  if (former && former.id !== id) await clear();
  await store.put("meta", { name: "user", value: user });
}

async function afterTry({ signedOut }) {
  if (signedOut) return (await (await import(SHEET)).offerToSignIn(user)) && sendNow();
  if (!reached()) await ping();
  if (!reached()) return;
  await beat(user);
  await learnKey().catch(() => {}); // next time
}
