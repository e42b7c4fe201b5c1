"""What changed: between two days, or if something were otherwise; in facts and in answers."""
