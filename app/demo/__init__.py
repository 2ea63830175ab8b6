"""A network for practice: three branches, people, books and loans, every one of them invented."""
