"""`alliance neo4j start | stop | status | password`."""

from __future__ import annotations

import click

from .. import settings
from ..graph.stores.server import LocalServer, line, lines
from ..graph.stores.server.fetch import is_fetched
from ..wording import Text
from .bilingual import Command, Group
from .options import language_option, option, with_language
from .output import progress, say

NOT_RUNNING = 4

command = Group(
    "neo4j",
    params=[language_option()],
    text=Text(
        "在本机运行真正的 Neo4j(只需 Python)。\n"
        "第一次启动时从 Maven Central 取回 Neo4j 社区版并核对每个文件的 sha256;Java 来自 pip。只监听本机地址。",
        "Run a real Neo4j here, with Python alone.\n"
        "The first start fetches Neo4j Community Edition from Maven Central and checks the sha256 of every file; Java "
        "comes from pip. It listens on the loopback address only.",
    ),
    example="alliance neo4j start\nalliance demo --store neo4j\nalliance neo4j stop",
)


_DEFAULT_LINE, _LINES = lines()
with_line = option(
    "--line",
    "name",
    type=click.Choice(list(_LINES)),
    zh=f"版本线:5.26 长期支持版或 2026(默认上次启动的,首次 {_DEFAULT_LINE})。",
    en=f"Line: 5.26 (long-term support) or 2026 (default: the one started last, at first {_DEFAULT_LINE}).",
)


def _server(name: str | None) -> LocalServer:
    return LocalServer(line(name) if name else None)


@command.command(
    "start",
    cls=Command,
    text=Text(
        "启动;数据留在用户的数据文件夹里,再次启动还在。",
        "Start it; the data stay in the user's data folder for the next start.",
    ),
    example="alliance neo4j start\nalliance neo4j start --line 2026 --port 7690",
)
@with_line
@option(
    "--port",
    type=click.IntRange(1024, 65535),
    zh="Bolt 端口(默认 7687,占用时另选)。",
    en="Port of Bolt (default 7687, or a free one).",
)
@option("--heap", "heap_mb", type=click.IntRange(256), default=1024, zh="堆内存,MB。", en="Heap, in MB.")
@with_language
def start(name: str | None, port: int | None, heap_mb: int) -> None:
    """Start the local server."""
    server = LocalServer(line(name) if name else None, heap_mb=heap_mb)
    if running := server.running():
        click.echo(Text(f"已在运行:{running.url}", f"Runs already: {running.url}").in_(settings.language()))
        return
    if not is_fetched(server.line):
        say(_what_is_fetched(server))
    with progress() as report:
        running = server.start(port=port, progress=report)
    click.echo(
        Text(
            f"Neo4j {running.version} 已启动:{running.url},用户 neo4j,密码在 {server.password_file}。\n"
            "现在可用 --store neo4j。停止:alliance neo4j stop",
            f"Neo4j {running.version} is up: {running.url}, user neo4j, password in {server.password_file}.\n"
            "Use it with --store neo4j. Stop it with: alliance neo4j stop",
        ).in_(settings.language())
    )


def _what_is_fetched(server: LocalServer) -> Text:
    version, megabytes, folder = server.line.version, server.line.megabytes, settings.cache_folder()
    return Text(
        f"第一次启动:从 Maven Central 取回 Neo4j 社区版 {version}(约 {megabytes} MB,GPLv3),"
        f"逐个核对 sha256,存入 {folder}。之后不再联网。",
        f"First start: fetching Neo4j Community Edition {version} from Maven Central (about {megabytes} MB, GPLv3), "
        f"checking the sha256 of every file, into {folder}. After that no network is needed.",
    )


@command.command(
    "stop", cls=Command, text=Text("停止;数据保留。", "Stop it; the data stay."), example="alliance neo4j stop"
)
@with_line
@with_language
def stop(name: str | None) -> None:
    """Stop the local server."""
    stopped = _server(name).stop()
    done = (
        Text("Neo4j 已停止。", "Neo4j has stopped.")
        if stopped
        else Text("Neo4j 没有在运行。", "Neo4j was not running.")
    )
    click.echo(done.in_(settings.language()))


@command.command(
    "status",
    cls=Command,
    text=Text("是否在运行,在哪里。", "Whether it runs, and where."),
    example="alliance neo4j status",
)
@with_line
@with_language
@click.pass_context
def status(ctx: click.Context, name: str | None) -> None:
    """Say whether the local server runs."""
    server = _server(name)
    running = server.running()
    if running is None:
        text = Text(
            f"Neo4j {server.line.name} 没有运行。启动:alliance neo4j start",
            f"Neo4j {server.line.name} does not run. Start it: alliance neo4j start",
        )
        click.echo(text.in_(settings.language()))
        ctx.exit(NOT_RUNNING)
    click.echo(
        Text(
            f"Neo4j {running.version} 在运行:{running.url},进程 {running.pid},数据在 {server.home}",
            f"Neo4j {running.version} runs: {running.url}, process {running.pid}, data in {server.home}",
        ).in_(settings.language())
    )


@command.command(
    "password",
    cls=Command,
    text=Text(
        "打印本机服务器的密码(供 Neo4j Browser 等登录)。",
        "Print the local server's password, to log in with other tools.",
    ),
    example="alliance neo4j password",
)
@with_line
@with_language
def password(name: str | None) -> None:
    """Print the password."""
    click.echo(_server(name).password())
