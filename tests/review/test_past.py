from __future__ import annotations

import pytest

from egenkontroll.errors import UserError
from egenkontroll.review.answers import Role
from egenkontroll.review.past import WHOLE, PastCases, read_past
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
