"""A case that cannot be reviewed gives way to its unit's next reserve."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations import concerns
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.replacing import replace_case
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.reviewing import desk, find_or_new_reviewer, save_answer
from egenkontroll.operations.sampling import create_round, draw_sample
from egenkontroll.review.answers import Answer, Role
from egenkontroll.sample.cases import Status
from egenkontroll.storage import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from egenkontroll.facts import Fact
    from egenkontroll.sample.cases import Case
    from egenkontroll.storage.document import Document

DATA = Path(__file__).parents[1] / "data" / "vt2024"


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    path = tmp_path / "omgång.egk"
    create_round(path, DATA / "checklista-2024.yaml", "V", "2024-04-01/2024-05-31")
    draw_sample(path, "V", DATA / "arendelista.csv", 2, 2, "x", 50, "")
    with open_document(path, write=True) as document:
        yield document


def unit_cases(document: Document) -> list[Case]:
    cases = records.cases(document, find_round(document, "V").id)
    return [case for case in cases if case.unit == cases[0].unit]


def test_the_next_reserve_takes_the_place_and_the_reader(document: Document) -> None:
    new: list[Fact] = []
    anna = find_or_new_reviewer(document, "Anna", new)
    first, _, reserve, _ = unit_cases(document)
    new.append(records.assignment_fact(document, first.id, Role.FIRST, anna.id))
    document.add(new)
    save_answer(document, Answer(first.id, "natverk", Role.FIRST, anna.id, "yes"))
    got = replace_case(document, first, "jäv")
    assert got is not None
    assert got.id == reserve.id
    assert got.double == first.double
    held = {case.id: case for case in unit_cases(document)}
    assert (held[first.id].status, held[first.id].reason) == (Status.REPLACED, "jäv")
    assert held[reserve.id].status is Status.DRAWN
    one = find_round(document, "V")
    tasks = desk(document, one, anna).tasks
    assert reserve.id in {task.case.id for task in tasks}
    row = next(r for r in round_results(document, "V").rows if r.question.id == "natverk")
    assert (row.counts.met, row.counts.unanswered) == (0, 13), "the answer is kept, not counted"


def test_without_reserves_the_case_is_a_loss(document: Document) -> None:
    cases = unit_cases(document)
    for _ in range(2):
        assert replace_case(document, cases[0], "sekretess") is not None
        cases = [case for case in unit_cases(document) if case.status is Status.DRAWN]
    assert replace_case(document, cases[0], "annat", " Akten är  utlånad ") is None
    assert unit_cases(document)[0].status in (Status.REPLACED, Status.DRAWN)
    assert any(case.reason == "annat: Akten är utlånad" for case in unit_cases(document))
    assert len([c for c in unit_cases(document) if c.status is Status.DRAWN]) == 1


@pytest.mark.parametrize(
    ("reason", "words", "said"),
    [
        ("semester", "", "Skälet semester finns inte"),
        ("annat", " ", "Skriv vad"),
        ("annat", "gäller 191212121212", "personnummer"),
    ],
)
def test_what_is_no_reason(document: Document, reason: str, words: str, said: str) -> None:
    case = unit_cases(document)[0]
    with pytest.raises(UserError, match=said):
        replace_case(document, case, reason, words)
    assert unit_cases(document)[0] == case


def test_only_once(document: Document) -> None:
    case = unit_cases(document)[0]
    replace_case(document, case, "dubblett")
    with pytest.raises(UserError, match="inte längre"):
        replace_case(document, case, "dubblett")


def test_a_concern_leaves_nothing_about_the_case(document: Document) -> None:
    one = find_round(document, "V")
    new: list[Fact] = []
    anna = find_or_new_reviewer(document, "Anna", new)
    document.add(new)
    concerns.hand_over(document, one, anna.id, concerns.LEX_SARAH)
    assert concerns.handed_over(document, one) == 1
    (fact,) = document.read("concern")
    assert fact.content == (concerns.LEX_SARAH, anna.id)
    assert not any(case.id in fact.key for case in records.cases(document, one.id))
    with pytest.raises(UserError):
        concerns.hand_over(document, one, anna.id, "polisen")
