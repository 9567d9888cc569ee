"""Exactly once: the ledger of what phones have sent."""
