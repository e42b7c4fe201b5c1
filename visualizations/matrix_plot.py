"""The stage × instrument matrix as a picture for a notebook; needs the extra `notebook`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .. import settings
from ..errors import MissingExtra
from ..queries.cover.coverage_matrix import MatrixAnswer
from ..queries.cover.row import CoverageRow
from ..wording import Language, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_KNOWN, _NONE, _UNKNOWN = "#0072b2", "#d55e00", "#f2f2f2"  # Okabe and Ito: told apart by colour-blind readers too
_FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "Heiti SC", "SimHei",
    "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Noto Sans CJK JP",
)  # fmt: skip
_KEY = Text("3 全部;3+ 至少;0 确知没有;? 未知", "3 all; 3+ at least; 0 known to have none; ? unknown")


def plot_matrix(answer: MatrixAnswer, *, language: Language | None = None, axes: Axes | None = None) -> Axes:
    """Draw a matrix: a cell is the bluer the more there is, orange for a known zero, grey with `?` for unknown.

    Parameters
    ----------
    answer
        From `coverage_matrix`.
    language
        Of the labels; that of the messages when absent. Without a Chinese font on the machine labels are English and
        stages are named by their ids, so that nothing is printed as boxes.
    axes
        Where to draw; a new figure when absent.

    Raises
    ------
    MissingExtra
        Matplotlib is not installed.
    """
    try:
        from matplotlib import pyplot as plt
    except ImportError as error:
        raise MissingExtra("matplotlib", "notebook") from error
    font = _chinese_font()
    spoken: Language = (language or settings.language()) if font else "en"
    stages = list(dict.fromkeys(row.scope for row in answer.rows))
    measures = list(dict.fromkeys(row.measure for row in answer.rows))
    with plt.rc_context({"font.family": [font, "sans-serif"] if font else "sans-serif"}):
        if axes is None:
            _, axes = plt.subplots(figsize=(1.1 * len(measures) + 2, 0.42 * len(stages) + 1), layout="constrained")
        for row in answer.rows:
            _draw_cell(axes, row, measures.index(row.measure), stages.index(row.scope))
        labels = {row.measure: row.label(spoken) for row in answer.rows}
        names = {row.scope: row.scope_name if font else row.scope for row in answer.rows}
        _label(axes, [labels[measure] for measure in measures], [names[stage] for stage in stages], _KEY.in_(spoken))
    return axes


def _draw_cell(axes: Axes, row: CoverageRow, column: int, line: int) -> None:
    from matplotlib.patches import Rectangle

    shade = min(0.9, 0.2 + 0.16 * math.log2(row.covered)) if row.covered else 1.0
    colour = _KNOWN if row.covered else _UNKNOWN if row.covered is None else _NONE
    axes.add_patch(Rectangle((column, line), 1, 1, facecolor=colour, alpha=shade, edgecolor="none"))
    dark = row.covered is not None and shade > 0.55
    axes.text(column + 0.5, line + 0.5, row.text(), ha="center", va="center", color="white" if dark else "black")


def _label(axes: Axes, columns: list[str], lines: list[str], key: str) -> None:
    axes.set(xlim=(0, len(columns)), ylim=(len(lines), 0), xlabel=key)
    axes.set_xticks([place + 0.5 for place in range(len(columns))], columns)
    axes.set_yticks([place + 0.5 for place in range(len(lines))], lines)
    axes.xaxis.set_ticks_position("top")
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    for place in range(1, max(len(columns), len(lines))):
        axes.axvline(place, color="white", linewidth=2)
        axes.axhline(place, color="white", linewidth=2)


def _chinese_font() -> str | None:
    from matplotlib import font_manager

    installed = set(font_manager.get_font_names())
    return next((font for font in _FONTS if font in installed), None)
