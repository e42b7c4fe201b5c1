"""`alliance template`."""

from __future__ import annotations

from pathlib import Path

import click

from .. import settings
from ..wording import Text
from .bilingual import Command, WrongUse
from .options import FileName, option, with_force, with_language
from .output import console
from .people_files import FOR_PEOPLE


@click.command(
    "template",
    cls=Command,
    text=Text(
        "写出一种名册的空白表(xlsx):列名、虚构的示例行、批注说明、下拉列表,另有来源和名单声明两张表。填好即可载入。",
        "Write a blank form of one roster (xlsx): headings, a made-up example, explanations, lists to choose from, and "
        "sheets for the source and for what is complete. Once filled it loads.",
    ),
    example="alliance template --list\nalliance template enterprises -o enterprises.xlsx",
)
@click.argument("kind", required=False)
@option("-o", "--output", type=FileName(), default=None, zh="写到这个文件。", en="Where it is written.")
@option("--list", "listing", is_flag=True, zh="列出有哪些名册。", en="List the rosters that there are.")
@with_force
@with_language
def command(kind: str | None, output: Path | None, listing: bool, force: bool) -> None:
    """Write a blank form."""
    if listing:
        _list()
        return
    if not kind:
        raise WrongUse(Text("请给出名册的名称,或用 --list 列出。", "Name a roster, or list them with --list."))
    from ..loaders.template import template
    from ..visualizations.output_file import OutputFile

    content = template(kind, settings.language())
    written = OutputFile(output or Path(f"{kind}.xlsx"), FOR_PEOPLE, force=force).write(content)
    click.echo(Text(f"已写出 {written}", f"Written: {written}").in_(settings.language()))


def _list() -> None:
    from ..loaders.template import template_kinds
    from .tables import print_rows

    language = settings.language()
    name, label, names = (
        text.in_(language) for text in (Text("名称", "name"), Text("名册", "roster"), Text("也叫", "also called"))
    )
    rows = [
        {name: kind, label: table.label.in_(language), names: "、".join(table.names[:4])}
        for kind, table in template_kinds().items()
    ]
    print_rows(console(), rows, whole=True)
