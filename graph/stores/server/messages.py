"""What the local server tells a person, in Chinese and in English."""

from __future__ import annotations

from ....wording import Text
from .state import Running

NOT_RUNNING = Text(
    "本机 Neo4j 没有运行。请先运行:alliance neo4j start",
    "The local Neo4j does not run. Start it: alliance neo4j start",
)
STARTING = Text(
    "Neo4j {line} 正在启动,还不能使用。请稍后再试;用 alliance neo4j status 查看。",
    "Neo4j {line} is starting and cannot be used yet. Try again in a while; see: alliance neo4j status",
)
NO_SERVER_YET = Text(
    "Neo4j {line} 的启动还在准备,没有可以停止的进程。请等它启动后再停止,或在启动它的终端按 Ctrl-C。",
    "A start of Neo4j {line} is still preparing, and nothing runs that could be stopped. Stop it once it is up, "
    "or press Ctrl-C where it was started.",
)
STOPPED_MEANWHILE = Text(
    "Neo4j 在启动途中被停止。需要时请重新运行:alliance neo4j start",
    "Neo4j was stopped while it was starting. Start it again when you need it: alliance neo4j start",
)
SILENT = Text(
    "Neo4j {line} 在运行(进程 {pid},{url}),但现在不应答:可能被暂停、正在恢复数据或非常忙。"
    "请稍后再试,或重新启动:先 alliance neo4j stop,再 alliance neo4j start。",
    "Neo4j {line} runs (process {pid}, {url}), but does not answer now: it may be paused, recovering "
    "its data or very busy. Try again in a while, or start it anew: alliance neo4j stop, then alliance neo4j start",
)
PASSWORD_REFUSED = Text(
    "{url} 的 Neo4j 不接受 {password_file} 中的密码:密码在别处改过,或文件来自别的库。"
    "请把现在的密码写入该文件,再运行 alliance neo4j start。",
    "Neo4j at {url} refuses the password in {password_file}: it was changed elsewhere, or the file belongs to "
    "another database. Write the present password into this file and run again: alliance neo4j start",
)
PORT_TAKEN = Text(
    "端口 {port} 已被别的程序占用。请用 --port 另选一个,或不写 --port,由程序挑选空闲端口。",
    "Port {port} is taken by another program. Choose another one with --port, or leave --port out and a free one "
    "is taken.",
)
HEAP_TOO_LARGE = Text(
    "堆内存 {heap_mb} MB 超过本机内存 {memory_mb} MB。请用 --heap 给一个小一些的值,例如 --heap 1024。",
    "A heap of {heap_mb} MB is more than the memory of this machine, {memory_mb} MB. Give a smaller one, "
    "for example --heap 1024.",
)
SOMEBODY_ELSES = Text(
    "Neo4j(进程 {pid})属于用户 {owner},您无权停止它。请由该用户运行:alliance neo4j stop",
    "Neo4j (process {pid}) belongs to the user {owner}, and you may not stop it. Let that user run: "
    "alliance neo4j stop",
)
DOES_NOT_END = Text(
    "Neo4j(进程 {pid})在 {seconds} 秒内没有结束。请稍后再试;日志在 {logs}",
    "Neo4j (process {pid}) did not end within {seconds} s. Try again later; logs: {logs}",
)
GAVE_NO_REASON = Text(
    "本机 Neo4j 没有启动,也没有说明原因。日志在 {logs}",
    "The local Neo4j did not start and gave no reason. Logs: {logs}",
)
GAVE_A_REASON = Text(
    "本机 Neo4j 没有启动。它的原话:{reason}\n日志在 {logs}",
    "The local Neo4j did not start. It said: {reason}\nLogs: {logs}",
)


def starting(line: str) -> Text:
    """A start is under way."""
    return STARTING.fill(line=line)


def another_start(line: str) -> Text:
    """A second start waits for the first."""
    return Text(
        f"Neo4j {line} 已由另一个命令启动中,正在等它完成(Ctrl-C 停止等待)。",
        f"Another start of Neo4j {line} is under way; waiting for it (Ctrl-C ends the waiting).",
    )


def silent(line: str, state: Running) -> Text:
    """The process lives and does not answer."""
    return SILENT.fill(line=line, pid=state.pid, url=state.url)
