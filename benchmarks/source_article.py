"""The article that the project starts from, as a report with a script of decisions.

`python benchmarks/source_article.py FILE`: the article itself is not ours and does not stand in the repository; give
its text as a file. What was decided on each proposal, and what must be there then, stands in
`reports/source_article.json`. Exit code 1 when something is missing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alliance.graph import AllianceGraph
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders.reports import questions_of
from alliance.loaders.review import Answer
from alliance.loaders.reviewing import ReviewedReport

SCRIPT = Path(__file__).with_name("reports") / "source_article.json"
DAY = date(2024, 6, 1)


def answers(report: Path, decisions: list[dict[str, Any]]) -> Iterator[Answer]:
    """What was decided, as answers to the questions of the report; other organisations are accepted as proposed."""
    for question in questions_of(report):
        proposal = json.loads(question.proposal)
        meant = next((told for told in decisions if told["says"].items() <= proposal.items()), None)
        if meant is None and proposal["fact"] != "node":
            continue
        decision = meant or {"verdict": "accepted"}
        correction = decision.get("correction") or (proposal | decision["change"] if "change" in decision else None)
        text = json.dumps(correction, ensure_ascii=False) if correction else ""
        yield Answer(question.id, decision["verdict"], "as the article says", text)


def found_in(graph: AllianceGraph) -> dict[str, set[tuple[str, ...]]]:
    """What the graph holds, in the form of what is expected."""
    nodes = [graph.node_at(place) for place in range(len(graph))]
    links = [graph.relationship_at(place) for place in range(len(graph.relationships))]
    name = {node.id: node.name for node in nodes}
    measures = graph.records.measures.values()
    return {
        "nodes": {(node.name,) for node in nodes},
        "links": {(link.type, name[link.source], name[link.target]) for link in links},
        "measures": {(name[each.subject], each.metric, str(each.value)) for each in measures},
        "aggregates": {(node.kind, str(node.count)) for node in nodes if node.aggregate},
    }


def main(article: Path) -> int:
    """Load the article by the script, and tell what is there and what is missing."""
    script = json.loads(SCRIPT.read_text(encoding="utf-8"))
    with TemporaryDirectory() as folder, SQLiteStore(Path(folder) / "article.db", create=True) as store:
        told = list(answers(article, script["decisions"]))
        ReviewedReport(article, store).keep(told, DAY)
        found = found_in(store.read())
    print(f"{len(told)} decisions")
    missing = 0
    for part, expected in script["expected"].items():
        wanted = {(entry,) if isinstance(entry, str) else tuple(entry) for entry in expected}
        print(f"{part}: {len(wanted & found[part])} of {len(wanted)}")
        for entry in sorted(wanted - found[part]):
            missing += 1
            print("  missing:", *entry)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
