"""Sentences in both languages: lists that are cut, and the reasons of the operating system."""

from __future__ import annotations

import errno
import pickle
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from alliance.wording import Text, plural, shortened, some, system_reason, without_credentials


def test_what_the_system_says_is_said_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(OSError) as caught:  # noqa: PT011 - what differs is the number, which is looked at
        tmp_path.read_bytes()
    assert system_reason(caught.value) == Text("是文件夹", "it is a folder")
    assert system_reason(OSError(errno.EACCES, "Permission denied")).zh == "没有权限"


def test_a_number_that_is_not_known_is_told_as_a_number() -> None:
    assert system_reason(OSError(9999, "Strange")) == Text("系统错误 9999", "system error 9999")
    assert system_reason(OSError("no number")).en == "the system gave no reason"


def test_a_long_value_is_shown_in_part() -> None:
    assert shortened("甲" * 60) == "甲" * 60
    assert shortened("甲" * 9000) == "甲" * 60 + "… (9,000)"
    assert shortened("a\x1b[1m\0\ud800") == "a\\x1b[1m\\x00\\ud800"
    assert some([str(number) for number in range(7)]) == Text("0、1、2、3、4 等 7 项", "0, 1, 2, 3, 4 and 2 more")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Unknown store http://u:s/e c@ret@h:1.", "Unknown store http://…@h:1."),
        ("no command 'u:secret@h'", "no command '…@h'"),
        ("没有文件夹 neo4j:/u:secret@h。", "没有文件夹 …@h。"),
        ("bolt://u:secret%40h", "bolt://…@h"),
        ("me@work.db: https://a.b/c", "me@work.db: https://a.b/c"),
    ],
)
def test_what_stands_before_an_at_is_left_out(text: str, shown: str) -> None:
    assert without_credentials(text) == shown


def test_a_text_fills_and_joins_both_languages_at_once() -> None:
    kind = Text("企业", "enterprise")
    assert Text("{kind}“{name}”", '{kind} "{name}"').fill(kind=kind, name="甲") == Text("企业“甲”", 'enterprise "甲"')
    assert Text.joined([kind, Text.same("G1")]) == Text("企业、G1", "enterprise, G1")
    assert kind + Text.same("!") == Text("企业!", "enterprise!")
    assert not Text.same("")
    with pytest.raises(AttributeError):
        kind.zh = "x"  # type: ignore[misc]


def test_a_noun_follows_its_number() -> None:
    assert [plural(number, "path") for number in (0, 1, 3)] == ["0 paths", "1 path", "3 paths"]
    assert plural(1417, "body", "bodies") == "1,417 bodies"


def test_a_text_in_a_model_is_an_object_of_both_languages() -> None:
    adapter = TypeAdapter(Text)
    assert adapter.dump_python(Text("甲", "a"), mode="json") == {"zh": "甲", "en": "a"}
    assert adapter.validate_python({"zh": "甲", "en": "a"}) == Text("甲", "a")
    assert pickle.loads(pickle.dumps(Text("甲", "a"))) == Text("甲", "a")
