"""Self-management groups and what they do: who belongs to them, their activities, whether they are regular."""
