"""Tokens: what stands in a shell (a page kept on the phone) for a value that the phone fills in.

A shell is made by the same template as the page; only its values are tokens, such as ⟦head_name⟧ or ⟦signed_on|day⟧.
"""

import re
from typing import Any

from flask import Flask
from markupsafe import Markup

OPEN, CLOSE = "⟦", "⟧"


class Token(str):
    """The place of the value ``name``, written as ``form`` says: day, time, number, phone, or as it is."""

    __slots__ = ("name",)
    name: str

    def __new__(cls, name: str, form: str = "") -> "Token":
        """Return the text that the phone looks for."""
        made = super().__new__(cls, f"{OPEN}{name}{'|' if form else ''}{form}{CLOSE}")
        made.name = name
        return made

    def written(self, form: str) -> "Token":
        """Return the place of the same value, written in another form."""
        return Token(self.name, form)

    def strftime(self, _format: str) -> str:
        """Return itself: a date field writes a date so."""
        return self


class Rows(list[Any]):
    """The place of a list: true, and without a row until the phone puts its own there."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__()
        self.name = name

    def __bool__(self) -> bool:
        """Stand in the page."""
        return True


def init_tokens(app: Flask) -> None:
    """Give templates ``token(name)``, ``optional(value)``, ``share(value, total)`` and ``length_of(text)``."""
    app.jinja_env.globals.update(optional=optional, share=share, token=Token, length_of=length_of)


def length_of(text: str) -> int:
    """Return how many characters will be read; a token stands for a village's number, of three figures at most."""
    return len(re.sub(f"{OPEN}.*?{CLOSE}", "000", text))


def optional(value: object) -> Markup:
    """Return the attribute by which the phone knows an element that stands only where ``value`` is; else nothing.

    The template still asks ``{% if value %}``: a token is true, so a shell has every such element, and the phone
    takes away those whose value is empty.
    """
    return Markup(' data-optional="{}"').format(value.name) if isinstance(value, Token | Rows) else Markup()


def share(value: float | Token, total: float | Token) -> str:
    """Return ``value`` out of ``total`` in percent, with two decimals; a token for tokens, named "value/total"."""
    if isinstance(value, Token) or isinstance(total, Token):
        return Token(f"{getattr(value, 'name', value)}/{getattr(total, 'name', total)}")
    return f"{100 * value / total:.2f}"
