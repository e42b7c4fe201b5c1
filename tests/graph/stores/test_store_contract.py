"""What every store promises; the same tests run on the SQLite file and on real Neo4j, both lines."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance.errors import StoreEmpty, StoreMoved
from alliance.graph import (
    AllianceGraph,
    Census,
    Evidence,
    GraphStore,
    Judgement,
    Measure,
    Node,
    Quantity,
    Relationship,
    Roster,
    Source,
)
from alliance.graph.records import Record
from alliance.graph.rows import kept_model
from alliance.graph.stores.states import Empty, Ready
from alliance.queries import find

SEEN = (Evidence(source="s1", locator="made-up.csv:1", quote="made up", method="inferred", confidence=0.6),)


def a_graph(**changed: object) -> AllianceGraph:
    """Two firms, a branch and a stage, with every kind of value that a fact can have."""
    firm = Node(
        id="firm",
        kind="enterprise",
        name="星巴克“茶”\n第二行 </script> \U0001f375",
        aliases=("别名", "Alias; two"),
        level="县级市",
        place="某地",
        uscc="91350100M000100Y43",
        parent="other",
        attributes={"kind": "named like a field", "full_members": 4, "share": 0.25, "operating": True, "note": "备注"},
        evidence=SEEN,
    )
    nodes = [
        firm,
        Node(id="other", kind="enterprise", name="other", evidence=SEEN),
        Node(id="branch", kind="party_organization", name="branch"),
        Node(id="posts", kind="post", name="posts", count=Quantity(value=300, bound="at_least"), aggregate=True),
        Node(id="stage", kind="stage", name="stage", level="fine"),
    ]
    links = [
        Relationship(source="other", type="SUPPLIES", target="firm", product="tea", strength=0.7, evidence=SEEN),
        Relationship(source="other", type="SUPPLIES", target="firm", product="花", confidence=0.1, evidence=SEEN),
        Relationship(
            source="firm",
            type="OPERATES_IN",
            target="stage",
            valid_from="2023H2",
            observed_at="2024-05",
            status="disputed",
            attributes={"quantity": "约500户", "id": "named like a field"},
            evidence=(*SEEN, Evidence(source="s2")),
        ),
        Relationship(**{"source": "branch", "type": "SERVES", "target": "firm", "evidence": SEEN, **changed}),
    ]
    records: list[Record] = [
        Source(id="s1", title="标题", date="2024Q1", link="https://example.org/a"),
        Source(id="s2"),
        Census(label="2024H1", date="2024-06-30"),
        Roster(census="2024H1", scope="stage", instrument="organisation", evidence=SEEN),
        Measure(subject="firm", metric="产值", value=Quantity(value=1.5, bound="about"), period="2023", evidence=SEEN),
        Measure(subject="firm", metric="户数", group="乡(镇)", evidence=SEEN),
        Judgement(
            question="firm|other", about=("firm", "other"), verdict="different", decided_on="2024-07", reason="两家"
        ),
        Judgement(question="firm|other", about=("firm", "other"), verdict="same", by="rule"),
    ]
    return AllianceGraph.from_models(nodes, links, records)


def same(one: AllianceGraph, other: AllianceGraph) -> bool:
    """Equal facts, compared as models and not by a hash."""
    nodes = [[graph.node_at(place) for place in range(len(graph))] for graph in (one, other)]
    links = [[graph.relationship_at(place) for place in range(len(graph.relationships))] for graph in (one, other)]
    return nodes[0] == nodes[1] and links[0] == links[1] and one.records == other.records


def recomputed(graph: AllianceGraph) -> str:
    return AllianceGraph(graph.nodes, graph.relationships, graph.records).data_version


def test_an_empty_store_takes_facts_and_answers_nothing_not_even_with_a_no(store: GraphStore) -> None:
    for use in (
        store.read, store.info, store.check, store.records, store.censuses, store.data_version,
        lambda: store.find("x"), lambda: list(store.all_names()),
    ):  # fmt: skip
        with pytest.raises(StoreEmpty, match="still empty"):
            use()
    assert store.nodes(["firm"]) == []
    assert store.plan(a_graph()).added.total() == 17
    with pytest.raises(StoreEmpty):
        store.read()
    store.write(a_graph())
    assert len(store.read()) == 5


def test_gives_back_every_value_of_every_fact(store: GraphStore) -> None:
    store.write(a_graph())
    graph = store.read()
    assert same(graph, a_graph())
    assert graph.data_version == a_graph().data_version == recomputed(graph) == store.data_version()


def test_gives_back_the_hengzhou_facts(store: GraphStore, hengzhou: AllianceGraph) -> None:
    store.write(hengzhou)
    graph = store.read()
    assert same(graph, hengzhou)
    assert recomputed(graph) == hengzhou.data_version


def test_writing_twice_changes_nothing(store: GraphStore) -> None:
    assert not store.write(a_graph()).empty
    version = store.data_version()
    plan = store.write(a_graph())
    assert plan.empty
    assert plan.unchanged == {"node": 5, "relationship": 4, "record": 8}
    assert store.data_version() == version


def test_plan_tells_what_a_write_does_and_writes_nothing(store: GraphStore) -> None:
    store.write(a_graph())
    changed = a_graph(confidence=0.9)
    plan = store.plan(changed)
    assert (plan.changed["relationship"], plan.unchanged["relationship"], plan.added.total()) == (1, 3, 0)
    assert store.data_version() == a_graph().data_version
    assert store.write(changed) == plan
    assert same(store.read(), changed)


def test_a_relationship_that_gets_its_end_is_ended_and_stays(store: GraphStore) -> None:
    store.write(a_graph())
    ended = a_graph(valid_to="2024-06")
    assert store.plan(ended).ended == {"relationship": 1}
    store.write(ended)
    assert same(store.read(), ended)


def test_a_node_may_change_its_kind(store: GraphStore) -> None:
    store.write(AllianceGraph.from_models([Node(id="a", kind="enterprise", name="a")]))
    now = AllianceGraph.from_models([Node(id="a", kind="cooperative", name="a")])
    store.write(now)
    assert same(store.read(), now)
    assert store.info().nodes == {"cooperative": 1}


def test_facts_that_a_batch_does_not_mention_stay(store: GraphStore) -> None:
    whole = a_graph()
    store.write(whole)
    plan = store.write(AllianceGraph.from_models([Node(id="new", kind="school", name="new")]))
    assert (plan.foreign, plan.added["node"]) == (17, 1)
    assert len(store.read()) == 6


def test_the_same_facts_in_parts_give_the_same_version(store: GraphStore, hengzhou: AllianceGraph) -> None:
    store.write(hengzhou.only(types=["OPERATES_IN"]))
    store.write(hengzhou)
    assert store.read().data_version == hengzhou.data_version


@pytest.mark.parametrize("step", [1, 2])
def test_a_write_that_fails_on_the_way_leaves_nothing(store: GraphStore, step: int) -> None:
    store.write(AllianceGraph.from_models([Node(id="before", kind="school", name="before")]))
    version, calls = store.data_version(), 0

    def fail(what: str, done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.write(a_graph(), fail)
    assert store.data_version() == version
    assert store.read().node_ids == ["before"]
    store.write(a_graph())
    assert len(store.read()) == 6


def test_a_write_that_was_prepared_on_other_facts_is_refused_and_leaves_nothing(store: GraphStore) -> None:
    before = store.state()
    assert before == Empty()
    store.write(a_graph(), prepared_on=Empty())
    held = store.state()
    assert isinstance(held, Ready)
    with pytest.raises(StoreMoved, match="nothing of this one was written"):
        store.write(a_graph(confidence=0.9), prepared_on=Empty())
    assert store.state() == held
    assert not store.write(a_graph(confidence=0.9), prepared_on=held).empty


def test_progress_rises_to_the_total(store: GraphStore) -> None:
    seen: list[tuple[int, int]] = []
    store.write(a_graph(), lambda what, done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]
    seen.clear()
    store.read(lambda what, done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


@pytest.mark.parametrize(
    "text", ["星巴克", "xbk", "桔扬", "组织部", "hz-jasmine-party-alliance", "STARBUCKS", "不存在", "、"]
)
def test_find_answers_as_the_graph_in_memory_does(store: GraphStore, hengzhou: AllianceGraph, text: str) -> None:
    store.write(hengzhou)
    assert store.find(text) == hengzhou.find(text)


def test_lists_all_names_nodes_and_censuses(store: GraphStore, hengzhou: AllianceGraph) -> None:
    store.write(hengzhou)
    store.write(a_graph())
    assert set(store.all_names()) == {*hengzhou.all_names(), *a_graph().all_names()}
    assert [node.id for node in store.nodes(["starbucks", "nobody", "csg"])] == ["csg", "starbucks"]
    assert [census.label for census in store.censuses()] == ["2024H1"]


def test_info_counts_by_kind_type_and_table(store: GraphStore) -> None:
    store.write(a_graph())
    info = store.info()
    assert info.nodes == {"enterprise": 2, "party_organization": 1, "post": 1, "stage": 1}
    assert info.relationships == {"SUPPLIES": 2, "OPERATES_IN": 1, "SERVES": 1}
    assert info.records == {"judgement": 2, "measure": 2, "source": 2, "census": 1, "roster": 1}
    assert info.data_version == a_graph().data_version


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("91450127MA5NT1K22X", "USCC"),
        ("９１４５０１２７ｍａ５ｎｔ１ｋ２２ｘ", "USCC"),
        ("91450127MA5NT1K22", None),
        ("台灣桔揚茶業", "NAME"),
        ("台湾桔扬茶业", "NAME"),
        ("臺灣", "PART_OF_NAME"),
        ("twjycy", "INITIALS"),
        ("聯盟", "ALIAS"),
        ("联盟", "ALIAS"),
    ],
)
def test_a_node_is_found_by_its_code_and_in_either_script(store: GraphStore, text: str, match: str | None) -> None:
    nodes = [
        Node(id="tea", kind="enterprise", name="台灣桔揚茶業", uscc="91450127MA5NT1K22X", aliases=("联盟",)),
        Node(id="other", kind="enterprise", name="别家", uscc="91350100M000100Y43"),
    ]
    graph = AllianceGraph.from_models(nodes)
    store.write(graph)
    assert store.find(text) == graph.find(text)
    assert [(kind.name, node.id) for kind, node in store.find(text)] == ([(match, "tea")] if match else [])


@pytest.mark.parametrize("text", ["772", "两新组织", "兩新組織", "花农", "300+", "约数", "没有这个数字", "茶"])
def test_the_question_find_gives_the_same_figures_from_every_store(
    store: GraphStore, hengzhou: AllianceGraph, text: str
) -> None:
    store.write(hengzhou)
    assert find(store, text).to_json() == find(hengzhou, text).to_json()


def test_check_finds_a_sound_store_sound(store: GraphStore, hengzhou: AllianceGraph) -> None:
    store.write(hengzhou)
    assert [finding.what.en for finding in store.check() if not finding.sound] == []


def test_a_second_opening_sees_what_was_written(open_empty: Callable[[], GraphStore]) -> None:
    open_empty().write(a_graph())
    assert same(open_empty().read(), a_graph())


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
NAMES = TEXTS.filter(str.strip)
SCALARS = st.one_of(
    TEXTS, st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False)
)
SHARES = st.none() | st.floats(0, 1)
DATES = st.none() | st.sampled_from(["2023", "2023H2", "2024Q1", "2024-02", "2024-02-29"])
ATTRIBUTES = st.dictionaries(st.from_regex(r"[a-z_\u4e00-\u4e10]{1,8}", fullmatch=True), SCALARS, max_size=3)


@st.composite
def graphs(draw: st.DrawFn) -> AllianceGraph:
    """Any small graph that a store may hold: Chinese and control characters, unknown values, parallel links."""
    ids = draw(st.lists(NAMES, min_size=2, max_size=4, unique=True))
    nodes = [
        kept_model(
            Node, id=node_id, kind="enterprise", name=draw(NAMES), aliases=tuple(draw(st.lists(NAMES, max_size=2))),
             attributes=draw(ATTRIBUTES), evidence=SEEN[: draw(st.integers(0, 1))])
        for node_id in ids
    ]  # fmt: skip
    links = {}
    for _ in range(draw(st.integers(0, 4))):
        link = kept_model(
            Relationship, source=draw(st.sampled_from(ids)),
            type=draw(st.sampled_from(["SUPPLIES", "SELLS_TO", "PAIRED_WITH"])), target=draw(st.sampled_from(ids)),
            product=draw(TEXTS), valid_from=draw(DATES), observed_at=draw(DATES),
            strength=draw(SHARES), confidence=draw(SHARES), attributes=draw(ATTRIBUTES),
            status=draw(st.sampled_from(["confirmed", "tentative", "inferred"])),
            evidence=({"source": draw(NAMES), "quote": draw(TEXTS), "confidence": draw(SHARES)},),
        )  # fmt: skip
        links[link.id] = link
    return AllianceGraph.from_models(nodes, links.values())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graph=graphs())
def test_any_graph_is_given_back(store: GraphStore, graph: AllianceGraph) -> None:
    store.write(graph)
    held = store.read()
    assert recomputed(held) == held.data_version == store.data_version()
    for place in range(len(graph)):
        assert held.node(graph.node_ids[place]) == graph.node_at(place)
    assert store.plan(graph).empty


def test_bodies_stay_canonical(store: GraphStore) -> None:
    store.write(a_graph())
    graph = store.read()
    for body in (*graph.nodes.bodies.tolist(), *graph.relationships.bodies.tolist()):
        assert body == json.dumps(json.loads(body), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
