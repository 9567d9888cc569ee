"""Reorganising units: a plan read from a file or from the shipped merger, checked, shown, carried out whole or not."""
