"""Files that people change after they were written: none is replaced without `--force`."""

from __future__ import annotations

from ..visualizations.output_file import OutputSort
from ..wording import Text

FOR_PEOPLE = OutputSort(
    Text("待填写的文件", "file for people to fill in"), mark=b"\0 no file that was filled in holds this"
)
