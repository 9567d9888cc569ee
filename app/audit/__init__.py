"""The trail: who did what to which thing, from which unit, when; kept for ever, without personal values."""
