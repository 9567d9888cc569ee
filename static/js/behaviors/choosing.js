// <input data-chooses="#form">: of the form's cards only those are shown that say what is typed; a ticked one stays.
// <form data-unchosen="#words">: without a ticked card it does not go, and the words are shown.
import { searchKey, searchWords } from "../offline/vietnamese.js";
import { everywhere } from "./page.js";

/** Tell whether every one of the folded `words` begins a word of `text`. */
export function saysAll(text, words) {
  const key = searchKey(text);
  return words.every((word) => key.includes(` ${word}`));
}

function choose(box) {
  const form = document.querySelector(box.dataset.chooses);
  if (!form) return;
  const words = searchWords(box.value);
  let shown = 0;
  for (const part of form.querySelectorAll("fieldset")) {
    const cards = [...part.querySelectorAll(".choice")];
    for (const card of cards) card.hidden = !(card.querySelector(":checked") || saysAll(textOf(part, card), words));
    part.hidden = cards.every((card) => card.hidden);
    shown += part.hidden ? 0 : 1;
  }
  form.hidden = shown === 0;
  document.querySelector(box.dataset.nothing).hidden = shown > 0;
}

/** Return what a card says, and of which place it is. */
function textOf(part, card) {
  const own = [...card.querySelector("label").childNodes].map((node) => node.textContent);
  return [part.querySelector("legend").textContent, ...own].join(" ");
}

if (globalThis.document) {
  document.addEventListener("input", ({ target }) => target.matches("[data-chooses]") && choose(target));
  // What a button of the search would ask the server for is there already; another village is asked for without one.
  document.addEventListener("submit", (event) => {
    if (event.submitter && event.target.querySelector("[data-chooses]")) event.preventDefault();
  });
  document.addEventListener("submit", (event) => {
    const words = event.target.matches("[data-unchosen]") && document.querySelector(event.target.dataset.unchosen);
    if (!words) return;
    words.hidden = Boolean(event.target.querySelector(":checked"));
    if (words.hidden) return;
    event.preventDefault();
    words.focus();
  });
  everywhere((root) => root.querySelectorAll("[data-chooses]").forEach(choose));
}
