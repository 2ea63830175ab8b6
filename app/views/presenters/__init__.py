"""What the screens show and what may be done on them: state and decisions, without Tk."""
