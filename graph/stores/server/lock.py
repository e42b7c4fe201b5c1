"""Write the lock file of a line anew: `python -m alliance.graph.stores.server.lock 5.26`.

For maintainers: after a change of the version in `lines.toml`. Resolves the two coordinates of the server with jgo,
fetches every jar and records its sha256.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jgo
from jgo.env import LockedDependency, LockFile

from .lines import line

# The first brings the server, the second its entry point.
_COORDINATES = ("org.neo4j.app:neo4j-server", "org.neo4j:neo4j")


def write_lock(name: str) -> Path:
    """Resolve, fetch and lock a line; returns the lock file."""
    neo4j = line(name)
    artifacts = jgo.resolve("+".join(f"{coordinate}:{neo4j.version}" for coordinate in _COORDINATES))
    unique = list({artifact.key: artifact for artifact in artifacts}.values())
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda artifact: artifact.resolve(), unique))
    dependencies = [_locked(artifact) for artifact in sorted(unique, key=lambda artifact: artifact.key)]
    path = Path(__file__).with_name(neo4j.lock)
    LockFile(dependencies, environment_name=f"neo4j-{neo4j.name}").save(path)
    return path


def _locked(artifact: jgo.maven.Artifact) -> LockedDependency:
    from jgo.maven import Dependency

    return LockedDependency.from_dependency(Dependency(artifact))


if __name__ == "__main__":
    sys.stdout.write(f"{write_lock(sys.argv[1])}\n")
