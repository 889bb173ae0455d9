"""Sheets on paper: every figure is there, fonts are embedded, odd input gives proper pages."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from egenkontroll.pdf import fonts
from egenkontroll.pdf.pages import BOTTOM, Block, paginate
from egenkontroll.pdf.sheets import sheet_pdf
from egenkontroll.pdf.typesetting import BODY, BROKEN, LABEL, fitting, lines, shortened, wide
from tests.pdf.accessible import check
from tests.pdf.conftest import UNITS

if TYPE_CHECKING:
    from egenkontroll.pdf.ink import Ink
    from egenkontroll.report.sheet import Sheet


def page_texts(data: bytes) -> list[str]:
    document = pdfium.PdfDocument(data)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@cache
def words_of(data: bytes) -> str:
    return flat(" ".join(page_texts(data)))


def font_names(data: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {
            str(font.BaseFont) for page in pdf.pages for font in page.obj.Resources.Font.values()
        }


def squeezed(text: str) -> str:
    """Without any space: lines are broken where the page needs it."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("unit", [None, *UNITS])
def test_everything_the_sheet_says_is_on_paper(
    made: dict[str | None, Sheet], unit: str | None
) -> None:
    sheet = made[unit]
    said = squeezed(words_of(sheet_pdf(sheet)))
    wanted = [sheet.title, sheet.subtitle, sheet.checklist, sheet.caution, sheet.foot]
    wanted += [words for fact in sheet.facts for words in (fact.label, fact.words)]
    for listed in (sheet.strengths, sheet.mend, sheet.changes, sheet.findings):
        wanted += listed.sentences or (listed.none,)
    for row in (row for area in sheet.areas for row in area.rows):
        wanted += [row.question, row.count, row.percent, row.interval, *row.under]
        if sheet.earlier:
            wanted += [row.earlier, row.earlier_count, row.difference, row.verdict]
    wanted += [note.words for note in sheet.notes] + list(sheet.reading)
    missing = [words for words in wanted if squeezed(words) not in said]
    assert missing == []


def test_the_published_figures_stand_in_their_sentences(made: dict[str | None, Sheet]) -> None:
    said = words_of(sheet_pdf(made[None]))
    assert "I 6 av 61 granskade ärenden (10 %) saknades utredningsplan." in said
    assert "I 22 av 61 granskade ärenden (36 %) var barnets nätverk inte kartlagt." in said
    assert "Besvarade 58 av 61" in said
    assert made["Utredning 2"].earlier == ""


def test_pages_are_numbered_and_the_sheet_is_named_on_each(made: dict[str | None, Sheet]) -> None:
    for unit in (None, "Samordning"):
        texts = page_texts(sheet_pdf(made[unit]))
        for number, text in enumerate(texts, 1):
            assert f"Sida {number} av {len(texts)}" in flat(text)
            assert made[unit].title in text
            assert "Egenkontroll" in text


def test_fonts_are_embedded_and_the_document_is_described(made: dict[str | None, Sheet]) -> None:
    data = sheet_pdf(made[None])
    document = pdfium.PdfDocument(data)
    about = document.get_metadata_dict()
    assert about["Title"].startswith("Alla enheter – Resultat av egenkontroll")
    assert about["Author"] == "Egenkontroll"
    assert about["Subject"].startswith("Barn och unga: handläggning och dokumentation")
    found = set()
    for page in document:
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(item)
            found.add(raw.FPDFFont_GetIsEmbedded(font))
    document.close()
    assert found == {1}
    assert {font.split("+")[1] for font in font_names(data)} == {
        "IBMPlexSans", "IBMPlexSans-SmBld",
    }  # fmt: skip


def test_same_sheet_same_bytes(made: dict[str | None, Sheet]) -> None:
    first = sheet_pdf(made[None])
    sheet_pdf(made["Ungdom"])
    assert sheet_pdf(made[None]) == first


# --- odd input --------------------------------------------------------------------------------


