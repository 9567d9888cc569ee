"""Stored files: checked by content, re-encoded, fsynced under random names outside the web root."""
