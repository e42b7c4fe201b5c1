"""Who is who: how well names are told apart, and what it costs in a large store.

Run: uv run python benchmarks/identity.py [nodes]

The pairs of `identity_pairs.csv` were labelled before the rules were written: `tune` was looked at while they were,
`test` was not. Their names are made up or altered.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from measure import machine, middle, table, taken
from rapidfuzz import fuzz

from alliance.graph import AllianceGraph, Evidence, Judgement, Node, Relationship
from alliance.graph.identities import pair_question
from alliance.graph.merging import merged
from alliance.loaders.identity.comparing import LEAST_SCORE, Party, compare
from alliance.loaders.identity.judging import with_rule_judgements
from alliance.loaders.identity.names import core
from alliance.loaders.identity.open_questions import open_questions

PAIRS = Path(__file__).with_name("identity_pairs.csv")
JUDGEMENTS = 100
_PLACES = ["横州市", "南宁市", "广西", "青田县", "洛川县", ""]
_TRADES = ["茶业", "花卉", "农业科技", "果业", "食品", "商贸", "电子", "物流"]
_FORMS = ["有限公司", "有限责任公司", "股份有限公司", "农民专业合作社", "茶厂", "家庭农场"]
_CHARACTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]


def said_by_rules(first: str, second: str) -> bool:
    """Whether the product joins two names or asks about them."""
    return compare(Party("a", "unit", first), Party("b", "unit", second)).sameness != "different"


METHODS = {
    "ratio of the names as written": lambda first, second: fuzz.ratio(first, second) >= LEAST_SCORE,
    "equal cores": lambda first, second: core(first) == core(second),
    "ratio of the cores": lambda first, second: fuzz.ratio(core(first), core(second)) >= LEAST_SCORE,
    "vetoes, then cores or wholes (the product)": said_by_rules,
}


def quality() -> None:
    """Precision, recall and F1 of some ways to tell names apart."""
    pairs = list(csv.DictReader(PAIRS.read_text(encoding="utf-8").splitlines()))
    rows = []
    for name, method in METHODS.items():
        for part in ("tune", "test"):
            counts = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
            for pair in (pair for pair in pairs if pair["set"] == part):
                counts[bool(method(pair["left"], pair["right"])), pair["same"] == "1"] += 1
            right, wrong, missed = counts[True, True], counts[True, False], counts[False, True]
            rows.append((name, part, right, wrong, missed, 2 * right / (2 * right + wrong + missed)))
    table("Names told apart", ("method", "pairs", "right", "false", "missed", "F1"), rows)


def firms(number: int) -> Iterator[Node]:
    """Made-up firms."""
    chance = random.Random(1)
    for place in range(number):
        own = "".join(chance.choices(_CHARACTERS, k=chance.choice([2, 2, 3])))
        name = chance.choice(_PLACES) + own + chance.choice(_TRADES) + chance.choice(_FORMS)
        seen = Evidence(source="roster", locator=f"firms.csv:{place}")
        yield Node(id=f"firm-{place:06}", kind="enterprise", name=name, evidence=(seen,))


def costs(number: int) -> None:
    """Seconds of a processor in a graph of so many firms."""
    chance, nodes = random.Random(2), list(firms(number))
    ends = ((chance.choice(nodes).id, chance.choice(nodes).id) for _ in range(3 * number))
    links = {
        Relationship(source=source, type="SUPPLIES", target=target, evidence=nodes[0].evidence).id: (source, target)
        for source, target in ends
        if source != target
    }
    relationships = [
        Relationship(source=source, type="SUPPLIES", target=target, evidence=nodes[0].evidence)
        for source, target in links.values()
    ]
    plain = AllianceGraph.from_models(nodes, relationships)
    pairs = [tuple(sorted(node.id for node in chance.sample(nodes, 2))) for _ in range(JUDGEMENTS)]
    judgements = [Judgement(question=pair_question(*pair), about=pair, verdict="same") for pair in pairs]
    judged = AllianceGraph(plain.nodes, plain.relationships, AllianceGraph.from_models(records=judgements).records)
    small = AllianceGraph.from_models([node.model_copy(update={"id": f"new-{node.id}"}) for node in nodes[:54]])
    works = {
        "merged view without judgements": lambda: merged(plain),
        f"merged view with {JUDGEMENTS} judgements": lambda: merged(judged),
        "rule judgements of all firms as one load": lambda: with_rule_judgements(plain),
        "open questions of all firms": lambda: open_questions(plain),
        "open questions of 54 firms beside the others": lambda: open_questions(plain, {n.id for n in nodes[:54]}),
        "rule judgements of 54 firms alone": lambda: with_rule_judgements(small),
    }
    rows = [(name, middle([taken(work) for _ in range(3)]).cpu) for name, work in works.items()]
    table(f"{number:,} firms, {len(relationships):,} links: seconds of a processor", ("work", "s"), rows)


if __name__ == "__main__":
    print(machine())
    quality()
    costs(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
