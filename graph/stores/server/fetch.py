"""Fetch the jars of a locked Neo4j once, and check every one against its hash.

This is the only place where the product goes to the network, and it goes to Maven Central alone.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from .... import settings
from ....errors import MissingExtra, ServerFailed
from ....wording import Text
from .lines import Line

if TYPE_CHECKING:
    from jgo.env import LockedDependency

FetchProgress = Callable[[int, int], None]
_AT_ONCE = 8
_ATTEMPTS = 3
_TIMEOUT_SECONDS = 30
_NOT_FETCHED = Text(
    "无法从 Maven Central 取得 {name}。启动本机 Neo4j 第一次需要网络;请检查网络或代理后重试,"
    "或改用文件库(--store alliance.db)或已有的服务器(--store neo4j://主机:7687)。",
    "Cannot fetch {name} from Maven Central. The first start of the local Neo4j needs the network. Check the "
    "connection or proxy and try again, or use a file (--store alliance.db) or a server of your own "
    "(--store neo4j://host:7687).",
)
_WRONG_HASH = Text(
    "取得的 {name} 与锁定的 sha256 不符,未使用。请重试;若仍如此,说明途中有人改动了文件。",
    "The fetched {name} does not have the locked sha256 and was not used. Try again. If this "
    "happens again, something on the way changes the files.",
)


def jars(line: Line, progress: FetchProgress | None = None) -> list[Path]:
    """The jars of a line, fetched if need be; every one has the hash that the lock states.

    Parameters
    ----------
    line
        Which Neo4j.
    progress
        Called with the number of jars that are there and the number of all, before and while some are fetched.

    Raises
    ------
    MissingExtra
        jgo is not installed.
    ServerFailed
        A jar could not be fetched, or has another hash.
    """
    folder = settings.cache_folder() / f"neo4j-{line.version}"
    all_jars = {file_name(jar): jar for jar in _locked(line)}
    missing = {name: jar for name, jar in all_jars.items() if not _sound(folder / name, jar)}
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        _fetch_all(missing, folder, len(all_jars), progress)
    return [folder / name for name in all_jars]


def file_name(locked: LockedDependency) -> str:
    """The file of a locked jar: `jackson-core-2.22.jar`."""
    classifier = f"-{locked.classifier}" if locked.classifier else ""
    return f"{locked.artifactId}-{locked.version}{classifier}.{locked.packaging}"


def _locked(line: Line) -> list[LockedDependency]:
    try:
        from jgo.env import LockFile
    except ImportError as error:
        raise MissingExtra("jgo", "neo4j-local") from error
    return list(LockFile.load(line.lock_path()).dependencies)


def _sound(path: Path, locked: LockedDependency) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest() == locked.sha256


def _fetch_all(missing: dict[str, LockedDependency], folder: Path, total: int, progress: FetchProgress | None) -> None:
    """Fetch into a folder of our own beside the target and move each jar there when it is whole and sound."""
    done = total - len(missing)
    if progress:
        progress(done, total)
    with tempfile.TemporaryDirectory(dir=folder) as scratch, ThreadPoolExecutor(_AT_ONCE) as pool:
        waiting = [pool.submit(_fetch, name, jar, Path(scratch), folder) for name, jar in missing.items()]
        try:
            for future in as_completed(waiting):
                future.result()
                done += 1
                if progress:
                    progress(done, total)
        except BaseException:
            _cancel(waiting)
            raise


def _cancel(waiting: list[Future[None]]) -> None:
    for future in waiting:
        future.cancel()


def _fetch(name: str, locked: LockedDependency, scratch: Path, folder: Path) -> None:
    import requests
    from jgo.maven import MavenContext
    from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

    context = MavenContext(repo_cache=scratch, local_repos=[], timeout=_TIMEOUT_SECONDS)
    component = context.project(locked.groupId, locked.artifactId).at_version(locked.version)
    artifact = component.artifact(locked.classifier or "", locked.packaging)
    retrying = Retrying(
        stop=stop_after_attempt(_ATTEMPTS),
        wait=wait_exponential(max=10),
        retry=retry_if_exception_type(requests.RequestException),
        before_sleep=lambda _: _forget(artifact.cached_path),
        reraise=True,
    )
    try:
        path = retrying(artifact.resolve)
    except (requests.RequestException, RuntimeError) as error:
        raise ServerFailed(_NOT_FETCHED, name=name) from error
    if not _sound(path, locked):
        raise ServerFailed(_WRONG_HASH, name=name)
    shutil.move(path, folder / name)


def _forget(path: Path | None) -> None:
    if path:
        path.unlink(missing_ok=True)
