"""`alliance review`; all organisations are made up."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from alliance.cli.root import root

Run = Callable[..., Result]
ROSTER = (
    "id,name,kind,place,source\n"
    "a,横州市丽妃茶叶有限公司,企业,横州市,s1\n"
    "b,横州市丽妃茶业有限公司,企业,,s1\n"
    "c,横州市甲茶厂第一党支部,党组织,,s1\n"
    "d,横州市甲茶厂第二党支部,党组织,,s1\n"
    "e,石溪合作社,合作社,石溪村,s1\n"
    "f,石溪农民专业合作社,合作社,石溪村,s1\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "rosters"
    folder.mkdir()
    (folder / "sources.csv").write_text("id,title,date\ns1,测试名册,2024-06-01\n", encoding="utf-8")
    (folder / "organizations.csv").write_text(ROSTER, encoding="utf-8")
    return folder


@pytest.fixture
def alliance(folder: Path, tmp_path: Path) -> Run:
    def run(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(root, [*words, "--store", str(tmp_path / "x.db"), "--lang", "en"], input=typed)

    loaded = run("load", str(folder))
    assert "2 questions: alliance review" in loaded.stderr
    return run


def keys(alliance: Run) -> dict[tuple[str, ...], str]:
    asked = json.loads(alliance("review", "--json").stdout)["questions"]
    return {tuple(node["id"] for node in question["about"]): question["question"] for question in asked}


def test_questions_are_listed_with_what_speaks_for_them(alliance: Run) -> None:
    listed = alliance("review", "--list").stdout
    assert listed.startswith("1. [same-")
    assert "   · 石溪合作社  farmers' cooperative  石溪村  测试名册 [organizations.csv:6]" in listed
    assert "the names are alike: 91 of 100" in listed
    assert "支部" not in listed
    assert set(keys(alliance)) == {("e", "f"), ("a", "b")}


def test_an_answer_joins_and_undo_parts_again(alliance: Run, tmp_path: Path) -> None:
    before = alliance("show", "a", "--json").stdout
    key = keys(alliance)["a", "b"]
    answers = tmp_path / "answers.csv"
    answers.write_text(f"问题,判断,理由\n{key},相同,同一张执照\n", encoding="utf-8")
    done = alliance("review", "--answers", str(answers))
    assert (done.exit_code, done.stderr) == (0, "1 judgement kept, 1 question left.\n")
    assert '"name":"横州市丽妃茶叶有限公司"' in alliance("show", "b", "--json").stdout
    decided = alliance("review", "--decided").stdout
    assert f"[{key}] same  横州市丽妃茶叶有限公司 / 横州市丽妃茶业有限公司  person" in decided
    assert "同一张执照" in decided
    (row,) = json.loads(alliance("review", "--decided", "--json").stdout)["decided"]
    assert (row["question"], row["verdict"], row["about"], row["by"]) == (key, "same", ["a", "b"], "person")
    assert alliance("review", "--answers", str(answers)).exit_code == 0
    assert alliance("review", "--undo", key).exit_code == 0
    after = json.loads(alliance("show", "a", "--json").stdout)
    assert {**after, "data_version": ""} == {**json.loads(before), "data_version": ""}
    assert keys(alliance)["a", "b"] == key
    assert alliance("review", "--undo", key).exit_code == 3


def test_wrong_answers_are_told_with_their_rows_and_none_is_kept(alliance: Run, tmp_path: Path) -> None:
    first, second = keys(alliance).values()
    book, path = Workbook(), tmp_path / "answers.xlsx"
    sheet = book.active
    assert sheet is not None
    for row in (
        ("question", "verdict", "reason"), (first, "same", ""), (second, "perhaps", ""), ("same-0", "no", ""),
        (first, "different", ""),
    ):  # fmt: skip
        sheet.append(row)
    book.save(path)
    refused = alliance("review", "--answers", str(path))
    assert refused.exit_code == 3
    for words in ("!B3", 'Unknown verdict "perhaps"', "!A4", 'There is no question "same-0"', "!A5", "already stands"):
        assert words in refused.stderr
    assert "Nothing was decided yet" in alliance("review", "--decided").stderr


def test_what_is_exported_can_be_filled_in_and_read(alliance: Run, tmp_path: Path) -> None:
    path = tmp_path / "questions.csv"
    assert alliance("review", "--export", str(path)).stderr.startswith("2 questions in")
    text = path.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("question,verdict,reason,correction,score")
    path.write_text(text.replace(",,,", ",different,,"), encoding="utf-8")
    assert alliance("review", "--answers", str(path)).stderr == "2 judgements kept, 0 questions left.\n"
    assert alliance("review", "--list").stderr.endswith("There is no open question.\n")


def test_asked_one_by_one_what_was_answered_is_kept(alliance: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    asked = alliance("review", typed="what\nsame\nwhy not\nquit\n")
    assert asked.exit_code == 0, asked.output
    assert 'Unknown verdict "what"' in asked.stderr
    assert "1 judgement kept, 1 question left." in asked.stderr
    assert "why not" in alliance("review", "--decided").stdout


def test_contradictions_are_told(alliance: Run, folder: Path) -> None:
    (folder / "organizations.csv").write_text(ROSTER + "g,石溪村合作社,合作社,石溪村,s1\n", encoding="utf-8")
    alliance("load", str(folder))
    from alliance.graph import AllianceGraph, Judgement, open_store
    from alliance.graph.identities import pair_question

    store = next(iter(folder.parent.glob("x.db")))
    pairs = {("e", "f"): "same", ("f", "g"): "same", ("e", "g"): "different"}
    judgements = [Judgement(question=pair_question(*about), about=about, verdict=said) for about, said in pairs.items()]
    with open_store(str(store)) as opened:
        opened.write(AllianceGraph.from_models(records=judgements))
    told = alliance("review", "--conflicts").stdout
    assert "石溪合作社(e) ≠ 石溪村合作社(g)" in told
    assert pair_question("e", "f") in told
    again = alliance("load", str(folder))
    assert "contradict each other" in again.stderr


def test_only_one_thing_at_a_time(alliance: Run) -> None:
    assert alliance("review", "--list", "--decided").exit_code == 2
