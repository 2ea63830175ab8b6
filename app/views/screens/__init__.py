"""Screens: widgets only. What they show and do is decided by their presenters."""
