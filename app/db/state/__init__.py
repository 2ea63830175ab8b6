"""State: derived from facts and descriptions in the transaction that touches them, never replicated."""
