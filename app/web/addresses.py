"""Addresses as they come in: the one asked for, as text that every page may hold, and the numbers that stand in it."""

from collections.abc import Iterable
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

LARGEST_NUMBER = 2**31 - 1  # what the databases' integer columns hold
PLAIN = "/:@!$&'()*+,;=~?"  # what may stand in a path or a query as it is (RFC 3986, 3.3 and 3.4)


class NumberConverter(IntegerConverter):
    """``<int:...>``: an address with a number that no row can have does not exist."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_NUMBER)


class EncodedQuery:
    """Middleware that percent-encodes what no browser sends in a query as it is: Werkzeug reads UTF-8 only."""

    def __init__(self, inner: WSGIApplication) -> None:
        self.inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Hand on the request."""
        environ["QUERY_STRING"] = quote(environ.get("QUERY_STRING", ""), safe=f"{PLAIN}%", encoding="latin-1")
        return self.inner(environ, start_response)


def init_addresses(app: Flask) -> None:
    """Bound the numbers in addresses, make every query readable and give templates ``here()``."""
    app.url_map.converters["int"] = NumberConverter
    app.wsgi_app = EncodedQuery(app.wsgi_app)  # type: ignore[method-assign]
    app.jinja_env.globals["here"] = here


def here() -> str:
    """Return this request's path and query, percent-encoded: any bytes may have been sent."""
    query = request.query_string.decode()
    return quote(request.path, safe=PLAIN) + (f"?{query}" if query else "")
