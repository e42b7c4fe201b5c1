"""The bounds of a path question in words: everything that was asked for stands in the sentence of its answer."""

from __future__ import annotations

from collections.abc import Iterator

from ...graph.models import STATUS_LABELS
from ...graph.schema import schema
from ...wording import Text, plural
from .question import PathSearch


def bounds_text(search: PathSearch) -> Text:
    """The bounds in one phrase: steps, day, umbrellas, and each option that was given."""
    question, day = search.question, search.view.as_of_day
    when = Text(f"截至 {day},", f" as of {day}") if day else Text("", "")
    parts = [
        Text(f"{when.zh}{question.hops} 步以内", f"within {plural(question.hops, 'step')}{when.en}"),
        *_options(search),
    ]
    return Text.joined(parts, zh=",")


def _options(search: PathSearch) -> Iterator[Text]:
    question, rule, names = search.question, search.question.rule, search.view.node_names
    umbrella = Text("可经伞形节点", "umbrella nodes allowed")
    yield umbrella if rule.umbrella else Text("不经伞形节点", "without umbrella nodes")
    if rule.types is not None:
        labels = Text.joined([schema().type(type_id).label for type_id in dict.fromkeys(rule.types)])
        yield Text(f"只走 {labels.zh}", f"along {labels.en} only")
    if question.via:
        via = Text.joined([Text.same(names[node]) for node in question.via], en=" and ")
        yield Text(f"经过 {via.zh}", f"via {via.en}")
    if question.avoid:
        avoid = Text.joined([Text.same(names[node]) for node in question.avoid], en=" and ")
        yield Text(f"避开 {avoid.zh}", f"avoiding {avoid.en}")
    if rule.direction == "either":
        yield Text("不论方向", "in either direction")
    if rule.statuses is not None:
        statuses = Text.joined([STATUS_LABELS[status] for status in rule.statuses], en=" and ")
        yield Text(f"仅{statuses.zh}的关系", f"{statuses.en} links only")
    if rule.unknown_confidence == "exclude":
        yield Text("不计可信度未知的关系", "without links of unknown confidence")
    if rule.view == "certainty":
        yield Text("只看可信度", "by certainty alone")
