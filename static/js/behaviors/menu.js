// Closes an open <details data-menu> on Escape and on a touch outside it.

/** Close every open menu that does not hold `inside`; return the last one closed, or null. */
export function closeMenus(root, inside = null) {
  let closed = null;
  for (const menu of root.querySelectorAll("details[data-menu][open]")) {
    if (inside && menu.contains(inside)) continue;
    menu.open = false;
    closed = menu;
  }
  return closed;
}

if (globalThis.document) {
  document.addEventListener("click", ({ target }) => closeMenus(document, target));
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") closeMenus(document)?.querySelector("summary").focus();
  });
}
