"""Invented data: the demo district, and loads as large as a province to measure with."""
