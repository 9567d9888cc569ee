// The outbox's page: each item with what can be done about it, what was sent with its receipt, room, rescue file.
import { inWords } from "./clock.js";
import { discard, itemsOf, onChange } from "./outbox.js";
import { cloned, lineOf, say, showTyped } from "./outbox-item.js";
import { rescueFile, takeIn } from "./rescue.js";
import { space } from "./space.js";
import * as store from "./store.js";
import { keyIn } from "./submission.js";
import { sizeInWords } from "../behaviors/photo.js";

const locale = document.documentElement.lang;
const one = (id) => document.getElementById(id);
const unfolded = new Set(); // keys of items whose typed words are shown

/** Draw the page for `user` and keep it true. */
export function showOutbox(user) {
  if (!document.querySelector("[data-outbox-page]")) return;
  const draw = () => Promise.all([drawWaiting(user), drawSent(user), drawSpace()]);
  onChange(draw);
  if (keyIn(location.hash)) unfolded.add(keyIn(location.hash));
  one("send-now").addEventListener("click", sendNow);
  one("save-rescue").addEventListener("click", () => save(user));
  one("rescue").addEventListener("change", ({ target }) => target.files[0] && take(target, user));
  draw().then(() => goTo(keyIn(location.hash)));
}

/** Bring the item that the address names into view. */
function goTo(key) {
  one("waiting").querySelector(`[data-key="${CSS.escape(key ?? "")}"]`)?.scrollIntoView();
}

const sendNow = () => document.dispatchEvent(new Event("banyen:send"));

const when = (moment) => inWords(moment, locale);

async function drawWaiting(user) {
  const items = await itemsOf(user.id);
  const keys = new Set(items.map(({ key }) => key));
  one("waiting").replaceChildren(...items.map((item) => waiting(item, items, keys.has(item.after))));
  one("nothing").hidden = items.length > 0;
  one("send-now").hidden = items.every(({ state }) => state === "fix");
}

function waiting(item, items, held) {
  const line = lineOf(item, { held, unfolded: unfolded.has(item.key) });
  line.dataset.key = item.key;
  line.querySelector("[data-typed]").addEventListener("toggle", ({ target }) => unfolded[target.open ? "add" : "delete"](item.key));
  line.querySelector("[data-retry]").addEventListener("click", () => again(item));
  line.querySelector("[data-remove]").addEventListener("click", () => askToRemove(item, items));
  return line;
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
  showTyped(sheet, item);
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
