"""Notices: what one unit is told by another, in the app."""
