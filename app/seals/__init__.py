"""Seals (niêm): what the approval of a dossier covers is not changed without reopening it."""
