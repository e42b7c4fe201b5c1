"""The command `alliance`."""

from .root import main

__all__ = ["main"]
