"""What a load did with what it was given, beside the facts: nothing is read, passed over or changed in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..graph.rows import NodeRow
from ..wording import Text, plural, shortened, some
from .identity.registers import has_inner_check, other_register
from .tables.encodings import NAMES

_MOST_WORDS = 8
_MOST_CODES = 3


@dataclass
class FileNotes:
    """What there is to say of one file.

    Parameters
    ----------
    file
        Its name.
    encoding
        As Python names it.
    rows_above
        Rows above the header.
    unused, kept
        Headings of columns that are not used, and of those that are kept as they are.
    persons
        Headings of columns about private persons, which are left out.
    totals, examples
        Lines of the rows that add up others, and of examples in forms.
    open_rows
        Lines of the links of which the source leaves an end open.
    empty, tidied
        Cells that say that nothing is known, by their words; and cells that were written in another form, as
        (before, after).
    made_ids, by_name
        Rows whose id was made, and cells that name something by its name.
    source
        The source of all rows, where the file has no column for it.
    inner_checks, registers
        Credit codes whose 17th character does not check, and those that are registered as another kind.
    """

    file: str
    encoding: str = "utf-8-sig"
    rows_above: int = 0
    unused: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    examples: list[int] = field(default_factory=list)
    open_rows: list[int] = field(default_factory=list)
    empty: Counter[str] = field(default_factory=Counter)
    tidied: Counter[tuple[str, str]] = field(default_factory=Counter)
    made_ids: int = 0
    by_name: int = 0
    source: str = ""
    inner_checks: list[str] = field(default_factory=list)
    registers: list[Text] = field(default_factory=list)

    def of_code(self, node: NodeRow) -> None:
        """Note what is odd about the credit code of a node, if it has one."""
        code = node.uscc
        if not code:
            return
        if not has_inner_check(code):
            self.inner_checks.append(code)
        if said := other_register(code, node.kind):
            self.registers.append(said)

    def lines(self) -> Iterator[Text]:
        """A line for each matter."""
        for said in (*self._of_form(), *self._of_cells(), *self._of_names(), *self._of_codes()):
            yield Text("{file}:{said}", "{file}: {said}").fill(file=self.file, said=said)

    def _of_form(self) -> Iterator[Text]:
        if self.encoding != "utf-8-sig":
            yield Text("按 {encoding} 读取", "read as {encoding}").fill(encoding=NAMES[self.encoding])
        if self.rows_above:
            yield Text("表头在第 {row} 行,上面的 {rows} 行略过", "the header is row {row}; {above} passed over").fill(
                row=self.rows_above + 1,
                rows=self.rows_above,
                above=plural(self.rows_above, "row above it is", "rows above it are"),
            )
        if self.unused:
            yield Text("没有用到的列:{columns}", "columns without use: {columns}").fill(columns=some(self.unused))
        if self.persons:
            yield Text(
                "个人信息不保存,略去的列:{columns}", "private persons are not kept; columns left out: {columns}"
            ).fill(columns=some(self.persons))
        if self.kept:
            yield Text("不认识的列作为属性保留:{columns}", "unknown columns kept as attributes: {columns}").fill(
                columns=some(self.kept)
            )

    def _of_cells(self) -> Iterator[Text]:
        if self.totals:
            yield Text("合计行不计入:第 {rows} 行", "rows that add up the others do not count: row {rows}").fill(
                rows=some([str(row) for row in self.totals])
            )
        if self.examples:
            yield Text("示例行不计入:第 {rows} 行", "rows that are examples do not count: row {rows}").fill(
                rows=some([str(row) for row in self.examples])
            )
        if self.open_rows:
            yield Text(
                "来源没有说明其中一端,记为“未说明”:第 {rows} 行", "kept as not stated, one end is left open: row {rows}"
            ).fill(rows=some([str(row) for row in self.open_rows]))
        if self.empty:
            yield Text("{count} 格读作未知({words})", "{cells} read as unknown ({words})").fill(
                count=self.empty.total(), cells=plural(self.empty.total(), "cell"), words=_counted(self.empty)
            )
        if self.tidied:
            before_after = Counter({f"{before} → {after}": count for (before, after), count in self.tidied.items()})
            yield Text("{count} 格换了写法({words})", "{cells} written in another form ({words})").fill(
                count=self.tidied.total(), cells=plural(self.tidied.total(), "cell"), words=_counted(before_after)
            )

    def _of_names(self) -> Iterator[Text]:
        if self.made_ids:
            yield Text(
                "{count} 行没有 id,按信用代码或名称生成", "the id of {rows} is made from the code or the name"
            ).fill(count=self.made_ids, rows=plural(self.made_ids, "row"))
        if self.by_name:
            yield Text("{count} 格按名称找到所指的内容", "{cells} found by the name").fill(
                count=self.by_name, cells=plural(self.by_name, "cell was", "cells were")
            )
        if self.source:
            yield Text("没有来源列,全部记为 {source}", "no column for the source; {source} counts for all rows").fill(
                source=self.source
            )

    def _of_codes(self) -> Iterator[Text]:
        if codes := self.inner_checks:
            yield Text(
                "{count} 个信用代码的第 17 位与前 8 位不符,请核对({codes})",
                "the 17th character of {number} does not check; compare ({codes})",
            ).fill(count=len(codes), number=plural(len(codes), "credit code"), codes=some(codes))
        if kinds := self.registers:
            yield Text(
                "{count} 个信用代码的登记类别与种类不符,未改动({codes})",
                "{number} of another register than the kind; nothing was changed ({codes})",
            ).fill(
                count=len(kinds),
                number=plural(len(kinds), "credit code"),
                codes=Text.joined(kinds[:_MOST_CODES], ";", "; "),
            )


def _counted(counter: Counter[str]) -> Text:
    shown = [f"{shortened(word)} × {count}" for word, count in counter.most_common()]
    return some(shown, limit=_MOST_WORDS)
