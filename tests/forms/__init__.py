"""Forms that people send, read as they come."""
