"""How strongly one reaches another by all paths together."""
