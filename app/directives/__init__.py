"""Directives and guidance: what units above ask of, or explain to, units below."""
