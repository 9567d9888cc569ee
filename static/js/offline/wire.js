// How a submission is spoken over HTTP: its headers, and what an answer says.
import { learnTime, note } from "./contact.js";
import { retryAfter } from "./replay.js";
import { thisPhone } from "./this-phone.js";

/** Send `body` to `path` within `patience` milliseconds; return what the answer says. Rejects when none came.
 *
 * { status, echo, reason, url, receipt, html, wait, text }: echo is the key, html the page part of a refusal, wait the
 * seconds of Retry-After.
 */
export async function post(path, body, headers, patience, fetch) {
  try {
    const phone = await thisPhone().catch(() => null);
    const all = { ...headers, ...(phone && { "Banyen-Phone": phone }) };
    const signal = AbortSignal.timeout(patience);
    return await read(await fetch(path, { method: "POST", body, headers: all, redirect: "manual", signal }));
  } catch (error) {
    note(false);
    throw error;
  }
}

/** Return the headers of a submission: { key, schema, queued } of `user`. */
export function headersOf({ key, schema, queued }, user) {
  return {
    "Idempotency-Key": key,
    "Banyen-Owner": user,
    "Banyen-Schema": String(schema),
    ...(queued && { "Banyen-Queued": "1" }),
  };
}

/** Return the fields ([name, value] pairs) as the body of a form. */
export function formOf(fields) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  return body;
}

async function read(response) {
  const header = (name) => response.headers.get(name);
  const text = await response.text();
  const ours = header("Banyen") !== null;
  note(ours);
  if (ours) learnTime(header("Date"));
  return {
    status: response.status,
    echo: header("Idempotency-Key"),
    reason: header("Banyen-Reason"),
    url: header("Location"),
    receipt: header("Banyen-Receipt"),
    html: response.status >= 400 ? text : null,
    wait: retryAfter(header("Retry-After")),
    text,
  };
}
