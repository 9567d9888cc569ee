// One item in the list of the outbox: what it is, why it is still here, what was typed, its picture.
import { sizeInWords } from "../behaviors/photo.js";
import { inWords } from "./clock.js";
import { addressOf } from "./submission.js";

const NOT_TYPED = /^(?:csrf_token|captured_at|version|id|village|photo_coming|signature|duplicate_seen|was-.*)$/;
const locale = globalThis.document?.documentElement.lang;

export const cloned = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/** Put words into an element whose data-words have {name} places. */
export function say(element, values) {
  element.textContent = element.dataset.words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
}

/** Return what was typed into an item as [label, words] pairs; one of an older version has no labels. */
export function typedIn({ shown = [], fields }) {
  if (shown.length) return shown;
  return fields.filter(([name, value]) => value && !NOT_TYPED.test(name)).map(([, value]) => ["", value]);
}

/** Return the line of an item; `held`: it waits for an earlier one; `unfolded`: what was typed is shown. */
export function lineOf(item, { held, unfolded }) {
  const line = cloned("waiting-item");
  const state = item.state === "fix" ? "fix" : held ? "held" : "waiting";
  line.querySelector("[data-title]").textContent = item.title;
  line.querySelector("[data-about]").textContent = item.about;
  line.querySelectorAll("[data-state]").forEach((part) => (part.hidden = part.dataset.state !== state));
  say(line.querySelector("[data-when]"), { when: inWords(item.captured, locale) });
  const part = line.querySelector("[data-part]");
  part.hidden = !item.offset;
  if (item.offset) say(part, { part: Math.floor((100 * item.offset) / item.size) });
  tellTries(line.querySelector("[data-tried]"), item, state);
  tellReason(line.querySelector("[data-refused]"), item);
  line.querySelector("[data-open]").href = addressOf(item);
  line.querySelector("[data-open]").hidden = item.kind === "photo" && held;
  line.querySelector("[data-retry]").hidden = state === "held";
  const typed = line.querySelector("[data-typed]");
  typed.open = unfolded;
  showTyped(typed, item);
  return line;
}

/** Say how often an item was tried; tries that no server answered are not counted out to its person. */
function tellTries(tried, { attempts, at, status }, state) {
  tried.hidden = state !== "waiting" || !attempts;
  const cause = status === 401 ? "signed-out" : status === 423 || status === 429 ? "busy" : "network";
  for (const part of tried.querySelectorAll("[data-why]")) part.hidden = part.dataset.why !== (part.dataset.words ? "tried" : cause);
  const counted = tried.querySelector("[data-why=tried]");
  counted.hidden = !status;
  say(counted, { n: attempts, when: inWords(at ?? Date.now(), locale) });
}

/** Say why an item was refused: in the server's own sentence with its link where it sent one. */
function tellReason(refused, { state, reason, html }) {
  refused.hidden = state !== "fix";
  if (refused.hidden) return;
  const known = refused.querySelector(`[data-why="${CSS.escape(reason ?? "invalid")}"]`) ?? refused.firstElementChild;
  for (const part of refused.children) part.hidden = part !== known;
  const problem = new DOMParser().parseFromString(html ?? "", "text/html").querySelector("#problem");
  const sentence = problem?.querySelector(".notice")?.textContent.trim();
  if (sentence) known.textContent = sentence;
  const link = problem?.querySelector("a.btn:not(.quiet)");
  if (!link) return;
  link.className = "";
  known.append(" ", document.adoptNode(link));
}

/** Show in `part` what was typed and, of a photo, the picture. */
export function showTyped(part, item) {
  part.querySelector("[data-shown]").replaceChildren(...typedIn(item).map(([label, words]) => {
    const pair = document.createElement("div");
    for (const [name, text] of [["dt", label], ["dd", words]]) {
      if (text) pair.append(Object.assign(document.createElement(name), { textContent: text }));
    }
    return pair;
  }));
  if (!item.blob) return;
  const picture = part.querySelector("[data-picture]");
  const image = picture.querySelector("img");
  image.onload = () => URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(item.blob);
  picture.querySelector("p").textContent = sizeInWords(item.size, locale);
  picture.hidden = false;
}