def test_nothing_judged_and_nothing_at_all(made: dict[str | None, Sheet]) -> None:
    bare = replace(made["Samordning"], areas=(), notes=(), caution="", actions=0, reading=())
    check(sheet_pdf(bare))
    said = words_of(sheet_pdf(bare))
    assert "Kontrollfråga" not in said
    assert "Sida 1 av 1" in said


def test_a_question_that_is_only_counted_has_its_answers(made: dict[str | None, Sheet]) -> None:
    area = made["Ungdom"].areas[0]
    counted = replace(area.rows[0], given="mor 12, far 3", bar=None)
    sheet = replace(made["Ungdom"], areas=(replace(area, rows=(counted,)),))
    assert "mor 12, far 3" in check(sheet_pdf(sheet)).said("TD")


# --- letters and lines ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("a\u030a", "å"),
        ("\u0301a", "[…]a"),
        ("x\u0302 \u0302", "x […]"),
        ("ﬃ①", "ﬃ①"),
        ("㎏", "kg"),
        ("a\t\nb\u2028c", "a b c"),
        ("6\u202f%", "6\u00a0%"),
        ("för\u2011bered\u00adelse", "för-beredelse"),
        ("🙂👩\u200d👧\ufe0f ok \ue000", "[…] ok"),
        ("שלום עולם", "[…] […]"),
        ("\x00\ud800", ""),
    ],
)
def test_text_is_made_printable(given: str, printed: str) -> None:
    said = fonts.printable(given)
    assert unicodedata.normalize("NFKC", said) == unicodedata.normalize("NFKC", printed)
    assert wide(said, BODY) >= 0


def test_what_is_not_printed_is_read_aloud() -> None:
    for shown in ("Enhet å", "6\u202f%", "a\t\nb", "för\u2011bered\u00adelse", "\x00\ud800", ""):
        assert fonts.beyond(shown) == ""
    assert fonts.beyond("Enhet مها") == "Enhet مها"
    assert fonts.beyond("x\u0302\u202e\ufffe") == "x\u0302"
    assert fonts.beyond("👩\u200d👧") == "👩\u200d👧"


def test_lines_hold_the_measure_and_hard_spaces() -> None:
    text = "I 6\u00a0av\u00a061 granskade ärenden (10\u00a0%) saknades utredningsplan för barnet"
    for measure in (60.0, 75.0, 110.0, 200.0):
        said = lines(text, BODY, measure)
        assert all(wide(line, BODY) <= measure for line in said)
        assert squeezed("".join(said)).replace(BROKEN, "") == squeezed(text)
        assert any("6\u00a0av\u00a061" in line for line in said)
    cut = lines("Förvaltnings-samordning" * 3 + " Ett/två/tre" * 9, LABEL, 40, most=3)
    assert len(cut) == 3
    assert cut[-1].endswith("…")
    assert lines("", BODY, 100) == ()


def test_a_short_word_does_not_stand_alone_on_the_last_line() -> None:
    words = "Framgår det tydligt hur barnet påverkas av det"
    measure = wide("Framgår det tydligt hur barnet påverkas av", BODY) + 1
    assert lines(words, BODY, measure)[-1] == "av det"


def test_figures_are_made_to_fit_and_texts_cut() -> None:
    assert fitting("6 av 61", BODY, 100) is BODY
    assert wide("3 250 av 5 000", fitting("3 250 av 5 000", BODY, 30)) == pytest.approx(30)
    assert shortened("kort", BODY, 100) == "kort"
    assert shortened("lång " * 40, BODY, 100).endswith("…")


def test_what_belongs_together_stays_together() -> None:
    def draw(ink: Ink, y: float) -> None:
        raise AssertionError("only placed here")

    head = Block(20, draw, kept=True)
    first = Block(BOTTOM - 100, draw)
    row = Block(60, draw, before=5, heads=(head,))
    area = Block(20, draw, before=9, kept=True, heads=(head,))
    pages = paginate([first, area, row, row])
    assert [[placed.block for placed in page] for page in pages] == [
        [first],
        [head, area, row, row],
    ]
    assert paginate([]) == [[]]
