"""Criteria sets: versioned rules a village or commune is measured against, kept as data."""
