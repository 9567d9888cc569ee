// Photos made small on the phone: at most 1600 pixels and 250 KB, before they are kept or sent.

const LONGEST_SIDE = 1600;
const LARGEST = 250_000;
const TRIES = [[1, 0.8], [1, 0.65], [1, 0.5], [0.75, 0.6], [0.6, 0.5], [0.45, 0.4]]; // scale, quality
const made = new WeakMap();

/** Return the small JPEG of a photo `file`; each file is worked on once. Rejects for what is no photo. */
export function pictureOf(file) {
  if (!made.has(file)) made.set(file, scaled(file));
  return made.get(file);
}

/** Return the SHA-256 of a blob in hexadecimal. */
export async function hashOf(blob) {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Return width and height that fit into a square of `longest`, times `scale`. */
export function fitted(width, height, longest, scale = 1) {
  const factor = Math.min(1, longest / Math.max(width, height)) * scale;
  return [Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor))];
}

async function scaled(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  let blob;
  for (const [scale, quality] of TRIES) {
    blob = await drawn(bitmap, fitted(bitmap.width, bitmap.height, LONGEST_SIDE, scale), quality);
    if (blob.size <= LARGEST) break;
  }
  bitmap.close();
  return blob;
}

function drawn(bitmap, [width, height], quality) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // what is transparent is paper
  pen.fillRect(0, 0, width, height);
  pen.drawImage(bitmap, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", quality);
  });
}

/** Say by the field, as soon as it was chosen, that a file is no photo, and let go of it. */
async function judge(input) {
  const field = input.closest(".field");
  const isPhoto = await pictureOf(input.files[0]).then(() => true, () => false);
  if (isPhoto) return;
  input.value = "";
  input.dispatchEvent(new Event("change", { bubbles: true }));
  const why = document.querySelector("#why-template").content.firstElementChild.cloneNode(true);
  why.id = `${input.id}-why`;
  why.querySelector("span").textContent = field.querySelector("[data-not-photo]").dataset.notPhoto;
  field.querySelector(".why")?.remove();
  field.append(why);
  field.classList.add("error");
  input.setAttribute("aria-invalid", "true");
}

if (globalThis.document) {
  const CHOICE = "form[data-outbox] input[type=file]";
  const look = (input) => input.files[0] && judge(input);
  document.addEventListener("change", ({ target }) => target.matches(CHOICE) && look(target));
  document.querySelectorAll(CHOICE).forEach(look); // chosen before this script was there
}
