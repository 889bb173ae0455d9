"""What the agreement sheet says: how alike two reviewers judged, and which questions are unclear.

A working paper for those who review: it quotes their comments. Reviewers are letters unless
their names are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.report import agreement_words as words
from egenkontroll.results.agreement import (
    By,
    altogether,
    by_question,
    possible_answers,
    unclear,
)
from egenkontroll.review.answers import shown
from egenkontroll.texts import count, period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.merge.double import Double
    from egenkontroll.report.parts import Bar
    from egenkontroll.results.agreement import Agreement, CrossTable, Difference
    from egenkontroll.results.clarification import Clarification

TITLE = "Samsyn mellan granskare"
CAUTION = (
    "Arbetsmaterial: bladet återger granskarnas kommentarer. Sprid det inte utanför dem som "
    "granskar."
)
NOTHING_YET = "Inget ärende har svar av två granskare än, så det finns inget att jämföra."
_WIDEST = 7
"""A cross table with more answers than this is told in words."""


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One row of a table of agreement. `under` says where they differed on the question itself."""

    label: str
    under: str
    count: str
    percent: str
    interval: str
    beyond: str
    limits: str
    samsyn: str
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class AgreementTable:
    """A heading, what the first column holds, and rows in groups that have a title or ""."""

    heading: str
    first: str
    groups: tuple[tuple[str, tuple[AgreementLine, ...]], ...]


@dataclass(frozen=True, slots=True)
class Crossed:
    """The answers that were used, and for each first answer how many had each second one."""

    answers: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class UnclearQuestion:
    """A question to clarify: its figures, its cross table and what the two wrote, by case."""

    text: str
    figures: str
    decision: str
    crossed: Crossed | None
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreementSheet:
    """The sheet in the order it is read."""

    title: str
    subtitle: str
    checklist: str
    brief: tuple[str, ...]
    caution: str
    tables: tuple[AgreementTable, ...]
    unclear: tuple[UnclearQuestion, ...]
    reading: tuple[str, ...]
    foot: str


def agreement_sheet(
    one: Round,
    checklist: Checklist,
    cases: Sequence[Double],
    names: Mapping[Id, str],
    clarified: Mapping[str, Clarification],
    program: str,
) -> AgreementSheet:
    """Return the agreement sheet of a round; reviewers that have no name in `names` are letters."""
    whole = altogether(cases)
    questions = by_question(checklist, cases)
    open_questions = unclear(questions)
    return AgreementSheet(
        title=TITLE,
        subtitle=f"{one.name} · {period(one.starts, one.ends)}",
        checklist=f"{checklist.title}, version {checklist.version}",
        brief=_brief(cases, whole, len(open_questions)),
        caution=CAUTION if open_questions else "",
        tables=_tables(checklist, cases, names, questions) if whole.n else (),
        unclear=tuple(_unclear(found, checklist, clarified) for found in open_questions),
        reading=words.READING,
        foot=f"Egenkontroll {program}",
    )


def _brief(cases: Sequence[Double], whole: Agreement, differing: int) -> tuple[str, ...]:
    if not whole.n:
        return (NOTHING_YET,)
    said = [f"{words.standing_words(cases)}.", f"Alla frågor: {words.sentence(whole)}."]
    said.append(words.beyond_sentence(whole))
    said.append(words.apart_words(whole))
    if differing:
        said.append(f"{count(differing, 'fråga', 'frågor')} lästes olika i något ärende.")
    return tuple(one for one in said if one)


def _tables(
    checklist: Checklist,
    cases: Sequence[Double],
    names: Mapping[Id, str],
    questions: Sequence[Agreement],
) -> tuple[AgreementTable, ...]:
    of_question = {one.key: one for one in questions}
    groups = [
        (
            area.title,
            tuple(
                _line(of_question[question.id], question.short)
                for question in area.questions
                if question.id in of_question
            ),
        )
        for area in checklist.areas
    ]
    made = [AgreementTable("Fråga för fråga", "Fråga", tuple(one for one in groups if one[1]))]
    for by, heading in ((By.AREA, "Område för område"), (By.PAIR, "Granskarna två och två")):
        called = words.labels(checklist, cases, names, by)
        lines = tuple(_line(one, called[one.key]) for one in words.groups(checklist, cases, by))
        made.append(AgreementTable(heading, words.BY_WORDS[by], (("", lines),)))
    return tuple(made)


def _line(one: Agreement, label: str) -> AgreementLine:
    stated = words.percent_words(one)
    return AgreementLine(
        label=label,
        under=words.apart_words(one),
        count=words.count_words(one),
        percent=stated,
        interval=words.interval_words(one),
        beyond=words.beyond_words(one),
        limits=words.limits_words(one),
        samsyn=words.samsyn_words(one),
        bar=words.bar(one),
    )


def _unclear(
    one: Agreement, checklist: Checklist, clarified: Mapping[str, Clarification]
) -> UnclearQuestion:
    question = checklist.by_id[str(one.key)]
    decided = clarified.get(question.id)
    return UnclearQuestion(
        text=question.text,
        figures=words.figures(one, possible_answers(question)),
        decision=words.decision_words(decided) if decided is not None else "",
        crossed=crossed(one.table),
        cases=tuple(_case(difference) for difference in one.differences),
    )


def crossed(table: CrossTable | None) -> Crossed | None:
    """Return the cross table of the answers that were used; None where there is none to show."""
    if table is None:
        return None
    used = [
        at
        for at in range(len(table.answers))
        if any(table.counts[at]) or any(row[at] for row in table.counts)
    ]
    if not used or len(used) > _WIDEST:
        return None
    answers = tuple(shown(table.answers[at]) for at in used)
    rows = tuple(
        (shown(table.answers[at]), tuple(str(table.counts[at][other]) for other in used))
        for at in used
    )
    return Crossed(answers, rows)


def _case(one: Difference) -> str:
    said = [f"{one.reference}: {words.difference_words(one)}."]
    for who, comment in (("Första", one.first_comment), ("Andra", one.second_comment)):
        if comment:
            said.append(f"{who}: ”{comment}”")
    if one.reason:
        said.append(f"Bestämt: {one.reason}")
    return " ".join(said)
