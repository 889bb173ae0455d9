"""Word and PowerPoint files as those who open them find them."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation
from pptx.util import Emu

from egenkontroll.office.package import clean
from egenkontroll.office.slides import pack_pptx
from egenkontroll.office.word import statement_docx
from egenkontroll.report.export_paper import Told, paper
from egenkontroll.report.meeting import Chart, pack
from egenkontroll.report.parts import Labelled
from egenkontroll.report.statement import Facts, Grid, Paragraph, Points, Section, Statement
from tests.makers import checklist, raw_question
from tests.report.exported import HARD, LONG, answered, hard, told

ROUNDS = [told(checklist(raw_question("q"))), hard(), answered(1), answered(5000, 3),
          answered(10, 300, LONG)]  # fmt: skip
NAMES = ["0 questions", "hard texts", "1 case", "5000 cases", "300 questions"]


def opened(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def deck(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def statement(*pieces: Any, rows: int = 2) -> Statement:
    grid = Grid("Tabellen", ("Fråga", "k av n"), (("=1+1", "6 av 61"),) * rows, frozenset({1}))
    return Statement("Titeln", "Under", (Section("Rubrik", (*pieces, grid)), Section("", ())),
                     "fot", (Labelled("Period", "våren"),))  # fmt: skip


# --- Word -------------------------------------------------------------------------------------


def test_a_document_has_real_styles_and_tables_that_can_be_listened_to() -> None:
    made = opened(statement_docx(statement(
        Paragraph("Obs", strong=True), Points(("ett", "två")),
        Facts((Labelled("Granskade", "6 av 61"),)))))  # fmt: skip
    styles = [(one.style.name, one.text) for one in made.paragraphs if one.text]
    assert styles == [
        ("Title", "Titeln"), ("Subtitle", "Under"), ("Heading 1", "Rubrik"), ("Normal", "Obs"),
        ("List Bullet", "ett"), ("List Bullet", "två"),
    ]  # fmt: skip
    assert made.paragraphs[4].runs[0].bold or made.paragraphs[3].runs[0].bold
    for table in made.tables:
        head = table.rows[0]._tr.trPr
        assert head.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert "kolumnerna" in table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    assert made.tables[2].cell(1, 0).text == "=1+1"
    one = opened(statement_docx(statement(rows=1))).tables[1]
    said = one._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    assert said.startswith("Tabellen: 1 rad med")


def test_a_document_is_swedish_and_says_its_title() -> None:
    made = opened(statement_docx(statement()))
    properties = made.core_properties
    assert (properties.title, properties.language) == ("Titeln", "sv-SE")
    languages = {one.get(qn("w:val")) for one in made.styles.element.iter(qn("w:lang"))}
    assert languages == {"sv-SE"}
    themed = {one.get(qn("w:val")) for one in made.settings.element.iter(qn("w:themeFontLang"))}
    assert themed == {"sv-SE"}


def test_a_document_numbers_its_pages_with_fields() -> None:
    (foot,) = opened(statement_docx(statement())).sections[0].footer.paragraphs
    said = [
        f"<{part.get(qn('w:instr'))}>" if part.tag == qn("w:fldSimple") else part.text or ""
        for part in foot._p if part.tag != qn("w:pPr")
    ]  # fmt: skip
    assert "".join(said).replace("\u00a0", " ") == "Titeln · fot\tSida <PAGE> av <NUMPAGES>"


@pytest.mark.parametrize("round_told", ROUNDS, ids=NAMES)
def test_every_round_gives_a_document_with_all_its_words(round_told: Told) -> None:
    written = paper(round_told)
    made = opened(statement_docx(written))
    grids = [one for part in written.sections for one in part.pieces if isinstance(one, Grid)]
    assert len(made.tables) == len(grids) + 1
    for table, grid in zip(made.tables[1:], grids, strict=True):
        lines = (grid.heads, *grid.rows)
        assert len(table._tbl.tr_lst) == len(lines)
        assert [cell.text for cell in table.rows[-1].cells] == [clean(one) for one in lines[-1]]


# --- PowerPoint -------------------------------------------------------------------------------


@pytest.mark.parametrize("round_told", ROUNDS, ids=NAMES)
def test_every_round_gives_slides_with_titles_notes_and_native_charts(round_told: Told) -> None:
    written = pack(round_told, ())
    made = deck(pack_pptx(written))
    assert Emu(made.slide_width) * 9 == pytest.approx(Emu(made.slide_height) * 16, rel=0.001)
    assert len(made.slides) == len(written.slides)
    for slide, one in zip(made.slides, written.slides, strict=True):
        assert slide.shapes.title.text_frame.text == clean(one.title)
        assert slide.notes_slide.notes_text_frame.text == clean(one.notes)
        for shape in slide.shapes:
            assert shape.left + shape.width <= made.slide_width
            assert shape.top + shape.height <= made.slide_height
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
        if isinstance(one, Chart):
            chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
            met, not_met = (list(series.values) for series in chart.plots[0].series)
            bars = one.bars[::-1]
            assert met == [bar.k for bar in bars]
            assert not_met == [bar.n - bar.k for bar in bars]
            assert list(chart.plots[0].categories) == [clean(bar.name) for bar in bars]
            labels = [
                point.data_label.text_frame.text
                for point in (chart.plots[0].series[0].points[at] for at in range(len(bars)))
            ]
            assert labels == [bar.words for bar in bars]


def test_slides_are_swedish_and_say_their_title() -> None:
    data = pack_pptx(pack(hard(), ()))
    made = deck(data)
    assert (made.core_properties.title, made.core_properties.language) == (
        "Egenkontroll Våren 2024", "sv-SE")  # fmt: skip
    languages = {run.get("lang") for slide in made.slides
                 for run in slide.element.iter("{http://schemas.openxmlformats.org/drawingml/2006/"
                                               "main}rPr")}  # fmt: skip
    assert languages == {"sv-SE"}


# --- both -------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [lambda: statement_docx(paper(hard())),
                                  lambda: pack_pptx(pack(hard(), ()))])  # fmt: skip
def test_the_same_content_gives_the_same_bytes_and_no_time_of_day(make: Any) -> None:
    first = make()
    assert make() == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        packages = [package]
        packages += [zipfile.ZipFile(io.BytesIO(package.read(name)))
                     for name in package.namelist() if name.endswith(".xlsx")]  # fmt: skip
        for each in packages:
            assert {entry.date_time for entry in each.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            said = each.read("docProps/core.xml").decode()
            assert set(re.findall(r"\d{4}-\d\d-\d\dT[^<]*", said)) == {"2000-01-01T00:00:00Z"}


def test_text_that_xml_cannot_hold_is_left_out_and_nothing_else() -> None:
    assert clean("a\x07b\ud800c\ufffe") == "abc"
    for words in (*HARD[:-1], LONG, "a\tb\nc"):
        assert clean(words) == words
