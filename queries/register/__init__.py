"""What is missing in the chain."""
