"""The tests of the window."""
