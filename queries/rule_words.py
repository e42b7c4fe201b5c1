"""What counts as a tie in words, as the sentences of answers name it among their bounds."""

from __future__ import annotations

from collections.abc import Iterator

from ..graph.models import STATUS_LABELS
from ..graph.networks.ties import TieRule
from ..graph.schema import schema
from ..wording import Text


def rule_words(rule: TieRule) -> Iterator[Text]:
    """Everything that a rule asks for: umbrella nodes always, the rest where it was given."""
    yield from where_words(rule)
    yield from which_words(rule)


def where_words(rule: TieRule) -> Iterator[Text]:
    """Through what paths may run, and along what."""
    allowed = Text("可经伞形节点", "umbrella nodes allowed")
    yield allowed if rule.umbrella else Text("不经伞形节点", "without umbrella nodes")
    if rule.types is not None:
        labels = Text.joined([schema().type(type_id).label for type_id in dict.fromkeys(rule.types)])
        yield Text(f"只走 {labels.zh}", f"along {labels.en} only")


def which_words(rule: TieRule) -> Iterator[Text]:
    """Which links count, and by what."""
    if rule.direction == "either":
        yield Text("不论方向", "in either direction")
    if rule.statuses is not None:
        statuses = Text.joined([STATUS_LABELS[status] for status in rule.statuses], en=" and ")
        yield Text(f"仅{statuses.zh}的关系", f"{statuses.en} links only")
    if rule.unknown_confidence == "exclude":
        yield Text("不计可信度未知的关系", "without links of unknown confidence")
    if rule.view == "certainty":
        yield Text("只看可信度", "by certainty alone")
