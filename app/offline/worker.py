"""The service worker as it is served: its version, what it keeps, then the script; or the one that ends it."""

import json
from functools import cache

from app.web.assets import asset, built, names
from app.web.version import version

ENTRY = "service-worker.js"
ENDINGS = (".css", ".js", ".svg")  # icons of the installed application are the browser's own to keep

# Takes its own caches off the phone and itself out of the browser; what was typed (IndexedDB) is not touched.
END = """\
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  const ours = (await caches.keys()).filter((name) => /^(shell|pages)-/.test(name));
  await Promise.all(ours.map((name) => caches.delete(name)));
  await registration.unregister();
})()));
"""


@cache
def script() -> str:
    """Return the worker: a first line with the build's version and the files to keep, then the built script."""
    kept = json.dumps([asset(name) for name in names() if name.endswith(ENDINGS) and name != ENTRY])
    return f'self.VERSION = "{version()}"; self.ASSETS = {kept};\n{built(ENTRY).read_text(encoding="utf-8")}'
