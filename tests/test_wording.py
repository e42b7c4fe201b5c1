"""Sentences in both languages: lists that are cut, and the reasons of the operating system."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from alliance.wording import system_reason


def test_what_the_system_says_is_said_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(OSError) as caught:  # noqa: PT011 - what differs is the number, which is looked at
        tmp_path.read_bytes()
    assert system_reason(caught.value) == ("是文件夹", "it is a folder")
    assert system_reason(OSError(errno.EACCES, "Permission denied")).zh == "没有权限"


def test_a_number_that_is_not_known_is_told_as_a_number() -> None:
    assert system_reason(OSError(9999, "Strange")) == ("系统错误 9999", "system error 9999")
    assert system_reason(OSError("no number")).en == "the system gave no reason"
