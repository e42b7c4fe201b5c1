"""`alliance schema`."""

from __future__ import annotations

import click

from .. import settings
from ..graph.declarations import NO_TIE, RelationshipType
from ..graph.schema import schema
from ..wording import Text
from .bilingual import Command, Group
from .options import language_option, with_language
from .output import console

command = Group(
    "schema",
    params=[language_option()],
    text=Text(
        "打印各答案的 JSON Schema;kinds、types、instruments 列出图谱的定义。",
        "Print the JSON Schema of every answer; kinds, types and instruments list what the graph may hold.",
    ),
    example="alliance schema > answers.schema.json\nalliance schema types\nalliance schema kinds",
    invoke_without_command=True,
)


def _answers() -> None:
    from ..queries.json_schema import schema_text

    click.echo(schema_text().encode(), nl=False)


@click.pass_context
def _without_command(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        _answers()


command.callback = _without_command


@command.command("kinds", cls=Command, text=Text("节点种类。", "Kinds of nodes."), example="alliance schema kinds")
@with_language
def kinds() -> None:
    """List the kinds."""
    from .tables import print_rows

    language = settings.language()
    names = (
        "id",
        Text("名称", "name"),
        Text("伞形", "umbrella"),
        Text("用人单位", "employer"),
        Text("内部", "internal"),
    )
    head = [name if isinstance(name, str) else name.in_(language) for name in names]
    rows = [
        dict(
            zip(
                head,
                (kind.id, kind.label.in_(language), *map(_tick, (kind.umbrella, kind.employer, kind.internal))),
                strict=True,
            )
        )
        for kind in schema().kinds.values()
    ]
    print_rows(console(), rows, whole=True)


@command.command(
    "types", cls=Command, text=Text("关系类型。", "Types of relationships."), example="alliance schema types"
)
@with_language
def types() -> None:
    """List the relationship types."""
    from .tables import print_rows

    language = settings.language()
    names = (
        Text("名称", "name"),
        Text("两端", "ends"),
        Text("关系类", "tie"),
        Text("影响方向", "influence"),
        Text("强度", "strength"),
        Text("说明", "remarks"),
    )
    head = ["id", *(name.in_(language) for name in names)]
    rows = []
    for declared in schema().types.values():
        ends = "; ".join(declared.ends).replace("->", "→").replace("@", "")
        tie = "" if declared.tie == NO_TIE else schema().ties[declared.tie].label.in_(language)
        way = _WAYS[declared.influence].in_(language) if declared.influence else ""
        values = (
            declared.id,
            declared.label.in_(language),
            ends,
            tie,
            way,
            declared.strength,
            _remarks(declared).in_(language),
        )
        rows.append(dict(zip(head, values, strict=True)))
    print_rows(console(), rows, whole=True)


_WAYS = {"forward": Text("顺向", "forward"), "backward": Text("逆向", "backward"), "both": Text("双向", "both")}


def _remarks(declared: RelationshipType) -> Text:
    """What else is declared of a type."""
    said = [
        text
        for holds, text in (
            (declared.working, Text("工作关系", "working")),
            (declared.symmetric, Text("对称", "symmetric")),
            (declared.umbrella, Text("伞形", "umbrella")),
            (declared.internal, Text("内部", "internal")),
            (declared.record, Text("由字段而来", "from a field")),
        )
        if holds
    ]
    return Text("、".join(text.zh for text in said), ", ".join(text.en for text in said))


@command.command(
    "instruments", cls=Command, text=Text("矩阵的列。", "Columns of the matrix."), example="alliance schema instruments"
)
@with_language
def instruments() -> None:
    """List the instruments."""
    from .tables import print_rows

    language = settings.language()
    head = ["id", Text("名称", "name").in_(language), Text("节点种类", "kinds").in_(language)]
    rows = [
        dict(
            zip(head, (instrument.id, instrument.label.in_(language), ", ".join(sorted(instrument.kinds))), strict=True)
        )
        for instrument in schema().instruments.values()
    ]
    print_rows(console(), rows, whole=True)


def _tick(flag: bool) -> str:
    return "✓" if flag else ""
