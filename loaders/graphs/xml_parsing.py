"""XML read as a stream: no entities, no documents from elsewhere, every error with its line and column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from ...errors import FileRefused
from ...wording import Text
from ..tables.csv_table import content

_MOST_DEPTH = 200
_MOST_TEXT = 1_000_000
_CHUNK = 1024 * 1024
_ENTITIES = Text(
    "{path} 第 {line} 行声明了 DOCTYPE 或实体,图文件中不应有。请重新导出。",
    "{path} declares a DOCTYPE or entities at line {line}, which no graph needs. Export it anew.",
)
_NOT_XML = Text(
    "{path} 第 {line} 行第 {column} 列不是有效的 XML({reason})。请检查是否截断,或重新导出。",
    "{path} is not valid XML at line {line}, column {column} ({reason}). Look whether it is cut off, or export "
    "it anew.",
)
_TOO_DEEP = Text(
    "{path} 第 {line} 行嵌套太深,或文字太长。", "{path} is nested too deeply, or a text is too long, at line {line}."
)
Start = Callable[[str, dict[str, str], int], None]
End = Callable[[str, str], None]


def parse_xml(path: Path, start: Start, end: End) -> None:
    """Read a file, calling for the beginning and the end of each element.

    Parameters
    ----------
    path
        The file.
    start
        Called with the name without its space, the attributes and the line.
    end
        Called with the name and the text since the last element began.

    Raises
    ------
    FileRefused
        It is no file, too large, no XML, or declares entities.
    """
    reader = _Reader(path, start, end)
    data = content(path)
    try:
        for place in range(0, len(data), _CHUNK):
            reader.parser.Parse(data[place : place + _CHUNK])
        reader.parser.Parse(b"", True)  # noqa: FBT003 the parser takes no name for it
    except expat.ExpatError as error:
        reason = Text.same(expat.errors.messages[error.code])
        raise FileRefused(_NOT_XML, path=path, line=error.lineno, column=error.offset + 1, reason=reason) from error
    except FileRefused:  # by a handler; it is a ValueError too
        raise
    except (LookupError, ValueError) as error:  # an encoding that Python does not know, or one of several bytes
        reason = Text("不认识的编码", "unknown encoding")
        raise FileRefused(_NOT_XML, path=path, line=1, column=1, reason=reason) from error


class _Reader:
    """The handlers of one file."""

    def __init__(self, path: Path, start: Start, end: End) -> None:
        self._path, self._start, self._end = path, start, end
        self._depth, self._length = 0, 0
        self._texts: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._take

    def _refuse(self, *_: object) -> None:
        raise FileRefused(_ENTITIES, path=self._path, line=self.parser.CurrentLineNumber)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._texts, self._length = [], 0
        if self._depth > _MOST_DEPTH:
            raise FileRefused(_TOO_DEEP, path=self._path, line=self.parser.CurrentLineNumber)
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        self._start(name.rpartition(" ")[2], plain, self.parser.CurrentLineNumber)

    def _close(self, name: str) -> None:
        self._depth -= 1
        self._end(name.rpartition(" ")[2], "".join(self._texts))
        self._texts, self._length = [], 0

    def _take(self, text: str) -> None:
        self._length += len(text)
        if self._length > _MOST_TEXT:
            raise FileRefused(_TOO_DEEP, path=self._path, line=self.parser.CurrentLineNumber)
        self._texts.append(text)
