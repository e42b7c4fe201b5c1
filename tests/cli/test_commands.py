"""The command line: every command, its help, its outputs and its exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from alliance.cli.root import COMMANDS, root
from alliance.graph import AllianceGraph
from alliance.graph.sqlite_store import SQLiteStore

Run = Callable[..., Result]
OK, WRONG_USAGE, REFUSED, STORE_FAILED, INTERRUPTED = 0, 2, 3, 4, 130


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def invoke(*words: str, **given: object) -> Result:
        return CliRunner().invoke(root, list(words), **given)  # type: ignore[arg-type]

    return invoke


@pytest.fixture
def loaded(run: Run, tmp_path: Path, hengzhou: AllianceGraph) -> Run:
    """The same, with the Hengzhou facts in `alliance.db`."""
    with SQLiteStore(tmp_path / "alliance.db", create=True) as store:
        store.write(hengzhou)
    return run


def all_commands() -> list[list[str]]:
    found: list[list[str]] = [[]]
    for name in COMMANDS:
        found.append([name])
        command = root.get_command(None, name)  # type: ignore[arg-type]
        found += [[name, sub] for sub in getattr(command, "commands", ())]
    return found


# ---- help ----


@pytest.mark.parametrize("words", all_commands(), ids=" ".join)
def test_every_command_has_help_with_an_example_in_both_languages(run: Run, words: list[str]) -> None:
    shown = {language: run(*words, "--help", "--lang", language) for language in ("zh", "en")}
    assert {result.exit_code for result in shown.values()} == {OK}
    assert "用法:alliance" in shown["zh"].stdout
    assert "Usage: alliance" in shown["en"].stdout
    assert "示例:\n  alliance" in shown["zh"].stdout
    assert "Examples:\n  alliance" in shown["en"].stdout
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in _without_examples(shown["en"].stdout))
    assert all(len(line) < 400 for line in shown["zh"].stdout.splitlines())


def _without_examples(text: str) -> str:
    return text.split("Examples:", maxsplit=1)[0].replace("“", "").replace("1+9", "")


def test_help_of_the_root_lists_every_command_and_imports_none() -> None:
    code = """
