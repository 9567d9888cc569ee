"""What an operation raises when it must refuse: the status, the contract's reason and plain words."""

from typing import ClassVar


class Refusal(Exception):
    """A request that cannot be done; ``reason`` becomes the ``Banyen-Reason`` header.

    ``link`` and ``link_label`` may say where to go next; ``message`` is for the person, in the page's language.
    """

    status: ClassVar[int] = 409
    reason: ClassVar[str] = "invalid"

    def __init__(self, message: str, *, link: str | None = None, link_label: str | None = None) -> None:
        """Keep the words (translated text, or lazy text read when it is shown)."""
        super().__init__(str(self.reason))
        self.message = message
        self.link = link
        self.link_label = link_label
