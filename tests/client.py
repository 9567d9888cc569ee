"""A client that does as a browser does: it keeps cookies, sends the token, and is shown only sound HTML."""

from typing import Any

from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.extensions import db
from tests.pages import check_html

RAW_TOKEN = "0123456789abcdef0123456789abcdef01234567"


class Client(FlaskClient):
    """A browser of one person."""

    judges = True  # whether each answer must be sound HTML; to read a page takes longer than to make it

    def enter(self, username: str) -> None:
        """Sign in as the person of that name, without the sign-in page (which has tests of its own)."""
        with self.application.app_context():
            user = db.session.scalars(select(User).where(User.username == username)).one()
            session_id = user.get_id()
            db.session.remove()
        with self.session_transaction() as session:
            session.clear()
            session.permanent = True
            session["_user_id"] = session_id
            session["csrf_token"] = RAW_TOKEN

    def token(self) -> str:
        """Return a token that belongs to this client's session."""
        with self.session_transaction() as session:
            session.setdefault("csrf_token", RAW_TOKEN)
            raw = session["csrf_token"]
        with self.application.test_request_context() as context:
            context.session["csrf_token"] = raw
            token: str = generate_csrf()
            return token

    def send(self, address: str, /, *, key: Any = None, htmx: Any = False, **fields: Any) -> TestResponse:
        """Post a form with its token; ``key`` makes it a replay, ``htmx`` asks for the fragment.

        ``outcome_NAME`` and the like stay as they are; a field named like a keyword may be given as ``fields``.
        """
        headers = {}
        if key:
            headers["Idempotency-Key"] = key
        if htmx:
            headers["HX-Request"] = "true"
        data = {"csrf_token": self.token(), **{name: value for name, value in fields.items() if value is not None}}
        return self.post(address, data=data, headers=headers, content_type="multipart/form-data")

    def send_json(self, address: str, /, content: Any, *, key: Any = None, htmx: Any = False) -> TestResponse:
        """Post JSON with the token; ``key`` and ``htmx`` as for a form."""
        headers = {"X-CSRFToken": self.token(), **({"Idempotency-Key": key} if key else {})}
        return self.post(address, json=content, headers={**headers, **({"HX-Request": "true"} if htmx else {})})

    def part(self, address: str) -> TestResponse:
        """Get a fragment as htmx does."""
        return self.get(address, headers={"HX-Request": "true"})

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request and check the HTML of its answer."""
        kwargs.setdefault("buffered", True)  # a file that was sent is read and closed
        response = super().open(*args, **kwargs)
        response.request.environ["wsgi.input"].close()  # a large form lies in a temporary file
        # What is sound over one database is so over the other.
        over_sqlite = self.application.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
        if self.judges and over_sqlite and response.mimetype == "text/html" and response.data:
            check_html(response.get_data(as_text=True))
        return response
