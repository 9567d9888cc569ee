// The server's public key, learnt while there is a network, so that a rescue file can be made when there is none.
import * as store from "./store.js";

const KNOWN = "rescue-key";

/** Fetch the key unless it is known. Rejects when nobody answers. */
export async function learnKey() {
  if (await store.get("meta", KNOWN)) return;
  const { spki } = await (await fetch("/offline/rescue-key")).json();
  await store.put("meta", { name: KNOWN, value: spki });
}

/** Return the key (base64 of its SPKI form). Rejects when it was never learnt. */
export async function knownKey() {
  return (await store.get("meta", KNOWN)).value;
}
