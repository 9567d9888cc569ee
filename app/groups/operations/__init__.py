"""What changes groups and activities."""
