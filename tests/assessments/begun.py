"""An assessment of the cast by the letter's set, begun by its unit, and what its pages say."""

from uuid import uuid4

from werkzeug.test import TestResponse

from tests.client import Client
from tests.pages import parse, words

LETTER = {"set": "sonla-nangcao-2018", "year": "2020"}


def begun(client: Client, unit: int, **fields: str) -> str:
    """Begin an assessment and return its address."""
    answer = client.send("/assessments", unit=str(unit), id=str(uuid4()), **{**LETTER, **fields})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def said(answer: TestResponse) -> str:
    """Return the text of an answer."""
    return words(parse(answer.text))
