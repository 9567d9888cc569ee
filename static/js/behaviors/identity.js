// Gives <input data-uuid> an id made here (UUID version 7) when the server left it empty.
import { everywhere } from "./page.js";

/** Return a UUID of version 7: `now` in milliseconds, then `random` (at least 10 bytes). */
export function uuid7(now, random) {
  const bytes = new Uint8Array(16);
  bytes.set(random.subarray(0, 10), 6);
  for (let i = 5, left = now; i >= 0; i--, left = Math.floor(left / 256)) bytes[i] = left % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Return a fresh UUID of version 7. */
export const uuid = () => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

if (globalThis.document) {
  everywhere((root) => {
    for (const input of root.querySelectorAll("input[data-uuid]")) {
      input.value ||= uuid();
    }
  });
}
