"""The dated hierarchy: units, their placement under a parent from-to, and who succeeded whom."""
