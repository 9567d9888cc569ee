"""The pages of sending and of review."""
