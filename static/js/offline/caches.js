// The worker's caches: what they are called, and taking them off the phone.

export const FILES = "shell-"; // and the build's version: the files of a build
export const PAGES = "pages-"; // and the user's id and the version: what that user saw and may see

/** Delete the caches of ours whose name `goes(name)` says so. */
export async function drop(goes) {
  const ours = (await caches.keys()).filter((name) => name.startsWith(FILES) || name.startsWith(PAGES));
  await Promise.all(ours.filter(goes).map((name) => caches.delete(name)));
}
