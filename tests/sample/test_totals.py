"""Rows that sum a list up are told from cases."""

from __future__ import annotations

import pytest

from egenkontroll.sample.totals import totals
from tests.makers import table

CASES = "1-24;Öst;flicka;3\n2-24;Öst;pojke;4\n3-24;Väst;pojke;"


def numbers(below: str) -> list[int]:
    return [row.number for row in totals(table(f"{CASES}\n{below}").rows, 0, 1)]


@pytest.mark.parametrize(
    "row",
    [
        "Summa;;;7",
        "SUMMA:;3;;7",
        "Totalt;447",
        "Totalt antal ärenden: 447",
        "Totalt: 1 447 ärenden",
        ";Antal;;3",
        ";Öst Antal;2",
        "Totalantal;3",
        "Delsumma Öst;;;12,5",
        "Summa;Summa;Summa;7",
        "Medelvärde;;;3,5",
        ";;;7",
        ";;;447 st",
        "3",
        ";3",
        ";;2;1",
    ],
)
def test_totals_at_the_bottom(row: str) -> None:
    assert numbers(row) == [4]


@pytest.mark.parametrize(
    "row",
    [
        "4-24;Öst;flicka;3",
        "447",
        "4",
        ";Öst;flicka;3",
        ";Öst",
        "Totalt;Öst;flicka",
        "Totalförsvaret 12;Öst",
        "Utskrivet 2024-05-01",
        ";;flicka;",
        "Antal 24-00123",
    ],
)
def test_rows_that_are_no_totals(row: str) -> None:
    assert numbers(row) == []


def test_several_rows_and_rows_in_the_midst() -> None:
    text = f"{CASES}\nDelsumma;;;7\n4-24;Öst;;\nSumma;;;7\n;;;8\n;;;9"
    assert [row.number for row in totals(table(text).rows, 0, 1)] == [4, 6, 7, 8]
    assert [row.number for row in totals(table(f"{CASES}\n;;;7\n4-24;Öst;;").rows, 0, 1)] == []


def test_a_unit_that_is_a_number_is_a_unit() -> None:
    assert totals(table("1-24;7\n;7").rows, 0, 1) == []
    assert [row.number for row in totals(table("1-24;7\n;8").rows, 0, 1)] == [2]
    assert totals((), 0, 1) == []
