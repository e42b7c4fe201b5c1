"""A plugin of pytest that counts what NetworkX hands to the backend, and what the backend declines of its functions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

from alliance.graph.networks import backend

MARK = "dispatched: "
done: Counter[str] = Counter()
declined: Counter[str] = Counter()


def pytest_configure() -> None:
    for name in backend.WEIGHTS:
        setattr(backend, name, counted(name, getattr(backend, name)))
    asked = backend.can_run

    def can_run(name: str, args: Any, kwargs: Any) -> bool | str:
        reason = asked(name, args, kwargs)
        if name in backend.WEIGHTS and reason is not True:
            declined[f"{name}: {reason}"] += 1
        return reason

    backend.can_run = can_run


def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        done[name] += 1
        return function(*args, **kwargs)

    return call


def pytest_terminal_summary(terminalreporter: Any) -> None:
    outcomes = {name: len(reports) for name, reports in terminalreporter.stats.items() if name}
    terminalreporter.write_line(MARK + json.dumps({"done": done, "declined": declined, "outcomes": outcomes}))
