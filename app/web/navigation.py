"""The menu: each domain names its first page once, and the policy decides who sees it."""

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask.sansio.app import App
from flask_babel.speaklater import LazyString
from flask_login import current_user

from app.policy import Action, can
from app.web.access import actor

MENU = "banyen_menu"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu."""

    endpoint: str
    label: LazyString
    icon: str
    action: Action
    order: int = 50
    tab: bool = True  # stands at the top of a wide page too; what is seldom needed is in the menu alone

    @property
    def url(self) -> str:
        """Where the line leads."""
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        """Whether the page shown is this one."""
        return request.endpoint == self.endpoint


def add_entry(app: App, entry: Entry) -> None:
    """Put a line into the application's menu, ordered by ``entry.order``."""
    lines: list[Entry] = app.extensions.setdefault(MENU, [])
    lines.append(entry)
    lines.sort(key=lambda line: line.order)


def menu() -> list[Entry]:
    """Return the lines that the signed-in user may follow; none when signed out."""
    if not current_user.is_authenticated:
        return []
    return [entry for entry in current_app.extensions.get(MENU, []) if can(actor(), entry.action)]
