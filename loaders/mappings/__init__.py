"""What the columns and words of a table mean, as data."""
