"""The house rules of the networks we know, as data."""
