// A page about a record that was waiting here is read anew once that has arrived.
import { isDirty } from "./dirty.js";
import { itemsOf, onChange } from "./outbox.js";

/** Reload the page when an item about its record, waiting now, has been sent; not while something is being typed. */
export async function renewWhenSent(user) {
  const about = async () => (await itemsOf(user.id)).filter(concerns).map(({ key }) => key);
  const waited = await about();
  if (!waited.length) return;
  onChange(async () => {
    const still = new Set(await about());
    if (waited.every((key) => !still.has(key)) && !isDirty()) location.reload();
  });
}

/** Tell whether an item changes the record that this page is about. */
function concerns({ path, subject }) {
  return [...path.split("/"), subject].some((part) => part?.length === 36 && location.pathname.includes(part));
}
