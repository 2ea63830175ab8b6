"""Registration forms made up from a seed, with the truth beside each: what was written into which field."""
