"""A load as a census: what it lists completely and lacks is ended, in whatever order the censuses come."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.cli.root import root
from alliance.errors import InputRefused
from alliance.graph import AllianceGraph, Evidence, Node, Relationship, Source
from alliance.graph.dates import PartialDate
from alliance.graph.models import Census, Roster
from alliance.graph.records import Record
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.graph.stores.states import Empty
from alliance.graph.truth import Truth, link_truths, node_truths
from alliance.loaders.censuses import CensusLoad, CensusWithoutDate, date_of_label
from alliance.loaders.load import LoadResult, load_folder
from alliance.queries import coverage, influence_paths, profile

Load = Callable[..., LoadResult]
FIRMS = {"甲厂": "c1", "乙厂": "c2", "丙厂": "c3"}


def _folder(place: Path, firms: Sequence[str], *, alliance: str = "a1") -> Path:
    """A made-up roster of the members of an alliance; each works at a stage of tea."""
    place.mkdir(exist_ok=True)
    (place / "sources.csv").write_text("id,title\nn1,成员名册\n", encoding="utf-8")
    rows = "".join(f"{FIRMS[firm]},{firm},enterprise,true,n1\n" for firm in firms)
    text = f"id,name,kind,operating,source\na1,茶联盟,alliance,,n1\na2,丝联盟,alliance,,n1\n{rows}"
    (place / "organizations.csv").write_text(text, encoding="utf-8")
    stages = (
        "id,name,stage,level,parent_id,source\nt0,茶链,,context,,n1\nt1,种植,upstream,core,t0,n1\nt2,加工,,core,t0,n1\n"
    )
    (place / "chain_segments.csv").write_text(stages, encoding="utf-8")
    links = "source_id,type,target_id,status,evidence,source\n"
    for firm in firms:
        links += f"{FIRMS[firm]},MEMBER_OF,{alliance},confirmed,made up,n1\n"
        links += f"{FIRMS[firm]},OPERATES_IN,t1,confirmed,made up,n1\n"
    (place / "relationships.csv").write_text(links, encoding="utf-8")
    return place


@pytest.fixture
def store(tmp_path: Path) -> SQLiteStore:
    return SQLiteStore(tmp_path / "alliance.db", create=True)


@pytest.fixture
def load(tmp_path: Path, store: SQLiteStore) -> Load:
    """Loads a roster of some firms as a census."""

    def run(
        label: str,
        *firms: str,
        scope: str = "茶联盟",
        complete: Sequence[str] = ("member",),
        dry_run: bool = False,
    ) -> LoadResult:
        folder = _folder(tmp_path / label, firms)
        return load_folder(folder, store, census=CensusLoad.of(label, scope=scope, complete=complete), dry_run=dry_run)

    return run


def _truth(graph: AllianceGraph, firm: str, day: str, type_id: str = "MEMBER_OF") -> Truth:
    """How far a link of a firm holds on a day."""
    view = graph.as_of(date.fromisoformat(day))
    position = view.position(FIRMS[firm])
    assert position is not None
    truths = link_truths(view)
    found = [truths[link] for link in view.outgoing(position) if view.relationship_at(link).type == type_id]
    return Truth(max(found, default=Truth.NO))


def test_a_member_that_is_missing_is_ended_and_not_deleted(load: Load, store: SQLiteStore) -> None:
    load("2024H1", "甲厂", "乙厂")
    planned = load("2024H2", "甲厂", dry_run=True)
    result = load("2024H2", "甲厂")
    assert result.plan == planned.plan
    assert result.names == planned.names
    assert result.plan.ended == {"relationship": 1}
    assert [name.en for name in result.names["ended"]] == ["乙厂 —member of→ 茶联盟"]
    assert "2024H2 complete: 茶联盟 members" in [name.en for name in result.names["added"]]
    graph = store.read()
    assert {_truth(graph, "甲厂", day) for day in ("2024-06-30", "2024-09-01", "2025-03-01")} == {Truth.HOLDS}
    days = {"2024-06-30": Truth.HOLDS, "2024-07-01": Truth.MAY, "2024-12-30": Truth.MAY, "2024-12-31": Truth.NO}
    assert {day: _truth(graph, "乙厂", day) for day in days} == days
    assert graph.census("2024H1").relationships.ids.size == graph.census("2024H2").relationships.ids.size + 1
    assert _truth(graph, "乙厂", "2025-01-01", "OPERATES_IN") == Truth.HOLDS
    assert load("2024H2", "甲厂").plan.empty


def test_seen_again_it_holds_again(load: Load, store: SQLiteStore) -> None:
    load("2023H2", "甲厂", "乙厂")
    load("2024H1", "甲厂")
    load("2024H2", "甲厂", "乙厂")
    days = {
        "2023-12-31": Truth.HOLDS, "2024-03-01": Truth.MAY, "2024-06-30": Truth.MAY, "2024-10-01": Truth.MAY,
        "2024-12-31": Truth.HOLDS, "2026-01-01": Truth.HOLDS,
    }  # fmt: skip
    assert {day: _truth(store.read(), "乙厂", day) for day in days} == days


def test_the_order_of_the_loads_does_not_matter(tmp_path: Path) -> None:
    censuses = {"2023H2": ["甲厂", "乙厂"], "2024H1": ["甲厂"], "2024H2": ["甲厂", "丙厂"]}
    folders = {label: _folder(tmp_path / label, firms) for label, firms in censuses.items()}
    versions = set()
    for number, order in enumerate(permutations(censuses)):
        with SQLiteStore(tmp_path / f"{number}.db", create=True) as store:
            for label in order:
                load_folder(folders[label], store, census=CensusLoad.of(label, scope="a1", complete=["成员"]))
            graph = store.read()
        versions.add(graph.data_version)
        assert _truth(graph, "乙厂", "2024-07-01") == Truth.NO
        assert _truth(graph, "丙厂", "2024-06-30") == Truth.MAY
    assert len(versions) == 1


def test_an_older_census_that_comes_late_ends_what_nobody_saw_since(load: Load, store: SQLiteStore) -> None:
    load("2024H2", "甲厂")
    late = load("2024H1", "甲厂", "乙厂")
    assert late.plan.ended == {"relationship": 1}
    assert _truth(store.read(), "乙厂", "2025-01-01") == Truth.NO


def test_a_census_of_another_scope_or_without_a_promise_ends_nothing(load: Load, store: SQLiteStore) -> None:
    load("2024H1", "甲厂", "乙厂")
    assert not load("2024H2", "甲厂", complete=()).plan.ended
    assert not load("2025H1", scope="丝联盟").plan.ended
    assert not load("2025H2", scope="加工", complete=["organisation"]).plan.ended
    assert _truth(store.read(), "乙厂", "2026-06-01") == Truth.HOLDS


def test_a_census_of_a_stage_ends_what_works_there(load: Load, store: SQLiteStore) -> None:
    load("2024H1", "甲厂", "乙厂", complete=())
    result = load("2024H2", "甲厂", scope="茶链", complete=["organisation"])
    assert [name.zh for name in result.names["ended"]] == ["乙厂 —从事→ 种植"]
    graph = store.read()
    assert _truth(graph, "乙厂", "2025-01-01", "OPERATES_IN") == Truth.NO
    assert _truth(graph, "乙厂", "2025-01-01") == Truth.HOLDS
    on = [
        coverage(graph, as_of=date.fromisoformat(day), stage="种植").rows[0].total
        for day in ("2024-06-30", "2024-12-31")
    ]
    assert on == [None, 1]  # before, nobody said that all are listed


def test_a_census_of_everything_ends_organisations_and_their_links(load: Load, store: SQLiteStore) -> None:
    load("2024H1", "甲厂", "乙厂", complete=())
    load("2024H2", "甲厂", scope="", complete=["organisation"])
    graph = store.read()
    view, place = graph.as_of(date(2024, 12, 31)), graph.position("c2")
    assert place is not None
    assert node_truths(view)[place] == Truth.NO
    assert not view.outgoing(place).size
    assert node_truths(graph.as_of(date(2024, 9, 1)))[place] == Truth.MAY
    assert node_truths(graph)[place] == Truth.HOLDS


def test_a_roster_of_nodes_alone_lists_its_members(load: Load, store: SQLiteStore, tmp_path: Path) -> None:
    """A roster without a table of links names its members by their rows."""
    load("2024H1", "甲厂", "乙厂")
    folder = _folder(tmp_path / "nodes", ["甲厂"])
    (folder / "relationships.csv").unlink()
    load_folder(folder, store, census=CensusLoad.of("2024H2", scope="a1", complete=["member"]))
    graph = store.read()
    assert _truth(graph, "甲厂", "2025-01-01") == Truth.HOLDS
    assert _truth(graph, "乙厂", "2025-01-01") == Truth.NO


def test_one_who_joins_later_was_not_missing_before(load: Load, store: SQLiteStore, tmp_path: Path) -> None:
    load("2024H1", "甲厂")
    folder = _folder(tmp_path / "joined", ["丙厂"])
    table = folder / "relationships.csv"
    text = "source_id,type,target_id,since,evidence,source\nc3,MEMBER_OF,a1,2024-09,made up,n1\n"
    table.write_text(text, encoding="utf-8")
    load_folder(folder, store)
    assert _truth(store.read(), "丙厂", "2024-12-31") == Truth.HOLDS
    assert _truth(store.read(), "丙厂", "2024-06-30") == Truth.NO


def test_without_a_census_a_lacking_promise_is_told(load: Load, store: SQLiteStore, tmp_path: Path) -> None:
    load("2024H1", "甲厂", "乙厂")
    folder = _folder(tmp_path / "plain", ["甲厂"])
    (folder / "censuses.csv").write_text("label,date\n2024-12,2024-12-31\n", encoding="utf-8")
    (folder / "rosters.csv").write_text("census,scope_id,instrument,source\n2024-12,a1,member,n1\n", encoding="utf-8")
    result = load_folder(folder, store)
    assert not result.plan.ended
    told = [note.en for note in result.facts.notes if "contradiction" in note.en]
    assert len(told) == 1
    assert "乙厂" in told[0]
    assert "甲厂" not in told[0]
    assert "--census" in told[0]
    assert _truth(store.read(), "乙厂", "2025-01-01") == Truth.HOLDS


@pytest.mark.parametrize(
    ("label", "day"),
    [
        ("2024H1", "2024H1"), ("2024Q1", "2024Q1"), ("2024-06", "2024-06"), ("2024", "2024"),
        ("成员普查2024年上半年", "2024H1"), ("2024年第三季度", "2024Q3"), ("2024年6月", "2024-06"),
        ("2024-06-30复查", "2024-06-30"), ("2024下半年", "2024H2"),
    ],
)  # fmt: skip
def test_the_date_of_a_label(label: str, day: str) -> None:
    assert str(date_of_label(label)) == day


def test_what_a_census_cannot_be_is_refused() -> None:
    with pytest.raises(CensusWithoutDate, match="--date"):
        CensusLoad.of("首次普查")
    with pytest.raises(InputRefused, match="--census"):
        CensusLoad.of("", scope="a1")
    with pytest.raises(InputRefused, match="member"):
        CensusLoad.of("2024H1", complete=["membr"])
    census = CensusLoad.of("首次普查", "2024-06-30")
    assert census is not None
    assert str(census.date) == "2024-06-30"


# ---- any censuses, in any order ----

DAYS = ("2023H1", "2023H2", "2024H1", "2024H2")


def _graph(listed: dict[str, bool]) -> AllianceGraph:
    """One made-up member that each census lists or lacks."""
    sources = [Source(id=f"s{label}", census=label) for label in listed]
    evidence = tuple(Evidence(source=f"s{label}") for label, there in listed.items() if there)
    nodes = [Node(id="a", kind="alliance", name="a"), Node(id="c", kind="enterprise", name="c")]
    records: list[Record] = [
        *sources,
        *(Census(label=label, date=PartialDate.parse(label)) for label in listed),
        *(Roster(census=label, scope="a", instrument="member") for label in listed),
    ]
    links = [Relationship(source="c", type="MEMBER_OF", target="a", status="confirmed", evidence=evidence)]
    return AllianceGraph.from_models(nodes, links, records)


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(DAYS), st.booleans(), min_size=1), st.dates(date(2023, 1, 1), date(2025, 12, 31))
)
def test_the_definition_by_the_censuses_around_a_day(listed: dict[str, bool], day: date) -> None:
    if not any(listed.values()):
        listed[DAYS[0]] = True
    graph = _graph(listed)
    ends = sorted((PartialDate.parse(label).last, there) for label, there in listed.items())
    before = [there for end, there in ends if end <= day]
    after = [there for end, there in ends if end >= day]
    today = [there for end, there in ends if end == day]
    if today:
        right = {True: Truth.HOLDS, False: Truth.MAY if any(there for end, there in ends if end > day) else Truth.NO}[
            today[0]
        ]
    elif before and not before[-1]:
        right = Truth.MAY if any(after) else Truth.NO
    else:
        right = Truth.MAY if after and not after[0] else Truth.HOLDS
    view = graph.as_of(day)
    truths = link_truths(view)
    assert (Truth(truths[0]) if len(truths) else Truth.NO) == right


# ---- what questions and commands show ----


def test_a_scope_that_is_not_there_is_named(load: Load, store: SQLiteStore) -> None:
    with pytest.raises(InputRefused, match='--scope "没有": there is no node'):
        load("2024H1", "甲厂", scope="没有")
    assert store.state() == Empty()


def test_paths_follow_the_censuses(load: Load, store: SQLiteStore, tmp_path: Path) -> None:
    """The firm between two others is missing from a complete roster."""
    folder = _folder(tmp_path / "ties", ["甲厂", "乙厂", "丙厂"])
    links = ["c1,SUPPLIES,c2,confirmed,made up,n1", "c2,SUPPLIES,c3,confirmed,made up,n1"]
    table = "\n".join(["source_id,type,target_id,status,evidence,source", *links])
    (folder / "relationships.csv").write_text(table, encoding="utf-8")
    load_folder(folder, store, census=CensusLoad.of("2024H1"))
    load("2024H2", "甲厂", "丙厂", scope="", complete=["organisation"])
    days = (date(2024, 6, 30), date(2024, 9, 1), date(2024, 12, 31))
    graph = store.read()
    assert [influence_paths(graph, "甲厂", "丙厂", as_of=day).status for day in days] == ["found", "unknown", "none"]


def test_show_follows_the_censuses(load: Load, store: SQLiteStore) -> None:
    load("2024H1", "甲厂", "乙厂")
    load("2024H2", "甲厂")
    graph = store.read()
    told = [entry.what.en for entry in profile(graph, "乙厂").unknown]
    assert told[0] == '"乙厂 —member of→ 茶联盟": last seen 2024-06-30, missing from what was complete on 2024-12-31'
    assert profile(graph, "乙厂").rows[0].relationships
    shown = profile(graph, "乙厂", as_of=date(2025, 1, 1)).rows[0].relationships
    assert [link.type for link in shown] == ["OPERATES_IN"]


def test_the_commands(tmp_path: Path) -> None:
    store, runner = str(tmp_path / "x.db"), CliRunner()
    first, second = (_folder(tmp_path / name, firms) for name, firms in (("1", ["甲厂", "乙厂"]), ("2", ["甲厂"])))
    given = ["--store", store, "--scope", "茶联盟", "--complete", "成员"]
    assert runner.invoke(root, ["load", str(first), "--census", "2024H1", *given]).exit_code == 0
    planned = runner.invoke(root, ["load", str(second), "--census", "2024H2", *given, "--dry-run"])
    loaded = runner.invoke(root, ["load", str(second), "--census", "2024H2", *given])
    assert "  ended: relationships 1\n    乙厂 —member of→ 茶联盟\n" in loaded.stdout
    assert planned.stdout.splitlines()[1:] == loaded.stdout.splitlines()[1:]
    listed = json.loads(runner.invoke(root, ["census", "list", "--json", "--store", store]).stdout)
    assert [entry["label"] for entry in listed] == ["2024H1", "2024H2"]
    assert listed[1] == {
        "label": "2024H2",
        "date": "2024H2",
        "complete": [{"scope": "a1", "scope_name": "茶联盟", "instrument": "member"}],
        "nodes": 6,
        "relationships": 2,
        "sources": [{"id": "n1~2024H2", "title": "成员名册"}],
    }
    text = runner.invoke(root, ["census", "list", "--store", store]).stdout
    assert text.startswith(
        "2024H1 (2024H1): complete: 茶联盟 members; saw 7 nodes, 4 relationships; sources: 成员名册\n"
    )
