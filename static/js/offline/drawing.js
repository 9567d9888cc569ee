// Draws the pages of the phone from its books, and lists in which something waits; loaded where one of these is needed.
/* global GROUP_SCREENS -- address of a part, put in by the build */
import { announce } from "../behaviors/page.js";
import { onChange } from "./outbox.js";
import { FIRST_ROWS, listValues, narrowingOf, PAGE, valuesOf } from "./screens.js";
import { books, groupBook, isAhead, loose, renew, villages } from "./shelf.js";
import { fill, isoDay, shellPage } from "./shell.js";
import { keyIn, listed } from "./submission.js";

const LIST = "#household-list";
const NARROWED = "#group-list, #activity-log, #candidates";
const OF_GROUPS = /^\/(?:groups|activities)(?:\/|$)/;
const PATIENCE = 3_000; // milliseconds to wait for news of the server before the list is drawn from what is here

/** Fill the shell that this page is; `clock` gives the time. What the phone does not hold becomes the page that says so. */
export async function draw(user, clock) {
  const main = document.querySelector("#main");
  const list = document.querySelector(LIST)?.cloneNode(true);
  const [search, narrowed] = ["form[role=search]", NARROWED].map((what) => main.querySelector(what));
  if (search && narrowed) follow(user, clock, search, narrowed.cloneNode(true));
  const values = await valuesHere(user, clock);
  const item = keyIn(location.hash);
  if (!values && item) return location.replace(listed({ key: item })); // there is no page for it: what was typed is shown there
  if (values?.leadTo && !item) return location.replace(values.leadTo);
  if (!values) main.replaceChildren(...(await shellPage("offline")).querySelector("#main").children);
  fill(main, values ?? {});
  if (list && values) takeOver(user, clock, list, document);
  finish(main, values?.choices);
}

/** Draw the list of a page that the server made, when something of it waits here: in its place, and marked. */
export async function redraw(user, clock) {
  const search = searchForm();
  if (!search || !(await isAhead(user))) return;
  const village = narrowingOf(new FormData(search)).village || user.village;
  const news = renew(user, village).catch(() => {}); // without a network the book is what it is
  await Promise.race([news, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  const shell = await shellPage("households");
  if (!(await books(user)).length) return;
  const again = takeOver(user, clock, shell.querySelector(LIST), shell);
  await again();
  onChange(again);
}

/** Say on a page that the phone kept when it was last seen. */
export function saySeen() {
  const words = document.querySelector("#seen-template").content.cloneNode(true);
  const at = Date.parse(document.body.dataset.seen);
  document.querySelector("#flashes").replaceChildren(fill(words, { seen: at }));
}

/** Return the values of this page; null when the phone does not hold what it is about. */
async function valuesHere(user, clock) {
  const { shell } = document.body.dataset;
  const place = await placeOf(user, clock);
  if (!OF_GROUPS.test(place.path)) return valuesOf(shell, place);
  const part = await import(GROUP_SCREENS);
  const ticked = [...document.querySelectorAll("#candidates input:checked")].map(({ value }) => value);
  const word = (name) => document.querySelector(`template[data-row="${CSS.escape(name)}"]`)?.content.textContent.trim() ?? "";
  return part.valuesOf(shell, { ...place, ...(await groupBook(user)), user, now: clock().getTime(), ticked, word });
}

async function placeOf(user, clock) {
  return {
    books: await books(user), loose: await loose(user), villages: await villages(user), own: user.village,
    home: document.querySelector(".home b")?.textContent ?? "", path: location.pathname,
    query: new URLSearchParams(location.search), today: isoDay(clock().getTime()),
  };
}

/** Let the search of this page narrow its list as it is typed, in the address too. */
function follow(user, clock, search, list) {
  const again = async (event) => {
    if (!search.contains(event.target)) return;
    event.preventDefault();
    event.stopPropagation(); // no page is asked for
    const typed = [...new FormData(search)].filter(([, value]) => value);
    history.replaceState(history.state, "", `${location.pathname}?${new URLSearchParams(typed)}`);
    const values = await valuesHere(user, clock);
    const fresh = fill(document.importNode(list, true), values ?? {});
    choose(fresh, values?.choices);
    document.querySelector(NARROWED).replaceWith(fresh);
    announce(fresh);
  };
  for (const kind of ["input", "change", "submit"]) addEventListener(kind, again, true);
}

const searchForm = () => document.querySelector("form[role=search][action='/households']");

/** Let the search of this page draw its list from the books, with the parts of `templates`; return what draws it anew. */
function takeOver(user, clock, list, templates) {
  const search = searchForm();
  let shown = location.pathname === "/" ? FIRST_ROWS : PAGE;
  const again = async () => {
    const { village, ...narrowing } = narrowingOf(new FormData(search));
    const values = listValues(await placeOf(user, clock), { ...narrowing, village: village || user.village, shown });
    const fresh = fill(document.importNode(list, true), values, templates);
    document.querySelector(LIST).replaceWith(fresh);
    announce(fresh);
  };
  const more = (change) => (event) => {
    event.preventDefault();
    event.stopPropagation(); // the server is not asked
    shown = change(shown);
    again();
  };
  const start = more(() => PAGE);
  for (const kind of ["input", "change", "submit"]) {
    addEventListener(kind, (event) => search.contains(event.target) && start(event), true);
  }
  addEventListener("click", (event) => event.target.closest?.(`${LIST} .pager`) && more((many) => many + PAGE)(event), true);
  return again;
}

/** Make the `choices` ({ name: value or values }) under `root`, as the server would. */
function choose(root, choices = {}) {
  for (const [name, values] of Object.entries(choices)) {
    const own = `[name="${CSS.escape(name)}"]`;
    for (const choice of root.querySelectorAll(`select${own} option, input[type=radio]${own}, input[type=checkbox]${own}`)) {
      const chosen = [values].flat().includes(choice.value);
      if (chosen) choice.setAttribute(choice.matches("option") ? "selected" : "checked", "");
    }
  }
}

/** Set what tokens cannot: choices, also of the address, folded fields, the title, the focus; then show the page. */
function finish(main, choices) {
  choose(main, { ...Object.fromEntries(new URLSearchParams(location.search)), ...choices });
  const [all] = main.querySelectorAll("input[name=status]:not(:checked)[value=all]");
  if (all && !main.querySelector("input[name=status]:checked")) all.checked = true;
  for (const folded of main.querySelectorAll("details.more")) {
    folded.open = [...folded.querySelectorAll(":is(form, .form) input:not([type=hidden])")].some(({ type, value, checked }) => (["checkbox", "radio"].includes(type) ? checked : value));
  }
  document.title = document.title.replace(/^.*(?= · )/s, main.querySelector("h1").textContent.trim());
  document.body.dataset.drawn = "";
  main.querySelector("[autofocus]")?.focus();
  announce(main);
}
