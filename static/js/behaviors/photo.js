// Shows the photo just taken (the first of several), with names and sizes, in place of the empty button.

/** Return a file's size in words as `locale` writes it: kilobytes below a megabyte, else megabytes with one decimal. */
export function sizeInWords(bytes, locale) {
  const mega = bytes >= 1_000_000;
  const form = { maximumFractionDigits: mega ? 1 : 0 };
  const amount = new Intl.NumberFormat(locale, form).format(bytes / (mega ? 1_000_000 : 1000));
  return `${amount} ${mega ? "MB" : "KB"}`;
}

function show(photo, files) {
  const [file] = files;
  const picture = photo.querySelector("img");
  const name = photo.querySelector("[data-photo-name]");
  if (picture.src) URL.revokeObjectURL(picture.src);
  picture.hidden = name.hidden = !file;
  photo.classList.toggle("filled", Boolean(file));
  photo.querySelector("[data-photo-first]").hidden = Boolean(file);
  photo.querySelector("[data-photo-again]").hidden = !file;
  if (!file) return picture.removeAttribute("src");
  picture.src = URL.createObjectURL(file);
  const words = [...files].map(({ name: own, size }) => `${own} · ${sizeInWords(size, document.documentElement.lang)}`);
  name.textContent = words.join("; ");
}

if (globalThis.document) {
  document.addEventListener("change", ({ target }) => {
    const photo = target.closest("[data-photo]");
    if (photo) show(photo, target.files);
  });
}
