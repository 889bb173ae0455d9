"""Heads where they stand: in any of twenty rows, over each other, twice, or named by a person."""

from __future__ import annotations

import pytest

from egenkontroll.errors import UserError
from egenkontroll.sample.columns import ColumnsError, UnclearError, find, letters
from tests.makers import table

WANTED = {"dnr": ("Ärendenummer", "Dnr"), "unit": ("Enhet",), "kon": ("Kön", "kon")}
NEEDED = ["dnr", "unit"]


def at(text: str, **more: dict[str, str]) -> dict[str, int]:
    return dict(find(table(text), WANTED, NEEDED, **more).at)


def test_heads_in_two_rows_are_read_as_one() -> None:
    text = "Ärendenummer;Enhet;Barnet;\n;;Kön;Ålder\n1-24;Öst;flicka;3"
    found = find(table(text), WANTED, NEEDED)
    assert dict(found.at) == {"dnr": 0, "unit": 1, "kon": 2}
    assert [row.number for row in found.rows()] == [3]
    assert found.head_of("dnr") == "Ärendenummer"


def test_heads_in_three_rows_and_a_head_made_of_two() -> None:
    wanted = WANTED | {"age": ("Barnet ålder",)}
    text = "Ärende;;Barnet;\nnummer;Enhet;;\n;;Kön;Ålder\n1-24;Öst;flicka;3"
    wanted["dnr"] = ("Ärende nummer",)
    found = find(table(text), wanted, NEEDED)
    assert dict(found.at) == {"dnr": 0, "unit": 1, "kon": 2, "age": 3}
    assert found.head.number == 3


def test_rows_apart_are_not_read_together() -> None:
    with pytest.raises(ColumnsError):
        at("Ärendenummer;;\n\n;Enhet;Kön\n1-24;Öst;flicka")


def test_the_same_heads_right_below_are_heads_too() -> None:
    """A cell merged downward stands in both rows, once it is read."""
    text = "Dnr;Enhet;Kön\nDnr;Enhet;Kön\n1-24;Öst;flicka"
    assert [row.number for row in find(table(text), WANTED, NEEDED).rows()] == [3]


def test_a_row_with_nothing_in_the_columns_is_no_head() -> None:
    found = find(table("Dnr;Enhet;Övrigt\n;;se nedan\n1-24;Öst;"), WANTED, NEEDED)
    assert [row.number for row in found.rows()] == [2, 3]


def test_two_columns_that_could_be_the_same_are_not_guessed_between() -> None:
    with pytest.raises(UnclearError) as told:
        at("Ärendenummer;Dnr;Enhet;;Enhet\n1-24;9;Öst;;Väst")
    assert told.value.problems == (
        "Kolumnerna A (Ärendenummer) och B (Dnr) kan alla vara Ärendenummer; välj en av dem",
        "Kolumnerna C (Enhet) och E (Enhet) kan alla vara Enhet; välj en av dem",
    )


@pytest.mark.parametrize("row", ["1-24;Öst;1-24", "1-24;Öst;", "1-24;Öst"])
def test_two_columns_with_the_same_content_are_one(row: str) -> None:
    assert at(f"Ärendenummer;Enhet;Dnr\n{row}")["dnr"] == 0


def test_an_empty_column_gives_way_to_one_that_is_filled_in() -> None:
    assert at("Dnr;Dnr;Enhet\n;1-24;Öst")["dnr"] == 1
    assert at("Dnr;Dnr;Enhet\n;;Öst")["dnr"] == 0


def test_a_chosen_column_is_used_and_nothing_else() -> None:
    text = "Akt;Grupp;Enhet;Dnr\n1-24;Öst;Norra;7"
    assert at(text, chosen={"dnr": "akt", "unit": " GRUPP "}) == {"dnr": 0, "unit": 1}
    assert at(text, chosen={"unit": "kolumn B"}) == {"dnr": 3, "unit": 1}
    assert at(text, chosen={"unknown": "Akt"}) == {"dnr": 3, "unit": 2}
    found = find(table(";Enhet\n1-24;Öst"), WANTED, NEEDED, {"dnr": "Kolumn A"})
    assert found.place(found.table.rows[1], "dnr") == "rad 2, kolumn A"


def test_a_chosen_column_that_is_not_there_is_told() -> None:
    with pytest.raises(ColumnsError) as told:
        at("Dnr;Arbetsgrupp\n1-24;Öst", chosen={"unit": "Arbetsgrup"})
    assert told.value.problems == (
        "Kolumnen Arbetsgrup, som skulle läsas som Enhet, finns inte; menade du Arbetsgrupp?",
    )
    with pytest.raises(ColumnsError):
        at("Dnr;Enhet\n1-24;Öst", chosen={"unit": "kolumn Z"})
    with pytest.raises(ColumnsError):
        at("1-24;Öst", chosen={"unit": "kolumn B", "dnr": "kolumn A"})


def test_a_remembered_column_counts_where_the_list_has_it() -> None:
    remembered = {"unit": "Arbetsgrupp", "gone": "x"}
    assert at("Dnr;Enhet;Arbetsgrupp\n1;Norra;Öst", remembered=remembered)["unit"] == 2
    assert at("Dnr;Enhet\n1;Norra", remembered=remembered)["unit"] == 1
    both = at("Dnr;Enhet;Arbetsgrupp\n1;N;Ö", remembered=remembered, chosen={"unit": "Enhet"})
    assert both["unit"] == 1


def test_a_table_without_rows() -> None:
    with pytest.raises(UserError, match="inga rader"):
        at("")


@pytest.mark.parametrize(("index", "said"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"),
                                             (702, "AAA")])  # fmt: skip
def test_letters_of_columns(index: int, said: str) -> None:
    assert letters(index) == said
