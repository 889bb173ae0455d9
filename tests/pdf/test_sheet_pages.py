"""The pages of a sheet: two at most, nothing astray, and proper whatever stands on them."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2 as pdfium
import pytest

from egenkontroll.checklist.model import Type
from egenkontroll.checklist.reading import read
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.sheets import round_basis
from egenkontroll.pdf import fonts
from egenkontroll.pdf.sheets import sheet_pdf
from egenkontroll.report.parts import Listed
from egenkontroll.report.sheet import unit_sheet
from egenkontroll.results.tally import Share
from tests.makers import checklist, raw_question
from tests.pdf.accessible import check, flat
from tests.pdf.geometry import faults
from tests.report.test_sheet import about, answered, earlier, made, sample

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Checklist
    from egenkontroll.report.sheet import Sheet

CHECKLISTS = sorted((Path(__file__).parents[2] / "checklists").glob("*.yaml"))
SMALLEST = 7.5
LONG = ("En mycket lång rubrik om utredningar " * 8 + "Samordningsansvarighetsplanering" * 2)[:300]
ODD = [
    LONG, "O" * 300, "Enhet 🙂👩\u200d👧", "🙂", "", "Enhet مها", "\u202eEnhet", "\u0301Enhet",
    "e\u0301n", "\ud800", "rad\nrad", "=1+1",
]  # fmt: skip
GIVEN = ("yes", "yes", "no", "yes", "partly", "yes", "not_applicable", "yes", "yes", "no")


def pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def full(definition: Checklist, cases: int) -> Sheet:
    """A unit's sheet with findings in most questions, actions and an earlier round."""
    asked = list(enumerate(definition.by_id.values()))
    judged = (Type.YES_NO, Type.YES_PARTLY_NO)
    answers = [
        {one.id: _answer(one.type, GIVEN[(case * 7 + at * 3) % 10]) for at, one in asked
         if one.type in judged}
        for case in range(cases)
    ]  # fmt: skip
    before = {one.id: earlier(Share(6 + at % 4, 10)) for at, one in asked}
    found = made(definition, answered(definition, "Utredning Norr", *answers), before)
    of = sample(cases, population=86, reviewers=3, double=2, outside=2)
    one = unit_sheet(about(definition, algorithm="egk-1", seed="frö"), "Utredning Norr", of, found)
    since = "Nätverkskarta: Ritas med barnet. Avslutad, delvis effekt. Då 6 av 10, nu 7 av 10."
    decided = "Utredningsplan: Mall i verksamhetssystemet. Ansvarig: Enhetschef. Klart: 2026-12-01."
    return replace(one, since=Listed("Åtgärder sedan förra omgången", (since,) * 2),
                   decided=Listed("Det här är beslutat", (decided,) * 2))  # fmt: skip


def _answer(kind: Type, said: str) -> str:
    return "no" if said == "partly" and kind is Type.YES_NO else said


def sizes(data: bytes) -> set[float]:
    """Every size that letters are set in."""
    found = set()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for instruction in pikepdf.parse_content_stream(page):
                if str(instruction.operator) == "Tf":
                    found.add(float(instruction.operands[1]))
    return found


# --- two pages --------------------------------------------------------------------------------


def test_every_sheet_of_the_real_rounds_fits_two_pages(vt2024: Path, demo: Path) -> None:
    for path, rounds in ((vt2024, (2024,)), (demo, (2024, 2025, 2026))):
        with open_document(path) as document:
            for year in rounds:
                basis = round_basis(document, f"Våren {year}")
                for unit in (None, *basis.units):
                    data = sheet_pdf(basis.sheet(unit))
                    assert pages(data) <= 2, (year, unit)
                    assert faults(data) == []
                    assert sizes(data) <= {22, 11.5, 9, SMALLEST}


@pytest.mark.parametrize("path", CHECKLISTS, ids=lambda path: path.stem)
def test_every_bundled_checklist_fits_two_pages(path: Path) -> None:
    sheet = full(read(path), 10)
    assert len(sheet.findings.sentences) > 5
    data = sheet_pdf(sheet)
    check(data)
    assert pages(data) == 2
    assert faults(data) == []


def test_twenty_five_questions_with_everything_fit_two_pages() -> None:
    texts = [one.text for path in CHECKLISTS[:2] for one in read(path).by_id.values()]
    asked = [
        raw_question(f"q{at}", text=text, finding="Utredningsplan saknades", target=90)
        for at, text in enumerate(texts[:25])
    ]
    sheet = full(checklist(*asked), 10)
    assert sum(len(area.rows) for area in sheet.areas) == 25
    data = sheet_pdf(sheet)
    assert pages(data) == 2
    assert faults(data) == []


