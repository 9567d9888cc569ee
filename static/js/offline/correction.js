// Opening an item again: its own form, with what was typed and, when the server refused it, the server's reasons.
import { sizeInWords } from "../behaviors/photo.js";
import { announce } from "../behaviors/page.js";
import { began, beginAnew, now, typed } from "./dirty.js";
import { fill } from "./drafts.js";
import { formsTo } from "./forms-here.js";
import { itemsOf } from "./outbox.js";
import { keyIn, listed } from "./submission.js";

/** Put the item that the address names into its form; sending the form then replaces the item.
 *
 * Where no such form opens (the record is another unit's by now) the outbox shows what was typed, and the reason.
 */
export async function openItem(user) {
  const queue = await itemsOf(user.id);
  const item = queue.find(({ key }) => key === keyIn(location.hash));
  if (!item) return;
  const [form] = formsTo(item.path);
  if (!form) return location.replace(listed(item));
  putInto(form, item, queue);
}

/** Put an item of the `queue` into its form, with the photos that wait for it. */
export function putInto(form, item, queue) {
  const typedMeanwhile = typed(now(form), began(form)); // before this script was there
  const own = restore(form, item);
  fill(own, typedMeanwhile);
  showPhotos(own, queue.filter(({ key, kind, after }) => kind === "photo" && [key, after].includes(item.key)));
}

/** Return the form that now is the item. */
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
    return own;
  }
  // Another unit's by now: what was refused there is not sent there again, the form says where it goes.
  fillWhole(form, item.state === "fix" ? item.fields.filter(([name]) => !isHiddenVillage(form, name)) : item.fields);
  keepCapture(form, item.fields);
  form.dataset.key = item.key;
  beginAnew(form);
  const problem = answer.querySelector("#problem");
  if (problem) document.querySelector("#flashes")?.replaceChildren(document.adoptNode(problem));
  return form;
}

/** Fill a form with all that it held: a box that is not among it was not ticked. */
export function fillWhole(form, fields) {
  const ticked = new Set(fields.map(([name, value]) => `${name}=${value}`));
  for (const box of form.querySelectorAll("input[type=checkbox]")) {
    box.checked = ticked.has(`${box.name}=${box.value}`);
    if (box.checked) box.closest("details")?.setAttribute("open", "");
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  fill(form, fields.filter(([name]) => form.elements[name]?.type !== "checkbox"));
}

const isHiddenVillage = (form, name) => name === "village" && form.elements.village?.type === "hidden";

/** The moment of capture stays that of the first writing: a signature of December sent in January is of December. */
function keepCapture(form, fields) {
  const captured = fields.find(([name]) => name === "captured_at")?.[1];
  if (captured && form.elements.captured_at) form.elements.captured_at.value = captured;
}

/** Show the photos that wait with the item where they were chosen; choosing another one replaces them. */
function showPhotos(form, photos) {
  const place = form.querySelector("[data-photo]");
  if (!place || !photos.length) return;
  const picture = place.querySelector("img");
  const words = place.querySelector("[data-photo-name]");
  picture.src = URL.createObjectURL(photos[0].blob);
  words.textContent = `${place.dataset.waiting.replace("{n}", photos.length)} · ${sizeInWords(photos[0].size, document.documentElement.lang)}`;
  picture.hidden = words.hidden = false;
  place.classList.add("filled");
  place.querySelector("[data-photo-first]").hidden = true;
  place.querySelector("[data-photo-again]").hidden = false;
}
