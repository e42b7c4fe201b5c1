"""From tables and reports to checked facts in a store."""

from .export import export_graph
from .folder import Checks, FolderFacts, read_folder
from .load import LoadResult, load_folder, load_frames
from .reports.load import load_report
from .reports.report import Report, read_report

__all__ = [
    "Checks",
    "FolderFacts",
    "LoadResult",
    "Report",
    "export_graph",
    "load_folder",
    "load_frames",
    "load_report",
    "read_folder",
    "read_report",
]
