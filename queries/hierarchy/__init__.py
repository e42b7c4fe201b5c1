"""Levels of administration: which of them the alliance reaches, and who stands under whom."""
