"""Stored files: checked by content, photos re-encoded, fsynced under random names outside the web root."""
