"""Which figures speak of the same, whether they can all be right, and whether groups add up to their total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ...graph.models import Measure
from ...graph.names import normal_form
from ...graph.quantities import Quantity
from ...wording import Text, plural

Key = tuple[str, str, str, str, str]
"""Subject, measure, period, unit and definition."""
Same = Mapping[Key, list[Measure]]


def same_figure(measures: Iterable[Measure]) -> Same:
    """The figures by what they are of; those of other groups stand together."""
    found: dict[Key, list[Measure]] = defaultdict(list)
    for measure in measures:
        if not measure.open_end:
            found[_key(measure)].append(measure)
    return found


def _key(measure: Measure) -> Key:
    period = str(measure.period or "")
    return measure.subject, normal_form(measure.metric), period, measure.unit, measure.definition


def contradicted_by(measure: Measure, same: Same) -> list[Measure]:
    """The figures of the same group that cannot be right together with this one."""
    value = measure.value
    if value is None:
        return []
    others = [other for other in same[_key(measure)] if other.group == measure.group]
    return [other for other in others if other.value and not value.agrees_with(other.value)]


def against_groups(total: Measure, same: Same) -> Text | None:
    """Whether the groups that the source of a total gives add up to it; None where it has none.

    Groups are added as if none overlapped another: a source that gives them as parts of the whole says so.
    """
    if total.group or total.value is None:
        return None
    source = total.evidence[0].source
    groups = [each for each in same[_key(total)] if each.group and each.evidence[0].source == source]
    known = [each.value for each in groups if each.value]
    return _sum_of(total.value, known, len(groups) - len(known)) if known else None


def _sum_of(total: Quantity, known: Sequence[Quantity], missing: int) -> Text:
    """What the known groups come to, beside how many are not given."""
    together, bounds = sum(value.value for value in known), {value.bound for value in (*known, total)}
    left = Text(f",另有 {missing} 组没有公布", f", {plural(missing, 'group')} not given") if missing else Text("", "")
    if "about" in bounds:
        said = Text("已知各组相加约 {sum}", "the known groups add up to about {sum}")
    elif bounds == {"exact"} and not missing and together == total.value:
        said = Text("各组相加等于总数", "the groups add up to it")
    elif bounds == {"exact"} and not missing:
        said = Text("各组相加 {sum},与总数不符", "the groups add up to {sum}, which differs")
    elif total.bound == "exact" and together > total.value:
        said = Text("已知各组相加至少 {sum},超过总数", "the known groups add up to at least {sum}, above it")
    else:
        said = Text("已知各组相加 {sum}", "the known groups add up to {sum}") + left
    return said.fill(sum=f"{together:g}")
