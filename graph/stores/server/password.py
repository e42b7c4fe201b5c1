"""The password of the local server: generated once, kept in a file, given to Neo4j before its first start."""

from __future__ import annotations

import secrets
import subprocess
from pathlib import Path

from ....errors import ServerFailed
from ....wording import Text
from .files import read_text, write_private
from .java import Java
from .log import telling_lines

_LOST = Text(
    "{data} 中有数据,但密码文件 {password_file} 丢失、为空或无法读取。请从备份恢复该文件(内容就是密码);"
    "没有备份时,把 {data} 移到别处再启动,会得到一个空库和新密码。",
    "{data} holds data, but the password file {password_file} is missing, empty or unreadable. Restore the "
    "file from a backup (it holds the password and nothing else). Without a backup, move {data} away and start "
    "again: that gives an empty database with a new password.",
)


def has_data(home: Path) -> bool:
    """Whether a server was started here, and so has users with passwords of its own."""
    return (home / "data" / "databases" / "system").is_dir()


def known_password(home: Path, password_file: Path) -> str | None:
    """The password, or None when there is neither a password nor a server that has one.

    Raises
    ------
    ServerFailed
        There are data, and the file with their password is lost.
    """
    password = read_text(password_file)
    if password is None and has_data(home):
        raise ServerFailed(_LOST, data=home / "data", password_file=password_file)
    return password


def ensure_password(java: Java, password_file: Path) -> None:
    """Generate a password if there is none, and give it to a server that has no data yet.

    A start that died on the way is repeated as a whole: until the server has data, Neo4j takes the password again.
    """
    if known_password(java.home, password_file) is None:
        write_private(password_file, secrets.token_urlsafe(24))
    if not has_data(java.home):
        _set_initial_password(java, read_text(password_file) or "")


def _set_initial_password(java: Java, password: str) -> None:
    """Through an argument file that only its owner can read: a command line is visible to everybody."""
    arguments = java.home / "conf" / "initial-password"
    write_private(arguments, f"--\n{password}")  # after "--" a password may begin with "-"
    command = java.command("org.neo4j.cli.AdminTool", "dbms", "set-initial-password", f"@{arguments}")
    try:
        done = subprocess.run(
            command, env=java.environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    finally:
        arguments.unlink(missing_ok=True)
    if done.returncode:
        reason = telling_lines(done.stderr) or telling_lines(done.stdout)
        raise ServerFailed(
            Text(
                "无法为本机 Neo4j 设定密码(退出码 {exit_code})。它的原话:{reason}",
                "Cannot set the password of the local Neo4j (exit code {exit_code}). It said: {reason}",
            ),
            exit_code=done.returncode,
            reason=reason,
        )
