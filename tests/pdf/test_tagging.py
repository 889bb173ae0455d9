"""Tagged PDF: what a screen reader meets, and that the checks find what is wrong."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.reporting import sheets
from egenkontroll.pdf.fonts import unicode_map
from egenkontroll.pdf.sheets import sheet_pdf
from egenkontroll.pdf.tagging import Part, Role, Tags
from tests.pdf.accessible import Element, Tagged, check, flat
from tests.pdf.conftest import UNITS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from egenkontroll.report.sheet import Sheet

Made = dict[str | None, "Sheet"]


@pytest.mark.parametrize("unit", [None, *UNITS])
def test_a_sheet_is_read_in_the_order_of_the_page(made: Made, unit: str | None) -> None:
    sheet = made[unit]
    found = check(sheet_pdf(sheet))
    assert found.said("H1") == [sheet.title]
    lists = (sheet.strengths, sheet.mend)
    assert found.said("H2")[:3] == [*(one.heading for one in lists), "Fråga för fråga"]
    facts = [flat(f"{fact.label} {fact.words}") for fact in sheet.facts]
    assert found.said("P")[:7] == [flat(sheet.subtitle), flat(sheet.checklist), *facts]
    listed = [*lists, sheet.changes, sheet.findings]
    assert found.said("LBody") == [flat(said) for one in listed for said in one.sentences]
    assert set(found.said("Lbl")) == {"•"}
    assert found.said("Note") == [flat(f"{note.mark} {note.words}") for note in sheet.notes]
    marks = {row.mark for area in sheet.areas for row in area.rows} - {""}
    assert set(found.said("Reference")) == marks


def test_a_bar_says_the_figures_of_its_row(made: Made) -> None:
    for unit in (None, "Ungdom"):
        found = check(sheet_pdf(made[unit]))
        rows = [row for area in made[unit].areas for row in area.rows]
        bars = [row.bar.words for row in rows if row.bar is not None]
        assert found.alternatives("Figure") == [flat(words) for words in bars]
        for row in rows:
            if row.bar is not None:
                assert flat(row.count) in flat(row.bar.words)
                assert not row.target or flat(f"mål {row.target}") in flat(row.bar.words)


def test_the_table_has_heads_for_columns_rows_and_areas(made: Made) -> None:
    sheet = made[None]
    found = check(sheet_pdf(sheet))
    (table,) = (one for one in found.root.elements() if one.role == "Table")
    head, *areas = table.elements()
    assert cells(found, head) == [
        ["Kontrollfråga", "Uppfyllt", "Mål", "Antal", "Andel", "Våren 2023", "Förändring"]
    ]
    for rows, area in zip(areas, sheet.areas, strict=True):
        said = cells(found, rows)
        assert said[0] == [area.title]
        assert [row[3] for row in said[1:]] == [flat(row.count) for row in area.rows]
        scopes = [str(row.elements()[0].raw.A.Scope) for row in rows.elements()]
        assert scopes == ["/Column"] + ["/Row"] * len(area.rows)


def cells(found: Tagged, part: Element) -> list[list[str]]:
    return [[flat(found.text(cell)) for cell in row.elements()] for row in part.elements()]


def test_repeated_heads_and_the_foot_are_not_read(made: Made) -> None:
    sheet = made["Ungdom"]
    many = replace(sheet, areas=tuple(replace(area, rows=area.rows * 20) for area in sheet.areas))
    found = check(sheet_pdf(many))
    assert found.said("TH").count("Kontrollfråga") == 1
    aside = [flat(one.text) for one in found.artifacts]
    assert aside.count("Kontrollfråga") > 1
    assert "Planering (forts.)" in aside
    assert not any("forts." in said for said in found.said("TH"))
    assert any(said.startswith("Sida 2 av") for said in aside)


def test_cut_words_are_read_as_one(made: Made) -> None:
    word = "Samordningsansvarighetsplaneringsuppföljning" * 4
    sheet = replace(made["Ungdom"], subtitle=f"Om {word} igen", title=word)
    found = check(sheet_pdf(sheet))
    assert found.said("H1") == [word]
    assert f"Om {word} igen" in found.said("P")


def test_lines_to_fill_in_are_a_table(made: Made) -> None:
    found = check(sheet_pdf(made["Ungdom"]))
    table = [one for one in found.root.elements() if one.role == "Table"][-1]
    assert cells(found, table.elements()[0]) == [["Åtgärd", "Ansvarig", "Klart"]]
    assert found.alternatives("Form") == [
        f"{name} {line}" for line in (1, 2, 3) for name in ("Åtgärd", "Ansvarig", "Klart")
    ]


def test_the_demo_document_and_a_sheet_with_nothing_known(tmp_path: Path, made: Made) -> None:
    path = tmp_path / "demo.egk"
    write_demo(path)
    with open_document(path) as document:
        for unit in (None, "Ungdom"):
            check(sheet_pdf(sheets(document, "Våren 2026", unit)))
    row = replace(made["Ungdom"].areas[0].rows[0], count="", percent="", interval="", bar=None)
    area = replace(made["Ungdom"].areas[0], rows=(row,))
    found = check(sheet_pdf(replace(made["Ungdom"], areas=(area,), subtitle="", notes=())))
    assert "" in found.said("TD")


# --- fonts ------------------------------------------------------------------------------------


def test_the_map_to_unicode_has_what_is_used_in_short_blocks() -> None:
    subset = [0, *range(65, 65 + 150), 0, 0x1F642]
    said = unicode_map("AAAAAA+Plex", subset).splitlines()
    assert "<00> <0000>" not in said
    assert "<01> <0041>" in said
    assert f"<{len(subset) - 1:02X}> <D83DDE42>" in said
    assert [line for line in said if line.endswith("beginbfchar")] == [
        "100 beginbfchar", "51 beginbfchar",
    ]  # fmt: skip


# --- the checks find what is wrong ------------------------------------------------------------


def first(pdf: pikepdf.Pdf, role: str) -> Any:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name(f"/{role}"):
            return one
    raise AssertionError(role)


def without_alternative(pdf: pikepdf.Pdf) -> None:
    del first(pdf, "Figure")["/Alt"]


def without_scope(pdf: pikepdf.Pdf) -> None:
    del first(pdf, "TH").A["/Scope"]


def without_parents(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree.Nums = pikepdf.Array()


def with_parents_astray(pdf: pikepdf.Pdf) -> None:
    row = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    row[0], row[1] = row[1], row[0]


def with_order_changed(pdf: pikepdf.Pdf) -> None:
    kids = first(pdf, "Document").K
    kids[1], kids[2] = kids[2], kids[1]


def with_a_cell_too_few(pdf: pikepdf.Pdf) -> None:
    del first(pdf, "TR").K[-1]


def with_an_empty_tag(pdf: pikepdf.Pdf) -> None:
    root = first(pdf, "Document")
    empty = pikepdf.Dictionary(S=pikepdf.Name.P, P=root)
    root.K.append(pdf.make_indirect(empty))


def with_text_outside(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(b"EMC", b"", 1) + b"EMC")


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


@pytest.mark.parametrize(
    "harm",
    [
        without_alternative, without_scope, without_parents, with_parents_astray,
        with_order_changed, with_a_cell_too_few, with_an_empty_tag, with_text_outside,
        without_language,
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(made: Made, harm: Callable[[pikepdf.Pdf], None]) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(sheet_pdf(made["Ungdom"]))) as pdf:
        harm(pdf)
        pdf.save(target)
    with pytest.raises(AssertionError):
        check(target.getvalue())


def test_an_unharmed_copy_passes(made: Made) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(sheet_pdf(made["Ungdom"]))) as pdf:
        pdf.save(target)
    check(target.getvalue())


def test_a_part_is_the_same_however_often_it_is_opened() -> None:
    tags, table = Tags(), Part(Role.TABLE)
    for _ in range(2):
        tags.open(table)
        assert tags.mark(Role.CONTENT).startswith("/Table <</MCID")
        tags.close()
    assert tags.mark(Role.FURNITURE) == "/Artifact <</Type /Layout>> BDC"
    assert tags.mark(Role.PARAGRAPH) == "/P <</MCID 2>> BDC"
