"""What Lete promises, checked."""
