"""Sentences in both languages: lists that are cut, and the reasons of the operating system."""

from __future__ import annotations

import errno
import pickle
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from alliance.wording import Text, legible, plural, shortened, some, steering, system_reason, without_credentials


def test_what_the_system_says_is_said_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(OSError) as caught:  # noqa: PT011 - what differs is the number, which is looked at
        tmp_path.read_bytes()
    assert system_reason(caught.value) == Text("是文件夹", "it is a folder")
    assert system_reason(OSError(errno.EACCES, "Permission denied")).zh == "没有权限"


def test_a_number_that_is_not_known_is_told_as_a_number() -> None:
    assert system_reason(OSError(9999, "Strange")) == Text("系统错误 9999", "system error 9999")
    assert system_reason(OSError("no number")).en == "the system gave no reason"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("茉莉花\u3000合作社", ""),
        ("第一行\n第二行\r\n\t第三行", ""),
        ("👩\u200d👧 葛\U000e0100 ✈\ufe0f", ""),
        ("a\x1b[31m", "\\x1b"),
        ("a\0b", "\\x00"),
        ("a\rb", "\\r"),
        ("a\x7f", "\\x7f"),
        ("a\x9b31m", "\\x9b"),
        ("\u202e茶", "\\u202e"),
        ("\u2066茶\u2069", "\\u2066"),
        ("茶\u200f", "\\u200f"),
        ("茶\ud800", "\\ud800"),
    ],
)
def test_what_steers_a_terminal_or_a_page_is_written_out(text: str, shown: str) -> None:
    assert steering(text) == shown
    assert (legible(text) == text) == (shown == "")
    assert not steering(legible(text))
    assert shown in legible(text)


def test_texts_inside_other_values_are_written_out_too() -> None:
    assert legible({"a\x1b": ["\u202e", ("b\x07", 1, None, 0.5)]}) == {"a\\x1b": ["\\u202e", ("b\\x07", 1, None, 0.5)]}
    assert Text("名\x1b称", "na\x1bme") == Text("名\\x1b称", "na\\x1bme")
    assert Text("{name}", "{name}").fill(name="\u202e").en == "\\u202e"


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
