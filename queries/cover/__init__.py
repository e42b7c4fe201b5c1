"""Which stage has what, and what share is covered."""
