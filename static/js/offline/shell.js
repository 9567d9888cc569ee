// Fills a page that the server made with tokens: ⟦name⟧ becomes the value, and what stands only with a value may go.
import { PAGES } from "./caches.js";

const TOKEN = /⟦([^|⟧]+)(?:\|(\w+))?⟧/g;
const VIETNAM = 7 * 3600_000; // milliseconds ahead of UTC, all year

/** Return a page of the phone as a document: the newest that is kept, or else the server's. */
export async function shellPage(name) {
  const address = `/offline/shells/${name}`;
  const [newest] = (await caches.keys()).filter((each) => each.startsWith(PAGES)).reverse();
  const answer = (newest && (await caches.match(address, { cacheName: newest, ignoreVary: true }))) ?? (await fetch(address));
  if (answer.status !== 200 || !answer.headers.has("Banyen")) throw new Error(`no page ${name}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Fill `root` with `values`; a list in them is rows ({ row, values, waiting }), made from the templates of `page`. */
export function fill(root, values, page = document) {
  for (const part of root.querySelectorAll("[data-optional]")) {
    const value = values[part.dataset.optional];
    if (!value || value.length === 0) part.remove();
    else if (Array.isArray(value)) part.replaceChildren(...value.map((row) => rowOf(row, page)));
  }
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data.includes("⟦")) node.data = worded(node.data, values);
    } else for (const attribute of node.attributes) {
      if (attribute.value.includes("⟦")) attribute.value = worded(attribute.value, values);
    }
  }
  return root;
}

/** Return `text` with its tokens replaced; what has no value is empty. */
export function worded(text, values, locale = globalThis.document?.documentElement.lang) {
  return text.replace(TOKEN, (_token, name, form) => {
    const value = values[name] ?? "";
    return value === "" ? "" : (FORMS[form]?.(value, locale) ?? String(value));
  });
}

function rowOf({ row, values, waiting }, page) {
  const made = fill(part(page, "row", row), values, page);
  const line = made.querySelector("tr"); // which stands in a table in its template: alone it is none for every reader
  if (line) made.replaceChildren(line);
  if (waiting) tagsOf(made).append(part(page, "part", waiting));
  return made;
}

const part = (page, kind, name) => document.importNode(page.querySelector(`template[data-${kind}="${name}"]`).content, true);

function tagsOf(row) {
  const tags = row.querySelector(".row-tags") ?? document.createElement("span");
  if (!tags.isConnected && !tags.parentNode) row.querySelector(".row-text, label").append(tags);
  tags.className = "row-tags";
  return tags;
}

// As the server's filters write them: a date is text in ISO form, a moment the milliseconds of a clock.
const FORMS = {
  day: (value) => isoDay(value).replace(/^(\d+)-(\d+)-(\d+)$/, "$3/$2/$1"),
  time: (value) => new Date(value + VIETNAM).toISOString().slice(11, 16),
  number: (value, locale) => new Intl.NumberFormat(locale).format(value),
  phone: (value) => String(value).replace(/^\+84(\d{3})(\d{0,3})(\d*)$/, "0$1 $2 $3").trim(),
};

/** Return the day in Vietnam, 2026-09-02, of a moment in milliseconds; a day stays as it is. */
export const isoDay = (value) => (typeof value === "number" ? new Date(value + VIETNAM).toISOString().slice(0, 10) : value);
