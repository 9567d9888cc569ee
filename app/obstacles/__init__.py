"""Obstacles: difficulties reported through the district to the province, and answered (letter 1067/CAT-PV05)."""
