"""The chain board as one SVG: boxes in a grid, lines only in the gutters between them, so that none crosses a box.

Stages stand in columns along the chain and in rows by branch. Every column has a gutter on its left for lines that
come in and one on its right for lines that go out; every row has a channel above it. A line leaves a box sideways,
runs in gutters and channels, and enters its target sideways. Equal boards give equal bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..typesetting import cut, display_width
from ..wording import Language, Text
from .board import SUPPORT, Board, BoardStage, Layer, Mark, Member, position_label
from .escaping import written

_SIZE, _LINE, _PAD, _LANE = 15, 21, 8, 2.5
_HEAD = 290  # of the names of the branches
_ASPECT = 1.3  # of a landscape page without its margins, heading and footer
_LEAST, _STEPS, _STEP = 1300, 17, 100  # widths that are tried
_COLUMN, _BOX = 220, 120  # the least width of a stage, and of a node of the organising layer
_MOST_IN_LAYER, _MOST_IN_STAGE = 6, 24
_CHANNEL = 16  # above the stages of a row, for lines that pass other columns
_SIGNS = {"has": "●", "may": "◐", "none": "✕", "open": "?"}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + min(14.0, self.height / 2)


def board_picture(board: Board, language: Language) -> str:
    """The board as an SVG element.

    Parameters
    ----------
    board
        What is drawn.
    language
        Of its words.
    """
    columns, gutter = len(board.columns) or 1, _gutter(board)
    rows = _HEAD + gutter * (columns + 1) + _COLUMN * columns
    least = max(_LEAST, rows, (gutter + _BOX) * len(board.layers))
    drawings = [_Drawing(board, language, least + _STEP * step) for step in range(_STEPS)]
    best = min(drawings, key=lambda drawing: abs(drawing.width / drawing.height - _ASPECT))
    return best.svg()


def _sources(board: Board) -> list[str]:
    """Who has a lane of its own in every gutter: the nodes that are drawn and from which a line goes out."""
    shown = {member.id for layer in board.layers for member in layer.members[:_MOST_IN_LAYER]}
    shown |= {stage.id for stage in board.stages}
    return list(dict.fromkeys(tie.source for tie in board.ties if tie.source in shown))


def _gutter(board: Board) -> float:
    return 2 * _PAD + len(_sources(board)) * _LANE


class _Drawing:
    """The board at one width."""

    def __init__(self, board: Board, language: Language, width: float) -> None:
        self.board, self.language, self.width = board, language, width
        self.parts: list[str] = []
        self.boxes: dict[str, _Box] = {}
        self.columns = board.columns or ("",)
        self.lane = {source: place * _LANE for place, source in enumerate(_sources(board))}
        self.gutter = _gutter(board)
        self.column_width = (self.width - _HEAD - self.gutter * (len(self.columns) + 1)) / len(self.columns)
        self.channels: dict[str, float] = {}
        self.height = self._draw()

    def svg(self) -> str:
        """The element with all that was drawn."""
        title = written(self.board.sentence.in_(self.language))
        size = f"0 0 {self.width:g} {self.height:g}"
        return f'<svg class="board" viewBox="{size}" role="img" aria-label="{title}">{"".join(self.parts)}</svg>'

    # ---- the grid ----

    def _draw(self) -> float:
        below = self._layers(0)
        self.channels["layers"] = below + _PAD
        below += self.gutter
        for place, column in enumerate(self.columns):
            left = self._left(place)
            self._text(left, below + 16, position_label(column).in_(self.language), "column")
        below += 26
        rows: dict[str, list[BoardStage]] = defaultdict(list)
        for stage in self.board.stages:
            rows["support" if stage.column == SUPPORT else f"row {stage.row}"].append(stage)
        support = rows.pop("support", [])
        for row, stages in rows.items():
            below = self._row(row.removeprefix("row "), stages, below)
        below = self._support(support, below) if support else below
        self._ties()
        return below

    def _left(self, place: int) -> float:
        return _HEAD + self.gutter + place * (self.column_width + self.gutter)

    def _row(self, row: str, stages: Sequence[BoardStage], top: float) -> float:
        branch = next((stage for stage in stages if stage.id == row), None)
        name = Text.same(branch.name) if branch else Text("产业链", "the chain")
        start = top + _CHANNEL
        head = self._words(start, name.in_(self.language), branch.marks if branch else ())
        bottom = head
        for place, column in enumerate(self.columns):
            at = start
            for stage in (stage for stage in stages if stage.column == column):
                at = self._stage(stage, self._left(place), at, self.column_width, marks=stage is not branch)
                self.channels[stage.id] = top + 4 + self.lane.get(stage.id, 0.0) % 9
            bottom = max(bottom, at)
        self._line([(0, bottom + 2), (self.width, bottom + 2)], "rule")
        return bottom + 4

    def _support(self, stages: Sequence[BoardStage], top: float) -> float:
        start = top + _CHANNEL
        self._text(0, start + 16, Text("支撑", "support").in_(self.language), "branch")
        heights = [start] * len(self.columns)
        for stage in stages:
            place = heights.index(min(heights))
            heights[place] = self._stage(stage, self._left(place), heights[place], self.column_width, marks=True)
            self.channels[stage.id] = top + 4 + self.lane.get(stage.id, 0.0) % 9
        return max(heights)

    # ---- boxes ----

    def _words(self, top: float, name: str, marks: Iterable[Mark]) -> float:
        """The name of a branch with what it has, on the left of its row."""
        shown = cut(name, 22)
        self._text(0, top + 17, shown, "branch")
        indent = _wide(shown) * 1.5 + 6
        return self._chips(0, top + 3, _HEAD, [self._chip(mark) for mark in marks], indent) + 4

    def _stage(self, stage: BoardStage, left: float, top: float, width: float, *, marks: bool) -> float:
        frame = len(self.parts)
        self.parts.append("")
        name = cut(stage.name, int(width / _SIZE))
        self._text(left + _PAD, top + 17, name, "stage")
        inner = width - 2 * _PAD
        below = self._chips(left + _PAD, top + 4, inner, self._states(stage, marks), _wide(name) * 1.25 + 6)
        below = self._chips(left + _PAD, below, inner, self._members(stage)) + 3
        box = _Box(left, top, width, below - top)
        self.boxes[stage.id] = box
        broken = any(gap.state == "none" for gap in stage.gaps)
        self.parts[frame] = self._rect(box, "frame broken" if broken else "frame", stage.id)
        return below + 6

    def _states(self, stage: BoardStage, marks: bool) -> list[tuple[str, str]]:
        """The gaps of a stage and what it has; what nobody knows as one chip with its number."""
        certain = [gap for gap in stage.gaps if gap.state != "open"]
        chips = [self._chip(mark) for mark in (*certain, *_known(stage.marks, marks))]
        hidden = sum(mark.state == "open" for mark in stage.marks) if marks else 0
        words = [gap.text for gap in stage.gaps if gap.state == "open"]
        words += [Text(f"{hidden} 项未知", f"{hidden} not known")] if hidden else []
        if words:
            chips.append((f"{_SIGNS['open']} {Text.joined(words, ' · ', ' · ').in_(self.language)}", "open"))
        return chips

    def _members(self, stage: BoardStage) -> list[tuple[str, str]]:
        shown = [self._firm(member) for member in stage.members[:_MOST_IN_STAGE]]
        more = len(stage.members) - len(shown)
        notes = [Text(f"另 {more} 家", f"{more} more")] if more else []
        beside = stage.elsewhere
        notes += [Text(f"另 {beside} 家画在别处", f"{beside} drawn at another stage")] if beside else []
        finer = stage.finer
        notes += [Text(f"{finer} 家在细分环节", f"{finer} at finer stages")] if finer and not shown else []
        notes = notes if shown or notes else [Text("未见单位", "no organisation seen")]
        return shown + [(note.in_(self.language), "note") for note in notes]

    def _chip(self, mark: Mark) -> tuple[str, str]:
        return f"{_SIGNS[mark.state]} {mark.text.in_(self.language)}", mark.state

    def _firm(self, member: Member) -> tuple[str, str]:
        many = Text(f"({member.places} 处)", f" (at {member.places})").in_(self.language) if member.places > 1 else ""
        gaps = "".join(f" ✕ {gap.text.in_(self.language)}" for gap in member.gaps if gap.state == "none")
        doubt = "" if member.certain else " ?"
        sort = "none" if gaps else "aggregate" if member.aggregate else "firm"
        return f"{member.name}{many}{doubt}{gaps}", sort

    def _chips(
        self, left: float, top: float, width: float, chips: Iterable[tuple[str, str]], indent: float = 0.0
    ) -> float:
        """Chips from left to right, in as many lines as they need."""
        at, line = left + indent, top
        for words, sort in chips:
            shown = cut(words, int((width - 12) / _wide("x")))
            wide = _wide(shown) + 10
            if at > left and at + wide > left + width:
                at, line = left, line + _LINE
            self.parts.append(self._rect(_Box(at, line, wide, _LINE - 3), f"chip {sort}"))
            self._text(at + 5, line + 14, shown, f"word {sort}")
            at += wide + 4
        return line + _LINE if at > left else line

    # ---- the organising layer ----

    def _layers(self, top: float) -> float:
        layers = self.board.layers
        wide = self.width / max(1, len(layers))
        return max((self._layer(layer, place * wide, wide, top) for place, layer in enumerate(layers)), default=top)

    def _layer(self, layer: Layer, left: float, width: float, top: float) -> float:
        self._text(left, top + 16, layer.label.in_(self.language), "column")
        at, inner = top + 24, width - self.gutter
        for member in layer.members[:_MOST_IN_LAYER]:
            box = _Box(left, at, inner, _LINE - 2)
            self.boxes[member.id] = box
            sort = "aggregate" if member.aggregate else "node"
            self.parts.append(self._rect(box, f"chip {sort}", member.id))
            self._text(left + 5, at + 14, cut(member.name, int((inner - 10) / _wide("x"))), f"word {sort}")
            at += _LINE + 2
        if (more := len(layer.members) - _MOST_IN_LAYER) > 0:
            self._text(left + 5, at + 14, Text(f"另 {more} 个", f"{more} more").in_(self.language), "note")
        return at + _LINE

    # ---- lines ----

    def _ties(self) -> None:
        for tie in self.board.ties:
            if tie.source in self.boxes and tie.target in self.boxes:
                points = (
                    self._feed(tie.source, tie.target) if tie.sort == "feed" else self._work(tie.source, tie.target)
                )
                self._line(points, tie.sort, tie.source, tie.target)

    def _before(self, box: _Box, source: str) -> float:
        """Where the lane of a source runs in the gutter on the left of a box."""
        return box.left - self.gutter + _PAD + self.lane[source]

    def _work(self, source: str, target: str) -> list[Point]:
        start, end = self.boxes[source], self.boxes[target]
        out, channel = start.left + start.width + _PAD + self.lane[source], self.channels["layers"] + self.lane[source]
        down = self._before(end, source)
        leave = start.top + start.height / 2
        return [
            (start.left + start.width, leave),
            (out, leave),
            (out, channel),
            (down, channel),
            (down, end.middle),
            (end.left, end.middle),
        ]

    def _feed(self, source: str, target: str) -> list[Point]:
        start, end = self.boxes[source], self.boxes[target]
        right = start.left + start.width
        out = right + _PAD + self.lane[source]
        leave = start.top + start.height - 6
        if start.left == end.left:
            return [(right, leave), (out, leave), (out, end.middle), (end.left + end.width, end.middle)]
        down = self._before(end, source)
        if abs(down - out) < 1:
            return [(right, leave), (out, leave), (out, end.middle), (end.left, end.middle)]
        channel = self.channels[source]
        return [
            (right, leave),
            (out, leave),
            (out, channel),
            (down, channel),
            (down, end.middle),
            (end.left, end.middle),
        ]

    # ---- elements ----

    def _rect(self, box: _Box, sort: str, node: str = "") -> str:
        known = f' data-node="{written(node)}"' if node else ""
        return (
            f'<rect class="{sort}"{known} x="{box.left:.1f}" y="{box.top:.1f}" width="{box.width:.1f}" '
            f'height="{box.height:.1f}" rx="{1 if "none" in sort else 5}"/>'
        )

    def _text(self, left: float, base: float, words: str, sort: str) -> None:
        self.parts.append(f'<text class="{sort}" x="{left:.1f}" y="{base:.1f}">{written(words)}</text>')

    def _line(self, points: Sequence[Point], sort: str, source: str = "", target: str = "") -> None:
        ends = f' data-from="{written(source)}" data-to="{written(target)}"' if source else ""
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self.parts.append(f'<path class="line {sort}"{ends} d="{path}"/>')
        if source:
            (before, _), (tip, height) = next(iter(reversed(list(pairwise(points)))))
            back = tip - 7 if tip > before else tip + 7
            head = f"M{tip:.1f} {height:.1f}L{back:.1f} {height - 4:.1f}L{back:.1f} {height + 4:.1f}Z"
            self.parts.append(f'<path class="tip {sort}" d="{head}"/>')


def _known(marks: Iterable[Mark], wanted: bool) -> list[Mark]:
    return [mark for mark in marks if mark.state != "open"] if wanted else []


def _wide(text: str) -> float:
    """How wide a text of chips is at the most."""
    return display_width(text) * 7.3
