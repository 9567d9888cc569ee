"""The first page of each role, and how far the signing has come, unit by unit."""
