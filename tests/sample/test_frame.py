from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from egenkontroll.checklist.reading import read
from egenkontroll.errors import UserError
from egenkontroll.sample.columns import MAX_PROBLEMS, ColumnsError
from egenkontroll.sample.drawn import Frame, FrameCase
from egenkontroll.sample.fields import REFERENCE, How, could_be_list, field_named, needed_attributes
from egenkontroll.sample.frame import (
    REPEATED,
    SUMMED_UP,
    PersonalNumbersError,
    columns_of,
    read_frame,
)
from egenkontroll.sample.handlers import codes_of, handles
from egenkontroll.sample.identity import has_lost_its_zero
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
    text = "Utdrag ur systemet;\n" * above + f"ENHET;  {reference} ;barn;Övrigt\nÖst;01-24;ja;Väst"
    assert framed(text).cases == (FrameCase("01-24", "Öst", {"barn": "ja"}),)


def test_of_two_rows_that_could_be_heads_the_first_is_taken() -> None:
    error = refused("Dnr;Enhet;barn\n1-24;Öst;ja\nDnr;Enhet;barn")
    assert error.problems == (
        "rad 3, kolumn Dnr: numret har ingen siffra; ett namn får inte användas, byt det mot "
        "ett nummer",
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
    again = "ärendet finns redan i listan med andra uppgifter; behåll en rad"
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
        "blad Blad1, rad 2, kolumn Ärendenummer: ärendet saknar nummer; fyll i det eller ta bort "
        "raden",
        "blad Blad1, rad 4, kolumn Ärendenummer: numret är längre än 60 tecken; korta det",
        "blad Blad1, rad 5, kolumn Ärendenummer: numret har ingen siffra; ett namn får inte "
        "användas, byt det mot ett nummer",
        "blad Blad1, rad 6, kolumn Enhet: enheten saknas; fyll i den eller ta bort raden",
        "blad Blad1, rad 6, kolumn Kön: flikca är inget av svaren; menade du flicka? "
        "(svaren är flicka eller pojke)",
        "blad Blad1, rad 6, kolumn Barn i hushållet: kanske är inget av svaren (svaren är ja eller "
        "nej)",
        "blad Blad1, rad 7, kolumn Barn i hushållet: uppgiften saknas, och en fråga i checklistan "
        "beror på den; fyll i den",
        "blad Blad1, rad 8, kolumn Enhet: enheten saknas; fyll i den eller ta bort raden",
        "blad Blad1, rad 8, kolumn Barn i hushållet: uppgiften saknas, och en fråga i checklistan "
        "beror på den; fyll i den",
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
        "blad rad 2, rad 2, kolumn Enhet: enheten saknas; fyll i den eller ta bort raden",
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
        "rad 1, kolumn F",
        "rad 2, kolumn Ärendenummer",
        "rad 3, kolumn Ärendetyp",
        "rad 4, kolumn F",
        "rad 4, kolumn G",
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


def test_numbers_of_those_born_after_the_turn_of_the_century_have_lost_a_zero() -> None:
    lost = [str(one) for one in range(512121200, 512121260) if has_lost_its_zero(str(one))]
    assert len(lost) == 6
    with pytest.raises(PersonalNumbersError) as told:
        framed("Dnr;Enhet;barn\n" + "\n".join(f"{one};Öst;ja" for one in lost))
    assert told.value.replaceable
    assert told.value.problems[0] == "rad 2, kolumn Dnr"
    others = "\n".join(f"{100_000_000 + at};Öst;ja" for at in range(2 * len(lost)))
    assert len(framed(f"Dnr;Enhet;barn\n{lost[0]};Öst;ja\n{others}").cases) > 1


def test_only_a_list_with_the_numbers_as_references_can_have_them_replaced() -> None:
    text = f"{HEADS}\n19121212-1212;Öst;;ja"
    with pytest.raises(PersonalNumbersError) as told:
        framed(text)
    assert told.value.replaceable
    assert "löpnummer" in told.value.message
    with pytest.raises(PersonalNumbersError) as told:
        framed(f"{text};om 19121212-1212")
    assert not told.value.replaceable
    with pytest.raises(PersonalNumbersError) as told:
        framed("Akt\n19121212-1212")
    assert not told.value.replaceable
    assert told.value.problems == ("rad 2, kolumn Akt",)


def test_references_that_are_to_be_replaced_may_be_anything() -> None:
    how = How(renumber=True)
    text = f"{HEADS}\n191212121212;Öst;;ja\nAnna;Väst;;ja\n19121212-1212;Öst;;ja"
    frame = read_frame(table(text), LIST, how)
    assert [case.reference for case in frame.cases] == ["191212121212", "Anna"]
    assert frame.excluded == (("19121212-1212", REPEATED),)
    with pytest.raises(PersonalNumbersError) as told:
        read_frame(table(f"{text}\n1;Öst;;ja;om 121212-1212"), LIST, how)
    assert told.value.problems == ("rad 5, kolumn Ärendetyp",)


def test_a_personal_number_in_a_name_of_file_or_sheet_is_hidden() -> None:
    made = table("Dnr;Enhet;barn\n1-24;Öst;ja\nSumma;1", sheet="121212-1212")
    frame = read_frame(replace(made, source="Lista 19121212-1212.csv"), LIST)
    assert frame.source == "Lista [personnummer].csv"
    assert frame.excluded == (("blad [personnummer], rad 3", SUMMED_UP),)


# --- what else case lists hold ----------------------------------------------------------------


def test_totals_are_left_out_and_told() -> None:
    frame = framed(f"{HEADS}\n1-24;Öst;;ja\n2-24;Öst;;nej\nSumma;2\n;;;;2")
    assert [case.reference for case in frame.cases] == ["1-24", "2-24"]
    assert frame.excluded == (("rad 4", SUMMED_UP), ("rad 5", SUMMED_UP))
    assert "inga ärenden" in refused(f"{HEADS}\nSumma;0").message


def test_numbers_that_excel_has_shortened_are_refused_with_the_reason() -> None:
    error = refused(f"{HEADS}\n1,98E+11;Öst;;ja\n2-24;2E+05;;ja\n3-24;Öst;;ja;1,2E+12")
    assert [line.split(":")[0] for line in error.problems] == [
        "rad 2, kolumn Ärendenummer",
        "rad 3, kolumn Enhet",
        "rad 4, kolumn Ärendetyp",
    ]
    assert all("siffror har gått förlorade" in line for line in error.problems)
    assert "1,98E+11" in error.problems[0]


def test_dates_and_numbers_come_in_one_form() -> None:
    typed = checklist(
        raw_question(),
        attributes=[attribute("inkom", "Inkom", kind="date"), attribute("alder", "Ålder",
                                                                        kind="number")],
    )  # fmt: skip
    frame = read_frame(table("Dnr;Enhet;Inkom;Ålder\n1-24;Öst;45383;12,0"), typed)
    assert frame.cases[0].attributes == {"inkom": "2024-04-01", "alder": "12"}
    with pytest.raises(UserError) as told:
        read_frame(table("Dnr;Enhet;Inkom;Ålder\n1-24;Öst;1/4;tolv"), typed)
    assert len(told.value.problems) == 2


def test_handlers_are_read_with_a_salt_alone_and_as_codes() -> None:
    text = f"{HEADS};Socialsekreterare;Medhandläggare\n1-24;Öst;;ja;;Öberg, Anna;Bo Ek"
    assert framed(text).cases[0].handler == ""
    frame = read_frame(table(text), LIST, How(salt=b"s"))
    assert handles(frame.cases[0].handler, "Anna Öberg", b"s")
    assert handles(frame.cases[0].handler, "Bo Ek", b"s")
    assert "Anna" not in repr(frame)
    assert "Öberg" not in repr(frame)


def test_everybody_who_handles_a_case_that_stands_twice_is_kept() -> None:
    text = f"{HEADS};Handläggare\n1-24;Öst;;ja;;Anna\n1-24;Öst;;ja;;Bo"
    frame = read_frame(table(text), LIST, How(salt=b"s"))
    assert frame.cases[0].handler == codes_of("Anna;Bo", b"s")


def test_an_attribute_that_says_who_handles_is_never_read() -> None:
    asking = checklist(raw_question(), attributes=[attribute("h", "Handläggare", kind="text")])
    frame = read_frame(table("Dnr;Enhet;Handläggare\n1-24;Öst;Anna"), asking)
    assert frame.cases[0].attributes == {}
    with pytest.raises(UserError, match="vem som handlägger"):
        read_frame(table("Dnr;Enhet;Handläggare\n1;Ö;Anna"), asking, How(also=("HANDLÄGGARE",)))


def test_columns_are_named_as_people_do() -> None:
    assert field_named(LIST, "dnr").name == REFERENCE
    assert field_named(LIST, " ENHET").label == "Enhet"
    assert field_named(LIST, "barn").name == "barn"
    assert field_named(LIST, "Insats", ("insats",)).name == "insats"
    with pytest.raises(UserError, match="menade du Enhet"):
        field_named(LIST, "Enheten")
    with pytest.raises(UserError, match=r"Något är inget som läses ur en ärendelista\. Det som"):
        field_named(LIST, "Något")


def test_a_sheet_that_could_be_a_list_is_recognised() -> None:
    assert could_be_list(table("Dnr;Enhet"), How())
    assert could_be_list(table("Dnr;Dnr;Enhet\n1;2;Ö"), How())
    assert not could_be_list(table("Akt;Enhet"), How())
    assert could_be_list(table("Akt;Enhet"), How({"Ärendenummer": "Akt", "Kön": "K"}))
    assert could_be_list(table("Akt;Enhet"), How(remembered={REFERENCE: "Akt"}))


def test_what_else_the_draw_goes_by_must_be_there() -> None:
    text = "Dnr;Enhet;barn;Insats\n1-24;Öst;ja;hemtjänst\n2-24;Öst;ja;"
    frame = read_frame(table(text), LIST, How(also=("Insats", "barn")))
    assert frame.cases[0].attributes == {"barn": "ja", "Insats": "hemtjänst"}
    with pytest.raises(ColumnsError, match="saknar en kolumn"):
        read_frame(table(text), LIST, How(also=("Avslutat",)))


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u2060", "\ufeff"])
def test_nothing_hides_behind_signs_that_nobody_sees(sign: str) -> None:
    with pytest.raises(PersonalNumbersError):
        framed(f"Dnr;Enhet;barn\n191212{sign}12-12{sign}12;Öst;ja")
    assert framed(f"Dnr;Enhet;barn\n1-{sign}24{sign};Ö{sign}st;ja").cases == (
        FrameCase("1-24", "Öst", {"barn": "ja"}),
    )


def test_the_columns_of_a_list_are_told_as_they_are_read() -> None:
    found = columns_of(table("Akt;Enhet;barn\n1-24;Öst;ja"), LIST, How({REFERENCE: "Akt"}))
    assert found.head_of(REFERENCE) == "Akt"
    with pytest.raises(ColumnsError):
        columns_of(table("Akt;Enhet;barn"), LIST, How())
