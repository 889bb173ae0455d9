"""Calibration: who answered what, never more than was said, and counted nowhere."""

from __future__ import annotations

from egenkontroll.results.calibration import HIDDEN, Scored, compare
from egenkontroll.review.reading import Reading
from tests.makers import attribute, checklist, raw_question

ASKED = checklist(
    raw_question("plan"),
    raw_question("barn", applies_when={"plan": "ja"}),
    raw_question("ord", type="text"),
    attributes=[attribute("kon", "Kön", "flicka", "pojke")],
)


def scored(who: str, case: str, *, done: bool = True, said: str = "", **values: str) -> Scored:
    return Scored(who, case, Reading(ASKED, {}, values, {"plan": said}), done)


def test_each_question_says_who_answered_what() -> None:
    found = compare(
        ASKED,
        ["A-1", "A-2"],
        ["Anna", "Bo", "Cia"],
        [
            scored("Anna", "A-1", plan="yes", barn="no", ord="=ett"),
            scored("Bo", "A-1", plan="no", said="Ingen plan."),
            scored("Cia", "A-1", plan="no"),
            scored("Anna", "A-2", plan="yes", barn="yes"),
            scored("Bo", "A-2", done=False, plan="yes"),
        ],
    )
    assert [one.question.id for one in found.questions] == ["plan", "barn"]
    plan, barn = found.questions
    assert (plan.alike, len(plan.cases)) == (1, 2)
    assert plan.cases[0].groups() == (("Nej", ("Bo", "Cia")), ("Ja", ("Anna",)))
    assert plan.cases[0].said[1].comment == "Ingen plan."
    assert plan.cases[1].alike
    # Bo has not come to the second question of A-2: that is no difference.
    assert [case.case for case in barn.cases] == ["A-1"]
    assert barn.cases[0].groups() == ((HIDDEN, ("Bo", "Cia")), ("Nej", ("Anna",)))
    assert not barn.cases[0].alike
    assert found.done == (("Anna", 2), ("Bo", 1), ("Cia", 1))
    assert found.waiting == ("Bo", "Cia")


def test_hidden_for_everybody_is_no_answer() -> None:
    found = compare(
        ASKED, ["A-1"], ["Anna", "Bo"],
        [scored("Anna", "A-1", plan="no"), scored("Bo", "A-1", plan="no")],
    )  # fmt: skip
    assert [len(one.cases) for one in found.questions] == [1, 0]


def test_hidden_says_nothing_until_the_reading_is_klar() -> None:
    found = compare(
        ASKED, ["A-1"], ["Anna", "Bo"],
        [scored("Anna", "A-1", plan="yes", barn="yes"), scored("Bo", "A-1", done=False)],
    )  # fmt: skip
    assert [len(one.cases) for one in found.questions] == [0, 0]
    assert found.questions[0].alike == 0


def test_json_has_every_answer() -> None:
    found = compare(
        ASKED, ["A-1"], ["Anna", "Bo"],
        [scored("Anna", "A-1", plan="yes"), scored("Bo", "A-1", plan="no")],
    ).as_json()  # fmt: skip
    assert found["cases"] == ["A-1"]
    assert found["reviewers"] == [{"reviewer": "Anna", "done": 1}, {"reviewer": "Bo", "done": 1}]
    assert found["questions"][0] == {
        "question": "plan",
        "text": "Fråga plan?",
        "alike": 0,
        "compared": 1,
        "cases": [
            {
                "case": "A-1",
                "alike": False,
                "answers": [
                    {"reviewer": "Anna", "answer": "yes", "comment": ""},
                    {"reviewer": "Bo", "answer": "no", "comment": ""},
                ],
            }
        ],
    }
