"""What path questions search: the links that a rule admits on a day."""
