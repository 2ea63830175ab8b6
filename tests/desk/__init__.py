"""Tests of the deeds, on a real database."""
