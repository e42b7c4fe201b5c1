"""Wrong input on the command line: each with its error, its exit code, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from alliance.graph.stores.sqlite.store import SQLiteStore

Run = Callable[..., Result]
OK, WRONG_USAGE, REFUSED, STORE_FAILED, INTERRUPTED = 0, 2, 3, 4, 130


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["paths", "星巴可", "桔扬茶业"], REFUSED, "Did you mean: 星巴克"),
        (["paths", "桔扬", "星巴克"], REFUSED, "means 2 nodes"),
        (["paths", "星巴克", "xbk"], REFUSED, "Both ends are"),
        (["paths", "星巴克", "喜茶", "--avoid", "xbk"], REFUSED, "both visited and avoided"),
        (["paths", "星巴克", "喜茶", "--type", "SELLS"], REFUSED, "SELLS_TO"),
        (["paths", "星巴克", "喜茶", "--type", "FEEDS"], REFUSED, "no path walks it"),
        (["paths", "星巴克", "喜茶", "--type", "MEMBER_OF"], REFUSED, "--umbrella"),
        (["paths", "星巴克", "喜茶", "--budget", "0"], WRONG_USAGE, "--budget"),
        (["paths", "星巴克", "喜茶", "--as-of", "2024-13"], WRONG_USAGE, "2024-13"),
        (["paths", "星巴克"], WRONG_USAGE, "TARGET"),
        (["find", " "], REFUSED, "Give a name"),
        (["coverage", "--level", "clusters"], REFUSED, "cluster9"),
        (["coverage", "--stage", "星巴克"], REFUSED, "not a stage"),
        (["coverage", "--rates", "--stage", "星巴克"], REFUSED, "not a stage"),
        (["coverage", "--rates", "--kind", "government"], REFUSED, "enterprise"),
        (["gaps", "--kind", "G16"], WRONG_USAGE, "G15"),
        (["gaps", "--store", "missing.db"], STORE_FAILED, "alliance demo"),
        (["gaps", "--store", "neo4j://u:p@127.0.0.1"], REFUSED, "ALLIANCE_NEO4J_PASSWORD"),
        (["load", "missing"], REFUSED, "no file or folder"),
        (["load", "."], REFUSED, "organizations.csv"),
        (["load", ""], WRONG_USAGE, "name is empty"),
        (["map", "-o", "."], REFUSED, "a folder and no plain file"),
        (["lod"], WRONG_USAGE, "lod"),
        (["gaps", "--topp", "3"], WRONG_USAGE, "--top"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_input(loaded: Run, words: list[str], code: int, message: str) -> None:
    english, chinese = loaded(*words), loaded(*words, "--lang", "zh")
    assert (english.exit_code, chinese.exit_code) == (code, code)
    assert message in english.stderr
    assert english.stdout == ""
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese.stderr.split("说明")[0])
    assert "Traceback" not in english.output


def test_a_budget_too_small_is_an_unknown_and_says_what_to_do(loaded: Run) -> None:
    result = loaded("paths", "横州市委组织部", "星巴克", "--umbrella", "--budget", "2")
    assert result.exit_code == OK
    assert "[unknown]" in result.stdout
    assert "Raise --budget" in result.stdout
    assert "no influence path" not in result.stdout


ROWS = {
    "sources.csv": "id,title\ns1,made up\n",
    "organizations.csv": "id,name,kind,source\na,made up a,enterprise,s1\nb,made up b,household,s1\n",
    "chain_segments.csv": "id,name,stage,level,source\nst,made up stage,upstream,fine,s1\n",
}
LINKS = "source_id,type,target_id,since,confidence,source,status\n"


@pytest.mark.parametrize(
    ("table", "text", "message"),
    [
        ("organizations.csv", "id,name,kind,source\na,A,enterprize,s1\n", "organizations.csv:2 kind='enterprize'"),
        ("relationships.csv", LINKS + "a,SUPPLIES,nobody,,,s1,confirmed\n", "relationships.csv:2 target_id='nobody'"),
        (
            "relationships.csv",
            LINKS + "a,OPERATES_IN,st,2024-13,,s1,confirmed\n",
            "relationships.csv:2 since='2024-13'",
        ),
        ("relationships.csv", LINKS + "a,COVERS_STAGE,b,,,s1,confirmed\n", "It goes only: party organisation → stage."),
        ("relationships.csv", LINKS + "st,SUPPLIES,a,,,s1,confirmed\n", "Nothing is legal from stage to enterprise."),
        ("relationships.csv", LINKS + "a,OPERATES_IN,st,,1.5,s1,confirmed\n", "relationships.csv:2 confidence='1.5'"),
        ("relationships.csv", LINKS + "a,OPERATES_IN,st,,1,s2,confirmed\n", "relationships.csv:2 source='s2'"),
        ("relationships.csv", "source_id,type\na,SUPPLIES\n", "target_id"),
    ],
)
def test_wrong_rows_are_named_and_nothing_is_written(
    run: Run, tmp_path: Path, table: str, text: str, message: str
) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, content in {**ROWS, table: text}.items():
        (folder / name).write_text(content, encoding="utf-8")
    for words in (["load", "tables"], ["load", "tables", "--dry-run"]):
        result = run(*words)
        assert result.exit_code == REFUSED
        assert message in result.stderr
    store = tmp_path / "alliance.db"
    if store.exists():
        with SQLiteStore(store) as opened:
            assert len(opened.read()) == 0


def test_files_that_are_not_our_store(loaded: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("not ours", encoding="utf-8")
    result = loaded("gaps", "--store", "notes.db")
    assert (result.exit_code, "not an Alliance Graph store" in result.stderr) == (STORE_FAILED, True)
    content = bytearray((tmp_path / "alliance.db").read_bytes())
    content[4096:9000] = b"\xff" * (9000 - 4096)
    (tmp_path / "broken.db").write_bytes(content)
    result = loaded("gaps", "--store", "broken.db")
    assert (result.exit_code, "is damaged" in result.stderr) == (STORE_FAILED, True)
    assert loaded("store", "check", "--store", "broken.db").exit_code == STORE_FAILED


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["neo4j", "--lang", "zh"], "缺少子命令"),
        (["lod"], "没有命令 lod"),
        (["paths", "星巴克"], "缺少参数 TARGET"),
        (["paths", "a", "b", "c"], "多出的参数:c"),
        (["paths", "a", "b", "--hop", "3"], "是不是:--hops"),
        (["paths", "a", "b", "--hops", "x"], "--hops 的值无效:“x”不是整数"),
        (["paths", "a", "b", "--hops", "300"], "300 不在 1 到 255 之间"),
        (["paths", "a", "b", "--hops"], "选项 --hops 后面缺少值"),
        (["paths", "a", "b", "--as-of", "2024"], "“2024”不是一天。请写到日"),
        (["gaps", "--top", "0"], "0 小于 1"),
        (["gaps", "--kind", "G16"], "--kind 的值无效:“G16”不在可选的值中"),
        (["coverage", "--rates=1"], "选项 --rates 不带值"),
        (["coverage", "--kind", "enterprise"], "--kind 要与 --rates 同用"),
        (["coverage", "--rates", "--level", "core"], "--level 和 --rates 不能同用。"),
        (["map", "-o", ""], "名称是空的"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_usage_is_told_in_chinese_too(loaded: Run, words: list[str], message: str) -> None:
    result = loaded("--lang", "zh", *words)
    assert result.exit_code == WRONG_USAGE
    assert message in result.stderr
    assert "说明:alliance" in result.stderr


def test_interruption_ends_with_130_and_leaves_nothing(
    run: Run, hengzhou_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("alliance.graph.stores.sqlite.writing._row_values", interrupt)
        result = run("load", str(hengzhou_folder))
    assert result.exit_code == INTERRUPTED
    assert "Interrupted" in result.stderr
    asked = run("find", "星巴克")
    assert asked.exit_code == STORE_FAILED
    assert "still empty" in asked.stderr
    assert "nodes 206" in run("load", str(hengzhou_folder)).stdout
