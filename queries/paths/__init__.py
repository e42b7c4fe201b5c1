"""How one reaches another."""
