"""Signatures of citizens on what they send: who, when, over which files, and whether anything was altered since.

Nothing here says that a signature is valid in law: that takes trust lists and revocation, which are asked elsewhere.
"""
