"""Answers and graphs to hand out."""

from .alliance_map import AllianceMap

__all__ = ["AllianceMap"]
