// Signing out: says first how many items have not been sent; takes pages and pack off the phone, never the outbox.
import { drop, PAGES } from "./caches.js";
import { counts } from "./outbox.js";
import * as store from "./store.js";

/** Watch the sign-out form of the page. */
export function watchSignOut() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-sign-out]") || form.dataset.confirmed !== undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const leaves = await confirmed();
    delete form.dataset.sending; // nothing was sent yet, whatever the page believes
    if (!leaves) return;
    await clear().catch(() => {}); // signing out goes on whatever the phone's memory says
    form.dataset.confirmed = "";
    form.requestSubmit();
  }, true);
}

async function confirmed() {
  const { waiting, fixing } = await counts().catch(() => ({ waiting: 0, fixing: 0 }));
  if (!waiting && !fixing) return true;
  const sheet = document.querySelector("#sign-out-template").content.firstElementChild.cloneNode(true);
  const words = sheet.querySelector("[data-words]");
  words.textContent = words.dataset.words.replace("{n}", waiting + fixing);
  document.body.append(sheet);
  sheet.showModal();
  return new Promise((resolve) => {
    sheet.addEventListener("close", () => {
      sheet.remove();
      resolve(sheet.returnValue === "yes");
    });
  });
}

/** Take from the phone what was shown to the user who leaves; what they typed and did not send stays theirs. */
export async function clear() {
  const packs = await store.all("packs");
  await store.together(["packs", "meta"], "readwrite", (of) => {
    packs.forEach(({ id }) => of("packs").delete(id));
    of("meta").delete("user");
  });
  await drop((name) => name.startsWith(PAGES));
}
