"""A web page as paragraphs, by the parser of the standard library: nothing is fetched, no script is run."""

from __future__ import annotations

from html.parser import HTMLParser

_PASSED_OVER = {"script", "style", "template", "noscript", "nav", "head", "svg"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_INSIDE_A_LINE = {"a", "b", "em", "i", "span", "strong", "font", "u", "sub", "sup", "mark", "small", "img"}


class _Paragraphs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[tuple[str, str]] = []
        self._form = "paragraph"
        self._words: list[str] = []
        self._passed_over: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 of the parser
        if tag in _PASSED_OVER:
            self._passed_over.append(tag)
        elif tag not in _INSIDE_A_LINE:
            self.end_piece()
            self._form = "heading" if tag in _HEADINGS else "item" if tag == "li" else "paragraph"

    def handle_endtag(self, tag: str) -> None:
        if tag in self._passed_over:
            while self._passed_over.pop() != tag:
                pass
        elif tag not in _INSIDE_A_LINE:
            self.end_piece()
            self._form = "paragraph"

    def handle_data(self, data: str) -> None:
        if not self._passed_over:
            self._words.append(data)

    def end_piece(self) -> None:
        text = " ".join("".join(self._words).split())
        if text:
            self.pieces.append((self._form, text))
        self._words.clear()


def read_page(text: str) -> list[tuple[str, str]]:
    """The paragraphs of a page, each with its form: `heading`, `item` or `paragraph`.

    Parameters
    ----------
    text
        The page as HTML.
    """
    parser = _Paragraphs()
    parser.feed(text)
    parser.close()
    parser.end_piece()
    return parser.pieces
