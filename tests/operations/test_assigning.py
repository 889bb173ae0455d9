"""Dividing a round's cases: saved whole, explained, and done anew without losing anything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations.assigning import (
    Named,
    Proposal,
    Wanted,
    assign,
    is_peer,
    known_reviewers,
    propose,
    read_named,
    unit_names,
)
from egenkontroll.operations.handing_out import hand_out
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.reviewing import desk, save_answer
from egenkontroll.operations.sampling import create_round
from egenkontroll.review.answers import Answer, Role
from egenkontroll.review.reading import State
from egenkontroll.sample.cases import Status
from egenkontroll.storage import records
from tests.operations.handouts import DATA, drawn_cases, make_drawn, say_handler, the_round

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from egenkontroll.sample.cases import Reviewer
    from egenkontroll.storage.document import Document

THREE = Wanted([Named("Anna Öberg"), Named("Bo Ek"), Named("Cia Lund")])


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with open_document(make_drawn(tmp_path / "v.egk"), write=True) as document:
        yield document


def person(document: Document, name: str) -> Reviewer:
    return next(one for one in records.reviewers(document).values() if one.name == name)


def mine(document: Document, name: str) -> set[tuple[bytes, Role]]:
    held = records.assignments(document, the_round(document).id)
    return {slot for slot, who in held.items() if who == person(document, name).id}


def begin(document: Document, name: str, *, done: bool = False) -> tuple[bytes, Role]:
    who = person(document, name)
    case, role = min(mine(document, name))
    save_answer(document, Answer(case, "skyddsbedomning", role, who.id, "yes"))
    if done:
        document.add([records.state_fact(document, case, role, who.id, State.DONE)])
    return case, role


def loads(made: Proposal) -> dict[str, int]:
    return {load.reader.name: load.every for load in made.plan.loads}


def test_every_reading_is_given_evenly_and_stands_on_each_desk(document: Document) -> None:
    one = the_round(document)
    made = assign(document, one, THREE)
    assert max(loads(made).values()) - min(loads(made).values()) <= 1
    double = sum(case.double for case in drawn_cases(document))
    assert sum(loads(made).values()) == len(drawn_cases(document)) + double
    for name, many in loads(made).items():
        assert len(desk(document, one, person(document, name)).tasks) == many
    assert [(who.name, unit) for who, unit in known_reviewers(document, one)] == [
        ("Anna Öberg", ""), ("Bo Ek", ""), ("Cia Lund", ""),
    ]  # fmt: skip


def test_the_same_again_changes_nothing_and_a_proposal_saves_nothing(document: Document) -> None:
    one, before = the_round(document), document.count()
    proposed = propose(document, one, THREE)
    assert document.count() == before
    made = assign(document, one, THREE)
    assert loads(proposed) == loads(made)
    after = document.count()
    assert assign(document, one, THREE).facts == ()
    assert assign(document, one, Wanted()).facts == ()
    assert document.count() == after


def test_nobody_gets_what_they_handle_however_the_name_is_written(document: Document) -> None:
    for case in drawn_cases(document)[:20]:
        say_handler(document, case, "Öberg, Anna")
    made = assign(document, the_round(document), THREE)
    own = {case.id for case in drawn_cases(document)[:20]}
    assert not own & {case for case, _ in mine(document, "Anna Öberg")}
    assert made.plan.own == 20
    assert made.plan.spread <= 1


def test_peer_review_keeps_everybody_from_their_own_unit(document: Document) -> None:
    one = the_round(document)
    units = unit_names(document, one)
    wanted = Wanted([Named("Anna", units[0]), Named("Bo", units[1]), Named("Cia")], peer=True)
    made = assign(document, one, wanted)
    where = {case.id: case.unit for case in drawn_cases(document)}
    for name in ("Anna", "Bo"):
        assert person(document, name).unit not in {where[case] for case, _ in mine(document, name)}
    assert "Cia har ingen enhet angiven och kan få ärenden från alla enheter." in made.notes
    # It is remembered, also for those who come later.
    assert is_peer(document, one)
    assert propose(document, one, Wanted()).peer
    assert not propose(document, one, Wanted(peer=False)).peer


def test_a_unit_that_is_not_the_samples_is_told_of(document: Document) -> None:
    made = propose(
        document, the_round(document), Wanted([Named("Anna", "Motagning"), Named("Bo")], peer=True)
    )
    assert any("menade du Mottagning?" in note for note in made.notes)


def test_one_who_leaves_keeps_what_is_begun_and_loses_the_rest(document: Document) -> None:
    one = the_round(document)
    assign(document, one, THREE)
    begun, before = begin(document, "Bo Ek"), mine(document, "Bo Ek")
    made = assign(document, one, Wanted(leaving=["bo  EK"]))
    assert mine(document, "Bo Ek") == {begun}
    assert person(document, "Bo Ek").left
    assert len(made.plan.changed) == len(before) - 1
    assert any("Bo Ek granskar inte längre" in said for said in made.explained())
    assert "Bo Ek" not in [who.name for who, _ in known_reviewers(document, one)]


def test_what_is_begun_is_handed_over_on_request_with_the_answers_kept(document: Document) -> None:
    one = the_round(document)
    assign(document, one, THREE)
    begun = begin(document, "Bo Ek")
    facts = len(document.read("answer"))
    assign(document, one, Wanted(leaving=["Bo Ek"], hand_over=True))
    assert mine(document, "Bo Ek") == set()
    assert begun in mine(document, "Anna Öberg") | mine(document, "Cia Lund")
    assert len(document.read("answer")) == facts


def test_what_is_klart_is_never_handed_over(document: Document) -> None:
    one = the_round(document)
    assign(document, one, THREE)
    done = begin(document, "Bo Ek", done=True)
    assign(document, one, Wanted(leaving=["Bo Ek"], hand_over=True))
    assert mine(document, "Bo Ek") == {done}


def test_one_who_left_may_come_back(document: Document) -> None:
    one = the_round(document)
    assign(document, one, THREE)
    assign(document, one, Wanted(leaving=["Bo Ek"]))
    made = assign(document, one, Wanted([Named("Bo Ek")]))
    assert loads(made)["Bo Ek"] > 0
    assert not person(document, "Bo Ek").left


def test_a_newcomer_gets_only_what_is_not_begun(document: Document) -> None:
    one = the_round(document)
    assign(document, one, Wanted([Named("Anna Öberg")]))
    begun = begin(document, "Anna Öberg")
    made = assign(document, one, Wanted([Named("Dag Alm")]))
    assert begun in mine(document, "Anna Öberg")
    assert made.plan.spread <= 1


def test_one_who_only_has_begun_gets_nothing_more(document: Document) -> None:
    one = the_round(document)
    gunnar = records.new_reviewer(document, "Gunnar")
    document.add([gunnar])
    case = drawn_cases(document)[0]
    save_answer(document, Answer(case.id, "natverk", Role.FIRST, gunnar.key[0], "yes"))
    made = assign(document, one, THREE)
    assert loads(made)["Gunnar"] == 1
    assert (case.id, Role.FIRST) in mine(document, "Gunnar")


def test_one_taken_in_twice_is_one(document: Document) -> None:
    one = the_round(document)
    assign(document, one, THREE)
    twin = records.new_reviewer(document, "Anna Oberg")
    document.add([twin])
    anna = person(document, "Anna Öberg")
    document.add([records.reviewer_fact(document, replace(anna, same_as=twin.key[0]))])
    made = assign(document, one, Wanted())
    assert sorted(loads(made)) == ["Anna Oberg", "Bo Ek", "Cia Lund"]
    assert not made.plan.changed
    assert len(mine(document, "Anna Oberg")) == loads(made)["Anna Oberg"] > 0


def test_reserves_are_taken_in_for_what_came_back_unread(document: Document) -> None:
    one = the_round(document)
    assign(document, one, THREE)
    gone = drawn_cases(document)[0]
    document.add([
        records.case_fact(document, replace(gone, status=Status.REPLACED, reason="jäv"))
    ])  # fmt: skip
    made = assign(document, one, Wanted())
    taken = [case for case in drawn_cases(document) if case.reason]
    assert [case.reason for case in taken] == [f"ersätter {gone.reference}"]
    assert taken[0].unit == gone.unit
    assert (taken[0].id, int(Role.FIRST)) in made.plan.readings
    assert assign(document, one, Wanted()).facts == ()


def test_files_that_are_out_of_date_are_named(document: Document, tmp_path: Path) -> None:
    one = the_round(document)
    assign(document, one, THREE)
    hand_out(document, one, tmp_path / "ut")
    made = assign(document, one, Wanted(leaving=["Bo Ek"]))
    said = " ".join(made.notes)
    assert "Bo Ek" in said
    assert "har redan fått en fil och förlorar nu ärenden" in said
    assert "Lämna ut en ny fil till Anna Öberg och Cia Lund." in made.notes


def test_what_cannot_be_given_is_said_case_by_case(document: Document) -> None:
    made = propose(document, the_round(document), Wanted([Named("Anna Öberg")]))
    double = [case for case in drawn_cases(document) if case.double]
    lines = [said for said in made.explained() if "andra läsning" in said]
    assert len(lines) == len(double)
    found = made.as_json()
    assert [one["role"] for one in found["unassigned"]] == ["andra"] * len(double)
    assert found["reviewers"] == [
        {"reviewer": "Anna Öberg", "first": len(drawn_cases(document)), "second": 0, "begun": 0,
         "new": len(drawn_cases(document)), "left": False}
    ]  # fmt: skip


def test_refusals_say_what_to_do(document: Document, tmp_path: Path) -> None:
    one = the_round(document)
    with pytest.raises(UserError, match="Ange granskarna"):
        propose(document, one, Wanted())
    with pytest.raises(UserError, match="finns inte i dokumentet"):
        propose(document, one, Wanted([Named("Anna")], leaving=["Bengt"]))
    with pytest.raises(UserError, match="innehåller"):
        propose(document, one, Wanted([Named("19121212-1212")]))
    create_round(tmp_path / "tom.egk", DATA / "checklista-2024.yaml", "T", "2024-04-01/2024-05-31")
    with open_document(tmp_path / "tom.egk") as empty:
        tom = records.rounds(empty)[0]
        with pytest.raises(UserError, match="inget urval"):
            propose(empty, tom, THREE)


def test_names_are_read_with_their_units() -> None:
    assert read_named(" Anna  Öberg : Utredning  Norr ") == Named("Anna Öberg", "Utredning Norr")
    assert read_named("Bo") == Named("Bo")
