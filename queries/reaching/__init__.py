"""Whom one reaches, and who reaches most."""
