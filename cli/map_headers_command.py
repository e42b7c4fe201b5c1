"""`alliance map-headers`."""

from __future__ import annotations

from pathlib import Path

import click

from .. import settings
from ..loaders.mappings.proposals import HeadingProposal, TableProposal, mapping_text, proposals
from ..wording import Text, legible
from .bilingual import Command
from .options import FileName, option, with_force, with_language
from .output import console, say
from .people_files import FOR_PEOPLE

_TAKEN = {
    "column": Text("{column}", "{column}"),
    "attribute": Text("不认识,作为属性保留", "not known, kept as an attribute"),
    "unused": Text("不用", "without use"),
    "person": Text("个人信息,不保存", "private persons, left out"),
}


@click.command(
    "map-headers",
    cls=Command,
    text=Text(
        "列出一个表格文件的每个列名被当作什么;写出可修改的映射文件,供 alliance load --mapping 使用。",
        "Show what each heading of a file is taken for, and write a mapping file to change and to load with "
        "alliance load --mapping.",
    ),
    example="alliance map-headers data/hengzhou/organizations.csv\n"
    "alliance map-headers data/hengzhou/organizations.csv -o organizations.mapping.toml",
)
@click.argument("file", type=FileName())
@option("-o", "--output", type=FileName(), default=None, zh="写出映射文件(TOML)。", en="Write the mapping (TOML) here.")
@with_force
@with_language
def command(file: Path, output: Path | None, force: bool) -> None:
    """Show what headings are taken for."""
    from ..visualizations.output_file import OutputFile

    target = OutputFile(output, FOR_PEOPLE, force=force, keep=[file]) if output else None
    if target:
        target.check()
    told = proposals(file)
    for table in told:
        _show(table)
    if target:
        target.write(mapping_text(told))
        say(Text("已写出 {path}", "wrote {path}").fill(path=output))


def _show(proposal: TableProposal) -> None:
    from .tables import print_rows

    language = settings.language()
    name = (proposal.table.label or Text.same(proposal.table.file)).in_(language)
    sure = Text("当作", "taken for") if proposal.certain else Text("认不出;最接近", "not recognised; nearest is")
    out = console()
    out.print(legible(f"{proposal.file}: {sure.in_(language)} {name}"))
    print_rows(out, [_row(heading) for heading in proposal.headings], whole=True)


def _row(told: HeadingProposal) -> dict[str, str]:
    language = settings.language()
    cells = (
        (Text("列名", "heading"), told.heading),
        (Text("当作", "taken for"), _TAKEN[told.taken].fill(column=told.column).in_(language)),
        (Text("相近的列", "near columns"), ", ".join(told.near)),
        (Text("内容举例", "samples"), " | ".join(told.samples)),
    )
    return {heading.in_(language): legible(cell) for heading, cell in cells}
