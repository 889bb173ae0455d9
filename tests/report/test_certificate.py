"""What the certificate says: everything, in plain words, and under stable keys."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from egenkontroll.report.certificate import Certificate, Replaced, as_json, certificate, lines
from egenkontroll.report.certificate_words import when
from egenkontroll.report.parts import About
from egenkontroll.sample.cases import Case, Status
from egenkontroll.sample.draw import draw
from egenkontroll.sample.drawn import Frame, FrameCase
from egenkontroll.sample.wanted import Exclusion, Quota, Sizing, Wanted
from tests.makers import attribute, checklist, raw_question

if TYPE_CHECKING:
    from egenkontroll.sample.drawn import Draw

LIST = checklist(raw_question(), attributes=[attribute("kon", "Kön", "flicka", "pojke")])
ABOUT = About("Våren 2024", "2024-04-01", "2024-05-31", LIST, "1.0")
CASES = tuple(
    FrameCase(f"{at:02}-24", "Öst" if at < 12 else "Väst", {"kon": "pojke" if at % 3 else "flicka"})
    for at in range(14)
)
FRAME = Frame("lista.csv", "ab" * 32, CASES, (("00-24", "raden finns två gånger i listan"),
                                              ("99-24", "Skyddad = ja")))  # fmt: skip
USUAL = Wanted("vårens frö", 7, reserves=2, double_percent=20)


def drawn(wanted: Wanted = USUAL, **parts: Any) -> Draw:
    made = replace(draw(FRAME, wanted), drawn_at="2024-04-02T10:30:00+02:00", by="Anna Ek")
    return replace(made, **parts)


def paper(*draws: Draw, frame: Frame | None = FRAME, replaced: tuple[Replaced, ...] = ()) -> Any:
    return certificate(ABOUT, draws, frame, replaced)


def facts(one: Certificate) -> dict[str, str]:
    return {fact.label: fact.words.replace("\u00a0", " ") for fact in one.facts}


def test_the_facts_of_a_plain_draw() -> None:
    one = paper(drawn())
    assert (one.title, one.subtitle) == ("Urvalsintyg", "Våren 2024, 1\u00a0april–31\u00a0maj 2024")
    assert one.checklist == "Prov (prov 1)"
    assert facts(one) == {
        "Draget": "2024-04-02 kl. 10:30 av Anna Ek",
        "Ärendelista": "lista.csv: 14 ärenden i 2 enheter",
        "Utelämnat ur listan": "raden finns två gånger i listan: 1 ärende; Skyddad = ja: 1 ärende",
        "Listans kontrollsumma": f"SHA-256 {' '.join(['abababab'] * 8)}",
        "Metod och frö": "egk-1, frö ”vårens frö”",
        "Per enhet": "7 ärenden och 2 reserver",
        "Läses av två": "2 ärenden (20 % av de dragna)",
        "Ersatta efter dragningen": "inget ärende",
    }
    assert (one.cautions, one.history, one.calibration, one.replaced) == ((), (), None, ())


def test_the_references_in_the_order_drawn_five_on_a_row() -> None:
    made = drawn()
    first, second = paper(made).groups
    assert first.title == "Öst: 7\u00a0av\u00a012 ärenden"
    order = made.strata[0].drawn
    assert first.rows == (
        ("1–5", order[:5]),
        ("6–7", order[5:]),
        ("Reserv 1–2", made.strata[0].reserves),
    )
    assert second.rows == (("1–2", made.strata[1].drawn),)
    one = paper(drawn(replace(USUAL, amount=1, reserves=0, calibration=6)))
    assert one.groups[0].rows[0][0] == "1"
    assert [place for place, _ in one.calibration.rows] == ["1–5", "6"]


def test_how_to_draw_it_by_hand_gives_a_sum_to_try_first() -> None:
    made = drawn()
    one = paper(made)
    first = made.drawn[0]
    key = hashlib.sha256(f"vårens frö\x1f{first}".encode()).hexdigest()[:12]
    assert one.redraw[0] == (
        "1. Ta lista.csv med varje ärende en gång och utan det som är utelämnat och dela upp "
        "ärendenumren efter enhet."
    )
    assert f"för {first} börjar den {key}" in one.redraw[1]
    assert one.redraw[2].replace("\u00a0", " ") == (
        "3. Sortera varje grupp efter kontrollsumman. Ta de första: 7 ärenden. De följande är "
        "reserver, i ordning."
    )
    assert len(one.redraw) == 4
    assert len(paper(drawn(replace(USUAL, double_percent=0))).redraw) == 3


@pytest.mark.parametrize(
    ("excluded", "said"),
    [
        ((), "Ta lista.csv och dela"),
        ((("00-24", "två gånger"),), "Ta lista.csv med varje ärende en gång och dela"),
        ((("99-24", "skyddad"),), "Ta lista.csv utan det som är utelämnat och dela"),
    ],
)
def test_what_to_leave_out_by_hand(excluded: tuple[tuple[str, str], ...], said: str) -> None:
    assert said in paper(drawn(), frame=replace(FRAME, excluded=excluded)).redraw[0]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (USUAL, "7 ärenden och 2 reserver"),
        (replace(USUAL, amount=1, reserves=0), "1 ärende och inga reserver"),
        (Wanted("x", 10, Sizing.SHARE), "10 % av ärendena, avrundat uppåt, och inga reserver"),
        (Wanted("x", 0, Sizing.ALL), "alla ärenden och inga reserver"),
        (Wanted("x", 9, Sizing.TOTAL),
         "9 ärenden i allt, fördelade efter storlek med minst ett var, och inga reserver"),
    ],
)  # fmt: skip
def test_how_many(wanted: Wanted, said: str) -> None:
    assert facts(paper(drawn(wanted)))["Per enhet"] == said


def test_another_division_quotas_and_practice() -> None:
    wanted = replace(USUAL, amount=4, stratum="kon", calibration=50,
                     quotas=(Quota("kon", "flicka", 50),),
                     exclusions=(Exclusion("Skyddad", "=", "ja"),))  # fmt: skip
    one = paper(drawn(wanted))
    said = facts(one)
    assert said["Per Kön"] == "4 ärenden och 2 reserver"
    assert said["Kvoter"] == "minst 50 % med Kön = flicka"
    assert said["Kalibrering"].endswith("räknas aldrig i något resultat")
    cautions = [words.replace("\u00a0", " ") for words in one.cautions]
    assert "inte om alla i listan" in cautions[0]
    assert (
        "pojke: kvoten minst 50 % med Kön = flicka gick inte att fylla. 2 behövdes, 0 fanns."
        in cautions
    )
    assert cautions[-1].startswith("Bara ")
    assert "efter Kön" in one.redraw[0]
    assert any(words.startswith("Kvoter:") for words in one.redraw)
    assert any(words.startswith("Kalibrering:") for words in one.redraw)


def test_more_than_one_draw() -> None:
    first = drawn(double=())
    more = drawn(replace(USUAL, amount=9), adds=True)
    anew = drawn(replace(USUAL, seed="nytt"), again=True, by="")
    one = paper(first, more, anew)
    assert [words.replace("\u00a0", " ") for words in one.history] == [
        "Draget 2024-04-02 kl. 10:30 av Anna Ek: 9 ärenden enligt egk-1, frö ”vårens frö”",
        "Utökat 2024-04-02 kl. 10:30 av Anna Ek: 11 ärenden enligt egk-1, frö ”vårens frö”",
        "Draget om 2024-04-02 kl. 10:30: 9 ärenden enligt egk-1, frö ”nytt”",
    ]
    assert any("utökat" in words for words in paper(first, more).redraw)


def test_replaced_cases() -> None:
    gone = (Replaced("01-24", "Öst", "jäv", "2024-04-10T08:00:00+02:00", "05-24"),
            Replaced("05-24", "Öst", "dubblett", ""))  # fmt: skip
    one = paper(drawn(), replaced=gone)
    assert one.replaced == (
        ("01-24", "Öst", "jäv", "05-24", "2024-04-10 kl. 08:00"),
        ("05-24", "Öst", "dubblett", "ingen reserv fanns", "–"),
    )
    assert facts(one)["Ersatta efter dragningen"] == "2 ärenden"


def test_without_its_list_the_certificate_says_what_it_can() -> None:
    one = paper(drawn(), frame=None)
    assert "Ärendelista" not in facts(one)
    assert one.redraw[0] == "1. Ta ärendelistan och dela upp ärendenumren efter enhet."
    assert one.excluded == ()
    empty = paper(replace(drawn(), strata=()), frame=replace(FRAME, excluded=()))
    assert "börjar den" not in empty.redraw[1]
    assert "Utelämnat ur listan" not in facts(empty)


def test_times() -> None:
    assert when("2024-04-02T10:30:00") == "2024-04-02 kl. 10:30"
    assert when("i våras") == "i våras"
    assert when("") == "–"


def test_as_text_everything_is_there() -> None:
    gone = (Replaced("01-24", "Öst", "jäv", "2024-04-10T08:00:00+02:00", "05-24"),)
    wanted = replace(USUAL, calibration=1, quotas=(Quota("kon", "flicka", 90),))
    made = drawn(wanted)
    text = "\n".join(lines(paper(made, drawn(wanted, adds=True), replaced=gone)))
    for words in (
        "Urvalsintyg", "Obs: Urvalet har kvoter", *made.drawn, "Kalibrering\n  1: ",
        "Läses av två: ", "Ersatta ärenden (ärende, enhet, skäl, i stället, när)",
        "01-24; Öst; jäv; 05-24", "Utelämnat ur listan (ärende eller rad, skäl)",
        "99-24; Skyddad = ja", "Dragningar\n  Draget", "Så dras det om för hand\n1. Ta lista.csv",
    ):  # fmt: skip
        assert words in text
    plain = "\n".join(lines(paper(drawn(replace(USUAL, double_percent=0)),
                                  frame=replace(FRAME, excluded=()))))  # fmt: skip
    for words in ("Kalibrering", "Läses av två: 0", "Ersatta ärenden (", "Dragningar", "Obs"):
        assert words not in plain


def test_as_json() -> None:
    wanted = replace(USUAL, quotas=(Quota("kon", "flicka", 90),), calibration=1,
                     exclusions=(Exclusion("Skyddad", "=", "ja"),))  # fmt: skip
    made = drawn(wanted)
    stray = Case(b"c" * 16, b"r" * 16, "77-24", b"u" * 16, {}, 1, Status.WITHDRAWN)
    gone = [Replaced("01-24", "Öst", "jäv", "då", "05-24"), Replaced("05-24", "Öst", "annat", "då")]
    body = as_json(ABOUT, made, FRAME, [stray], gone)
    assert body["seed"] == "vårens frö"
    assert body["frame"] == {
        "source": "lista.csv", "sha256": "ab" * 32, "cases": 14,
        "excluded": [{"reference": "00-24", "reason": "raden finns två gånger i listan"},
                     {"reference": "99-24", "reason": "Skyddad = ja"}],
    }  # fmt: skip
    assert body["quotas"] == [{"attribute": "kon", "value": "flicka", "percent": 90}]
    assert body["exclusions"] == [{"attribute": "Skyddad", "sign": "=", "value": "ja"}]
    assert body["withdrawn"] == ["77-24"]
    strata: Any = body["strata"]
    assert strata[0]["drawn"] == list(made.strata[0].drawn)
    assert strata[0]["short"][0] == {"attribute": "kon", "value": "flicka", "wanted": 7, "got": 4}
    replaced: Any = body["replaced"]
    assert [one["replaced_by"] for one in replaced] == ["05-24", None]
    bare: Any = as_json(ABOUT, made, None, [], [])["frame"]
    assert (bare["source"], bare["cases"], bare["excluded"]) == (None, None, [])
