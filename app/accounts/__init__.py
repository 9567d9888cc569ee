"""Users, their one role in one unit, signing in and out."""
