"""What a librarian sees."""
