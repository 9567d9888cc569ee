// Opening an item again: its own form, with what was typed and, when the server refused it, the server's reasons.
import { announce } from "../behaviors/page.js";
import { beginAnew } from "./dirty.js";
import { fill } from "./drafts.js";
import * as store from "./store.js";
import { keyIn } from "./submission.js";

/** Put the item that the address names into its form; sending the form then replaces the item. */
export async function openItem(user) {
  const item = await store.get("outbox", keyIn(location.hash));
  const form = item && item.owner === user.id ? formFor(item) : null;
  if (form) restore(form, item);
}

function formFor({ path }) {
  const forms = [...document.querySelectorAll("form[data-outbox]")];
  return forms.find((form) => new URL(form.action, location.href).pathname === path);
}

function restore(form, item) {
  const answer = new DOMParser().parseFromString(item.html ?? "", "text/html").body;
  const corrected = answer.querySelector("form[data-outbox]");
  if (corrected) {
    const element = document.adoptNode(answer.firstElementChild);
    const place = document.getElementById(element.id) ?? form;
    place.replaceWith(element);
    const own = element.matches("form") ? element : element.querySelector("form[data-outbox]");
    own.dataset.key = item.key;
    announce(element);
    return;
  }
  fill(form, item.fields);
  keepCapture(form, item.fields);
  form.dataset.key = item.key;
  beginAnew(form);
  const problem = answer.querySelector("#problem");
  if (problem) document.querySelector("#flashes")?.replaceChildren(document.adoptNode(problem));
}

/** The moment of capture stays that of the first writing: a signature of December sent in January is of December. */
function keepCapture(form, fields) {
  const captured = fields.find(([name]) => name === "captured_at")?.[1];
  if (captured && form.elements.captured_at) form.elements.captured_at.value = captured;
}
