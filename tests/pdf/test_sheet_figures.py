"""Every figure on a sheet's paper is the one in `results --format json`, and none is missing."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from egenkontroll.operations.opening import open_document
from egenkontroll.operations.reporting import results_text, sheets
from egenkontroll.operations.resulting import round_results
from egenkontroll.pdf.sheets import sheet_pdf
from tests.pdf.accessible import Element, Tagged, check, flat
from tests.pdf.conftest import DEMO_UNITS, ROUND, UNITS

if TYPE_CHECKING:
    from pathlib import Path

VERDICTS = {
    "secured": "säkerställd förändring",
    "possible": "möjlig förändring",
    "chance": "kan vara slump",
    "too_few": "för få ärenden",
    "undecided": "kan inte avgöras utan antal",
    "not_comparable": "inte jämförbart",
}
LEFT_OUT = {
    "not_in_record": "framgår inte av akten",
    "not_applicable": "ej aktuellt",
    "cannot_judge": "kan inte bedömas",
}
PAPERS = [
    *(("vt2024", ROUND, unit) for unit in (None, *UNITS)),
    *(
        ("demo", f"Våren {year}", unit)
        for year in (2024, 2025, 2026)
        for unit in (None, *DEMO_UNITS)
    ),
]

FIGURES = re.compile(r"(\d+) av (?:de )?(\d+)(?:[^.;]*? \((\d+) %\))?")
"""A share in a sentence, with its percentage where it has one."""

Row = dict[str, Any]


@cache
def rows_in_json(path: Path, round_name: str, by: str | None) -> list[Row]:
    with open_document(path) as document:
        found = json.loads(
            results_text(round_results(document, round_name, by, "previous"), "json")
        )
    rows: list[Row] = found["rows"]
    return rows


@pytest.mark.parametrize(("name", "round_name", "unit"), PAPERS)
def test_every_figure_on_paper_is_the_one_in_json(
    name: str, round_name: str, unit: str | None, vt2024: Path, demo: Path
) -> None:
    path = {"vt2024": vt2024, "demo": demo}[name]
    with open_document(path) as document:
        found = check(sheet_pdf(sheets(document, round_name, unit)))
    by = None if unit is None else "unit"
    wanted = [row for row in rows_in_json(path, round_name, by) if row["group"] == unit]
    table = next(one for one in found.root.elements() if one.role == "Table")
    compares = "Förändring" in cells(found, table.elements()[0].elements()[0])
    notes = dict(said.split(" ", 1) for said in found.said("Note"))
    paper = [row for part in table.elements()[1:] for row in part.elements()[1:]]
    assert len(paper) == len(wanted) > 5
    shares = set()
    for row, one in zip(wanted, paper, strict=True):
        said = cells(found, one)
        asked, marks = asked_and_marks(found, one)
        beside = " ".join([asked, *(notes[mark] for mark in marks)])
        if row["k"] is None:
            assert len(said) == 2
            continue
        shares |= {(row["k"], row["n"]), (row["n"] - row["k"], row["n"])}
        assert said[3:5] == [count(row), share(row)], asked
        assert [kid.role for kid in one.elements()[1].elements()] == ["Figure"] * bool(row["n"])
        if row["n"]:
            assert picture(one).startswith(f"{count(row)} uppfyllt")
        if compares:
            assert said[5:] == [earlier(row["previous"]), change(row["previous"])], asked
        check_beside(row, beside)
    sentences = [said for one in lists(found) for said in one]
    told = [pair for said in sentences for pair in FIGURES.findall(said)]
    assert told or unit == "Samordning"  # with one case there is nothing to say
    known = shares | earlier_shares(wanted)
    for k, n, percent in told:
        assert (int(k), int(n)) in known
        assert percent in ("", str((200 * int(k) + int(n)) // (2 * int(n))))
    secured = [
        row["previous"] for row in wanted if (row["previous"] or {}).get("verdict") == "secured"
    ]
    for one in secured:
        limits = f"95 % intervall {points(one['low'])} till {points(one['high'])}"
        assert any(limits in said for said in sentences)


def check_beside(row: Row, beside: str) -> None:
    """What stands under a question and in its notes: the estimate, and how all were answered."""
    made = row["estimate"]
    if made is not None:
        figures = f"{made['percent']} % ({made['low']}–{made['high']} %)"
        assert f"Hela verksamheten: {figures}" in beside
    for kind, words in LEFT_OUT.items():
        assert not row[kind] or f"{words} i {row[kind]}" in beside.lower()
    answered = sum(row[kind] for kind in ("met", "partly", "not_met"))
    if row["partly"]:
        said = rf"{row['met']}, delvis {row['partly']}, \w+( \w+)? {row['not_met']} av {answered}\."
        assert re.search(said, beside)
    cases = answered + row["unanswered"] + sum(row[kind] for kind in LEFT_OUT)
    if row["unanswered"]:
        assert f"Besvarade {cases - row['unanswered']} av {cases}" in beside


def cells(found: Tagged, row: Element) -> list[str]:
    return [flat(found.text(cell)) for cell in row.elements()]


def asked_and_marks(found: Tagged, row: Element) -> tuple[str, list[str]]:
    """The first cell's words, and the marks that lead to notes."""
    first = row.elements()[0]
    marks = [flat(found.text(kid)) for kid in first.elements() if kid.role == "Reference"]
    return flat(found.text(first)), " ".join(marks).split()


def picture(row: Element) -> str:
    (figure,) = row.elements()[1].elements()
    return flat(str(figure.raw.Alt))


def lists(found: Tagged) -> list[list[str]]:
    """Every list's items: what is strong, what to mend, changes, findings, actions."""
    return [
        [flat(found.text(item.elements()[1])) for item in one.elements()]
        for one in found.root.elements()
        if one.role == "L"
    ]


def count(row: Row) -> str:
    return f"{row['k']} av {row['n']}" if row["n"] else "–"


def stated(k: int, n: int, percent: int | None) -> str:
    if percent is not None:
        return f"{percent} %"
    if n < 10:
        return "–"
    return "över 99 %" if 2 * k > n else "under 1 %"


def share(row: Row) -> str:
    reach = "" if row["low"] is None else f" {row['low']}–{row['high']} %"
    return f"{stated(row['k'], row['n'], row['percent'])}{reach}"


def earlier(before: Row | None) -> str:
    if before is None or (before["n"] is None and before["percent"] is None):
        return ""
    if before["n"] is None:
        return f"{before['percent']} %"
    if not before["n"]:
        return ""
    said = stated(before["k"], before["n"], before["percent"])
    return count(before) if said == "–" else f"{said} {count(before)}"


def change(before: Row | None) -> str:
    if before is None:
        return ""
    words = "ny fråga" if before["comparability"] == "new" else VERDICTS[before["verdict"]]
    apart = "" if before["difference"] is None else f"{points(before['difference'])} p.e. "
    return f"{apart}{words}"


def points(value: int) -> str:
    return f"+{value}" if value > 0 else f"{value}".replace("-", "−")


def earlier_shares(rows: list[Row]) -> set[tuple[int, int]]:
    before = [row["previous"] for row in rows if row["previous"] and row["previous"]["n"]]
    known = [one["now"] for one in before if one["now"]]
    return {(one["k"], one["n"]) for one in (*before, *known)}
