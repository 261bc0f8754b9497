"""A person's day: what is known of them, today's plan, the session step by step, and its record."""
