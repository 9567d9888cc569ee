// The sign-in sheet: opens above the form when the server has forgotten who one is; what was typed stays below it.
import { uuid } from "../behaviors/identity.js";

let open = null;
let declined = false;

/** Ask to sign in; resolve with true once `user` is signed in again, false when the sheet was closed.
 *
 * Signing in as somebody else leads to that person's first page; what the first one typed stays on the phone.
 */
export async function askToSignIn(user) {
  open ??= show(user).finally(() => (open = null));
  declined = !(await open);
  return !declined;
}

/** The same, where the person did not just send something: not again on this page once they closed the sheet. */
export const offerToSignIn = async (user) => !declined && askToSignIn(user);

async function show(user) {
  const answer = await fetch("/login", { headers: { "HX-Request": "true" } });
  const sheet = document.createElement("dialog");
  sheet.className = "sheet-dialog";
  document.body.append(sheet);
  write(sheet, await answer.text());
  sheet.showModal();
  return new Promise((resolve) => {
    sheet.addEventListener("close", () => {
      sheet.remove();
      resolve(false);
    });
    sheet.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (await enter(sheet, event.target, user)) {
        resolve(true);
        sheet.close();
      }
    });
  });
}

function write(sheet, html) {
  sheet.innerHTML = html; // our own server's fragment; the policy lets no script in it run
  sheet.querySelector("input:not([type=hidden])")?.focus();
}

async function enter(sheet, form, user) {
  const headers = { "Idempotency-Key": uuid(), "HX-Request": "true" };
  const answer = await fetch("/login", { method: "POST", body: new FormData(form), headers }).catch(() => null);
  if (!answer) return false;
  if (!answer.ok) {
    write(sheet, await answer.text());
    return false;
  }
  const { user: entered } = await answer.json();
  if (entered !== user.id) location.assign("/");
  return entered === user.id;
}
