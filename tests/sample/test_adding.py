"""When one draw only adds to another, and what a certificate is tried against."""

from __future__ import annotations

from dataclasses import replace

import pytest

from egenkontroll.sample.adding import agrees, lost, other_way, same
from egenkontroll.sample.draw import draw
from egenkontroll.sample.drawn import Frame, FrameCase
from egenkontroll.sample.wanted import Exclusion, Quota, Sizing, Wanted

FRAME = Frame("l.csv", "ab" * 32, tuple(FrameCase(str(at), "Öst") for at in range(30)))
KNOWN = Wanted("s", 5, reserves=3, double_percent=40, calibration=2)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"seed": "t"}, "fröet är ett annat"),
        ({"stratum": "kon"}, "ärendena delas upp på ett annat sätt"),
        ({"quotas": (Quota("a", "b", 1),)}, "kvoterna är andra"),
        ({"exclusions": (Exclusion("a", "=", "b"),)}, "undantagen är andra"),
        ({"not_reviewed_in": 3}, "tiden för redan granskade är en annan"),
        ({"seed": "t", "stratum": "kon"},
         "fröet är ett annat, ärendena delas upp på ett annat sätt"),
        ({"amount": 9, "sizing": Sizing.TOTAL, "reserves": 1}, ""),
    ],
)  # fmt: skip
def test_samples_of_another_kind(parts: dict[str, object], said: str) -> None:
    assert other_way(KNOWN, replace(KNOWN, **parts)) == said  # type: ignore[arg-type]


def test_what_would_be_lost_is_told() -> None:
    first = draw(FRAME, KNOWN)
    assert lost(first, draw(FRAME, replace(KNOWN, amount=3), first)) == (
        "2\u00a0dragna ärenden skulle falla bort ur urvalet"
    )
    assert lost(first, draw(FRAME, replace(KNOWN, amount=4), first)).startswith("1\u00a0draget")
    assert lost(first, draw(FRAME, replace(KNOWN, reserves=2), first)) == (
        "1\u00a0reserv skulle falla bort"
    )
    assert lost(first, draw(FRAME, replace(KNOWN, amount=8, reserves=0), first)) == ""
    fewer = draw(FRAME, replace(KNOWN, double_percent=20), first)
    assert lost(first, fewer) == "färre skulle läsas av två"
    fewer = draw(FRAME, replace(KNOWN, calibration=1), first)
    assert lost(first, fewer) == "färre ärenden skulle bedömas för kalibrering"


def test_the_same_cases_in_the_same_places() -> None:
    first = draw(FRAME, KNOWN)
    assert same(first, replace(draw(FRAME, KNOWN, first), drawn_at="nu", by="Anna"))
    assert not same(first, draw(FRAME, replace(KNOWN, amount=6), first))


def test_a_certificate_is_tried_against_its_list() -> None:
    first = replace(draw(FRAME, KNOWN), drawn_at="2024-04-02T10:00:00+00:00", by="Anna")
    second = draw(FRAME, replace(KNOWN, amount=9), first)
    other = replace(FRAME, cases=FRAME.cases[1:])
    assert agrees(first, [FRAME], [])
    assert agrees(replace(first, again=True), [other, FRAME], [])
    assert agrees(second, [FRAME], [first])
    assert agrees(second, [FRAME], []) is False
    assert agrees(first, [other], []) is False
    assert agrees(replace(first, algorithm="egk-2"), [FRAME], []) is False
    assert agrees(replace(first, double=first.double[:1]), [FRAME], []) is False
    assert agrees(first, [replace(FRAME, digest="cd" * 32)], []) is None
