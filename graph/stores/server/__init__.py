"""A real Neo4j on a machine that has only Python."""

from .bolt import USER
from .lines import Line, line, lines
from .local_server import LocalServer
from .state import Running

__all__ = ["USER", "Line", "LocalServer", "Running", "line", "lines", "local_server"]


def local_server() -> LocalServer:
    """The local server that was started last, or that of the default line."""
    return LocalServer()
