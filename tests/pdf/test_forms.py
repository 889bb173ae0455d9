"""Blank forms on paper: everything is there, tagged, with room for long and odd texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from egenkontroll.operations.checklists import bundled, read_checklist
from egenkontroll.operations.reporting import write_form
from egenkontroll.pdf.forms import form_pdf
from egenkontroll.report.form import form
from tests.makers import VT2024, attribute, checklist, raw_question, tuples
from tests.pdf.accessible import Tagged, check, flat

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist

LONG = ("En mycket lång fråga om utredningar " * 9 + "Samordningsansvarighetsplanering" * 2)[:300]
CONDITION = {"any": [{"kon": "flicka"}, {"kon": "pojke"}]}


def tagged(one: Checklist) -> Tagged:
    return check(form_pdf(form(one, "1.0")))


def changed(one: Checklist, **parts: Any) -> Checklist:
    return one.model_copy(update=tuples(parts))


@pytest.mark.parametrize("at", range(10))
def test_every_bundled_checklist_is_whole_on_paper(at: int) -> None:
    every = [*(one for _, one in bundled()), read_checklist(VT2024 / "checklista-2024.yaml")]
    found, asked = tagged(every[at]), form(every[at], "1.0")
    assert found.said("H1") == [flat(asked.title)]
    areas = [flat(area.title) for area in asked.areas]
    assert found.said("H2") == ["Om ärendet", *areas, "Så svarar du"]
    questions = [question for area in asked.areas for question in area.questions]
    assert found.said("H3") == [f"{one.number} {flat(one.text)}" for one in questions]
    paragraphs = found.said("P")
    boxes = found.said("LBody")
    for one in questions:
        wanted = [one.applies, one.guidance, f"Grund: {one.basis}" if one.basis else ""]
        assert [words for words in wanted if words and flat(words) not in paragraphs] == []
        assert one.comment in paragraphs
    offered = [box for fact in asked.case for box in fact.boxes]
    offered += [box for one in questions for box in (*one.answer.boxes, *one.ways)]
    assert boxes == [flat(box) for box in offered]
    assert flat(asked.privacy) in paragraphs
    for word, meaning in asked.meanings:
        assert flat(f"{word} {meaning}") in paragraphs


def test_every_box_and_line_says_what_it_is_for() -> None:
    found = tagged(
        checklist(
            raw_question(),
            raw_question("b", type="multi", choices=["SoL", "LVU"]),
            raw_question("c", type="number", min=0.0, max=60.0, unit="dagar"),
            raw_question("d", type="text"),
            attributes=[attribute("kon", "Kön", "flicka", "pojke")],
        )
    )
    fields = found.alternatives("Form")
    assert fields[:4] == ["Ärendets referens", "Enhet", "Kön: flicka", "Kön: pojke"]
    assert "Fråga 1: Framgår inte av akten" in fields
    assert "Fråga 2: LVU" in fields
    assert "Fråga 3, Svar" in fields
    assert "Fråga 4, Svar, rad 2" in fields
    assert "Fråga 1, Kommentar, rad 1" in fields
    kinds = {
        flat(str(one.raw.Alt)): str(one.raw.A.Role)
        for one in found.root.every()
        if one.role == "Form"
    }
    assert kinds["Fråga 1: Ja"] == "/rb"
    assert kinds["Fråga 2: SoL"] == "/cb"
    assert kinds["Fråga 3, Svar"] == "/tv"


@pytest.mark.parametrize("text", [LONG, "O" * 300, "🙂", "Fråga مها?", "e\u0301n\u0301", "\u0301x"])
def test_odd_texts_give_proper_pages(text: str) -> None:
    questions = [
        raw_question("a", text=text, guidance=text, basis=text, comment_required=[text]),
        raw_question("b", text=text, type="choice", choices=[text, "Nej"], applies_when=CONDITION),
        raw_question("c", text=text, type="multi", choices=[text, f"{text} igen"]),
        raw_question("d", text=text, type="number", unit=text),
        raw_question("e", text=text, type="date"),
        raw_question("f", text=text, type="text"),
    ]
    one = checklist(*questions, attributes=[attribute("kon", text, "flicka", "pojke", text)])
    area = one.areas[0].model_copy(update={"title": text, "description": text})
    found = tagged(changed(one, title=text, description=text, version=text, areas=[area]))
    assert len(found.said("H3")) == 6


def test_a_question_longer_than_a_page_goes_on_over_the_next() -> None:
    long = "Ord som fyller sidan från början till slut. " * 90
    choices = [f"Svar {at} {LONG[:200]}" for at in range(40)]
    questions = [
        raw_question("a", guidance=long[:3900], basis=long[:1000]),
        raw_question("b", type="multi", choices=choices, basis="LVU 13 §"),
        raw_question("c", type="multi", choices=choices),
    ]
    found = tagged(checklist(*questions))
    said = " ".join(found.said("P", "LBody"))
    assert flat(long[:3900]) in said
    assert all(flat(choice) in said for choice in choices)


def test_three_hundred_questions() -> None:
    questions = [raw_question(f"q{at}") for at in range(300)]
    found = tagged(checklist(*questions))
    assert len(found.said("H3")) == 300
    assert max(page for page, _ in found.marks) > 25


def test_a_form_without_anything_extra() -> None:
    bare = checklist(raw_question(not_applicable=False))
    found = tagged(bare)
    assert "Besvaras" not in " ".join(found.said("P"))
    assert {one.text for one in found.artifacts if "Sida" in one.text} == {"Sida 1 av 1 "}


def test_the_file_is_whole_and_the_same_each_time(tmp_path: Path) -> None:
    one = read_checklist(VT2024 / "checklista-2024.yaml")
    for name in ("a.pdf", "b.pdf"):
        write_form(one, tmp_path / name)
    first = (tmp_path / "a.pdf").read_bytes()
    assert first == (tmp_path / "b.pdf").read_bytes()
    assert check(first).said("H1") == ["Barn och unga: handläggning och dokumentation"]
