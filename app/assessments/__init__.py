"""Assessments: how a village or commune judges itself by a criteria set, and what it plans where it falls short."""
