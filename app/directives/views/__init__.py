"""Pages of directives: one blueprint."""

from app.directives import told  # noqa: F401 (what its notices say, what it reminds of each day)
from app.directives.views import answers  # noqa: F401 (adds its addresses to the blueprint)
from app.directives.views.directives import bp

__all__ = ["bp"]
