"""From tables to checked facts in a store."""

from .export import export_graph
from .folder import Checks, FolderFacts, read_folder
from .load import LoadResult, load_folder

__all__ = ["Checks", "FolderFacts", "LoadResult", "export_graph", "load_folder", "read_folder"]
