// Signing out, and another language: done with a network only, so the server's word comes first, then the phone forgets.
import { clear } from "./forget.js";
import { counts } from "./outbox.js";
import { shellPage } from "./shell.js";

const PATIENCE = 8_000; // milliseconds

/** Send the form that signs out or, by its pressed `button`, chooses a language; says so where no server answers. */
export async function ask(form, button) {
  delete form.dataset.sending; // nothing was sent yet, whatever the page believes
  const leaves = form.matches("[data-sign-out]");
  if (leaves && !(await confirmed())) return;
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  if (!answer?.headers.has("Banyen")) return sayOffline(form);
  const gone = leaves && (answer.ok || answer.status === 401); // 401: another tab was first
  if (gone) await clear().catch(() => {}); // whatever the phone's memory says
  if (gone) location.assign("/login");
  else location.reload();
}

/** Ask first where something of the person waits; unsent items stay on the phone. */
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

async function sayOffline(form) {
  form.closest("details")?.removeAttribute("open");
  const words = (await shellPage("offline")).querySelector("#offline-template");
  document.querySelector("#flashes").replaceChildren(document.importNode(words.content, true));
  scrollTo(0, 0);
}
