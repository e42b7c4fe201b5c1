"""`alliance neo4j start | stop | status | password`."""

from __future__ import annotations

import click

from .. import settings
from ..graph.stores.server import LocalServer, Running, line, lines, messages
from ..graph.stores.store import Progress
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
    before = server.running()
    with progress() as report:
        running = server.start(port=port, progress=_with_sentences(server, report))
    if running == before:
        click.echo(Text(f"已在运行:{running.url}", f"Runs already: {running.url}").in_(settings.language()))
        return
    click.echo(
        Text(
            f"Neo4j {running.version} 已启动:{running.url},用户 neo4j,密码在 {server.password_file}。\n"
            "现在可用 --store neo4j。停止:alliance neo4j stop",
            f"Neo4j {running.version} is up: {running.url}, user neo4j, password in {server.password_file}.\n"
            "Use it with --store neo4j. Stop it with: alliance neo4j stop",
        ).in_(settings.language())
    )


def _with_sentences(server: LocalServer, report: Progress) -> Progress:
    """Steps that can last long get a sentence once, which a pipe or a log shows too; the bar needs a terminal."""
    sentences = {"fetch": _what_is_fetched(server), "wait": messages.another_start(server.line.name)}

    def tell(step: str, done: int, total: int) -> None:
        if sentence := sentences.pop(step, None):
            say(sentence)
        report(step, done, total)

    return tell


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
    server = _server(name)
    which = server.line.name
    done = (
        Text(f"Neo4j {which} 已停止。", f"Neo4j {which} has stopped.")
        if server.stop()
        else Text(f"Neo4j {which} 没有在运行。", f"Neo4j {which} was not running.")
    )
    click.echo(done.in_(settings.language()))


@command.command(
    "status",
    cls=Command,
    text=Text(
        "是否在运行,在哪里;不写 --line 时,列出所有在运行或正在启动的版本线。",
        "Whether it runs, and where; without --line, for every line that runs or is starting.",
    ),
    example="alliance neo4j status",
)
@with_line
@with_language
@click.pass_context
def status(ctx: click.Context, name: str | None) -> None:
    """Say whether local servers run: that of a line, or else every one that has something to tell."""
    servers = [LocalServer(line(each)) for each in ([name] if name else _LINES)]
    states = [(server, server.condition(), server.running()) for server in servers]
    texts = [_status_text(*state) for state in states if state[1] != "stopped"]
    for text in texts or [_not_running(name)]:
        click.echo(text.in_(settings.language()))
    if not any(condition == "up" for _, condition, _ in states):
        ctx.exit(NOT_RUNNING)


def _status_text(server: LocalServer, condition: str, running: Running | None) -> Text:
    if condition == "starting" or running is None:
        return messages.starting(server.line.name)
    if condition == "silent":
        return messages.silent(server.line.name, running)
    return Text(
        f"Neo4j {running.version} 在运行:{running.url},进程 {running.pid},数据在 {server.home}",
        f"Neo4j {running.version} runs: {running.url}, process {running.pid}, data in {server.home}",
    )


def _not_running(name: str | None) -> Text:
    which = _server(name).line.name
    return Text(
        f"Neo4j {which} 没有运行。启动:alliance neo4j start",
        f"Neo4j {which} does not run. Start it: alliance neo4j start",
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
