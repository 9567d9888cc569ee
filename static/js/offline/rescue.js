// The rescue file: what waits on this phone, locked for the server alone, to be sent from another phone.
import { itemsOf, write } from "./outbox.js";
import { uuid } from "../behaviors/identity.js";
import { knownKey } from "./rescue-key.js";
import * as store from "./store.js";
import { headersOf } from "./wire.js";

/** Return the rescue file of the user as a Blob. Rejects when the server's key was never learnt. */
export async function rescueFile(user) {
  const spki = await knownKey();
  const items = await Promise.all((await itemsOf(user.id)).map(portable));
  const plain = new TextEncoder().encode(JSON.stringify({ owner: user.id, items }));
  const lock = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, lock, plain);
  const server = await crypto.subtle.importKey(
    "spki", bytes(spki), { name: "RSA-OAEP", hash: "SHA-256" }, false, ["encrypt"],
  );
  const key = await crypto.subtle.encrypt("RSA-OAEP", server, await crypto.subtle.exportKey("raw", lock));
  const file = { banyen: "rescue", version: 1, key: await base64(key), iv: await base64(iv), data: await base64(data) };
  return new Blob([JSON.stringify(file)], { type: "application/json" });
}

/** Let the server open `file`, and put its items into this phone's outbox; return { status, count, html }.
 *
 * What is here already stays as it is, in newer words perhaps; what was sent from here is not waited for again.
 */
export async function takeIn(file, user) {
  const body = new FormData();
  body.append("file", file);
  const headers = headersOf({ key: uuid(), schema: 1 }, user.id);
  const answer = await fetch("/offline/rescue", { method: "POST", body, headers });
  if (!answer.ok) return { status: answer.status, count: 0, html: await answer.text() };
  const { items } = await answer.json();
  const here = new Set((await Promise.all(["outbox", "sent"].map(store.all))).flat().map(({ key }) => key));
  const mine = items.filter(({ owner, key }) => owner === user.id && !here.has(key)).map(unpacked);
  await write(mine);
  return { status: answer.status, count: mine.length, html: null };
}

async function portable(item) {
  return item.blob ? { ...item, blob: await base64(await item.blob.arrayBuffer()), type: item.blob.type } : item;
}

function unpacked(item) {
  if (!item.blob) return item;
  return { ...item, blob: new Blob([bytes(item.blob)], { type: item.type }), offset: 0 };
}

function base64(buffer) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.readAsDataURL(new Blob([buffer]));
  });
}

function bytes(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
