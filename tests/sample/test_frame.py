from __future__ import annotations

from typing import Any

import pytest

from egenkontroll.checklist.reading import read
from egenkontroll.errors import UserError
from egenkontroll.sample.cases import Frame, FrameCase
from egenkontroll.sample.columns import MAX_PROBLEMS
from egenkontroll.sample.frame import needed_attributes, read_frame
from egenkontroll.spreadsheet.reading import read_table
from tests.makers import VT2024, attribute, checklist, raw_question, table

LIST = checklist(
    raw_question("plan"),
    raw_question("barnet", applies_when={"all": [{"barn": "ja"}, {"plan": "ja"}]}),
    attributes=[
        attribute("kon", "Kön", "flicka", "pojke"),
        attribute("barn", "Barn i hushållet", "ja", "nej"),
        attribute("typ", "Ärendetyp", kind="text"),
    ],
)
HEADS = "Ärendenummer;Enhet;Kön;Barn i hushållet;Ärendetyp"


def framed(text: str, **parts: Any) -> Frame:
    return read_frame(table(text, **parts), LIST)


def refused(text: str, **parts: Any) -> UserError:
    with pytest.raises(UserError) as told:
        framed(text, **parts)
    return told.value


def test_a_list_is_read_with_the_checklists_spelling() -> None:
    frame = framed(f"{HEADS};Handläggare\n01-24;Öst;FLICKA;Ja;Utredning;H1\n02-24;Väst;;nej;;H2")
    assert frame == Frame(
        "lista.csv",
        "f" * 64,
        (
            FrameCase("01-24", "Öst", {"kon": "flicka", "barn": "ja", "typ": "Utredning"}),
            FrameCase("02-24", "Väst", {"barn": "nej"}),
        ),
    )
    assert frame.sizes() == {"Öst": 1, "Väst": 1}
    assert needed_attributes(LIST) == {"barn"}


@pytest.mark.parametrize("reference", ["Ärendenummer", "REFERENS", " Diarienummer", "dnr"])
@pytest.mark.parametrize("above", [0, 1, 19])
def test_heads_stand_in_any_of_the_first_twenty_rows(reference: str, above: int) -> None:
    text = "Utdrag ur systemet;\n" * above + f"ENHET;  {reference} ;barn;Enhet\nÖst;01-24;ja;Väst"
    assert framed(text).cases == (FrameCase("01-24", "Öst", {"barn": "ja"}),)


def test_of_two_rows_that_could_be_heads_the_first_is_taken() -> None:
    error = refused("Dnr;Enhet;barn\n1-24;Öst;ja\nDnr;Enhet;barn")
    assert error.problems == (
        "rad 3, kolumn Dnr: numret har ingen siffra; ett namn får inte användas",
        "rad 3, kolumn barn: barn är inget av svaren (svaren är ja eller nej)",
    )
    assert len(refused(f"Dnr;Enhet;barn\n1-24;Öst;{'x' * 5000}").problems[0]) < 150


def test_heads_further_down_are_not_looked_for() -> None:
    error = refused("Utdrag;\n" * 20 + f"{HEADS}\n01-24;Öst;;ja")
    assert error.message == "Tabellen lista.csv saknar en kolumn som behövs."
    assert error.problems == (
        "Kolumnen Ärendenummer, Referens, Diarienummer eller Dnr saknas",
        "Kolumnen Enhet saknas",
        "Kolumnen Barn i hushållet eller barn saknas",
    )


def test_missing_columns_are_told_with_what_was_perhaps_meant() -> None:
    error = refused("Ärendenumer;Enheter;Kön;Barn i hushåll\n01-24;Öst;;ja")
    assert error.problems == (
        "Kolumnen Ärendenummer, Referens, Diarienummer eller Dnr saknas; menade du Ärendenumer?",
        "Kolumnen Enhet saknas; menade du Enheter?",
        "Kolumnen Barn i hushållet eller barn saknas; menade du Barn i hushåll?",
    )


def test_a_column_that_no_condition_needs_may_be_missing() -> None:
    frame = framed("Dnr;Enhet;barn\n1-24;Öst;ja")
    assert frame.cases == (FrameCase("1-24", "Öst", {"barn": "ja"}),)


def test_rows_standing_twice_are_taken_once_and_named() -> None:
    frame = framed(f"{HEADS}\n1-24;Öst;;ja\nA2;Öst;;ja\n1-24;Öst;;ja\na2;  ÖST;;JA")
    assert [case.reference for case in frame.cases] == ["1-24", "A2"]
    why = "raden finns två gånger i listan"
    assert frame.excluded == (("1-24", why), ("a2", why))


def test_the_same_case_with_other_content_is_a_problem() -> None:
    error = refused(f"{HEADS}\n1-24;Öst;;ja\nA2;Öst;;ja\n1-24;Väst;;ja\na2;Öst;;nej")
    again = "ärendet finns redan i listan med andra uppgifter"
    assert error.problems == (
        f"rad 4, kolumn Ärendenummer: {again}",
        f"rad 5, kolumn Ärendenummer: {again}",
    )


