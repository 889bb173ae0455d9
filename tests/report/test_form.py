"""What a blank form asks: every question, every answer, and never who it is about."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from egenkontroll.operations.checklists import bundled
from egenkontroll.report.form import PRIVACY, Form, form
from egenkontroll.review.answers import choices, shown
from egenkontroll.texts import NBSP
from tests.makers import attribute, checklist, raw_question


def made(*questions: dict[str, Any], attributes: list[dict[str, Any]] | None = None) -> Form:
    return form(checklist(*questions, attributes=attributes), "1.0")


def meanings(found: Form) -> dict[str, str]:
    return dict(found.meanings)


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.parametrize("at", range(9))
def test_every_bundled_checklist_is_a_form(at: int) -> None:
    _, one = bundled()[at]
    found = form(one, "1.0")
    assert found.title == one.title
    assert one.version in found.subtitle
    assert found.description == one.description
    assert [fact.label for fact in found.case[2:]] == [fact.label for fact in one.attributes]
    asked = [question for area in found.areas for question in area.questions]
    assert [question.text for question in asked] == [question.text for question in one.questions]
    assert [question.number for question in asked] == list(range(1, len(asked) + 1))
    for question, on_paper in zip(one.questions, asked, strict=True):
        boxes = (*on_paper.answer.boxes, *on_paper.ways)
        offered = tuple(shown(value) for value in choices(question))
        assert boxes[len(boxes) - len(offered) :] == offered
        assert plain(on_paper.basis) == (question.basis or "")
        assert on_paper.guidance == (question.guidance or "")
        assert bool(on_paper.applies) == (question.applies_when is not None)


def test_there_is_no_room_for_a_name_and_the_form_says_so() -> None:
    for _, one in bundled():
        found = form(one, "1.0")
        labels = [fact.label.casefold() for fact in found.case]
        assert not any(word in label for label in labels for word in ("namn", "personn", "född"))
        assert found.privacy == PRIVACY
        assert "namn" in PRIVACY
        assert "personnummer" in PRIVACY


def test_the_facts_of_a_case_have_boxes_or_room() -> None:
    found = made(
        raw_question(),
        attributes=[
            attribute("kon", "Kön", "flicka", "pojke"),
            attribute("dag", "Inkom", kind="date"),
            attribute("ort", "Kontor", kind="text"),
        ],
    )
    assert [fact.label for fact in found.case] == [
        "Ärendets referens", "Enhet", "Kön", "Inkom", "Kontor",
    ]  # fmt: skip
    assert found.case[2].boxes == ("flicka", "pojke")
    assert [fact.hint for fact in found.case] == ["", "", "", "år-månad-dag", ""]


@pytest.mark.parametrize(
    ("parts", "boxes", "hint", "several"),
    [
        ({}, ("Ja", "Nej"), "", False),
        ({"type": "yes_partly_no"}, ("Ja", "Delvis", "Nej"), "", False),
        ({"type": "choice", "choices": ["Mor", "Far"]}, ("Mor", "Far"), "", False),
        (
            {"type": "multi", "choices": ["SoL", "LVU"]},
            ("SoL", "LVU"), "Flera svar kan kryssas.", True,
        ),
        ({"type": "number"}, (), "", False),
        ({"type": "number", "unit": "dagar"}, (), "dagar", False),
        ({"type": "number", "min": 0.0, "max": 2.5, "unit": "år"}, (), "år, 0–2,5", False),
        ({"type": "number", "min": 1.0}, (), "minst 1", False),
        ({"type": "number", "max": 9.0}, (), "högst 9", False),
        ({"type": "date"}, (), "år-månad-dag", False),
        ({"type": "text"}, (), "", False),
    ],
)  # fmt: skip
def test_answers_are_boxes_or_a_line_with_its_limits(
    parts: dict[str, Any], boxes: tuple[str, ...], hint: str, several: bool
) -> None:
    (asked,) = made(raw_question(**parts)).areas[0].questions
    assert asked.answer.boxes == boxes
    assert asked.answer.hint == hint
    assert asked.answer.several == several
    assert asked.ways == ("Ej aktuellt", "Framgår inte av akten", "Kan inte bedömas")


def test_a_condition_names_the_questions_that_decide() -> None:
    found = made(
        raw_question("plan", label="Plan finns"),
        raw_question("dagar", type="number", label="Dagar"),
        raw_question("a", applies_when={"plan": "ja"}),
        raw_question("b", applies_when={"any": [{"dagar": {"min": 3}}, {"plan": "nej"}]}),
        raw_question("c", applies_when={"kon": "flicka"}),
        attributes=[attribute("kon", "Kön", "flicka", "pojke")],
    )
    assert [plain(question.applies) for question in found.areas[0].questions] == [
        "",
        "",
        "Besvaras när Plan finns är ja (fråga 1).",
        "Besvaras när Dagar är minst 3 eller Plan finns är nej (fråga 1 och 2).",
        "Besvaras när Kön är flicka.",
    ]
    assert "Besvaras när …" in meanings(found)
    assert "Besvaras när …" not in meanings(made(raw_question()))


def test_a_comment_says_when_it_is_needed() -> None:
    found = made(raw_question(), raw_question("b", comment_required=["nej", "ej aktuellt"]))
    first, second = found.areas[0].questions
    assert first.comment == "Kommentar"
    assert second.comment == "Kommentar, behövs vid svaret ”nej” eller ”ej aktuellt”"


def test_a_paragraph_of_law_holds_together() -> None:
    basis = "Socialtjänstlagen (2025:400) 10 kap. 2 a § och LVU 13 §"
    (asked,) = made(raw_question(basis=basis)).areas[0].questions
    assert plain(asked.basis) == basis
    assert asked.basis.split(" ") == [
        "Socialtjänstlagen", "(2025:400)", f"10{NBSP}kap.{NBSP}2 a{NBSP}§".split(" ")[0],
        f"a{NBSP}§", "och", "LVU", f"13{NBSP}§",
    ]  # fmt: skip


def test_what_the_ways_of_not_answering_mean_stands_at_the_foot() -> None:
    counted = made(raw_question())
    assert set(meanings(counted)) == {"Ej aktuellt", "Framgår inte av akten", "Kan inte bedömas"}
    assert "inte är uppfyllt" in meanings(counted)["Framgår inte av akten"]
    never = made(raw_question(not_applicable=False))
    assert "Ej aktuellt" not in meanings(never)
    some = made(raw_question(), raw_question("b", not_in_record="excluded"))
    said = plain(meanings(some)["Framgår inte av akten"])
    assert said.endswith("i fråga 2 räknas ärendet inte med.")
    every = made(raw_question(not_in_record="excluded"))
    assert "inte är uppfyllt" not in meanings(every)["Framgår inte av akten"]


def test_a_form_is_made_of_words_only() -> None:
    found = made(raw_question(guidance="Ja om …", basis="11 kap. 1 §"))
    assert asdict(found)["foot"] == "Checklista prov 1 · Egenkontroll 1.0"
    assert found.areas[0].description == ""
