"""What can be set from outside: the environment variables of the product and its folders.

| variable | meaning |
| --- | --- |
| `ALLIANCE_STORE` | where the graph is kept, when `--store` is not given |
| `ALLIANCE_LANG` | `zh` or `en`, when `--lang` is not given and the locale should not decide |
| `ALLIANCE_HOME` | folder for the local Neo4j server (data, password) instead of the user's data folder |
| `ALLIANCE_CACHE` | folder for fetched files instead of the user's cache folder |
| `ALLIANCE_SNAPSHOTS` | folder for snapshots instead of `snapshots` in the user's cache folder, or `off` |
| `ALLIANCE_SNAPSHOTS_MB` | how many megabytes all snapshots may take together (2000 when it is not set) |
| `ALLIANCE_NEO4J_USER`, `ALLIANCE_NEO4J_PASSWORD` | credentials for a Neo4j server |
"""

from __future__ import annotations

import locale
import os
from contextvars import ContextVar
from pathlib import Path

import platformdirs

from .wording import Language

APPLICATION = "alliance-graph"
DEFAULT_STORE = "alliance.db"
chosen_language: ContextVar[Language | None] = ContextVar("chosen_language", default=None)
"""Set while a command runs that was given `--lang`."""
_MEGABYTE = 1_000_000
_SNAPSHOTS_MB = 2_000


def language() -> Language:
    """The language for messages: `--lang`, else `ALLIANCE_LANG`, else the locale, else English."""
    if option := chosen_language.get():
        return option
    variable = os.environ.get("ALLIANCE_LANG", "").lower()[:2]
    if variable in ("zh", "en"):
        return "zh" if variable == "zh" else "en"
    return "zh" if _locale_name().lower().startswith(("zh", "chinese")) else "en"


def _locale_name() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if name := os.environ.get(variable):
            return name
    return locale.getlocale()[0] or ""


def home_folder() -> Path:
    """Where data that belongs to the user is kept: `ALLIANCE_HOME`, else the user's data folder."""
    folder = os.environ.get("ALLIANCE_HOME")
    return Path(folder) if folder else Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))


def cache_folder() -> Path:
    """Where fetched files are kept: `ALLIANCE_CACHE`, else the user's cache folder."""
    folder = os.environ.get("ALLIANCE_CACHE")
    return Path(folder) if folder else Path(platformdirs.user_cache_dir(APPLICATION, appauthor=False))


def snapshot_folder() -> Path | None:
    """Where snapshots of stores are kept; None when `ALLIANCE_SNAPSHOTS` is `off`."""
    folder = os.environ.get("ALLIANCE_SNAPSHOTS", "")
    if folder.lower() == "off":
        return None
    return Path(folder) if folder else cache_folder() / "snapshots"


def snapshot_bytes() -> int:
    """How much all snapshots may take together: `ALLIANCE_SNAPSHOTS_MB`, else 2 GB; what is no number is ignored."""
    megabytes = os.environ.get("ALLIANCE_SNAPSHOTS_MB", "")
    return (int(megabytes) if megabytes.isdecimal() else _SNAPSHOTS_MB) * _MEGABYTE
