"""Reads one Word or PDF file in a process of its own, since a hostile one can take all memory or never end.

It is started as a file, not as a part of the package. It writes a JSON list of pairs (form, text), one a paragraph.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import suppress

MOST_MEMORY = 1024 * 1024 * 1024
LOCKED, MISSING = 3, 4
"""Exit codes: the file has a password; a library is not installed."""


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # not on Windows and macOS, where the time limit alone holds
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _of_word(path: str) -> Iterator[tuple[str, str]]:
    from docx import Document
    from docx.table import Table

    for block in Document(path).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "paragraph", "\t".join(cell.text for cell in row.cells)
            continue
        style = (block.style.name or "") if block.style else ""
        if style.startswith(("Heading", "Title", "标题")):
            yield "heading", block.text
        else:
            yield "item" if style.startswith(("List", "列表")) else "paragraph", block.text


def _of_pdf(path: str) -> Iterator[tuple[str, str]]:
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        sys.exit(LOCKED)
    for page in reader.pages:
        for line in (page.extract_text() or "").splitlines():
            yield "line", line


def main(path: str) -> int:
    """Write the paragraphs of a file to standard output, and why it cannot be read to standard error.

    Parameters
    ----------
    path
        The file.
    """
    logging.disable(logging.CRITICAL)
    _limit_memory()
    try:
        pieces = _of_pdf(path) if path.casefold().endswith(".pdf") else _of_word(path)
        sys.stdout.write(json.dumps(list(pieces)))
    except ImportError as error:
        sys.stderr.write(error.name or "")
        return MISSING
    except Exception as error:  # noqa: BLE001 whatever the library says is told by the parent
        sys.stderr.write(type(error).__name__)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
