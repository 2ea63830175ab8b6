"""The command line: arguments in, deeds called, text or JSON out."""
