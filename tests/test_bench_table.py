"""The table of `make bench`: its own logic, without any clock."""

from __future__ import annotations

from benchmarks.bench import PARTS, notes
from benchmarks.table import Line, from_ratios, table


def test_a_ratio_is_held_to_its_goal() -> None:
    assert Line("start", 170, "ms", "tomt", 100, goal=1.8).met
    assert not Line("start", 190, "ms", "tomt", 100, goal=1.8).met
    assert Line("fort", 6, goal=5, least=True).met
    assert not Line("fort", 4.9, goal=5, least=True).met
    assert Line("utan mål", 1).met is None


def test_goals_are_read_from_the_names_of_ratios() -> None:
    found = from_ratios({
        "merge / every row (goal 8)": 5.0, "row by row / merge (goal at least 5)": 4.0,
        "merge / python": 2.0,
    })  # fmt: skip
    assert [(one.what, one.goal, one.met) for one in found] == [
        ("merge / every row", 8.0, True),
        ("row by row / merge", 5.0, False),
        ("merge / python", None, None),
    ]


def test_the_table_says_what_is_met_and_what_is_not() -> None:
    lines = [
        Line("start", 170.4, "ms", "tomt fönster", 100, goal=1.8),
        Line("bild", 20, "ms", goal=16),
        *from_ratios({"slå ihop / läsa (goal 8)": 5.126}),
    ]
    head, *rows = table(lines).splitlines()
    assert head.split() == ["vårt", "mot", "måttstock", "kvot", "mål", "nått"]
    assert rows[0].split() == [
        "start", "170", "ms", "tomt", "fönster", "100", "ms", "1.70", "≤", "1.8", "ja",
    ]  # fmt: skip
    assert rows[1].split() == ["bild", "20", "ms", "≤", "16", "NEJ"]
    assert rows[2].split()[-4:] == ["5.13", "≤", "8", "ja"]
    assert lines[1].as_json()["met"] is False


def test_what_is_missing_is_said() -> None:
    said = notes({"merge": "disken är full"}, {"duckdb": "1.5", "polars": None})
    assert said[0] == "merge: kunde inte mätas (disken är full)"
    assert "polars" in said[1]
    assert "duckdb" not in said[1]
    assert notes({}, dict.fromkeys(("duckdb", "polars", "fpdf2", "weasyprint", "typst"), "1")) == []


def test_every_part_can_be_asked_for_by_name() -> None:
    assert set(PARTS) >= {"start", "help", "save", "merge", "results", "sheets", "memory", "bits"}
