"""Standing: what a village or a commune declares (registration, convention) and was granted (recognition, and more)."""
