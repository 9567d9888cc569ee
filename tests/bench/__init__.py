"""What `make bench` measures: figures of a real server and a real browser, each beside what it should reach."""
