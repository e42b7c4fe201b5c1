"""What joins several at once."""
