"""Double review of real documents: the facit, deciding, taking back, and what is never changed."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.merge.double import Settled, Standing
from egenkontroll.operations import agreeing
from egenkontroll.operations.opening import create_document, find_round, open_document
from egenkontroll.operations.resulting import gather
from egenkontroll.operations.reviewing import import_answers
from egenkontroll.operations.sampling import add_round, create_round
from egenkontroll.results.agreement import by_question
from egenkontroll.results.clarification import Decision
from egenkontroll.review.answers import Answer, Role
from egenkontroll.sample.cases import Case, Status
from egenkontroll.storage import records
from egenkontroll.storage.clarifications import clarifications
from tests.makers import VT2024, checklist, raw_question

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.storage.document import Document

ROUND = "Våren 2024"
FACIT = json.loads((VT2024 / "facit.json").read_text(encoding="utf-8"))
ASKED = checklist(
    raw_question("a", type="yes_partly_no"),
    raw_question("d", type="number", min=0, max=99),
    raw_question("m", type="multi", choices=["SoL", "LVU"]),
)


class Small:
    """A document with one case that Anna and Bo have read."""

    def __init__(self, document: Document, one: Round, case: Case) -> None:
        self.document, self.round, self.case = document, one, case
        self.people: dict[str, bytes] = {}

    def answer(self, who: str, role: Role, given: dict[str, str], case: Case | None = None) -> None:
        if who not in self.people:
            fact = records.new_reviewer(self.document, who)
            self.people[who] = fact.key[0]
            self.document.add([fact])
        of = (case or self.case).id
        self.document.add(
            records.answer_fact(self.document, Answer(of, name, role, self.people[who], value))
            for name, value in given.items()
        )

    def settle(self, question: str, said: str, reason: str = "") -> None:
        agreeing.settle(self.document, self.round, self.case.id, question, said, reason)

    @property
    def standing(self) -> Standing:
        (found,) = agreeing.doubled(self.document, self.round).cases
        return found.standing

    @property
    def counted(self) -> dict[str, str]:
        return dict(gather(self.document, self.round).cases[0].values)


FIRST = {"a": "yes", "d": "=14", "m": "=SoL"}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    path = tmp_path / "liten.egk"
    create_document(path, lambda document: _fill(document, ASKED))
    with open_document(path, write=True) as document:
        one = find_round(document, None)
        made = Small(document, one, records.cases(document, one.id)[0])
        made.answer("Anna", Role.FIRST, FIRST)
        made.answer("Bo", Role.SECOND, FIRST | {"a": "no", "d": "=15"})
        yield made


def _fill(document: Document, asked: Checklist) -> None:
    one = add_round(document, asked, asked.canonical, ROUND, ("2024-04-01", "2024-05-31"))
    unit = records.new_unit(document, "Norr")
    case = Case(document.pen.new_id(), one.id, "1-24", unit.key[0], {}, 0, Status.DRAWN)
    document.add([unit, records.case_fact(document, case)])


# --- the facit --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.gui.opened_screens import make_round

    return make_round(tmp_path_factory.mktemp("samsyn") / "vt2024.egk")


@pytest.fixture
def vt2024(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / "vt2024.egk"
    shutil.copy(made, path)
    return path


def figures(document: Document) -> dict[str, dict[str, int]]:
    found = agreeing.round_doubled(document, ROUND)
    return {
        str(one.key): {"pairs": one.n, "equal": one.k}
        for one in by_question(found.checklist, found.cases)
    }


def test_the_agreement_of_the_facit(vt2024: Path) -> None:
    with open_document(vt2024) as document:
        assert figures(document) == FACIT["agreement"]
        found = agreeing.round_doubled(document, ROUND)
    assert sorted(case.case.reference for case in found.cases) == sorted(FACIT["double"])


def test_deciding_on_everything_never_changes_the_agreement(vt2024: Path) -> None:
    with open_document(vt2024, write=True) as document:
        one = find_round(document, ROUND)
        for case in agreeing.doubled(document, one).cases:
            if case.standing is Standing.WAITING:
                continue
            for question in case.of(Standing.DIFFERING):
                vote = question.second
                assert vote is not None
                agreeing.settle(document, one, case.case.id, question.question.id, vote.value, "x")
        assert figures(document) == FACIT["agreement"]
        left = {case.standing for case in agreeing.doubled(document, one).cases}
    assert left == {Standing.AGREED, Standing.SETTLED, Standing.WAITING}


def test_answers_taken_in_twice_change_nothing(vt2024: Path) -> None:
    import_answers(vt2024, ROUND, VT2024 / "svar-bo.csv", "bo")
    with open_document(vt2024) as document:
        assert figures(document) == FACIT["agreement"]


def test_a_round_without_cases(tmp_path: Path) -> None:
    path = tmp_path / "tom.egk"
    create_round(path, VT2024 / "checklista-2024.yaml", ROUND, "2024-04-01/2024-05-31")
    with open_document(path) as document, pytest.raises(UserError, match="inga ärenden"):
        agreeing.round_doubled(document, ROUND)


# --- deciding ---------------------------------------------------------------------------------


def test_results_use_what_was_decided_and_both_originals_stay(small: Small) -> None:
    small.settle("a", "no", "Planen saknade datum.")
    small.settle("d", "=14")
    assert small.standing is Standing.READY or small.standing is Standing.SETTLED
    assert small.counted == FIRST | {"a": "no"}
    kept = records.answers(records.answer_facts(small.document, small.round.id))
    assert sorted(answer.value for answer, _ in kept.values() if answer.question == "a") == [
        "no", "yes",
    ]  # fmt: skip
    assert records.settled(small.document, small.round.id)[small.case.id, "a"] == Settled(
        "no", "", "Planen saknade datum.", b""
    )


def test_agreed_answers_need_no_decision_and_cannot_be_given_one(small: Small) -> None:
    with pytest.raises(UserError, match="skiljer sig inte"):
        small.settle("m", "=LVU", "fel")
    with pytest.raises(UserError, match="skiljer sig inte"):
        small.settle("finns_inte", "yes", "fel")
    assert small.counted == FIRST


def test_an_own_answer_needs_a_reason_and_must_be_one_of_the_questions(small: Small) -> None:
    with pytest.raises(UserError, match="Skriv varför"):
        small.settle("a", "partly")
    with pytest.raises(UserError, match="är inget"):
        small.settle("d", "=abc", "fel")
    small.settle("a", "partly", "Delar av planen finns.")
    small.settle("d", "=16", "Räknat från anmälan.")
    assert small.counted == FIRST | {"a": "partly", "d": "=16"}


def test_personal_numbers_are_stopped_in_reasons_and_decisions(small: Small) -> None:
    with pytest.raises(UserError, match="personnummer"):
        small.settle("a", "no", "Se 19121212-1212")
    with pytest.raises(UserError, match="personnummer"):
        agreeing.clarify(small.document, small.round, "a", Decision.TRAIN, "Se 19121212-1212")
    with pytest.raises(UserError, match="för lång"):
        small.settle("a", "no", "x" * 2001)
    assert records.settled(small.document, small.round.id) == {}
    assert clarifications(small.document, small.round.id) == {}


def test_taking_back_gives_what_held_before(small: Small) -> None:
    small.settle("a", "no", "Ett")
    before = records.settled(small.document, small.round.id)[small.case.id, "a"]
    small.settle("a", "yes", "Två")
    agreeing.put_back(small.document, small.round, small.case.id, "a", before)
    assert small.counted["a"] == "no"
    agreeing.put_back(small.document, small.round, small.case.id, "a", None)
    assert small.counted == FIRST
    assert records.consensus(small.document, small.round.id) == {}


def test_an_unfinished_review_is_waited_for(small: Small) -> None:
    small.answer("Bo", Role.SECOND, {"x": "yes"})
    fresh = Case(small.document.pen.new_id(), small.round.id, "2-24", small.case.unit, {}, 1,
                 Status.DRAWN, double=True)  # fmt: skip
    small.document.add([records.case_fact(small.document, fresh)])
    small.answer("Anna", Role.FIRST, {"a": "no"}, fresh)
    with pytest.raises(UserError, match="väntar på första och andra"):
        agreeing.settle(small.document, small.round, fresh.id, "a", "no", "")


def test_an_assigned_second_review_is_in_the_queue(small: Small) -> None:
    other = Case(small.document.pen.new_id(), small.round.id, "2-24", small.case.unit, {}, 1,
                 Status.DRAWN)  # fmt: skip
    small.document.add([records.case_fact(small.document, other)])
    assert len(agreeing.doubled(small.document, small.round).cases) == 1
    small.document.add(
        [records.assignment_fact(small.document, other.id, Role.SECOND, small.people["Bo"])]
    )
    found = agreeing.doubled(small.document, small.round).cases
    assert [case.case.reference for case in found] == ["1-24", "2-24"]
    assert found[1].standing is Standing.WAITING


def test_reading_ones_own_case_again_is_no_second_review(small: Small) -> None:
    people = records.reviewers(small.document)
    bo = replace(people[small.people["Bo"]], same_as=small.people["Anna"])
    small.document.add([records.reviewer_fact(small.document, bo)])
    assert agreeing.doubled(small.document, small.round).cases == ()


def test_two_names_for_each_other_are_read_without_end(small: Small) -> None:
    people = records.reviewers(small.document)
    for one, other in (("Anna", "Bo"), ("Bo", "Anna")):
        turned = replace(people[small.people[one]], same_as=small.people[other])
        small.document.add([records.reviewer_fact(small.document, turned)])
    assert len(agreeing.doubled(small.document, small.round).cases) <= 1


def test_two_names_for_each_other_are_one_person_with_a_name(small: Small) -> None:
    small.answer("Ann A", Role.FIRST, {"a": "yes"})
    people = records.reviewers(small.document)
    for one, other in (("Anna", "Ann A"), ("Ann A", "Anna")):
        turned = replace(people[small.people[one]], same_as=small.people[other])
        small.document.add([records.reviewer_fact(small.document, turned)])
    found = agreeing.doubled(small.document, small.round)
    assert found.whole.n == 3
    assert agreeing.table(found, "pair", names=True)[1][0][0] == "Anna och Bo"
    assert "Anna och Bo" in str(agreeing.sheet(found, names=True).tables)


def test_the_newest_answers_are_compared_as_results_count_them(small: Small) -> None:
    small.answer("Cia", Role.FIRST, {"a": "no"})
    small.answer("Bo", Role.SECOND, {"d": "=14"})
    (found,) = agreeing.doubled(small.document, small.round).cases
    assert found.questions[0].alike
    assert small.counted["a"] == "no"


# --- clarifications ---------------------------------------------------------------------------


def test_a_decision_on_a_question_waits_in_the_document(small: Small) -> None:
    agreeing.clarify(small.document, small.round, "a", Decision.TRAIN, " Öva  på tre. ", "Eva")
    agreeing.clarify(small.document, small.round, "d", Decision.ACCEPT)
    found = clarifications(small.document, small.round.id)
    assert (found["a"].decision, found["a"].words, found["a"].by) == (
        Decision.TRAIN, "Öva på tre.", "Eva",
    )  # fmt: skip
    agreeing.clarify(small.document, small.round, "a", Decision.REWRITE, "Säg vem.")
    agreeing.clarify(small.document, small.round, "d", None)
    found = clarifications(small.document, small.round.id)
    assert list(found) == ["a"]
    assert found["a"].decision is Decision.REWRITE
    assert agreeing.doubled(small.document, small.round).clarified == found
