"""What is asked about groups and activities."""
