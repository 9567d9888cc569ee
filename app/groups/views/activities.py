"""Activities: the fast entry, an activity's page, editing and correcting one."""

from flask import Blueprint

bp = Blueprint("activities", __name__)
