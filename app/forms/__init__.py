"""Registration forms in: files that people send, read with suspicion."""
