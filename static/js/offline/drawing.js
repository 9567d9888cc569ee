// Draws the pages of the phone from its books, and lists in which something waits; loaded where one of these is needed.
import { announce } from "../behaviors/page.js";
import { onChange } from "./outbox.js";
import { FIRST_ROWS, listValues, narrowingOf, PAGE, valuesOf } from "./screens.js";
import { books, groups, isAhead, renew, villages } from "./shelf.js";
import { fill, isoDay, shellPage } from "./shell.js";

const LIST = "#household-list";
const PATIENCE = 3_000; // milliseconds to wait for news of the server before the list is drawn from what is here

/** Fill the shell that this page is; `clock` gives the time. What the phone does not hold becomes the page that says so. */
export async function draw(user, clock) {
  const main = document.querySelector("#main");
  const list = document.querySelector(LIST)?.cloneNode(true);
  const values = valuesOf(document.body.dataset.shell, await placeOf(user, clock));
  if (values?.leadTo) return location.replace(values.leadTo);
  if (!values) main.replaceChildren(...(await shellPage("offline")).querySelector("#main").children);
  fill(main, values ?? {});
  if (list && values) takeOver(user, clock, list, document);
  finish(main);
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

async function placeOf(user, clock) {
  return {
    books: await books(user), villages: await villages(user), groups: await groups(user), own: user.village,
    home: document.querySelector(".home b")?.textContent ?? "", path: location.pathname,
    query: new URLSearchParams(location.search), today: isoDay(clock().getTime()),
  };
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

/** Set what tokens cannot: the choices of the address, folded fields, the title, the focus; then show the page. */
function finish(main) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    for (const choice of main.querySelectorAll(`select[name="${CSS.escape(name)}"] option, input[type=radio][name="${CSS.escape(name)}"]`)) {
      if (choice.value === value) choice[choice.matches("option") ? "selected" : "checked"] = true;
    }
  }
  const [all] = main.querySelectorAll("input[name=status]:not(:checked)[value=all]");
  if (all && !main.querySelector("input[name=status]:checked")) all.checked = true;
  for (const folded of main.querySelectorAll("details.more")) {
    folded.open = [...folded.querySelectorAll("form input, .form input")].some(({ value }) => value);
  }
  document.title = document.title.replace(/^.*(?= · )/s, main.querySelector("h1").textContent.trim());
  document.body.dataset.drawn = "";
  main.querySelector("[autofocus]")?.focus();
  announce(main);
}
