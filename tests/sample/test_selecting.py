"""What a draw goes by, and the cases that are left out before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.sample.fields import How
from egenkontroll.sample.frame import read_frame
from egenkontroll.sample.selecting import divisions, label_of, named, narrowed, subjects
from egenkontroll.sample.wanted import Exclusion, Quota, Wanted
from tests.makers import attribute, checklist, raw_question, table

if TYPE_CHECKING:
    from egenkontroll.sample.drawn import Frame

KNOWN = [attribute("kon", "Kön", "flicka", "pojke"), attribute("alder", "Ålder", kind="number")]
LIST = checklist(raw_question(), attributes=KNOWN)
HEADS = "Dnr;Enhet;Kön;Ålder;Skyddade personuppgifter;Avslutat;Insats;Handläggare"
ROWS = """
1-24;Öst;flicka;7;nej;2023-03-31;ja;H1
2-24;Öst;pojke;12;JA;;nej;H2
3-24;Väst;flicka;17;nej;2023-04-01 00:00:00;Ja;H1
4-24;Väst;pojke;;nej;2024-01-15;nej;H2
4-24;Väst;pojke;;nej;2024-01-15;nej;H2"""


def frame(wanted: Wanted) -> Frame:
    return read_frame(table(HEADS + ROWS), LIST, How(also=subjects(wanted)))


def asked(*exclusions: Exclusion, **parts: object) -> Wanted:
    return named(Wanted("s", exclusions=exclusions, **parts), LIST)  # type: ignore[arg-type]


def left(wanted: Wanted, *reviewed: str) -> tuple[list[str], dict[str, str]]:
    found = narrowed(frame(wanted), wanted, LIST, reviewed)
    return [case.reference for case in found.cases], dict(found.excluded)


def test_names_are_attributes_by_id_or_label_and_columns() -> None:
    wanted = asked(Exclusion("ÅLDER", ">", "16"), stratum=" enhet ",
                   quotas=(Quota("Insats", "ja", 50), Quota("kön", "flicka", 50)))  # fmt: skip
    assert wanted.stratum == "unit"
    assert [one.attribute for one in wanted.quotas] == ["Insats", "kon"]
    assert wanted.exclusions[0].attribute == "alder"
    assert subjects(wanted) == ("Insats", "kon", "alder")
    assert subjects(asked(stratum="Kön")) == ("kon",)
    assert subjects(asked(stratum="Insats")) == ("Insats",)
    assert [label_of(LIST, name) for name in ("unit", "kon", "insats")] == [
        "Enhet", "Kön", "Insats",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["Handläggare", "medhandläggare", "Utredare"])
def test_nothing_is_ever_drawn_by_who_handles_the_case(name: str) -> None:
    for wanted in ({"stratum": name}, {"quotas": (Quota(name, "H1", 50),)}):
        with pytest.raises(UserError, match="inte delas upp efter handläggare"):
            asked(**wanted)


def test_the_reference_and_the_unit_are_no_attributes() -> None:
    for exclusion in (Exclusion("Dnr", "=", "1-24"), Exclusion("Enhet", "=", "Öst")):
        with pytest.raises(UserError, match="kan inte användas"):
            asked(exclusion)


def test_each_case_left_out_has_its_reason() -> None:
    wanted = asked(Exclusion("Skyddade personuppgifter", "=", "ja"),
                   Exclusion("Avslutat", "<", "2023-04-01"))  # fmt: skip
    cases, excluded = left(wanted)
    assert cases == ["3-24", "4-24"]
    assert excluded == {
        "1-24": "Avslutat före 2023-04-01",
        "2-24": "Skyddade personuppgifter = ja",
        "4-24": "raden finns två gånger i listan",
    }


def test_dates_and_numbers_are_compared_and_a_missing_value_is_kept() -> None:
    assert left(asked(Exclusion("Avslutat", ">", "2023-04-01")))[0] == ["1-24", "2-24", "3-24"]
    cases, excluded = left(asked(Exclusion("Ålder", ">", "11,5")))
    assert cases == ["1-24", "4-24"]
    assert excluded["3-24"] == "Ålder över 11,5"


def test_several_reasons_are_all_told() -> None:
    wanted = asked(Exclusion("Kön", "=", "flicka"), not_reviewed_in=12)
    _, excluded = left(wanted, " 1-24", "4-24")
    assert excluded["1-24"] == "Kön = flicka; granskat de senaste 12\u00a0månaderna"
    cases, excluded = left(asked(not_reviewed_in=1), "2-24")
    assert excluded["2-24"] == "granskat de senaste 1\u00a0månaden"
    assert cases == ["1-24", "3-24", "4-24"]


def test_what_only_an_exclusion_asked_about_is_not_kept() -> None:
    wanted = asked(Exclusion("Skyddade personuppgifter", "=", "ja"),
                   Exclusion("Insats", "=", "nej"), Exclusion("Kön", "=", "pojke"),
                   quotas=(Quota("Insats", "ja", 50),))  # fmt: skip
    found = narrowed(frame(wanted), wanted, LIST)
    assert [set(case.attributes) for case in found.cases] == [{"Insats", "kon", "alder"}] * 2


def test_values_that_cannot_be_compared_stop_the_draw() -> None:
    wanted = asked(Exclusion("Insats", "<", "2023-04-01"), Exclusion("Insats", ">", "3"))
    with pytest.raises(UserError, match="Inget är draget") as told:
        left(wanted)
    assert list(told.value.problems[:2]) == [
        "1-24: Insats är inget datum", "1-24: Insats är inget tal",
    ]  # fmt: skip
    many = "\n".join(f"{at}-24;Öst;pojke;1;nej;ja;nej;H" for at in range(30))
    wanted = asked(Exclusion("Avslutat", "<", "2023-04-01"))
    listed = read_frame(table(f"{HEADS}\n{many}"), LIST, How(also=subjects(wanted)))
    with pytest.raises(UserError) as told:
        narrowed(listed, wanted, LIST)
    assert len(told.value.problems) == 21
    assert told.value.problems[-1] == "… och 10 till"


def test_a_list_where_everything_is_left_out_is_told() -> None:
    with pytest.raises(UserError, match="inget att dra ur"):
        left(asked(Exclusion("Ålder", "<", "99"), Exclusion("Kön", "=", "pojke")))


def test_a_column_that_is_not_there_is_told() -> None:
    for name in ("Kontrollområde", "Skydd"):
        wanted = asked(Exclusion(name, "=", "ja"))
        with pytest.raises(UserError, match="saknar en kolumn"):
            frame(wanted)


def test_what_a_sample_may_be_divided_by() -> None:
    found = divisions(table(HEADS + ROWS), LIST)
    assert found == (
        ("kon", "Kön"),
        ("Skyddade personuppgifter", "Skyddade personuppgifter"),
        ("Avslutat", "Avslutat"),
        ("Insats", "Insats"),
    )
    many = "\n".join(f"{at}-24;Öst;pojke;1;nej;{at};nej;H{at}" for at in range(40))
    assert divisions(table(f"{HEADS}\n{many}"), LIST) == (("kon", "Kön"),)
