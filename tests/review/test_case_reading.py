from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from egenkontroll.checklist.conditions import parse
from egenkontroll.review.reading import STATE_WORDS, Reading, State, say
from tests.makers import attribute, checklist, raw_question

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Checklist

LIST = checklist(
    raw_question("sist", applies_when={"mitt": "ja"}),
    raw_question("barnet", label="Barnets röst", applies_when={"barn": "ja"}),
    raw_question("mitt", applies_when={"all": [{"barnet": "ja"}, {"plan": ["ja", "nej"]}]}),
    raw_question("plan", comment_required=["nej"]),
    raw_question("utan", applies_when={"not": {"barnet": "nej"}}),
    attributes=[attribute("barn", "Barn i hushållet", "ja", "nej"),
                attribute("alder", "Ålder", kind="number")],
)  # fmt: skip


def reading(
    barn: str = "", comments: dict[str, str] | None = None, of: Checklist = LIST, **values: str
) -> Reading:
    return Reading(of, {"barn": barn} if barn else {}, values, comments or {})


@pytest.mark.parametrize(
    ("parts", "applies"),
    [
        ({}, {"plan"}),
        ({"barn": "nej"}, {"plan"}),
        ({"barn": "ja"}, {"plan", "barnet"}),
        ({"barn": "ja", "barnet": "yes"}, {"plan", "barnet", "utan"}),
        ({"barn": "ja", "barnet": "yes", "plan": "no"}, {"plan", "barnet", "utan", "mitt"}),
        (
            {"barn": "ja", "barnet": "yes", "plan": "no", "mitt": "yes"},
            {"plan", "barnet", "utan", "mitt", "sist"},
        ),
        ({"barn": "ja", "barnet": "no", "plan": "yes"}, {"plan", "barnet"}),
        # An answer that is itself hidden opens nothing, however far the chain goes on.
        ({"barn": "nej", "barnet": "yes", "plan": "yes", "mitt": "yes"}, {"plan"}),
        # "Kan inte bedömas" is an answer and not a yes; it is not a no either.
        ({"barn": "ja", "barnet": "cannot_judge"}, {"plan", "barnet", "utan"}),
    ],
)
def test_what_applies(parts: dict[str, Any], applies: set[str]) -> None:
    assert reading(**parts).applies == applies


def test_conditions_in_a_circle_end_and_stay_shut() -> None:
    circle = checklist(
        raw_question("a", applies_when={"b": "ja"}),
        raw_question("b", applies_when={"a": "ja"}),
        raw_question("c", applies_when={"not": {"c": "ja"}}),
        raw_question("d"),
        raw_question("e", applies_when={"any": [{"d": "ja"}, {"a": "ja"}]}),
    )
    read = reading(of=circle, a="yes", b="yes", c="no", d="yes")
    assert read.applies == {"d"}
    assert read.missing() == ()


def test_a_number_opens_within_its_bounds() -> None:
    young = checklist(
        raw_question("ung", applies_when={"alder": {"max": 12}}),
        raw_question("antal", type="number"),
        raw_question("manga", applies_when={"antal": {"min": 2.5}}),
        attributes=[attribute("alder", "Ålder", kind="number")],
    )
    made = Reading(young, {"alder": "12"}, {"antal": "=2.5"}, {})
    assert made.applies == {"ung", "antal", "manga"}
    assert Reading(young, {"alder": "13"}, {"antal": "=2.4"}, {}).applies == {"antal"}


def test_what_is_answered_and_what_is_missing() -> None:
    read = reading(barn="ja", barnet="cannot_judge", plan="no", mitt="yes")
    assert read.answered == 2  # the hidden answer is not counted
    lacking = [(question.id, what) for question, what in read.missing()]
    assert lacking == [
        ("barnet", "kommentar saknas"),
        ("plan", "kommentar saknas"),
        ("utan", "svar saknas"),
    ]
    said = {"barnet": "Sekretess.", "plan": " \n"}
    read = reading(barn="ja", comments=said, barnet="cannot_judge", plan="no", utan="yes")
    assert [question.id for question, _ in read.missing()] == ["plan"]
    assert reading(plan="yes").missing() == ()
    assert reading().answered == 0


def test_why_a_question_is_hidden() -> None:
    by_id = LIST.by_id
    assert reading().why_hidden(by_id["plan"]) == ""
    assert reading().why_hidden(by_id["barnet"]) == "Gäller när Barn i hushållet är ja."
    assert reading().why_hidden(by_id["sist"]) == "Gäller när Fråga mitt? är ja."


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"barn": ["ja", "nej"]}, "Barn i hushållet är ja eller nej"),
        ({"barnet": "ja"}, "Barnets röst är ja"),
        ({"alder": {"min": 3}}, "Ålder är minst 3"),
        ({"alder": {"max": 2.25}}, "Ålder är högst 2,25"),
        ({"alder": {"min": 0.5, "max": 1000000}},
         "Ålder är minst 0,5 och högst 1\u00a0000\u00a0000"),
        ({"not": {"barn": "ja"}}, "det inte är så att Barn i hushållet är ja"),
        (
            {"all": [{"barn": "ja"}, {"any": [{"alder": {"min": 3}}, {"barnet": "nej"}]}]},
            "Barn i hushållet är ja och (Ålder är minst 3 eller Barnets röst är nej)",
        ),
    ],
)  # fmt: skip
def test_conditions_in_swedish(raw: dict[str, Any], words: str) -> None:
    assert say(parse(raw), LIST) == words


def test_every_state_has_a_word() -> None:
    assert set(STATE_WORDS) == set(State)


def test_what_applies_is_remembered_for_many_cases_and_checklists() -> None:
    for version in range(20):
        asked = checklist(
            raw_question("antal", type="number"),
            raw_question("varfor", applies_when={"antal": {"min": version}}),
        )
        for number in (0, 19, version):
            applies = Reading(asked, {}, {"antal": f"={number}"}, {}).applies
            assert ("varfor" in applies) is (number >= version)
    for number in range(5000):
        applies = Reading(asked, {}, {"antal": f"={number}"}, {}).applies
        assert ("varfor" in applies) is (number >= 19)