# --- odd texts --------------------------------------------------------------------------------


def odd(sheet: Sheet, said: str) -> Sheet:
    """The sheet with a text in every place where people write texts."""
    rows = tuple(
        replace(row, question=said, under=(said,), count="3 250 av 5 000")
        for area in sheet.areas
        for row in area.rows
    )
    listed = Listed(f"Så här: {said}", (f"Frågan {said}",) * 3)
    return replace(
        sheet, title=said, subtitle=said, checklist=said, caution=said, earlier=said or "x",
        facts=tuple(replace(fact, words=said) for fact in sheet.facts),
        areas=(replace(sheet.areas[0], title=said, rows=rows),),
        strengths=listed, mend=listed, findings=listed, since=listed, decided=listed,
        notes=tuple(replace(note, words=said) for note in sheet.notes), foot=said,
    )  # fmt: skip


@pytest.mark.parametrize("said", ODD)
def test_odd_texts_give_proper_pages(made: dict[str | None, Sheet], said: str) -> None:
    data = sheet_pdf(odd(made["Utredning 1"], said))
    found = check(data)
    assert faults(data) == []
    read_aloud = fonts.spoken(said)
    assert found.said("H1") == [flat(read_aloud) or "[…]"]
    assert all(flat(read_aloud) in one for one in found.said("LBody"))


def test_letters_the_fonts_lack_are_marked_and_read_in_full(made: dict[str | None, Sheet]) -> None:
    sheet = replace(made["Ungdom"], title="Enhet مها")
    found = check(sheet_pdf(sheet))
    assert found.said("H1") == found.outline[:1] == ["Enhet مها"]
    assert str(found.pdf.docinfo.Title).startswith("Enhet مها – ")
    (title,) = (mark for mark in found.marks.values() if mark.tag == "H1")
    assert title.drawn == 1
    assert title.printed.strip() == "Enhet […]"
    assert any("läses upp och kan sökas" in said for said in found.said("P"))
    assert not any("läses upp" in said for said in check(sheet_pdf(made["Ungdom"])).said("P"))


# --- few and many -----------------------------------------------------------------------------


def test_no_questions(made: dict[str | None, Sheet]) -> None:
    data = sheet_pdf(replace(made["Ungdom"], areas=(), notes=()))
    assert check(data).said("TH") == ["Åtgärd", "Ansvarig", "Klart"]
    assert pages(data) == 1
    assert faults(data) == []


def test_sixty_questions_and_three_hundred_repeat_their_heads() -> None:
    for many, most in ((60, 5), (300, 25)):
        asked = [raw_question(f"q{at}", label=f"Frågan {at}?", finding="Plan saknades")
                 for at in range(many)]  # fmt: skip
        sheet = full(checklist(*asked), 10)
        data = sheet_pdf(sheet)
        found = check(data)
        assert faults(data) == []
        assert many / 25 < pages(data) <= most
        tables = [one for one in found.root.elements() if one.role == "Table"]
        rows = [row for part in tables[0].elements()[1:] for row in part.elements()]
        assert len(rows) == many + len(sheet.areas)
        aside = [flat(mark.text) for mark in found.artifacts]
        again = aside.count("Kontrollfråga")
        assert again >= many // 30
        assert sum(said.endswith("(forts.)") for said in aside) == again
        assert found.said("TH").count("Kontrollfråga") == 1


def test_the_last_question_of_an_area_does_not_stand_alone_on_a_page() -> None:
    asked = [raw_question(f"q{at}", label=f"Frågan {at}?") for at in range(26)]
    for many in range(16, 26):
        one = replace(full(checklist(*asked[:many]), 1), findings=Listed("", ()))
        with pdfium.PdfDocument(sheet_pdf(one)) as found:
            said = [page.get_textpage().get_text_bounded() for page in found]
        assert all(text.count("Frågan ") != 1 for text in said), many


@pytest.mark.parametrize("many", [1, 5000])
def test_one_case_and_five_thousand(many: int) -> None:
    sheet = full(read(CHECKLISTS[0]), many)
    data = sheet_pdf(sheet)
    found = check(data)
    assert faults(data) == []
    assert pages(data) == 2
    said = [flat(one) for one in found.said("TD")]
    assert "1 av 1" in said if many == 1 else any("av 4 500" in one for one in said)
    assert sizes(data) <= {22, 11.5, 9, SMALLEST}
