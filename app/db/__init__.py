"""Rows on disk: the declaration of what is replicated, the tables, and what fills the ports of desk and sync."""
