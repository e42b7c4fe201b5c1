"""From proposals to facts: what was decided, what nobody decided on, what was rejected. All names are made up."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance.errors import FileRefused, IllegalRelationship
from alliance.graph import AllianceGraph, Relationship
from alliance.graph.models import Evidence, Node
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders import load_report, read_report
from alliance.loaders.reports import batch_of, decided_batch, questions_of
from alliance.loaders.reports.facts import BadCorrection
from alliance.loaders.review import Answer

DAY = date(2024, 6, 1)
ALLIANCE = "丹岭枇杷产业集群党建联盟"
DECISIONS = json.loads((Path(__file__).parent / "decisions.json").read_text(encoding="utf-8"))
Write = Callable[..., Path]
PIECES = [
    "甲川果业有限公司", "乙川茶厂", "甲川枇杷产业党建联盟", "联盟", "与", "结对",
    "于2022年13月", "于2022年2月31日", "加入", "由", "牵头", "。",
    "，", "\n", "99999999999999999999个", "13个", "党建示范岗", "2023年",
    "13.1万亩", "提出问题", "列出清单", "对接", "“为什么？”", "《章程》",
    "出台", "2024年2月31日",
]  # fmt: skip


def answers(report: Path) -> list[Answer]:
    """The checked-in decisions as answers to the questions of the report; each decides at least one."""
    found = []
    asked = [(question.id, json.loads(question.proposal)) for question in questions_of(report)]
    for decision in DECISIONS:
        meant = [key for key, fact in asked if decision["says"].items() <= fact.items()]
        assert meant, decision["says"]
        text = json.dumps(decision["correction"], ensure_ascii=False) if "correction" in decision else ""
        found += [Answer(key, decision["verdict"], "made up", text) for key in meant]
    return found


def key_of(report: Path, **says: Any) -> str:
    (key,) = [q.id for q in questions_of(report) if says.items() <= json.loads(q.proposal).items()]
    return key


def links(graph: AllianceGraph) -> list[tuple[str, str, str, str, str]]:
    """Type, ends, status and method of every relationship, steps first and in order."""
    found = [graph.relationship_at(place) for place in range(len(graph.relationships))]
    name = {node_id: graph.node(node_id).name for node_id in graph.node_ids}
    found.sort(key=lambda link: (int(link.attributes.get("order", 99)), link.type, name[link.target]))
    return [(link.type, name[link.source], name[link.target], link.status, link.evidence[0].method) for link in found]


def of_type(graph: AllianceGraph, type_id: str) -> list[Relationship]:
    found = [graph.relationship_at(place) for place in range(len(graph.relationships))]
    return [link for link in found if link.type == type_id]


# ---- without any decision ----


def test_what_nobody_decided_on_is_tentative_reported_and_of_unknown_confidence(
    report: Path, file_store: SQLiteStore
) -> None:
    result = load_report(report, file_store)
    graph = file_store.read()
    assert result.plan.added["relationship"] == len(graph.relationships) > 10
    for place in range(len(graph.relationships)):
        link = graph.relationship_at(place)
        assert (link.status, link.confidence) == ("tentative", None)
        for seen in link.evidence:
            assert (seen.method, seen.confidence, seen.source) == ("reported", None, result.report.source.id)
            sentence, start, end = map(
                int, seen.locator.removeprefix("report.txt!s").replace("[", "-").strip("]").split("-")
            )
            assert result.report.text.text[start:end] == seen.quote.removesuffix("…")[: end - start]
            assert sentence >= 1


def test_the_same_report_twice_changes_nothing(report: Path, file_store: SQLiteStore) -> None:
    load_report(report, file_store)
    version = file_store.data_version()
    assert load_report(report, file_store).plan.empty
    assert file_store.data_version() == version
    assert batch_of(report, None, accept=True).data_version == batch_of(report, None, accept=True).data_version


def test_without_accept_nothing_but_the_source_is_taken(report: Path) -> None:
    graph = batch_of(report, None)
    assert len(graph) == len(graph.relationships) == 0
    assert list(graph.records.sources) == [read_report(report).source.id]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(PIECES),
        min_size=1,
        max_size=25,
    ).map("".join)
)
def test_any_report_loads_or_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.txt"
    path.write_text(text, encoding="utf-8")
    if not text.strip():
        with pytest.raises(FileRefused):
            batch_of(path, None, accept=True)
        return
    graph = batch_of(path, None, accept=True)
    assert all(graph.relationship_at(place).evidence for place in range(len(graph.relationships)))
    assert batch_of(path, None, accept=True).data_version == graph.data_version


def test_a_count_without_names_is_an_aggregate_and_a_figure(report: Path) -> None:
    graph = batch_of(report, None, accept=True)
    (post,) = [graph.node_at(place) for place in graph.nodes_of("post") if graph.node_at(place).aggregate]
    assert (post.name, str(post.count)) == ("枇杷产业党建示范岗", "13")
    figures = {measure.metric: str(measure.value) for measure in graph.records.measures.values()}
    assert figures["枇杷产业党建示范岗"] == "13"
    assert figures["党组织"] == "≥300"
    assert figures["果农"] == "≈34"


def test_two_numbers_of_one_name_are_both_kept(write: Write) -> None:
    path = write("简报\n甲川枇杷产业党建联盟成立。联盟走访53家企业。联盟又走访60家企业。\n")
    values = {str(measure.value) for measure in batch_of(path, None, accept=True).records.measures.values()}
    assert values == {"53", "60"}


# ---- with decisions ----


def test_the_story_of_the_standard_by_a_file_of_decisions(report: Path, file_store: SQLiteStore) -> None:
    file_store.write(decided_batch(report, file_store, answers(report), day=DAY))
    graph = file_store.read()
    problem, centre = "枇杷花不能作为食品原料", "丹岭市综合检验检测中心"
    assert links(graph) == [
        ("RAISED", ALLIANCE, problem, "tentative", "review"),
        ("LISTED_IN", problem, f"{ALLIANCE}问题和需求清单", "confirmed", "review"),
        ("ROUTED_TO", problem, centre, "confirmed", "review"),
        ("HANDLES", problem, centre, "confirmed", "review"),
        ("ASSISTS", problem, "丹岭市农业农村局", "confirmed", "review"),
        ("ASSISTS", problem, "丹岭市枇杷产业服务中心", "confirmed", "review"),
        ("RESOLVED_BY", problem, "食品安全地方标准《枇杷花》", "confirmed", "review"),
        ("LEADS", "丹岭市委组织部", ALLIANCE, "confirmed", "review"),
        ("SUPPLIES", "丹岭市农业农村局", centre, "confirmed", "review"),
    ]
    assert [str(link.valid_from) for link in of_type(graph, "RAISED") + of_type(graph, "RESOLVED_BY")] == [
        "2023",
        "2024",
    ]
    assert all(link.valid_from is None for link in of_type(graph, "HANDLES") + of_type(graph, "ASSISTS"))
    kinds = {graph.node_at(place).name: graph.node_at(place).kind for place in range(len(graph))}
    assert kinds["丹岭市枇杷产业服务中心"] == "public_institution"
    figures = {measure.metric: str(measure.value) for measure in graph.records.measures.values()}
    assert figures == {"在农民专业合作社中建立党组织数": "≥300", "解决税务问题": "120"}
    assert len(graph.records.judgements) == len(answers(report))
    assert {str(judgement.decided_on) for judgement in graph.records.judgements.values()} == {"2024-06-01"}


def test_decisions_count_in_a_later_load_and_the_rest_stays_tentative(report: Path, file_store: SQLiteStore) -> None:
    file_store.write(decided_batch(report, file_store, answers(report), day=DAY))
    load_report(report, file_store)
    graph = file_store.read()
    assert [link.status for link in of_type(graph, "LEADS")] == ["confirmed"]
    assert [link.status for link in of_type(graph, "ROTATING_CHAIR_OF")] == ["tentative"]
    assert len(of_type(graph, "ROUTED_TO")) == 1
    assert load_report(report, file_store).plan.empty


def test_what_was_rejected_is_never_loaded(report: Path, file_store: SQLiteStore) -> None:
    rejected = Answer(key_of(report, type="LEADS"), "rejected")
    file_store.write(decided_batch(report, file_store, [rejected], day=DAY))
    for _ in range(2):
        load_report(report, file_store)
        assert of_type(file_store.read(), "LEADS") == []


def test_what_was_loaded_and_then_rejected_counts_no_more(report: Path, file_store: SQLiteStore) -> None:
    load_report(report, file_store)
    keys = [key_of(report, type="LEADS"), key_of(report, metric="枇杷种植面积")]
    file_store.write(decided_batch(report, file_store, [Answer(key, "rejected") for key in keys], day=DAY))
    (link,) = of_type(file_store.read(), "LEADS")
    assert (link.status, link.confidence) == ("disputed", 0.0)
    (figure,) = [m for m in file_store.records().measures.values() if m.metric == "枇杷种植面积"]
    assert figure.value is None
    assert load_report(report, file_store).plan.empty


def test_a_rejected_organisation_takes_what_speaks_of_it_along(report: Path) -> None:
    rejected = Answer(key_of(report, fact="node", name="丹岭市税务局"), "rejected")
    graph = decided_batch(report, None, [rejected], accept=True, day=DAY)
    assert "丹岭市税务局" not in graph.node_names.tolist()


def test_a_corrected_name_holds_for_all_that_speaks_of_it(report: Path) -> None:
    corrected = '{"fact":"node","kind":"government","name":"国家税务总局丹岭市税务局"}'
    answer = Answer(key_of(report, fact="node", name="丹岭市税务局"), "accepted", correction=corrected)
    graph = decided_batch(report, None, [answer], accept=True, day=DAY)
    assert "丹岭市税务局" not in graph.node_names.tolist()
    (link,) = [link for link in of_type(graph, "HOSTS_POST") if not graph.node(link.target).aggregate]
    assert graph.node(link.source).name == "国家税务总局丹岭市税务局"


def test_a_withdrawn_or_unsure_word_leaves_the_question_open(report: Path, file_store: SQLiteStore) -> None:
    key = key_of(report, type="LEADS")
    for verdict in ("rejected", "withdrawn", "unsure"):
        file_store.write(decided_batch(report, file_store, [Answer(key, verdict)], day=DAY))
    load_report(report, file_store)
    assert [link.status for link in of_type(file_store.read(), "LEADS")] == ["tentative"]


@pytest.mark.parametrize(
    "text", ["no JSON", "{}", '{"fact":"link","type":"LEADS"}', '["LEADS"]', '{"fact":"node","name":""}']
)
def test_a_correction_that_is_no_fact_is_refused(report: Path, text: str) -> None:
    with pytest.raises(BadCorrection):
        decided_batch(report, None, [Answer(key_of(report, type="LEADS"), "accepted", correction=text)], day=DAY)


def test_a_correction_that_the_schema_does_not_allow_is_refused(report: Path) -> None:
    text = (
        '{"fact":"link","type":"LEADS","source":{"kind":"policy","name":"x"},"target":{"kind":"alliance","name":"y"}}'
    )
    with pytest.raises(IllegalRelationship):
        decided_batch(report, None, [Answer(key_of(report, type="LEADS"), "accepted", correction=text)], day=DAY)


# ---- beside what a store holds ----


def known(name: str, kind: str, node_id: str = "known") -> Node:
    return Node(id=node_id, kind=kind, name=name, evidence=(Evidence(source="roster"),))


def test_an_organisation_of_the_store_is_the_same_one_and_stays_as_it_was(
    report: Path, file_store: SQLiteStore
) -> None:
    theirs = known("丹岭市综合检验检测中心", "public_institution")
    file_store.write(AllianceGraph.from_models([theirs]))
    load_report(report, file_store)
    assert file_store.read().node("known") == theirs
    assert [link.target for link in of_type(file_store.read(), "HANDLES")] == ["known"]


def test_two_of_one_name_are_not_guessed_between(report: Path, file_store: SQLiteStore) -> None:
    twins = [known("丹岭市税务局", "government", node_id) for node_id in ("a", "b")]
    file_store.write(AllianceGraph.from_models(twins))
    result = load_report(report, file_store)
    assert any("丹岭市税务局" in note.en for note in result.notes)
    assert [link for link in of_type(file_store.read(), "HOSTS_POST") if link.source in ("a", "b")] == []


def test_a_link_of_another_source_keeps_its_word_and_its_evidence(report: Path, file_store: SQLiteStore) -> None:
    nodes = [known("丹岭市委组织部", "party_organization", "a"), known(ALLIANCE, "alliance", "b")]
    seen = (Evidence(source="roster", locator="x.csv:2"),)
    theirs = Relationship(source="a", type="LEADS", target="b", status="confirmed", strength=0.9, evidence=seen)
    file_store.write(AllianceGraph.from_models(nodes, [theirs]))
    load_report(report, file_store)
    (link,) = of_type(file_store.read(), "LEADS")
    assert (link.status, link.strength, len({seen.source for seen in link.evidence})) == ("confirmed", 0.9, 2)
    assert load_report(report, file_store).plan.empty


def test_posts_of_one_name_in_reports_on_two_alliances_are_two(write: Write) -> None:
    text = "简报\n{0}枇杷产业党建联盟成立。在{0}果业有限公司设立“党员工作室”。\n"
    first, second = (
        batch_of(write(text.format(place), f"{place}.txt"), None, accept=True) for place in ("甲川", "乙川")
    )
    posts = {graph.node_ids[place] for graph in (first, second) for place in graph.nodes_of("post")}
    assert len(posts) == 2
