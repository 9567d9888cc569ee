// What a page does when something of its person waits: says so where the record is shown, so that nobody does it twice;
// reads the page anew once that has arrived; and lets go on what was stored in earlier words.
import { announce } from "../behaviors/page.js";
import { isDirty } from "./dirty.js";
import { formsTo } from "./forms-here.js";
import { isLeaving } from "./leaving.js";
import { itemsOf, onChange } from "./outbox.js";
import { shellPage } from "./shell.js";
import { keyIn, listed, recordsOf } from "./submission.js";
import { mend } from "./successor.js";

const RECORD = /^\/(?:households|pledges|groups|activities|assessments|remedies)\/[0-9a-f-]{36}$/;
const OF_HOUSEHOLDS = /^\/(?:households|pledges)\//;
const INDICATOR = /^\/assessments\/[^/]+\/answers\/([^/]+)/;

/** Do all that for `user`, whose outbox holds something. */
export async function attend(user) {
  const send = async () => (await mend(user)) && document.dispatchEvent(new Event("banyen:send"));
  onChange(send);
  const waited = await itemsHere(user);
  say(waited);
  await mark(waited).catch(() => {}); // without the words for it
  if (waited.length) onChange(() => look(user, waited));
  await send();
}

/** Say what still waits; read the page anew when all that waited was sent, but not while something is being typed. */
async function look(user, waited) {
  const still = await itemsHere(user);
  say(still);
  await mark(still).catch(() => {});
  const keys = new Set(still.map(({ key }) => key));
  if (waited.every(({ key }) => !keys.has(key)) && !isDirty()) await renew();
}

const itemsHere = async (user) => (await itemsOf(user.id)).filter((item) => recordsOf(item).some((id) => location.pathname.includes(id)));

/** Say on the page of a record, or above the form of the same act, how much of it waits or is to be corrected. */
function say(items) {
  const shown = keyIn(location.hash) ? [] : items.filter((item) => RECORD.test(location.pathname) || isOpenHere(item));
  document.querySelector("#flashes [data-backlog]")?.remove();
  if (!shown.length) return;
  const line = document.querySelector("#backlog-template").content.firstElementChild.cloneNode(true);
  const fixing = shown.filter(({ state }) => state === "fix");
  const words = line.querySelector("[data-words]");
  words.textContent = wordsFor(words.dataset, fixing.length).replace("{n}", (fixing.length ? fixing : shown).length);
  line.dataset.backlog = "";
  line.href = listed(fixing[0] ?? shown[0]);
  document.querySelector("#flashes").append(line);
}

/** Return the sentence of a page of a household or, elsewhere, that of the bar at the top. */
function wordsFor({ words, fix }, fixing) {
  if (!OF_HOUSEHOLDS.test(location.pathname)) return document.querySelector(`#sync [data-count=${fixing ? "fixing" : "waiting"}]`).dataset.words;
  return fixing ? fix : words;
}

/** Mark in the list of an assessment's indicators what waits, and let one go on with the first that has no answer. */
async function mark(items) {
  const list = document.querySelector("#indicators");
  if (!list) return;
  list.querySelectorAll("[data-waits]").forEach((tag) => tag.remove());
  const words = items.length ? await shellPage("offline") : null;
  for (const { path, fields, state } of items) {
    const answered = INDICATOR.exec(path)?.[1];
    const code = answered ? decodeURIComponent(answered) : fields.find(([name]) => name === "code")?.[1];
    const tags = list.querySelector(`#${CSS.escape(`indicator-${code}`)} .row-tags`);
    const tag = document.importNode(words.querySelector(`template[data-part=${state}]`).content, true).firstElementChild;
    tag.dataset.waits = "";
    if (answered) tags?.querySelector("[data-unanswered]")?.remove();
    if (!tags?.querySelector("[data-waits]")) tags?.append(tag);
  }
  const next = list.querySelector("[data-unanswered]")?.closest("a");
  const onward = document.querySelector(".edge a[href*='/answers/']");
  if (onward && next) onward.setAttribute("href", next.getAttribute("href"));
  if (onward) onward.hidden = !next;
}

const isOpenHere = ({ path, kind }) => kind === "form" && formsTo(path).length > 0;

/** Show the page as it is now, where nothing is being typed; what was just said at its top stays. */
async function renew() {
  const said = document.querySelector("#flashes");
  const answer = said.children.length && !document.body.dataset.shell && (await fetch(location.href).catch(() => null));
  if (answer?.status !== 200 || !answer.headers.has("Banyen")) return isLeaving() || location.reload();
  const main = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#main");
  if (isDirty()) return; // somebody began to type while the line was slow
  main.querySelector("#flashes").replaceWith(said);
  document.querySelector("#main").replaceWith(main);
  announce(main);
}
