"""Who is this, and what is around it."""
