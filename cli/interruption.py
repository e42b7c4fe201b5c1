"""Signals that end the program end it as Ctrl-C does: transactions are rolled back and scratch files removed."""

from __future__ import annotations

import signal
from types import FrameType
from typing import NoReturn

# By name: not every system has all of them.
_ENDING = ("SIGTERM", "SIGHUP")


def end_as_interrupted() -> None:
    """Let the signals that end a program interrupt it; one that is ignored, as under `nohup`, stays ignored."""
    for number in _numbers():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def ignore_endings() -> None:
    """Let nothing more break in: the program is clearing up, or done."""
    for number in _numbers():
        signal.signal(number, signal.SIG_IGN)


def _numbers() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    ignore_endings()
    raise KeyboardInterrupt
