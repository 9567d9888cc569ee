"""When a page can be used, told by the page itself: its first paint, and its main control there, enabled and styled."""

import json
from typing import Any

from playwright.sync_api import Page

# Looks as often as the page is drawn. A page without its style sheet has no layout of ours: the token tells.
SCRIPT = """(() => {
  const wanted = %s;
  const told = (globalThis.banyenWatch = {});
  const styled = () => getComputedStyle(document.documentElement).getPropertyValue("%s") !== "";
  const usable = (found) => found && !found.disabled && found.checkVisibility() && found.getClientRects().length > 0;
  const look = () => {
    const there = () => wanted.every((one) => usable(document.querySelector(one)));
    if (document.body && styled() && there()) told.usable = performance.now();
    else requestAnimationFrame(look);
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === "first-contentful-paint") told.paint = entry.startTime;
  }).observe({ type: "paint", buffered: true });
  addEventListener("DOMContentLoaded", () => {
    told.ready = performance.now();
    const runs = () => document.documentElement.classList.contains("js");
    const live = () => (runs() ? (told.live = performance.now()) : setTimeout(live, 20));
    live();
  });
  look();
})()"""
TOLD = "() => globalThis.banyenWatch"
ALL = """() => {
  const { paint, ready, live, usable } = globalThis.banyenWatch ?? {};
  return paint && ready && live && usable;
}"""
TOKEN = "--page"  # a colour that the style sheet gives to the root
PATIENCE = 60_000  # milliseconds


def watch(page: Page, *wanted: str) -> None:
    """Let the pages to come note when all that ``wanted`` selects can be used."""
    page.add_init_script(SCRIPT % (json.dumps(wanted), TOKEN))


def seconds(page: Page) -> dict[str, float]:
    """Return the moments since the navigation began, in seconds.

    paint: something is seen; ready: the document is read; usable: as watched, and seen; live: the scripts run.
    """
    page.wait_for_function(ALL, timeout=PATIENCE)
    told: dict[str, Any] = page.evaluate(TOLD)
    told["usable"] = max(told["usable"], told["paint"])  # what is there is looked at just before it is painted
    return {moment: milliseconds / 1000 for moment, milliseconds in told.items()}
