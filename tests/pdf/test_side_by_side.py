"""The units side by side on paper: every column has its heads, however many the units are."""

from __future__ import annotations

import io

import pikepdf
import pytest

from egenkontroll.pdf.side_by_side import side_by_side_pdf
from egenkontroll.report.parts import Labelled
from egenkontroll.report.side_by_side import REVIEWED, Line, SideBySide
from tests.pdf.accessible import check

QUESTIONS = 18


def summary(units: tuple[str, ...], caution: str = "") -> SideBySide:
    def line(name: str, at: int) -> Line:
        figures = tuple(f"{at} av 1{place}\n{place} %" for place in range(len(units)))
        return Line(name, "120 av 240\n50 %", figures)

    asked = tuple(line(f"Fråga {at} om det som granskas", at) for at in range(QUESTIONS))
    return SideBySide(
        "Avdelning Norr", "Sammanställning", "Lista", (Labelled(REVIEWED, "9 av 9"),), caution,
        units, line(REVIEWED, 1), (("Första", asked[:9]), ("Andra", asked[9:])), ("Så.",), "Fot",
    )  # fmt: skip


def size(data: bytes) -> tuple[float, float]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        box = pdf.pages[0].mediabox
        return float(box[2]), float(box[3])


@pytest.mark.parametrize(
    ("many", "tables", "turned"), [(0, 1, False), (3, 1, False), (12, 2, True), (40, 6, True)]
)
def test_every_unit_stands_under_its_head(many: int, tables: int, turned: bool) -> None:
    units = tuple(f"Utredningsenhet {at}" for at in range(many))
    data = side_by_side_pdf(summary(units, "Var försiktig."))
    found = check(data)
    heads = [said for said in found.said("TH") if said.startswith("Utredningsenhet")]
    assert heads == list(units)
    assert len(found.said("Table")) == tables
    assert found.said("TH").count("Totalt") == tables
    assert (size(data)[0] > size(data)[1]) is turned


def test_short_names_leave_room_for_more() -> None:
    data = side_by_side_pdf(summary(tuple("ABCDEFGHIJ")))
    assert len(check(data).said("Table")) == 1


@pytest.mark.parametrize(
    "name", ["Familjehemsrekryteringsverksamhetsenheten", "🙂", "\u0301", "אבג", "A" * 300]
)
def test_odd_names_give_proper_heads(name: str) -> None:
    check(side_by_side_pdf(summary((name, "Ungdom"))))


def test_the_same_summary_gives_the_same_bytes() -> None:
    assert side_by_side_pdf(summary(("A",))) == side_by_side_pdf(summary(("A",)))
