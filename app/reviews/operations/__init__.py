"""The writers of reviews: sending, deciding, what is said of parts, comments, exceptions."""
