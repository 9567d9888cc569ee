"""The pages of sending and of review."""

from app.reviews import reminding  # noqa: F401 (what is said of dossiers each day)
