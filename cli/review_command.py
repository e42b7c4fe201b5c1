"""`alliance review`: what only a person can decide."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from .. import settings
from ..errors import AllianceError, StoreEmpty
from ..graph.alliance_graph import AllianceGraph
from ..graph.merging import links_within
from ..graph.models import Verdict
from ..graph.schema import schema
from ..graph.stores.locations import open_store, store_files
from ..graph.stores.store import GraphStore
from ..loaders import review
from ..loaders.answers import COLUMNS, question_rows, read_answers, sources_text
from ..loaders.questions import Question
from ..loaders.reviewing import Reviewed, ReviewedReport, ReviewedStore
from ..wording import Text, legible, plural
from .bilingual import Command, WrongUse
from .options import FileName, option, with_force, with_language, with_store
from .output import as_csv, say

MOST_LISTED = 50


@click.command(
    "review",
    cls=Command,
    text=Text(
        "要由人来判断的问题:哪些节点可能是同一个;给出一篇报道时,它说的每一条是否属实。\n在终端里逐个询问(相同、不同、不确定、停止;随时可停,已答的都保留);"
        "不在终端里则只列出。判断记在事实旁边,不改动事实,可以收回。报道中被采纳(或更正)的,随判断载入。",
        "What only a person can decide: which nodes may be one; of a report, whether it states what it is taken to "
        "state.\n"
        "In a terminal it asks one by one (same, different, unsure, quit; what was answered is kept); "
        "elsewhere it lists. Judgements stand beside the facts, change none of them and can be taken back. "
        "What of a report is accepted, as it stands or corrected, is loaded with the judgement.",
    ),
    example="alliance review\nalliance review --export questions.csv\nalliance review --answers questions.csv\n"
    "alliance review --decided\nalliance review --undo same-0123456789abcdef\nalliance review 简报.txt",
)
@click.argument("report", type=FileName(), required=False)
@option("--list", "listed", is_flag=True, zh="只列出,不询问。", en="List the questions and do not ask.")
@option(
    "--answers",
    metavar="FILE",
    type=FileName(),
    zh="从 CSV 或电子表格读取答案;列:question、verdict(相同/不同/不确定;报道用 采纳/不采纳)、reason、correction。",
    en="Read answers from a CSV file or a spreadsheet; columns: question, verdict (same, different, unsure; of a "
    "report accepted, rejected), reason, correction.",
)
@option(
    "--export",
    metavar="FILE",
    type=FileName(),
    zh="把未决的问题写成可填写的 CSV。",
    en="Write the open questions as a CSV file to be filled in.",
)
@option("--decided", is_flag=True, zh="列出已有的判断:何时、为何。", en="List what was decided, when and why.")
@option("--undo", metavar="QUESTION", zh="收回对一个问题的判断。", en="Take back the judgement on a question.")
@option("--conflicts", is_flag=True, zh="只列出互相矛盾的判断。", en="List only judgements that contradict each other.")
@option("--json", "as_json", is_flag=True, zh="输出一个 JSON 对象(UTF-8)。", en="Print one JSON object (UTF-8).")
@with_force
@with_store
@with_language
def command(
    report: Path | None,
    listed: bool,
    answers: Path | None,
    export: Path | None,
    decided: bool,
    undo: str | None,
    conflicts: bool,
    as_json: bool,
    force: bool,
    store: str,
) -> None:
    """List, ask, take back."""
    if sum(1 for chosen in (listed, answers, export, decided, undo, conflicts) if chosen) > 1:
        raise WrongUse(
            Text(
                "--list、--answers、--export、--decided、--undo、--conflicts 只能用一个。",
                "Of --list, --answers, --export, --decided, --undo and --conflicts only one can be given.",
            )
        )
    if report and (decided or conflicts):
        raise WrongUse(_OF_THE_STORE)
    with open_store(store, create=report is not None) as opened:
        reviewed: Reviewed = ReviewedReport(report, opened) if report else ReviewedStore(opened)
        if answers:
            _take_answers(reviewed, answers)
        elif undo:
            reviewed.take_back(undo, _today())
            say(Text(f"已收回:{undo}", f"Taken back: {undo}"))
        elif decided:
            _print_decided(review.decisions(opened), links_within(opened.read_stored()), as_json=as_json)
        elif conflicts:
            _print_conflicts(review.conflicts(opened), as_json=as_json)
        elif export:
            _export(
                reviewed, stored(opened), export, force=force, keep=[*store_files(store), *([report] if report else [])]
            )
        else:
            ask = not listed and not as_json and sys.stdin.isatty()
            _questions(reviewed, stored(opened), ask=ask, as_json=as_json)


_OF_THE_STORE = Text(
    "--decided 和 --conflicts 问的是整个库,不要给出报道。",
    "--decided and --conflicts ask of the whole store: give no report.",
)


def stored(store: GraphStore) -> AllianceGraph:
    """The facts as they were loaded; none of a store that is empty."""
    try:
        return store.read_stored()
    except StoreEmpty:
        return AllianceGraph.from_models()


def _today() -> date:
    return datetime.now().astimezone().date()


def _take_answers(reviewed: Reviewed, path: Path) -> None:
    found = read_answers(path, reviewed.answerable())
    reviewed.keep(found, _today())
    _say_kept(len(found), len(reviewed.open()))


def _say_kept(kept: int, rest: int) -> None:
    said = Text("记下 {kept} 个判断,还有 {rest} 个问题。", "{judgements} kept, {questions} left.")
    say(said.fill(kept=kept, rest=rest, judgements=plural(kept, "judgement"), questions=plural(rest, "question")))


# ---- open questions ----


def _questions(reviewed: Reviewed, graph: AllianceGraph, *, ask: bool, as_json: bool) -> None:
    asked = reviewed.open()
    if as_json:
        _print_json({"questions": [_as_json(graph, question) for question in asked]})
        return
    for sentence in review.conflicts_of(graph):
        say(sentence)
    if not asked:
        say(Text("没有未决的问题。", "There is no open question."))
        return
    if ask:
        _ask_all(reviewed, graph, asked)
        return
    for number, question in enumerate(asked[:MOST_LISTED], start=1):
        _print_question(graph, question, f"{number}.")
    if len(asked) > MOST_LISTED:
        rest = len(asked) - MOST_LISTED
        more = Text(f"… 还有 {rest} 个(--export 全部写出)", f"… and {rest} more (--export writes all)")
        click.echo(more.in_(settings.language()))


def _print_question(graph: AllianceGraph, question: Question, number: str) -> None:
    language = settings.language()
    click.echo(legible(f"{number} [{question.id}] {question.sentence.in_(language)}"))
    for node_id in question.about:
        node = graph.node(node_id)
        kind = schema().kind(node.kind).label.in_(language)
        parts = (node.name, kind, node.place, node.uscc, sources_text(graph, node))
        click.echo(legible("   · " + "  ".join(part for part in parts if part)))
    for reason in question.reasons:
        click.echo(legible(f"   - {reason.in_(language)}"))


def _as_json(graph: AllianceGraph, question: Question) -> dict[str, object]:
    nodes = [graph.node(node_id) for node_id in question.about]
    return {
        "question": question.id,
        "kind": question.kind,
        "sentence": question.sentence.by_language(),
        "score": question.score,
        "about": [
            {**node.model_dump(include={"id", "kind", "name", "place", "uscc"}), "sources": sources_text(graph, node)}
            for node in nodes
        ],
        "reasons": [reason.by_language() for reason in question.reasons],
        "proposal": question.proposal,
    }


def _ask_all(reviewed: Reviewed, graph: AllianceGraph, asked: Sequence[Question]) -> None:
    """Ask one by one; each answer is kept at once, so that nothing is lost when somebody stops."""
    answered = kept = 0
    try:
        for number, question in enumerate(asked, start=1):
            _print_question(graph, question, f"{number}/{len(asked)}")
            verdict = _asked(question)
            if verdict is None:
                break
            reason = click.prompt(
                Text("理由(可空)", "Why (may be empty)").in_(settings.language()), "", show_default=False
            )
            reviewed.keep([review.Answer(question.id, verdict, reason)], _today())
            kept += 1
            answered += verdict != "unsure"
    finally:
        _say_kept(kept, len(asked) - answered)


def _asked(question: Question) -> Verdict | None:
    """What somebody types until it is a verdict; None to stop."""
    language = settings.language()
    choices = [review.VERDICT_WORDS[verdict].in_(language) for verdict in review.VERDICTS[question.kind]]
    stop = Text("停止", "quit").in_(language)
    while True:
        text = click.prompt(f"   {' / '.join([*choices, stop])}")
        if text.strip().casefold() in (stop, "quit", "q"):
            return None
        try:
            return review.verdict_of(text, question)
        except AllianceError as error:
            say(error.message)


def _export(reviewed: Reviewed, graph: AllianceGraph, path: Path, *, force: bool, keep: Sequence[Path]) -> None:
    from ..visualizations.output_file import OutputFile, OutputSort

    asked = reviewed.open()
    sort = OutputSort(Text("问题表", "table of questions"), b"question,verdict,reason,correction")
    target = OutputFile(path, sort, force=force, keep=keep)
    written = target.write("\ufeff" + as_csv(COLUMNS, question_rows(graph, asked)))
    say(Text(f"{len(asked)} 个问题写入 {written}", f"{plural(len(asked), 'question')} in {written}"))


# ---- what was decided ----


def _print_decided(found: Sequence[review.Decision], hidden: int, *, as_json: bool) -> None:
    if as_json:
        rows = [
            {**each.judgement.model_dump(mode="json"), "names": each.names, "why": each.reason.by_language()}
            for each in found
        ]
        _print_json({"decided": rows, "links_within": hidden})
        return
    language = settings.language()
    by = {"rule": Text("规则", "rule"), "person": Text("人", "person")}
    if not found:
        say(Text("还没有判断。", "Nothing was decided yet."))
    for decision in found:
        judgement = decision.judgement
        verdict = review.VERDICT_WORDS[judgement.verdict].in_(language)
        when = str(judgement.decided_on or "")
        parts = (
            verdict,
            " / ".join(decision.names),
            by[judgement.by].in_(language),
            when,
            decision.reason.in_(language),
        )
        click.echo(legible(f"[{judgement.question}] " + "  ".join(part for part in parts if part)))
    if hidden:
        say(
            Text(
                f"同一个节点内部的 {hidden} 条关系不显示。",
                f"{plural(hidden, 'link')} of a node with itself not shown.",
            )
        )


def _print_conflicts(found: Sequence[Text], *, as_json: bool) -> None:
    if as_json:
        _print_json({"conflicts": [sentence.by_language() for sentence in found]})
        return
    for sentence in found or [Text("判断之间没有矛盾。", "No judgement contradicts another.")]:
        click.echo(sentence.in_(settings.language()))


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False).encode())
