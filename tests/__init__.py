"""The tests: what the people of tests/world.py can and cannot do, and what the code must keep."""
