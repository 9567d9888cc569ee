"""Inspections: visits of the level above, their findings by indicator, what they demand (letter 1067/CAT-PV05)."""
