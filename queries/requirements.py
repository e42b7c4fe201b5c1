"""What an answer about a chain needs that was not loaded, in words."""

from __future__ import annotations

from collections.abc import Iterator

from ..wording import Text, plural, some
from .answer import Unknown
from .cadences.events import judged_alliances
from .chain import Chain


def no_chain(chain: Chain) -> Iterator[Unknown]:
    """Says so where no stage was loaded: then nothing can be said of a chain."""
    if chain.stages.all:
        return
    yield Unknown(
        what=Text("产业链的环节", "the stages of the chain"),
        why=Text("没有载入产业链。", "No chain was loaded."),
        closes_when=Text(
            "载入 chain_segments.csv(环节)和 FEEDS 关系(哪个环节应供哪个环节)",
            "chain_segments.csv (the stages) and FEEDS links (which stage must feed which) are loaded",
        ),
    )


def no_needs(chain: Chain) -> Iterator[Unknown]:
    """Says for which stages the chain does not state what they must have."""
    silent = [stage for stage in chain.stages.required if chain.stages.needs(stage) is None]
    if not silent:
        return
    yield Unknown(
        what=Text("{number} 个环节应有什么(G9、G10)", "what {count} must have (G9, G10)").fill(
            number=len(silent), count=plural(len(silent), "stage")
        ),
        why=Text("这条链没有写明;各条链要求不同,不能套用别处的。", "The chain does not state it, and chains differ."),
        closes_when=Text(
            "chain_segments.csv 的 needs 列写明,如 party_organization;testing,或 none;写在上级环节即可",
            "the column needs of chain_segments.csv states it, such as party_organization;testing, or none; on the "
            "stage or on one above it",
        ),
    )


def no_feeds(chain: Chain) -> Iterator[Unknown]:
    """Says so where no stage is said to feed another: then no link between stages can be missed."""
    if chain.stages.feeds.number_of_edges() or len(chain.stages.required) < 2:
        return
    yield Unknown(
        what=Text("哪个环节应供哪个环节(G2)", "which stage must feed which (G2)"),
        why=Text("没有载入 FEEDS 关系。", "No FEEDS link was loaded."),
        closes_when=Text("relationships.csv 写明 FEEDS 关系", "relationships.csv has the FEEDS links"),
    )


def no_rhythm(chain: Chain) -> Iterator[Unknown]:
    """Says for which alliances no mechanism and no meeting is known: then none of theirs can be idle."""
    graph = chain.view.whole
    judged = set(judged_alliances(graph))
    silent = [graph.node_names[node] for node in graph.nodes_of("alliance").tolist() if node not in judged]
    if not silent:
        return
    yield Unknown(
        what=Text("{names} 的机制有没有空转(G12)", "whether a mechanism is idle (G12) of: {names}").fill(
            names=some(sorted(silent))
        ),
        why=Text("没有载入它们的机制、会议和活动。", "No mechanism, meeting or activity of theirs was loaded."),
        closes_when=Text(
            "载入联盟机制表(mechanisms)和会议、活动记录,写明所属联盟",
            "the list of mechanisms and the meetings and activities are loaded and state their alliance",
        ),
    )
