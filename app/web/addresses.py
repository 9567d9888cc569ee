"""Addresses as they come in: the one asked for, as text that every page may hold, and the numbers that stand in it."""

from urllib.parse import quote

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

LARGEST_NUMBER = 2**31 - 1  # what the databases' integer columns hold
PLAIN = "/:@!$&'()*+,;=~?"  # what may stand in a path or a query as it is (RFC 3986, 3.3 and 3.4)


class NumberConverter(IntegerConverter):
    """``<int:...>``: an address with a number that no row can have does not exist."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_NUMBER)


def init_addresses(app: Flask) -> None:
    """Bound the numbers in addresses and give templates ``here()``."""
    app.url_map.converters["int"] = NumberConverter
    app.jinja_env.globals["here"] = here


def here() -> str:
    """Return this request's path and query, percent-encoded: any bytes may have been sent."""
    query = quote(request.query_string, safe=f"{PLAIN}%")
    return quote(request.path, safe=PLAIN) + (f"?{query}" if query else "")