def test_a_unit_spelled_two_ways_is_one_unit() -> None:
    frame = framed(f"{HEADS}\n1-24;Enhet  Öst;;ja\n2-24;ENHET ÖST;;ja\n3-24;enhet öst;;nej")
    assert frame.sizes() == {"Enhet Öst": 3}


def test_every_problem_is_told_with_row_and_column() -> None:
    error = refused(
        f"{HEADS}\n;Öst;;ja\n\n{'1' * 61};Öst;;ja\nAnna Svensson;Öst;;ja\n4-24;;flikca;kanske\n"
        "5-24;Öst;;\n6-24",
        sheet="Blad1",
    )
    assert error.message == (
        "Ärendelistan lista.csv kan inte användas. Inget är draget och inget är sparat."
    )
    assert error.problems == (
        "blad Blad1, rad 2, kolumn Ärendenummer: ärendet saknar nummer",
        "blad Blad1, rad 4, kolumn Ärendenummer: numret är längre än 60 tecken",
        "blad Blad1, rad 5, kolumn Ärendenummer: numret har ingen siffra; ett namn får inte "
        "användas",
        "blad Blad1, rad 6, kolumn Enhet: enheten saknas",
        "blad Blad1, rad 6, kolumn Kön: flikca är inget av svaren; menade du flicka? "
        "(svaren är flicka eller pojke)",
        "blad Blad1, rad 6, kolumn Barn i hushållet: kanske är inget av svaren (svaren är ja eller "
        "nej)",
        "blad Blad1, rad 7, kolumn Barn i hushållet: uppgiften saknas, och en fråga i checklistan "
        "beror på den",
        "blad Blad1, rad 8, kolumn Enhet: enheten saknas",
        "blad Blad1, rad 8, kolumn Barn i hushållet: uppgiften saknas, och en fråga i checklistan "
        "beror på den",
    )  # fmt: skip


def test_sixty_characters_is_not_too_long() -> None:
    assert framed(f"{HEADS}\n{'a' * 59}1;Öst;;ja").cases[0].reference == "a" * 59 + "1"


def test_a_formula_error_in_a_column_that_is_used_stops_the_list() -> None:
    bad = ((1, 2, "#REF!"), (2, 1, "#REF!"), (2, 5, "#NAME?"), (3, 3, "#N/A"))
    text = f"{HEADS};Övrigt\n1-24;;;ja\n;;;\n2-24;Öst;;ja"
    error = refused(text, sheet="rad 2", bad=bad)
    assert error.problems == (
        "blad rad 2, rad 2, kolumn Enhet: formelfel #REF!; rätta formeln och spara filen igen",
        "blad rad 2, rad 3, kolumn Barn i hushållet: formelfel #N/A; rätta formeln och spara filen "
        "igen",
        "blad rad 2, rad 2, kolumn Enhet: enheten saknas",
    )  # fmt: skip
    fine = framed(f"{HEADS};Övrigt\n1-24;Öst;;ja", bad=((1, 1, "#REF!"), (2, 5, "#NAME?")))
    assert len(fine.cases) == 1


def test_a_list_without_cases() -> None:
    assert refused(HEADS).message == "Ärendelistan lista.csv har inga ärenden under rubrikerna."
    assert refused("").message == "Tabellen lista.csv har inga rader."


def test_a_long_list_of_problems_is_cut_and_says_so() -> None:
    error = refused(HEADS + "\n1-24;;;ja" * (MAX_PROBLEMS + 3))
    assert len(error.problems) == MAX_PROBLEMS + 1
    assert error.problems[-1] == "… och 3 till"
    assert len(refused(HEADS + "\n1-24;;;ja" * MAX_PROBLEMS).problems) == MAX_PROBLEMS


# --- personal numbers: 19121212-1212 is Skatteverket's own test number ---------------------------


def test_personal_numbers_stop_the_list_wherever_they_stand() -> None:
    error = refused(
        f"{HEADS};19121212-1212\n191212121212;Öst;;ja\n2-24;Öst;;ja;pnr 121212-1212 enligt mejl;\n"
        "3-24;Öst;;ja;;121212+1212;extra 121272-1219"
    )
    assert "Inget är sparat" in error.message
    assert error.problems == (
        "rad 1, kolumn 6",
        "rad 2, kolumn Ärendenummer",
        "rad 3, kolumn Ärendetyp",
        "rad 4, kolumn 6",
        "rad 4, kolumn 7",
    )
    for digits in ("1212", "1219"):
        assert digits not in str(error)


def test_the_list_with_two_personal_numbers() -> None:
    path = VT2024 / "arendelista-med-personnummer.csv"
    listed = read_table(path)
    with pytest.raises(UserError) as told:
        read_frame(listed, read(VT2024 / "checklista-2024.yaml"))
    assert len(told.value.problems) == 2
    shown = str(told.value).replace(path.name, "")
    for place in told.value.problems:
        number = int(place.split(",")[0].removeprefix("rad "))
        cell = next(row.cells[0] for row in listed.rows if row.number == number)
        assert place.endswith("kolumn Ärendenummer")
        assert cell[-4:] not in shown
        assert cell[:6] not in shown
