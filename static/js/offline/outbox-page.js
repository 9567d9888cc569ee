// The outbox's page: each item with what can be done about it, what was sent with its receipt, room, rescue file.
import { inWords } from "./clock.js";
import { discard, itemsOf, onChange } from "./outbox.js";
import { rescueFile, takeIn } from "./rescue.js";
import { space } from "./space.js";
import * as store from "./store.js";
import { addressOf } from "./submission.js";
import { sizeInWords } from "../behaviors/photo.js";

const locale = document.documentElement.lang;
const one = (id) => document.getElementById(id);
const cloned = (id) => one(id).content.firstElementChild.cloneNode(true);

/** Draw the page for `user` and keep it true. */
export function showOutbox(user) {
  if (!document.querySelector("[data-outbox-page]")) return;
  const draw = () => Promise.all([drawWaiting(user), drawSent(user), drawSpace()]);
  onChange(draw);
  one("send-now").addEventListener("click", sendNow);
  one("save-rescue").addEventListener("click", () => save(user));
  one("rescue").addEventListener("change", ({ target }) => target.files[0] && take(target, user));
  draw();
}

const sendNow = () => document.dispatchEvent(new Event("banyen:send"));

const when = (moment) => inWords(moment, locale);

/** Put words into an element whose data-words have {name} places. */
function say(element, values) {
  element.textContent = element.dataset.words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
}

async function drawWaiting(user) {
  const items = await itemsOf(user.id);
  const keys = new Set(items.map(({ key }) => key));
  one("waiting").replaceChildren(...items.map((item) => waiting(item, items, keys.has(item.after))));
  one("nothing").hidden = items.length > 0;
  one("send-now").hidden = items.every(({ state }) => state === "fix");
}

function waiting(item, items, held) {
  const line = cloned("waiting-item");
  const state = item.state === "fix" ? "fix" : held ? "held" : "waiting";
  line.querySelector("[data-title]").textContent = item.title;
  line.querySelector("[data-about]").textContent = item.about;
  line.querySelectorAll("[data-state]").forEach((part) => (part.hidden = part.dataset.state !== state));
  say(line.querySelector("[data-when]"), { when: when(item.captured) });
  const part = line.querySelector("[data-part]");
  part.hidden = !item.offset;
  if (item.offset) say(part, { part: Math.floor((100 * item.offset) / item.size) });
  tellWhy(line, item);
  line.querySelector("[data-open]").href = addressOf(item);
  line.querySelector("[data-open]").hidden = item.kind === "photo" && held;
  const retry = line.querySelector("[data-retry]");
  retry.hidden = state === "held";
  retry.addEventListener("click", () => again(item));
  line.querySelector("[data-remove]").addEventListener("click", () => askToRemove(item, items));
  return line;
}

function tellWhy(line, { state, attempts, at, status, reason }) {
  const tried = line.querySelector("[data-tried]");
  const refused = line.querySelector("[data-refused]");
  tried.hidden = state === "fix" || !attempts;
  refused.hidden = state !== "fix";
  const cause = status === 401 ? "signed-out" : status === 423 || status === 429 ? "busy" : "network";
  if (!tried.hidden) say(tried.querySelector("[data-why=tried]"), { n: attempts, when: when(at) });
  for (const part of tried.querySelectorAll("[data-why]:not([data-why=tried])")) part.hidden = part.dataset.why !== cause;
  const known = refused.querySelector(`[data-why="${CSS.escape(reason ?? "invalid")}"]`) ?? refused.firstElementChild;
  for (const part of refused.children) part.hidden = part !== known;
}

/** Send an item once more as it is, also one that was refused: the cause may be gone. */
async function again(item) {
  await store.alter("outbox", item.key, (kept) => ({ ...kept, state: "waiting" }));
  sendNow();
}

function askToRemove(item, items) {
  const sheet = cloned("remove-template");
  const gone = new Set([item.key]);
  for (const other of items) if (gone.has(other.after)) gone.add(other.key);
  sheet.querySelector("[data-title]").textContent = item.title;
  sheet.querySelector("[data-about]").textContent = item.about;
  sheet.querySelector("[data-lost]").replaceChildren(...lost(item));
  const others = sheet.querySelector("[data-with]");
  others.hidden = gone.size === 1;
  say(others, { n: gone.size - 1 });
  document.body.append(sheet);
  sheet.addEventListener("close", async () => {
    sheet.remove();
    if (sheet.returnValue === "yes") await discard(item.key);
  });
  sheet.showModal();
}

/** Return lines that show what was typed. */
function lost({ fields, size }) {
  const shown = fields.map(([, value]) => value).filter((value) => value && value.length < 100 && !/^[0-9a-f-]{36}$/.test(value));
  if (size) shown.push(sizeInWords(size, locale));
  return shown.map((value) => Object.assign(document.createElement("li"), { textContent: value }));
}

async function drawSent(user) {
  const sent = (await store.all("sent")).filter(({ owner }) => owner === user.id);
  sent.sort((first, other) => (first.at < other.at ? 1 : -1));
  one("sent").replaceChildren(...sent.slice(0, 50).map((item) => {
    const line = cloned("sent-item");
    line.querySelector("[data-title]").textContent = item.title;
    line.querySelector("[data-about]").textContent = item.about;
    line.querySelector("[data-when]").textContent = when(item.at);
    line.querySelector("[data-receipt]").textContent = item.receipt ?? "";
    line.querySelector("a").href = item.url ?? "/outbox";
    return line;
  }));
  one("nothing-sent").hidden = sent.length > 0;
}

async function drawSpace() {
  const found = await space();
  if (!found) return;
  const size = (bytes) => sizeInWords(bytes, locale);
  say(one("space"), { used: size(found.used), room: size(found.room) });
  one("space").hidden = false;
  one("persisted").hidden = !found.persisted;
  one("nearly-full").hidden = !found.nearlyFull;
}

async function save(user) {
  const address = URL.createObjectURL(await rescueFile(user));
  const link = Object.assign(document.createElement("a"), { href: address, download: "banyen-cuu-ho.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function take(input, user) {
  for (const id of ["rescue-done", "rescue-why", "rescue-later"]) one(id).hidden = true;
  const answer = await takeIn(input.files[0], user).catch(() => null);
  input.value = "";
  const refused = answer && answer.status >= 400;
  one(answer ? (refused ? "rescue-why" : "rescue-done") : "rescue-later").hidden = false;
  if (!answer || refused) return;
  say(one("rescue-done"), { n: answer.count });
  sendNow();
}
