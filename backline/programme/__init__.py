"""What to do today: which exercises, which stage, how much, and why."""
