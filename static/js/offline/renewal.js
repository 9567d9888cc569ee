// A page about a record that was waiting here is read anew once that has arrived.
import { announce } from "../behaviors/page.js";
import { isDirty } from "./dirty.js";
import { itemsOf, onChange } from "./outbox.js";

/** Read the page anew when an item about its record, waiting now, has been sent; not while something is being typed. */
export async function renewWhenSent(user) {
  const about = async () => (await itemsOf(user.id)).filter(concerns).map(({ key }) => key);
  const waited = await about();
  if (!waited.length) return;
  onChange(async () => {
    const still = new Set(await about());
    if (waited.every((key) => !still.has(key)) && !isDirty()) await renew();
  });
}

/** Show the page as it is now; what was just said at its top stays. */
async function renew() {
  const said = document.querySelector("#flashes");
  const answer = said.children.length && !document.body.dataset.shell && (await fetch(location.href).catch(() => null));
  if (answer?.status !== 200 || !answer.headers.has("Banyen")) return location.reload();
  const main = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#main");
  main.querySelector("#flashes").replaceWith(said);
  document.querySelector("#main").replaceWith(main);
  announce(main);
}

/** Tell whether an item changes the record that this page is about. */
function concerns({ path, subject }) {
  return [...path.split("/"), subject].some((part) => part?.length === 36 && location.pathname.includes(part));
}
