// Which phone this is: the server tells a person's phones apart by it.
import { uuid } from "../behaviors/identity.js";
import * as store from "./store.js";

/** Return this phone's own id, made on first use. Rejects where nothing can be kept. */
export async function thisPhone() {
  const known = (await store.get("meta", "phone"))?.value;
  if (known) return known;
  const made = uuid();
  await store.put("meta", { name: "phone", value: made });
  return made;
}
