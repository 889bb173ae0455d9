"""What must be known before a figure is used: beside the row, and once under the table."""

from __future__ import annotations

from typing import Any

import pytest

from egenkontroll.checklist.compare import Relation
from egenkontroll.report.cautions import COMPLETE, cautions, table_cautions
from egenkontroll.report.comparison_notes import comparison_notes
from egenkontroll.report.figures import as_json
from egenkontroll.report.passport import comparison, sureness
from egenkontroll.report.rows import Notes, sheet_areas
from egenkontroll.report.sheet import Sample
from egenkontroll.results.comparison import Earlier, compare
from egenkontroll.results.passport import Passport
from egenkontroll.results.table import CaseResult, FrameGroup, ResultRow, Results, results
from egenkontroll.results.tally import Share, Tally
from egenkontroll.texts import NBSP
from tests.makers import checklist, question, raw_question

LISTED = checklist(raw_question("a"))


def plain(*said: str) -> tuple[str, ...]:
    return tuple(one.replace(NBSP, " ") for one in said)


def row(counts: Tally, then: Share | None = None, name: str = "a", **more: Any) -> ResultRow:
    share, change = Share(counts.met, counts.met + counts.not_met), None
    if then is not None:
        relation = more.pop("relation", Relation.IDENTICAL)
        (change,) = compare([(share, Earlier("våren 2023", then, None, relation, "", **more))])
    return ResultRow(question(name), "A", None, counts, share, None, None, None, change)


LOST = row(Tally(met=35, not_met=18, unanswered=8))
LOST_WORDS = (
    "För stort bortfall: 8 av 61 obesvarade. Med svar i alla kan andelen vara allt från 57 % till "
    "70 %."
)
MOVED = row(Tally(met=35, not_met=13, not_applicable=13), Share(30, 54), apart=(3, 57))
MOVED_WORDS = (
    "Ej aktuellt i 13 av 61 ärenden, mot 3 av 57 i våren 2023: det kan vara måttet som har ändrats "
    "och inte arbetssättet."
)
ALL = row(Tally(met=20, not_met=10), Share(18, 30), complete=True)


def passport(of: ResultRow) -> Passport:
    return Passport(of, (), (), (), 0, 0, 0, (), None)


@pytest.mark.parametrize(
    ("of", "words"), [(LOST, LOST_WORDS), (MOVED, MOVED_WORDS), (ALL, COMPLETE)]
)
def test_it_is_said_on_the_sheet_in_the_passport_and_in_json(of: ResultRow, words: str) -> None:
    assert plain(*cautions(of)) == (words,)
    notes = Notes()
    (area,) = sheet_areas([of], LISTED, Sample(61, 61, None, 1), notes)
    beside = [*(note.words for note in notes.all()), *area.rows[0].under]
    assert words in plain(*beside)
    said = (sureness(passport(of)), *comparison(of, "våren 2023"))
    assert words in plain(" | ".join(said))[0]
    found = Results("våren 2024", None, "våren 2023", 61, 61, (of,))
    assert plain(*as_json(found)["rows"][0]["notes"]) == (words,)
    assert plain(*comparison_notes(found)) == plain(*table_cautions([of]))


def test_under_a_table_each_kind_is_said_once() -> None:
    many = [row(LOST.counts, name=f"f{at}") for at in range(8)]
    said = plain(*table_cautions([*many, MOVED, ALL, ALL]))
    assert said == (
        "För stort bortfall, mer än 10 % obesvarade eller så många att bedömningen kan bli en "
        "annan: Fråga f0, Fråga f1, Fråga f2, Fråga f3, Fråga f4, Fråga f5 och 2 till.",
        "”Ej aktuellt” har flyttats minst 10 procentenheter, så det kan vara måttet som har "
        "ändrats och inte arbetssättet: Fråga a.",
        COMPLETE,
    )
    assert table_cautions([row(Tally(met=3, not_met=1))]) == []


def test_few_cases_are_counted_and_the_verdict_may_be_another() -> None:
    few = row(Tally(met=3, not_met=4, unanswered=1))
    assert plain(*cautions(few)) == (
        "För stort bortfall: 1 av 8 obesvarade. Med svar i alla kan andelen vara allt från 3 av 8 "
        "till 4 av 8.",
    )
    near = row(Tally(met=43, not_met=14, unanswered=4), Share(33, 61))
    assert cautions(near)[0].endswith("Det kan ändra bedömningen av förändringen.")


@pytest.mark.parametrize(
    ("now", "then", "told"),
    [
        ((10, 50), (5, 50), True),
        ((9, 50), (5, 50), False),
        ((0, 50), (5, 50), True),
        ((6, 9), (0, 50), False),
        ((6, 50), (9, 9), False),
    ],
)
def test_ej_aktuellt_that_moves_ten_points_may_be_another_measure(
    now: tuple[int, int], then: tuple[int, int], told: bool
) -> None:
    counts = Tally(met=now[1] - now[0], not_applicable=now[0])
    made = row(counts, Share(20, 40), apart=then)
    assert bool(cautions(made)) is told
    broken = row(counts, Share(20, 40), apart=then, relation=Relation.BROKEN)
    assert not cautions(broken)


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("more", [0, 1])
def test_all_cases_reviewed_in_both_rounds(before: bool, more: int) -> None:
    cases = [
        CaseResult(f"{at}", "A", {}, frozenset({"a"}), {"a": "yes" if at % 2 else "no"})
        for at in range(20)
    ]
    frame = [FrameGroup("A", {})] * (20 + more)
    then = Earlier("2023", Share(9, 20), None, Relation.IDENTICAL, "", complete=before)
    found = results("2024", LISTED, cases, frame, None, "2023", lambda _question, _group: then)
    assert (COMPLETE in cautions(found.rows[0])) is (before and not more)