import sys, alliance.cli.root as r
try: r.root.main(["--help"])
except SystemExit: pass
print(sorted(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for name in COMMANDS:
        assert f"\n  {name} " in done.stdout
    modules = done.stdout.splitlines()[-1]
    for heavy in ("numpy", "networkx", "rich", "pydantic", "neo4j", "pyvis", "alliance.graph", "alliance.queries"):
        assert f"'{heavy}'" not in modules


def test_finding_a_name_imports_no_graph_algorithms_and_no_driver(loaded: Run, tmp_path: Path) -> None:
    code = """
import sys, alliance.cli.root as r
try: r.root.main(["find", "星巴克", "--json"])
except SystemExit: pass
print(sorted(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    answer, modules = done.stdout.splitlines()
    assert json.loads(answer)["status"] == "found"
    for heavy in ("networkx", "neo4j", "pyvis", "pypinyin", "pandas", "alliance.loaders"):
        assert f"'{heavy}'" not in modules


def test_notes_of_the_driver_do_not_reach_the_screen() -> None:
    code = """
import logging, alliance.cli.root as r
try: r.root.main(["--version"])
except SystemExit: pass
logging.getLogger("neo4j.pool").warning("Transaction failed and will be retried")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_version(run: Run) -> None:
    from alliance import __version__

    assert run("--version").stdout == f"alliance-graph {__version__}\n"


# ---- the main job ----


def test_demo_answers_the_first_questions_and_a_second_run_changes_nothing(run: Run, tmp_path: Path) -> None:
    first = run("demo", "--lang", "zh")
    assert first.exit_code == OK, first.output
    for words in (
        "新增: 节点 206",
        "企业 57",
        "南宁横县供电局校椅供电所党支部 —[服务]→ 横县桔扬茶业有限公司 —[销售给]→ 星巴克",
        "该厂主要客户之一",
        "待核实",
        "仅已证实的关系,没有影响路径",
        "G15 数据空白",
        "党组织覆盖率:未知",
        "其中 54 个没有列名",
        "alliance-map.html",
    ):
        assert words in first.stdout
    assert "21%" not in first.stdout
    assert "21 %" not in first.stdout
    written = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    assert written.keys() == {"alliance.db", "alliance-map.html"}
    second = run("demo", "--lang", "zh")
    assert "没有变化" in second.stdout
    assert (tmp_path / "alliance-map.html").read_bytes() == written["alliance-map.html"]
    without_load = [result.stdout.split("2 一条")[1] for result in (first, second)]
    assert without_load[0] == without_load[1]


def test_demo_in_english(run: Run) -> None:
    result = run("demo", "--lang", "en")
    assert result.exit_code == OK
    assert "2 An influence path across both layers" in result.stdout
    assert "no influence path within 4 steps" in result.stdout


def test_demo_does_not_mix_with_facts_of_the_user(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "sources.csv").write_text("id,title\nmine,made up\n", encoding="utf-8")
    (folder / "organizations.csv").write_text("id,name,kind,source\nx,made up,enterprise,mine\n", encoding="utf-8")
    assert run("load", "mine").exit_code == OK
    result = run("demo")
    assert result.exit_code == REFUSED
    assert "--store demo.db" in result.stderr
    assert "enterprise 1" in run("store", "info").stdout


def test_load_dry_run_writes_nothing_and_load_twice_changes_nothing(
    run: Run, tmp_path: Path, hengzhou_folder: Path
) -> None:
    planned = run("load", str(hengzhou_folder), "--dry-run")
    assert "nodes 206" in planned.stdout
    assert "nothing written" in planned.stdout
    assert list(tmp_path.iterdir()) == []
    assert "nodes 206" in run("load", str(hengzhou_folder)).stdout
    assert "No change" in run("load", str(hengzhou_folder)).stdout
    assert "No change" in run("load", str(hengzhou_folder), "--dry-run").stdout


def test_find_show_gaps_coverage_store_schema(loaded: Run) -> None:
    assert "横县桔扬茶业有限公司" in loaded("find", "桔扬").stdout
    assert "Did you mean: 星巴克" in loaded("find", "星巴可").stdout
    assert "3 of them" not in loaded("show", "xbk").stdout
    shown = loaded("show", "横州茉莉花产业集群党建联盟", "--lang", "zh").stdout
    assert "轮值主席单位数 8,其中 5 个没有列名" in shown
    assert "G15" in loaded("gaps", "--top", "3").stdout
    assert "30+" in loaded("coverage", "--level", "cluster9").stdout
    rates = loaded("coverage", "--rates").stdout
    assert "unknown, it cannot be computed" in rates
    assert "3/?" in rates
    assert loaded("store", "check").exit_code == OK
    assert "enterprise 57" in loaded("store", "info").stdout
    assert json.loads(loaded("schema").stdout).keys() == {
        "find",
        "show",
        "paths",
        "coverage",
        "coverage_matrix",
        "gaps",
    }
    assert "party_organization" in loaded("schema", "kinds").stdout
    assert "SELLS_TO" in loaded("schema", "types").stdout


def test_umbrella_shows_the_difference(loaded: Run) -> None:
    narrow = loaded("paths", "横州市委组织部", "星巴克", "--lang", "zh").stdout
    assert "4 步以内,不经伞形节点,没有影响路径" in narrow
    assert "允许经过伞形节点时最短 4 步(--umbrella)" in narrow
    wide = loaded("paths", "横州市委组织部", "星巴克", "--umbrella", "--lang", "zh").stdout
    assert "中共横州市委员会 —[指导]→ 横州市校椅镇 ←[位于]— 横县桔扬茶业有限公司" in wide


def test_map_and_its_parts(loaded: Run, tmp_path: Path) -> None:
    assert loaded("map").exit_code == OK
    assert loaded("map", "--around", "xbk", "--degrees", "2", "-o", "part.html").exit_code == OK
    assert (tmp_path / "part.html").stat().st_size < (tmp_path / "alliance-map.html").stat().st_size
    assert loaded("map", "--around", "nobody at all").exit_code == REFUSED
    assert loaded("map", "-o", "no/such/folder/map.html").exit_code == REFUSED


def test_copy_goes_to_an_equal_store(loaded: Run) -> None:
    result = loaded("store", "copy", "alliance.db", "copy.db")
    assert result.exit_code == OK
    assert "Equal data version" in result.stdout
    assert loaded("gaps", "--json").stdout == loaded("gaps", "--json", "--store", "copy.db").stdout


# ---- outputs ----

QUESTIONS = [
    ["find", "茶业"],
    ["show", "横县桔扬茶业有限公司"],
    ["paths", "校椅供电所党支部", "星巴克"],
    ["paths", "横州市委组织部", "星巴克", "--umbrella", "-k", "5", "--hops", "6"],
    ["coverage"],
    ["coverage", "--rates"],
    ["gaps"],
]
KEYS = [
    "question",
    "parameters",
    "status",
    "sentence",
    "rows",
    "bounds",
    "unknown",
    "evidence",
    "data_version",
    "schema_version",
]


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_json_is_one_object_with_the_keys_in_order_and_nothing_of_this_machine(
    loaded: Run, words: list[str], tmp_path: Path
) -> None:
    result = loaded(*words, "--json")
    assert result.exit_code == OK
    assert list(json.loads(result.stdout)) == KEYS
    assert result.stdout.count("\n") == 1
    assert str(tmp_path) not in result.stdout
    assert result.stdout == loaded(*words, "--json", "--lang", "zh").stdout


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_csv_has_a_header_and_a_row_for_every_row(loaded: Run, words: list[str]) -> None:
    rows = list(csv.reader(io.StringIO(loaded(*words, "--csv").stdout)))
    answer = json.loads(loaded(*words, "--json").stdout)
    expected = answer["rows"][0]["relationships"] if words[0] == "show" else answer["rows"]
    assert len(rows) == len(expected) + 1
    assert {len(row) for row in rows} == {len(rows[0])}


def test_csv_makes_formulas_inert() -> None:
    from alliance.cli.output import as_csv

    rows = [{"a": "=1+1", "b": "+86", "c": -5, "d": "@x", "e": "-x", "f": "茶", "g": "=1"}]
    assert list(csv.reader(io.StringIO(as_csv(rows))))[1] == ["'=1+1", "'+86", "-5", "'@x", "'-x", "茶", "'=1"]


@pytest.mark.neo4j
@pytest.mark.parametrize("line", ["5.26", "2026"])
def test_json_is_byte_equal_on_the_file_and_on_neo4j(
    loaded: Run, servers: Any, line: str, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alliance.graph.neo4j.store import Neo4jStore

    url, user, password = servers.empty(line)
    with Neo4jStore(url, user, password) as store:
        store.write(hengzhou)
    monkeypatch.setenv("ALLIANCE_NEO4J_USER", user)
    monkeypatch.setenv("ALLIANCE_NEO4J_PASSWORD", password)
    for words in QUESTIONS:
        on_file, on_neo4j = loaded(*words, "--json"), loaded(*words, "--json", "--store", url)
        assert on_neo4j.exit_code == OK, on_neo4j.output
        assert on_neo4j.stdout_bytes == on_file.stdout_bytes


@pytest.mark.neo4j
def test_the_local_server_from_the_command_line(run: Run, servers) -> None:  # type: ignore[no-untyped-def]
    if "ALLIANCE_TEST_NEO4J" in os.environ:
        pytest.skip("a server was given, so none is started here")
    servers.local("5.26")
    servers.empty("5.26")
    assert "Runs already" in run("neo4j", "start", "--line", "5.26").stdout
    assert "bolt://127.0.0.1" in run("neo4j", "status", "--line", "5.26").stdout
    secret = run("neo4j", "password", "--line", "5.26").stdout.strip()
    assert len(secret) > 20
    result = run("demo", "--store", "neo4j")
    assert result.exit_code == OK, result.output
    assert "nodes 206" in result.stdout
    assert secret not in result.output
    assert "No change" in run("demo", "--store", "neo4j").stdout
    assert run("store", "check", "--store", "neo4j").exit_code == OK


def test_neo4j_that_does_not_run_says_how_to_start_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLIANCE_HOME", str(tmp_path / "home"))
    for words in (["demo", "--store", "neo4j"], ["find", "x", "--store", "neo4j"], ["neo4j", "password"]):
        result = run(*words)
        assert result.exit_code == STORE_FAILED
        assert "alliance neo4j start" in result.stderr
    assert run("neo4j", "status").exit_code == STORE_FAILED
    assert "was not running" in run("neo4j", "stop").stdout


def test_neo4j_start_without_the_network_says_so(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIANCE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ALLIANCE_CACHE", str(tmp_path / "cache"))
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    result = run("neo4j", "start")
    assert result.exit_code == STORE_FAILED
    assert "fetching Neo4j Community Edition" in result.stderr
    assert "Cannot fetch" in result.stderr
    assert "alliance.db" in result.stderr
    assert [one for one in (tmp_path / "cache").rglob("*") if one.is_file()] == []


# ---- wrong inputs: each with its error and its exit code ----


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["paths", "星巴可", "桔扬茶业"], REFUSED, "Did you mean: 星巴克"),
        (["paths", "桔扬", "星巴克"], REFUSED, "means 2 nodes"),
        (["paths", "星巴克", "xbk"], REFUSED, "Both ends are"),
        (["paths", "星巴克", "喜茶", "--avoid", "xbk"], REFUSED, "both visited and avoided"),
        (["paths", "星巴克", "喜茶", "--type", "SELLS"], REFUSED, "SELLS_TO"),
        (["paths", "星巴克", "喜茶", "--budget", "0"], WRONG_USAGE, "--budget"),
        (["paths", "星巴克", "喜茶", "--as-of", "2024-13"], WRONG_USAGE, "2024-13"),
        (["paths", "星巴克"], WRONG_USAGE, "TARGET"),
        (["find", " "], REFUSED, "Give a name"),
        (["coverage", "--level", "clusters"], REFUSED, "cluster9"),
        (["coverage", "--stage", "星巴克"], REFUSED, "not a stage"),
        (["coverage", "--rates", "--stage", "星巴克"], REFUSED, "not a stage"),
        (["coverage", "--rates", "--kind", "government"], REFUSED, "enterprise"),
        (["gaps", "--kind", "G3"], WRONG_USAGE, "G15"),
        (["gaps", "--store", "missing.db"], STORE_FAILED, "alliance demo"),
        (["gaps", "--store", "neo4j://u:p@127.0.0.1"], REFUSED, "ALLIANCE_NEO4J_PASSWORD"),
        (["load", "missing"], REFUSED, "no folder"),
        (["load", "."], REFUSED, "organizations.csv"),
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
        ("relationships.csv", LINKS + "a,COVERS_STAGE,b,,,s1,confirmed\n", "CONTACTS→household"),
        ("relationships.csv", LINKS + "st,SUPPLIES,a,,,s1,confirmed\n", "enterprise-OPERATES_IN→stage"),
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
        (["gaps", "--kind", "G3"], "--kind 的值无效:“G3”不在可选的值中"),
        (["coverage", "--rates=1"], "选项 --rates 不带值"),
        (["coverage", "--kind", "enterprise"], "--kind 要与 --rates 同用"),
        (["coverage", "--rates", "--level", "core"], "--rates 只能与"),
        (["map", "-o", "."], "是文件夹"),
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
        patch.setattr("alliance.graph.sqlite_store._values", interrupt)
        result = run("load", str(hengzhou_folder))
    assert result.exit_code == INTERRUPTED
    assert "Interrupted" in result.stderr
    asked = run("find", "星巴克")
    assert asked.exit_code == STORE_FAILED
    assert "still empty" in asked.stderr
    assert "nodes 206" in run("load", str(hengzhou_folder)).stdout


# ---- as a program ----


def program(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("ALLIANCE", "LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "alliance", *words],
        cwd=cwd,
        env={**clean, **environment},
        capture_output=True,
        check=False,
    )


def test_the_locale_chooses_the_language_and_json_is_utf8_in_every_locale(loaded: Run, tmp_path: Path) -> None:
    chinese = program("find", "星巴克", cwd=tmp_path, LANG="zh_CN.UTF-8")
    english = program("find", "星巴克", cwd=tmp_path, LANG="en_US.UTF-8")
    assert "个节点" in chinese.stdout.decode()
    assert "node(s)" in english.stdout.decode()
    plain = program("find", "星巴克", "--json", cwd=tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert json.loads(plain.stdout.decode("utf-8"))["rows"][0]["name"] == "星巴克"


def test_a_terminal_without_chinese_shows_question_marks_and_no_traceback(loaded: Run, tmp_path: Path) -> None:
    result = program("gaps", "--top", "1", cwd=tmp_path, PYTHONIOENCODING="ascii", LANG="en_US.UTF-8")
    assert result.returncode == OK
    assert b"Traceback" not in result.stderr


def test_a_closed_pipe_ends_quietly(loaded: Run, tmp_path: Path) -> None:
    head = shutil.which("head")
    if head is None:
        pytest.skip("there is no head on this machine")
    command = f"{sys.executable} -m alliance coverage --json | {head} -c 10"
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout == b'{"question'
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
