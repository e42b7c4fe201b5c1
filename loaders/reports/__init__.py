"""Reports as text: what they say as proposals, and what was decided on these as facts."""

from .batch import batch_of, decided_batch
from .load import load_report
from .questions import questions_of
from .report import Report, is_report, read_report

__all__ = ["Report", "batch_of", "decided_batch", "is_report", "load_report", "questions_of", "read_report"]
