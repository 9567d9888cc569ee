"""What a page costs on the wire, told by the browser itself, file by file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page

KB = 1000  # bytes: the strict reading
OF_PAGES = {"text/html", "text/css", "text/javascript"}


@dataclass(slots=True)
class Transfer:
    """An answer: its path, what it is, and its bytes with headers as they were sent (none for what was kept)."""

    path: str
    mime: str = ""
    whole: int = 0


class Wire:
    """Listens to a page from now on. What its service worker fetches by itself does not pass here."""

    def __init__(self, page: Page) -> None:
        """Begin to listen."""
        self.transfers: dict[str, Transfer] = {}
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.requestWillBeSent", self._asked)
        self.session.on("Network.responseReceived", self._answered)
        self.session.on("Network.loadingFinished", self._finished)

    def forget(self) -> None:
        """Count anew from here."""
        self.transfers.clear()

    def of_page(self) -> list[Transfer]:
        """Return the HTML, CSS and JavaScript so far."""
        return [each for each in self.transfers.values() if each.mime in OF_PAGES]

    def others(self) -> list[Transfer]:
        """Return everything else: icons, the manifest, the pack."""
        return [each for each in self.transfers.values() if each.mime not in OF_PAGES]

    def _asked(self, told: dict[str, Any]) -> None:
        self.transfers[told["requestId"]] = Transfer(urlsplit(told["request"]["url"]).path)

    def _answered(self, told: dict[str, Any]) -> None:
        if told["requestId"] in self.transfers:
            self.transfers[told["requestId"]].mime = told["response"]["mimeType"]

    def _finished(self, told: dict[str, Any]) -> None:
        if told["requestId"] in self.transfers:
            self.transfers[told["requestId"]].whole = int(told["encodedDataLength"])


def kilobytes(transfers: Iterable[Transfer]) -> float:
    """Return what these weigh, with their headers."""
    return sum(each.whole for each in transfers) / KB
