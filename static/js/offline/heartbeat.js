// Tells the server how many items wait on this phone and how old the oldest is, so that the commune misses none.
import { uuid } from "../behaviors/identity.js";
import { itemsOf } from "./outbox.js";
import * as store from "./store.js";
import { thisPhone } from "./this-phone.js";
import { formOf, headersOf, post } from "./wire.js";

const PATIENCE = 10_000;
const AT_LEAST_EVERY = 6 * 3600_000;

/** Say what waits on the phone, when it differs from what was last said or that is long ago. */
export async function beat(user, fetch = globalThis.fetch.bind(globalThis)) {
  const items = await itemsOf(user.id);
  const fixing = items.filter(({ state }) => state === "fix").length;
  const said = [user.id, items.length, fixing, items[0]?.captured ?? ""].join(" ");
  const last = (await store.get("meta", "heartbeat"))?.value;
  if (last?.said === said && Date.now() - last.at < AT_LEAST_EVERY) return;
  const fields = { phone: await thisPhone(), waiting: items.length, fixing, oldest: items[0]?.captured ?? "" };
  const key = uuid();
  const answer = await post(
    "/offline/heartbeat", formOf(Object.entries(fields).map(([name, value]) => [name, String(value)])),
    headersOf({ key, schema: 1 }, user.id), PATIENCE, fetch,
  ).catch(() => null);
  if (answer?.status === 204) await store.put("meta", { name: "heartbeat", value: { said, at: Date.now() } });
}
