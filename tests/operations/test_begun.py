"""A case that is begun and not klart: its answers count, and every place says the same number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from egenkontroll.operations import closing, overview, reporting
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.resulting import gather, round_results
from egenkontroll.operations.reviewing import save_answer
from egenkontroll.operations.sheets import round_basis
from egenkontroll.review.answers import Answer, Role
from egenkontroll.sample.cases import Status
from egenkontroll.storage import records

if TYPE_CHECKING:
    from pathlib import Path

ROUND, QUESTION = "Våren 2026", "natverk"


def plain(*said: str) -> str:
    return " | ".join(said).replace("\u00a0", " ")


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """The demo's round that is under way, 44 of 50 klara, with one question of one more."""
    path = tmp_path / "demo.egk"
    write_demo(path)
    with open_document(path, write=True) as document:
        one = find_round(document, ROUND)
        unread = {case.reference for case in gather(document, one).cases if not case.reviewed}
        case = next(
            case for case in records.cases(document, one.id)
            if case.status is Status.DRAWN and case.reference in unread
        )  # fmt: skip
        reviewer = next(iter(records.reviewers(document)))
        save_answer(document, Answer(case.id, QUESTION, Role.FIRST, reviewer, "yes"))
    return path


def test_results_sheets_desk_and_lock_say_the_same(begun: Path) -> None:
    with open_document(begun, write=True) as document:
        one = find_round(document, ROUND)
        found = round_results(document, ROUND)
        assert (found.cases, found.reviewed, found.begun) == (50, 45, 1)
        _, _, notes = reporting.results_table(found)
        assert "45 av 50 ärenden granskade, 1 av dem påbörjat men inte klart" in plain(*notes)
        facts = {
            fact.label: plain(fact.words) for fact in round_basis(document, ROUND).sheet(None).facts
        }
        assert facts["Granskade ärenden"] == "45 av 50 i urvalet"
        assert facts["Bortfall"].endswith("5 inte granskade; 1 påbörjat men inte klart")
        steps = {step.name: plain(step.said) for step in overview.steps(document, one)}
        assert steps["review"] == "44 av 50 klara"
        done = closing.lock(document, one)
    # 44 are klara: of the six left, one is begun and five have no answer.
    assert (done.unready, done.unreviewed) == (6, 5)
    assert plain(closing.unready_words(done)) == (
        "6 ärenden i urvalet är inte klara: det som inte är besvarat räknas som obesvarat."
    )


def test_the_answers_of_a_begun_case_count(begun: Path) -> None:
    with open_document(begun) as document:
        rows = {row.question.id: row for row in round_results(document, ROUND).rows}
    assert rows[QUESTION].counts.unanswered == 5
    others = {row.counts.unanswered for name, row in rows.items() if name != QUESTION}
    assert max(others) == 6
