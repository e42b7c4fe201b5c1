"""Answers and graphs to hand out."""
