"""Reading an answer as a person does: its heading, what stands by a field, what is typed in, where it leads."""

from typing import Any
from xml.etree.ElementTree import Element

from werkzeug.test import TestResponse

from app.clock import today
from tests.client import Client
from tests.pages import parse, words

HOUSEHOLD = {"head_name": "Hoàng Thị Xuân", "member_count": "5", "address": "cuối bản"}


def pledge(**changes: Any) -> dict[str, Any]:
    """Return the fields of a sound pledge with some changed."""
    return {"signed_on": today().isoformat(), "signer_name": "Lò Văn Ánh", "method": "paper", **changes}


def why(answer: TestResponse, field: str) -> str:
    """Return what stands by a field."""
    return next(words(element) for element in parse(answer.text).iter() if element.get("id") == f"{field}-why")


def typed(answer: TestResponse) -> dict[str | None, str | None]:
    """Return the value of every input of an answer, by name."""
    return {box.get("name"): box.get("value") for box in parse(answer.text).iter("input")}


def heading(answer: TestResponse) -> str:
    return words(next(parse(answer.text).iter("h1")))


def links(answer: TestResponse) -> dict[str, str | None]:
    return {words(link): link.get("href") for link in parse(answer.text).iter("a")}


def rows_of(answer: TestResponse) -> list[str]:
    return [
        words(element)
        for element in parse(answer.text).iter("li")
        if (element.get("id") or "").startswith("household-")
    ]


def send_form(client: Client, answer: TestResponse, id_: str | None) -> TestResponse:
    """Send a form of an answer as it stands: the one with this id or, without, the one inside the page's words."""
    main: Element = next(parse(answer.text).iter("main"))
    form = next(form for form in main.iter("form") if form.get("id") == id_)
    fields = {box.get("name") or "": box.get("value") or "" for box in form.iter("input")}
    return client.post(form.get("action") or "", data=fields)
