from __future__ import annotations

import pytest

from egenkontroll.errors import UserError
from egenkontroll.review.answers import Role
from egenkontroll.review.past import (
    WHOLE,
    Form,
    PastCases,
    likely_form,
    past_fields,
    read_past,
)
from egenkontroll.sample.columns import ColumnsError
from tests.makers import attribute, checklist, raw_question, table

PROV = checklist(
    raw_question("plan", label="Plan"), raw_question("mal"), raw_question("till", label="Plan"),
    attributes=[attribute("kon", "Kön", "flicka", "pojke")],
)  # fmt: skip


def read(text: str) -> PastCases:
    return read_past(table(text), PROV)


def test_the_wide_form() -> None:
    found = read(
        "Dnr;Enhet;Kön;plan;Fråga mal?;Anteckning\n1/23;Norr;flicka;ja;nej;x\n"
        "2/23;Söder;pojke;Nej;;"
    )
    assert [(case.reference, case.unit) for case in found.cases] == [
        ("1/23", "Norr"), ("2/23", "Söder"),
    ]  # fmt: skip
    assert [(one.reference, one.question, one.value) for one in found.answers] == [
        ("1/23", "plan", "yes"), ("1/23", "mal", "no"), ("2/23", "plan", "no"),
    ]  # fmt: skip
    assert found.unread == ("Anteckning",)
    assert found.read_from == {"plan": "D", "mal": "E"}


def test_the_long_form_without_units() -> None:
    found = read(
        "Prov 2023\nreferens;fråga;svar;roll\n1/23;plan;ja\n1/23;mal;nej;första\n"
        "1/23;plan;nej;andra"
    )
    assert [(case.reference, case.unit) for case in found.cases] == [("1/23", WHOLE)]
    assert [one.role for one in found.answers] == [Role.FIRST, Role.FIRST, Role.SECOND]
    assert found.unread == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Dnr;Enhet;plan\n1/23;Norr;kanske", "kolumn plan: kanske är inget svar"),
        ("Dnr;Enhet;plan\n1/23;Norr;ring 070-123 45 67", "kolumn plan: ett telefonnummer"),
        ("Dnr;Enhet;plan\n1/23;Norr;ja\n1/23;Norr;nej", "en rad till med ett annat svar"),
    ],
)
def test_faults_by_place(text: str, fault: str) -> None:
    with pytest.raises(UserError) as told:
        read(text)
    assert any(fault in one for one in told.value.problems), told.value.problems


def test_no_question_and_a_personal_number() -> None:
    with pytest.raises(UserError, match="ingen kolumn som heter som en fråga"):
        read("Dnr;Enhet;Annat\n1/23;Norr;ja")
    with pytest.raises(UserError, match="personnummer"):
        read("Dnr;Enhet;plan\n20121212-1212;Norr;ja")


# --- columns that a person has chosen ---------------------------------------------------------

ODD = "Akt;Team;Flicka/pojke;Fanns planen;Fanns målet;Annat\n1/23;Norr;flicka;ja;nej;x\n"


def test_chosen_columns_of_the_wide_form() -> None:
    chosen = {"#reference": "Akt", "#unit": "Team", "kon": "kolumn C", "plan": "Fanns planen",
              "mal": "kolumn E"}  # fmt: skip
    found = read_past(table(ODD), PROV, Form.CASES, chosen)
    assert [(one.reference, one.unit, one.attributes) for one in found.cases] == [
        ("1/23", "Norr", {"kon": "flicka"}),
    ]  # fmt: skip
    assert [(one.question, one.value) for one in found.answers] == [("plan", "yes"), ("mal", "no")]
    assert found.unread == ("Annat",)
    assert found.read_from == {"plan": "D: Fanns planen", "mal": "E: Fanns målet"}


def test_chosen_columns_of_the_long_form() -> None:
    odd = "Akt;Nr;Bedömning;Vem\n1/23;plan;ja;andra\n1/23;mal;nej;första\n"
    assert likely_form(table(odd)) is Form.CASES
    chosen = {"#reference": "Akt", "question": "Nr", "answer": "kolumn C", "role": "Vem"}
    found = read_past(table(odd), PROV, Form.ANSWERS, chosen)
    assert [(one.reference, one.unit) for one in found.cases] == [("1/23", WHOLE)]
    assert [(one.question, one.role) for one in found.answers] == [
        ("plan", Role.SECOND), ("mal", Role.FIRST),
    ]  # fmt: skip
    assert found.read_from == {}


def test_columns_that_are_not_recognised_can_be_chosen() -> None:
    for text, form in ((ODD, None), (ODD.replace("Akt", "Dnr"), None), (ODD, Form.ANSWERS)):
        with pytest.raises(ColumnsError):
            read_past(table(text), PROV, form)


def test_what_a_table_can_tell() -> None:
    wide = past_fields(PROV, Form.CASES)
    assert [one.name for one in wide if one.needed] == ["#reference"]
    assert [one.label for one in wide] == [
        "Ärendenummer", "Enhet", "Kön", "Fråga plan?", "Fråga mal?", "Fråga till?",
    ]  # fmt: skip
    long = past_fields(PROV, Form.ANSWERS)
    assert [one.label for one in long if one.needed] == ["Ärendenummer", "Fråga", "Svar"]
    assert likely_form(table("Dnr;Fråga;Svar\n1/23;plan;ja")) is Form.ANSWERS


# --- everything at once -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "Dnr;Enhet;Kön;plan;mal\n1/23;Norr;fel;kanske;ja\n2/23;;flicka;ja;tja",
            ("rad 2, kolumn Kön", "rad 3, kolumn Enhet", "rad 2, kolumn plan",
             "rad 3, kolumn mal"),
        ),
        (
            "Dnr;Enhet;Kön;Fråga;Svar\n1/23;Norr;fel;plan;kanske\n2/23;Norr;flicka;fel;ja",
            ("rad 2, kolumn Kön", "rad 2, kolumn Svar", "rad 3, kolumn Fråga"),
        ),
    ],
)  # fmt: skip
def test_faults_of_cases_and_of_answers_come_together(text: str, places: tuple[str, ...]) -> None:
    with pytest.raises(UserError, match="Inget är sparat") as told:
        read(text)
    for place in places:
        assert sum(one.startswith(place) for one in told.value.problems) == 1, told.value.problems


def test_rows_that_are_no_cases_are_told() -> None:
    found = read("Dnr;Enhet;plan\n1/23;Norr;ja\n1/23;Norr;ja\nSumma;;2")
    assert len(found.cases) == 1
    assert len(found.excluded) == 2


def test_a_condition_needs_its_column() -> None:
    asks = checklist(
        raw_question("plan", applies_when={"kon": "flicka"}),
        attributes=[attribute("kon", "Kön", "flicka", "pojke")],
    )
    with pytest.raises(ColumnsError, match="saknar en kolumn"):
        read_past(table("Dnr;plan\n1/23;ja"), asks)
    found = read_past(table("Dnr;plan;K\n1/23;ja;pojke"), asks, None, {"kon": "K"})
    assert found.cases[0].attributes == {"kon": "pojke"}
