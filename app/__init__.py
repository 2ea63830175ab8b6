"""Lete: the desk of a small public library."""
