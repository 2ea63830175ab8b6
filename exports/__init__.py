"""Reports for branch managers, as Excel files: one report a module."""
