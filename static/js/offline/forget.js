// Takes off the phone what was shown to somebody; what they typed and did not send stays theirs.
import { drop, PAGES } from "./caches.js";
import * as store from "./store.js";

/** Forget pages, books and who was signed in. */
export async function clear() {
  const packs = await store.all("packs");
  await store.together(["packs", "meta"], "readwrite", (of) => {
    packs.forEach(({ id }) => of("packs").delete(id));
    of("meta").delete("user");
  });
  await drop((name) => name.startsWith(PAGES));
}
