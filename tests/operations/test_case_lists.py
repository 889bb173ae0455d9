"""Case lists as they come, end to end: what is kept, what is never kept, and all or nothing."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from egenkontroll.errors import UserError
from egenkontroll.operations import case_lists
from egenkontroll.operations.case_lists import Choices, SheetsError
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.planning import plan_sample
from egenkontroll.operations.sampling import create_round, draw_wanted, preview
from egenkontroll.sample.columns import ColumnsError
from egenkontroll.sample.frame import PersonalNumbersError
from egenkontroll.sample.handlers import code_of
from egenkontroll.sample.wanted import Wanted
from egenkontroll.storage import draws, records
from tests.makers import VT2024

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.sample.drawn import Draw

ROUND = "Våren 2024"
NAMES = ("Sandström", "Östergren", "Lindqvist", "Åkerblad")
HEADS = "Ärendenummer;Enhet;Kön;Barn i hushållet;Handläggare"


def rows(*, personal: bool = False, many: int = 40) -> str:
    """A case list with four handlers, and personal numbers for references where asked for."""
    made = [HEADS]
    for at in range(many):
        number = f"19121212-{1200 + at:04}" if personal else f"{at:05}-24"
        unit, name = ("Öst", "Väst")[at % 2], NAMES[at % 4]
        made.append(f"{number};{unit};flicka;ja;{name}, Anna")
    return "\n".join([*made, f"Summa;{many}"])


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "granskning.egk"
    create_round(path, VT2024 / "checklista-2024.yaml", ROUND, "2024-04-01/2024-05-31")
    return path


def listed(document: Path, text: str, name: str = "lista.csv") -> Path:
    path = document.with_name(name)
    path.write_text(text, encoding="utf-8")
    return path


def drawn(document: Path, path: Path, amount: int = 5, **more: object) -> Draw:
    choices = Choices(**more)  # type: ignore[arg-type]
    return draw_wanted(document, ROUND, path, Wanted("frö", amount), "", choices=choices)


def facts(path: Path) -> bytes:
    with open_document(path) as document:
        return repr([(kind, document.read(kind)) for kind in ("frame", "draw", "case_drawn",
                     "handler", "setting", "unit")]).encode()  # fmt: skip


# --- handlers -----------------------------------------------------------------------------------


def test_no_handler_is_ever_in_the_file(document: Path) -> None:
    drawn(document, listed(document, rows()))
    held = document.read_bytes()
    assert b"00001-24" in held, "the file can be searched for what it holds"
    for name in NAMES:
        for encoding in ("utf-8", "utf-16-le", "cp1252"):
            assert name.encode(encoding) not in held
            assert name.upper().encode(encoding) not in held


def test_codes_tell_who_handles_each_case(document: Path) -> None:
    path = listed(document, rows())
    drawn(document, path)
    who = {line.split(";")[0]: line.split(";")[4] for line in rows().splitlines()[1:-1]}
    with open_document(document) as found:
        one = records.rounds(found)[0]
        codes = records.handlers(found, one.id)
        cases = records.cases(found, one.id)
        assert len(cases) == 10
        for case in cases:
            assert codes[case.id] == code_of(who[case.reference], one.id)
        frame = draws.frame(found, one.id)
        assert frame is not None
        assert all(case.handler == "" for case in frame.cases)


def test_cases_that_are_drawn_later_have_their_codes_too(document: Path) -> None:
    path = listed(document, rows())
    drawn(document, path, 2)
    drawn(document, path, 7)
    with open_document(document) as found:
        one = records.rounds(found)[0]
        codes = records.handlers(found, one.id)
        assert {case.id for case in records.cases(found, one.id)} == set(codes)
        assert len(codes) == 14
        assert len(set(codes.values())) == 4


# --- running numbers ----------------------------------------------------------------------------


def test_references_are_replaced_and_the_key_leads_back(document: Path) -> None:
    path, key = listed(document, rows(personal=True)), document.with_name("nyckel.csv")
    with pytest.raises(PersonalNumbersError):
        drawn(document, path)
    made = drawn(document, path, key_file=key)
    with key.open(encoding="utf-8-sig", newline="") as file:
        back = {row["Löpnummer"]: row for row in csv.DictReader(file, delimiter=";")}
    assert len(back) == 40
    assert {row["Nummer i ärendelistan"] for row in back.values()} == {
        line.split(";")[0] for line in rows(personal=True).splitlines()[1:-1]
    }
    assert set(made.drawn) <= set(back)
    assert b"19121212" not in document.read_bytes()
    assert all(f"-{1200 + at:04}".encode() not in facts(document) for at in range(40))


def test_more_cases_are_added_under_the_same_numbers(document: Path) -> None:
    path, key = listed(document, rows(personal=True)), document.with_name("nyckel.csv")
    first = drawn(document, path, 3, key_file=key)
    held = key.read_bytes()
    more = drawn(document, path, 6, key_file=key)
    assert set(first.drawn) < set(more.drawn)
    assert key.read_bytes() == held
    with open_document(document) as found:
        one = records.rounds(found)[0]
        assert len(records.handlers(found, one.id)) == 12


def test_a_key_file_is_never_written_over(document: Path) -> None:
    path, key = listed(document, rows(personal=True)), document.with_name("nyckel.csv")
    key.write_text("annat")
    before = facts(document)
    with pytest.raises(UserError, match="finns redan och skrivs inte över"):
        drawn(document, path, key_file=key)
    assert key.read_text() == "annat"
    assert facts(document) == before
    with pytest.raises(UserError, match="skrivs inte över"):
        drawn(document, path, key_file=document)
    with pytest.raises(UserError, match="mappen"):
        drawn(document, path, key_file=document.with_name("borta") / "nyckel.csv")
    assert facts(document) == before


def test_the_same_draw_again_changes_nothing(document: Path) -> None:
    path, key = listed(document, rows(personal=True)), document.with_name("nyckel.csv")
    drawn(document, path, key_file=key)
    before, held = facts(document), key.read_bytes()
    drawn(document, path, key_file=key)
    assert facts(document) == before
    assert key.read_bytes() == held


def test_a_draw_that_cannot_be_stored_leaves_no_key(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from egenkontroll.storage.document import Document

    path, key = listed(document, rows(personal=True)), document.with_name("nyckel.csv")
    seen: list[bool] = []

    def full(_self: Document, _facts: object) -> None:
        seen.append(key.exists())
        raise UserError("Disken är full.")

    before = facts(document)
    with monkeypatch.context() as patched:
        patched.setattr(Document, "add", full)
        with pytest.raises(UserError, match="Disken är full"):
            drawn(document, path, key_file=key)
    assert seen == [True], "the key is on the disk before the draw is stored"
    assert not key.exists()
    assert facts(document) == before


def test_other_columns_still_stop_the_list(document: Path) -> None:
    path = listed(document, rows(personal=True).replace("Lindqvist, Anna", "19121212-1212", 1))
    key = document.with_name("nyckel.csv")
    with pytest.raises(PersonalNumbersError) as told:
        drawn(document, path, key_file=key)
    assert told.value.problems == ("rad 4, kolumn Handläggare",)
    assert not key.exists()


# --- columns and sheets -------------------------------------------------------------------------


def test_columns_are_chosen_once_and_remembered(document: Path) -> None:
    other = rows().replace("Ärendenummer;Enhet", "Akt;Arbetsgrupp")
    path = listed(document, other)
    with pytest.raises(ColumnsError):
        drawn(document, path)
    chosen = {"dnr": "Akt", "ENHET": "arbetsgrupp"}
    drawn(document, path, columns=chosen)
    create_round(document, VT2024 / "checklista-2024.yaml", "Hösten", "2024-10-01/2024-11-30")
    again = listed(document, other.replace("-24;", "-25;"), "höst.csv")
    draw_wanted(document, "Hösten", again, Wanted("frö", 2), "")
    with open_document(document) as found:
        assert case_lists.remembered_columns(found) == {"#reference": "Akt",
                                                        "#unit": "arbetsgrupp"}  # fmt: skip
        assert len(records.cases(found, records.rounds(found)[1].id)) == 4


def test_a_place_is_used_and_not_remembered(document: Path) -> None:
    path = listed(document, rows().replace("Ärendenummer;Enhet", "Enhet;Enhet"))
    with pytest.raises(ColumnsError):
        drawn(document, path)
    drawn(document, path, columns={"Ärendenummer": "kolumn A", "Enhet": "kolumn B"})
    with open_document(document) as found:
        assert case_lists.remembered_columns(found) == {}


def test_a_plan_reads_the_list_in_the_same_way(document: Path) -> None:
    path = listed(document, rows().replace("Enhet", "Arbetsgrupp"))
    found = plan_sample(document, ROUND, path, Wanted("", 3), Choices({"Enhet": "Arbetsgrupp"}))
    assert found.whole.population == 40


def workbook(path: Path, *sheets: tuple[str, str]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, text in sheets:
            made = book.add_worksheet(name)
            for at, line in enumerate(text.splitlines()):
                made.write_row(at, 0, line.split(";"))
    return path


def test_the_sheet_with_the_heads_is_the_list(document: Path) -> None:
    path = workbook(
        document.with_name("lista.xlsx"), ("Om listan", "Utdrag ur systemet"), ("Lista", rows())
    )
    assert drawn(document, path).drawn


def test_of_several_lists_in_a_file_none_is_guessed(document: Path) -> None:
    one, other = rows(many=4), rows(many=8)
    path = workbook(document.with_name("lista.xlsx"), ("Mars", one), ("April", other))
    with pytest.raises(SheetsError) as told:
        drawn(document, path)
    assert told.value.sheets == ("Mars", "April")
    assert len(drawn(document, path, sheet="april").drawn) == 8


def test_merged_cells_and_padded_numbers_of_a_workbook(document: Path) -> None:
    path = document.with_name("lista.xlsx")
    with xlsxwriter.Workbook(path) as book:
        made = book.add_worksheet("Lista")
        wide = book.add_format({"num_format": "00000"})
        made.merge_range(0, 0, 0, 3, "Ärenden i mars")
        made.merge_range(1, 0, 2, 0, "Ärendenummer")
        made.merge_range(1, 1, 2, 1, "Enhet")
        made.merge_range(1, 2, 1, 3, "Barnet")
        made.write_row(2, 2, ["Kön", "Barn i hushållet"])
        for at in range(6):
            made.write_number(3 + at, 0, 336 + at, wide)
            made.write_row(3 + at, 2, ["flicka", "ja"])
        made.merge_range(3, 1, 5, 1, "Öst")
        made.merge_range(6, 1, 8, 1, "Väst")
        made.merge_range(9, 0, 9, 2, "Summa")
        made.write_number(9, 3, 6)
    found = drawn(document, path, 3)
    assert {one.name: sorted(one.drawn) for one in found.strata} == {
        "Öst": ["00336", "00337", "00338"],
        "Väst": ["00339", "00340", "00341"],
    }


def test_a_handlers_column_by_any_name_divides_nothing(document: Path) -> None:
    path = listed(document, rows().replace("Handläggare", "Ansvarig person"))
    chosen = {"Handläggare": "Ansvarig person"}
    with open_document(document) as found:
        one = records.rounds(found)[0]
        table = case_lists.read_list(found, path)
        wanted = Wanted("frö", 5)
        offered = preview(found, one, table, wanted, Choices(chosen)).divisions
        assert "Ansvarig person" in dict(preview(found, one, table, wanted).divisions)
        assert "Ansvarig person" not in dict(offered)
    for head in ("Ansvarig person", "ansvarig  PERSON"):
        with pytest.raises(UserError, match="vem som handlägger"):
            draw_wanted(document, ROUND, path, Wanted("frö", 5, stratum=head), "",
                        choices=Choices(chosen))  # fmt: skip


def test_columns_that_were_told_apart_do_not_stop_what_is_shown(document: Path) -> None:
    text = "\n".join(f"{line};{at}" for at, line in enumerate(rows().splitlines()[:-1]))
    path = listed(document, text.replace("Handläggare;0", "Handläggare;Dnr"))
    choices = Choices({"Ärendenummer": "Ärendenummer"})
    found = plan_sample(document, ROUND, path, Wanted("", 3), choices)
    assert found.whole.population == 40
