"""Groups: the list, a group's page, founding and editing one, its members and its standing."""

from flask import Blueprint

bp = Blueprint("groups", __name__)
