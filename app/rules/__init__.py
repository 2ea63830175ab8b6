"""What is allowed and what follows: pure functions, no clock, no disk, no window."""
