// The sign-in sheet: opens above the form when the server has forgotten who one is; what was typed stays below it.
import { uuid } from "../behaviors/identity.js";

const CALM = 2_000; // milliseconds without a keystroke: what is being typed must not go into the sheet

let open = null;
let declined = false;
let entries = 0; // how often somebody signed in above this page

/** Ask to sign in; resolve with true once `user` is signed in again, false when the sheet was closed or none came.
 *
 * Signing in as somebody else leads to that person's first page; what the first one typed stays on the phone.
 */
export async function askToSignIn(user) {
  open ??= show(user).finally(() => (open = null));
  const entered = await open;
  declined = entered === false;
  if (entered) entries += 1;
  return Boolean(entered);
}

/** The same, where the person did not just send something: not while they type, nor again once they closed the sheet. */
export async function offerToSignIn(user) {
  const before = entries;
  if (!declined && !open && document.querySelector("form[data-outbox]")) await calm();
  if (entries > before) return true; // they were asked meanwhile, as they sent something
  return !declined && askToSignIn(user);
}

document.addEventListener("banyen:send", () => (declined = false)); // who asks to send may be asked again

/** Resolve once nobody has typed for a while. */
function calm() {
  return new Promise((resolve) => {
    const calmed = () => {
      document.removeEventListener("input", again, true);
      resolve();
    };
    let timer = setTimeout(calmed, CALM);
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(calmed, CALM);
    };
    document.addEventListener("input", again, true);
  });
}

async function show(user) {
  const answer = await fetch("/login", { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.headers.has("Banyen")) return null;
  const sheet = document.querySelector("#sign-in-template").content.firstElementChild.cloneNode(true);
  write(sheet, await answer.text());
  document.body.append(sheet);
  sheet.showModal();
  return new Promise((resolve) => {
    sheet.addEventListener("close", () => {
      sheet.remove();
      resolve(false);
    });
    sheet.addEventListener("submit", async (event) => {
      if (event.target.method === "dialog") return;
      event.preventDefault();
      if (await enter(sheet, event.target, user)) {
        resolve(true);
        sheet.close();
      }
    });
  });
}

function write(sheet, html) {
  sheet.querySelector("[data-form]").innerHTML = html; // our own server's; the policy lets no script in it run
  (sheet.querySelector(".error input") ?? sheet.querySelector("input:not([type=hidden])")).focus();
}

async function enter(sheet, form, user) {
  const headers = { "Idempotency-Key": uuid(), "HX-Request": "true" };
  const answer = await fetch("/login", { method: "POST", body: new FormData(form), headers }).catch(() => null);
  delete form.dataset.sending; // its answer came, or none will
  form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  sheet.querySelector("[data-unsent]").hidden = Boolean(answer?.headers.has("Banyen"));
  if (!answer?.headers.has("Banyen")) return false;
  if (!answer.ok) {
    write(sheet, await answer.text());
    return false;
  }
  const { user: entered } = await answer.json();
  if (entered !== user.id) location.assign("/");
  return entered === user.id;
}
