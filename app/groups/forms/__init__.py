"""The forms of groups and activities."""
