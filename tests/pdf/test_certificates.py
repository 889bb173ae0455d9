"""The certificate on paper: everything is there, tagged, however much there is of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from egenkontroll.pdf.certificates import certificate_pdf
from egenkontroll.report.certificate import Replaced, certificate
from egenkontroll.report.parts import About
from egenkontroll.sample.draw import draw
from egenkontroll.sample.drawn import Draw, Frame, FrameCase
from egenkontroll.sample.wanted import Quota, Sizing, Wanted
from tests.makers import attribute, checklist, raw_question
from tests.pdf.accessible import Tagged, check, flat

LIST = checklist(raw_question(), attributes=[attribute("kon", "Kön", "flicka", "pojke")])
LONG = "En mycket lång enhet för samordning av utredningar " * 3


def frame(many: int, unit: str = "Öst") -> Frame:
    cases = (FrameCase(f"{at:05}-24", unit if at % 2 else "Väst", {"kon": "flicka"})
             for at in range(many))  # fmt: skip
    excluded = tuple((f"{at:05}-23", "Skyddade personuppgifter = ja") for at in range(many // 4))
    return Frame("lista.csv", "ab" * 32, tuple(cases), excluded)


def made(
    wanted: Wanted, listed: Frame, replaced: tuple[Replaced, ...] = (), **parts: Any
) -> tuple[Draw, Tagged]:
    about = About(parts.pop("round", "Våren 2024"), "2024-04-01", "2024-05-31", LIST, "1.0")
    drawn = replace(draw(listed, wanted), drawn_at="2024-04-02T10:30:00+02:00", **parts)
    return drawn, check(certificate_pdf(certificate(about, [drawn, drawn], listed, replaced)))


def test_everything_is_on_the_paper() -> None:
    gone = (Replaced("00001-24", "Öst", "jäv", "2024-04-10T08:00:00+02:00", "00005-24"),)
    wanted = Wanted("frö", 7, reserves=3, double_percent=30, calibration=4,
                    quotas=(Quota("kon", "pojke", 50),))  # fmt: skip
    drawn, found = made(wanted, frame(40), gone, by="Anna Ek")
    assert found.said("H1") == ["Urvalsintyg"]
    assert found.said("H2") == [
        "Så dras det om för hand", "Ärendena i den ordning de drogs", "Läses av två",
        "Ersatta ärenden", "Utelämnat ur listan", "Dragningar",
    ]  # fmt: skip
    cells = found.said("TD")
    spare = [one for stratum in drawn.strata for one in stratum.reserves]
    shown = [said for said in cells if said in {*drawn.drawn, *spare, *drawn.calibration}]
    order = [one for part in drawn.strata for one in (*part.drawn, *part.reserves)]
    assert shown[: len(order)] == order
    assert shown[len(order) : len(order) + 4] == list(drawn.calibration)
    heads = found.said("TH")
    assert flat("Öst: 7 av 20 ärenden") in heads
    assert "Reserv 1–3" in heads
    assert "00001-24" in heads
    assert "jäv" in cells
    paragraphs = " ".join(found.said("P"))
    assert "gick inte att fylla" in paragraphs
    assert flat(", ".join(drawn.double)) in paragraphs
    assert "tecknet U+001F" in paragraphs
    assert "av Anna Ek" in paragraphs


@pytest.mark.parametrize("text", [LONG, "O" * 60, "🙂", "Enhet مها"])
def test_odd_texts_give_proper_pages(text: str) -> None:
    gone = (Replaced("1", text, text, "", text),)
    _, found = made(Wanted(text, 3, reserves=1), frame(10, text), gone, by=text, round=text)
    assert len(found.said("H1")) == 1


def test_a_thousand_cases_go_on_over_many_pages() -> None:
    drawn, found = made(Wanted("x", 0, Sizing.ALL, double_percent=100), frame(1000))
    assert len(drawn.drawn) == 1000
    assert set(drawn.drawn) <= set(found.said("TD"))
    assert max(page for page, _ in found.marks) > 10


def test_nothing_beside_a_small_draw() -> None:
    about = About("V", "2024-04-01", "2024-05-31", LIST, "1.0")
    listed = replace(frame(3), excluded=())
    one = certificate(about, [draw(listed, Wanted("x", 1))], listed, ())
    found = check(certificate_pdf(one))
    assert found.said("H2") == ["Så dras det om för hand", "Ärendena i den ordning de drogs"]
    assert certificate_pdf(one) == certificate_pdf(one)
