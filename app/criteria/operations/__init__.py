"""What changes criteria sets."""
