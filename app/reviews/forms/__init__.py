"""The forms of sending and of review."""
