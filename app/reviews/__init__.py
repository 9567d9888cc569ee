"""Sending upward and review: submissions, their steps, what was decided, what is sealed."""
