"""The command line: every command, its help, its outputs and its exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from alliance.cli.root import COMMANDS, root
from alliance.graph import AllianceGraph

Run = Callable[..., Result]
OK, WRONG_USAGE, REFUSED, STORE_FAILED = 0, 2, 3, 4


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
        "在已载入的关系中没有影响路径",
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


def test_only_the_load_of_a_large_folder_compiles_the_kernels(
    run: Run, hengzhou_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str] = []
    monkeypatch.setattr("alliance.cli.load_command.warm_up", lambda begins: compiled.append("once"))
    run("load", str(hengzhou_folder))
    assert compiled == []
    monkeypatch.setattr("alliance.cli.load_command.LARGE", 279)
    run("load", str(hengzhou_folder), "--dry-run")
    assert compiled == []
    assert run("load", str(hengzhou_folder), "--store", "other.db").exit_code == OK
    assert compiled == ["once"]


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
    assert "known to have one" in rates
    assert loaded("store", "check").exit_code == OK
    assert "enterprise 57" in loaded("store", "info").stdout
    assert json.loads(loaded("schema").stdout).keys() == {
        "find",
        "show",
        "paths",
        "strength",
        "reach",
        "starters",
        "connect",
        "brokers",
        "bridges",
        "bridging",
        "members",
        "member_pairs",
        "overlap",
        "cadence",
        "chair_terms",
        "joint_work",
        "levels",
        "list",
        "coverage",
        "coverage_matrix",
        "policies",
        "chain",
        "gaps",
        "needs",
        "need_route",
        "figures",
        "diff",
        "whatif",
    }
    assert "party_organization" in loaded("schema", "kinds").stdout
    assert "SELLS_TO" in loaded("schema", "types").stdout


def test_umbrella_shows_the_difference(loaded: Run) -> None:
    narrow = "".join(loaded("paths", "横州市委组织部", "星巴克", "--lang", "zh").stdout.splitlines())
    assert "步以内,不经伞形节点,在已载入的关系中没有影响路径" in narrow
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

    row = {"a": "=1+1", "b": "+86", "c": -5, "d": "@x", "e": "-x", "f": "茶", "g": "\uff1d1"}
    expected = ["'=1+1", "'+86", "-5", "'@x", "'-x", "茶", "'\uff1d1"]
    assert list(csv.reader(io.StringIO(as_csv(list(row), [row])))) == [list(row), expected]


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_csv_has_the_same_columns_in_both_languages_and_the_status_first(loaded: Run, words: list[str]) -> None:
    heads = {loaded(*words, "--csv", "--lang", language).stdout.splitlines()[0] for language in ("zh", "en")}
    assert len(heads) == 1
    assert heads.pop().startswith("status,")


def test_csv_without_rows_is_a_header_and_the_status_is_on_standard_error(loaded: Run) -> None:
    result = loaded("paths", "横州市委组织部", "星巴克", "--csv")
    (head,) = result.stdout.splitlines()
    assert head.startswith("status,source_id,source,target_id,target,path,")
    assert result.stderr.startswith("[none within the stated bounds] ")


def test_csv_begins_with_a_mark_for_excel_on_request(loaded: Run) -> None:
    plain, marked = (loaded("find", "xbk", "--csv", *more).stdout_bytes for more in ([], ["--bom"]))
    assert marked == b"\xef\xbb\xbf" + plain
    refused = loaded("find", "xbk", "--bom")
    assert refused.exit_code == WRONG_USAGE
    assert "--bom goes with --csv only." in refused.stderr


@pytest.mark.neo4j
@pytest.mark.parametrize("line", ["5.26", "2026"])
def test_json_is_byte_equal_on_the_file_and_on_neo4j(
    loaded: Run, servers: Any, line: str, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alliance.graph.stores.neo4j.store import Neo4jStore

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
