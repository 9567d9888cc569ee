"""What stands in a shell for a record: it shows itself as one does, with tokens for its values."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from flask import g, render_template
from flask_login import current_user
from markupsafe import Markup

from app.units.choice import actor_is_in_village
from app.web.access import actor
from app.web.tokens import Token

T = TypeVar("T")


def stub_village() -> Any:
    """Return the person's own village or, for who reads several, one that the phone names."""
    if actor_is_in_village(actor()):
        return current_user.unit
    return stub("Unit", id=Token("village_id"), full_name=Token("village"), path=f"{actor().unit_path}0/")


def stub(kind: str, /, **values: Any) -> SimpleNamespace:
    """Return something that shows itself as a record of ``kind`` does, with tokens for its values."""
    made: SimpleNamespace = type(kind, (SimpleNamespace,), {})(**values)
    return made


def once(make: Callable[[], T]) -> T:
    """Return what ``make()`` gives, made once for all shells of a request: each would ask the database anew."""
    made: dict[Callable[[], Any], Any] = g.setdefault("made_for_shells", {})
    if make not in made:
        made[make] = make()
    return cast(T, made[make])


def rendered(template: str, **context: Any) -> Markup:
    """Return a part of a page, escaped already."""
    return Markup(render_template(template, **context))  # noqa: S704 (our own template, escaped already)
