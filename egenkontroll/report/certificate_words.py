"""The sentences of a certificate: how many, by whom, what to beware of, how to draw again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from egenkontroll.sample.draw import key
from egenkontroll.sample.wanted import UNIT, Sizing
from egenkontroll.texts import NOTHING, count, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.sample.drawn import Draw, Frame
    from egenkontroll.sample.wanted import Wanted

_SHOWN_KEY = 12


def amount_words(asked: Wanted) -> str:
    """Return how many cases were asked for: "10 ärenden", "10 % av ärendena" …"""
    match asked.sizing:
        case Sizing.FIXED:
            return count(asked.amount, "ärende", "ärenden")
        case Sizing.SHARE:
            return f"{percent(asked.amount)} av ärendena, avrundat uppåt,"
        case Sizing.ALL:
            return "alla ärenden"
        case _:
            cases = count(asked.amount, "ärende", "ärenden")
            return f"{cases} i allt, fördelade efter storlek med minst ett var,"


def when(moment: str) -> str:
    """Return an ISO moment as day and time, in its own time zone: "2024-04-02 kl. 14:03"."""
    try:
        return f"{dt.datetime.fromisoformat(moment):%Y-%m-%d kl. %H:%M}"
    except ValueError:
        return moment or NOTHING


def signed(draw: Draw) -> str:
    """Return when and by whom the sample was drawn."""
    return f"{when(draw.drawn_at)} av {draw.by}" if draw.by else when(draw.drawn_at)


def excluded_words(excluded: Sequence[tuple[str, str]]) -> str:
    """Return how many cases were left out for each reason."""
    reasons: dict[str, int] = {}
    for _, reason in excluded:
        reasons[reason] = reasons.get(reason, 0) + 1
    return "; ".join(
        f"{reason}: {count(many, 'ärende', 'ärenden')}" for reason, many in reasons.items()
    )


def cautions(draw: Draw, labels: Mapping[str, str]) -> list[str]:
    """Return what must be borne in mind: quotas, what could not be met, too few to practise on."""
    asked = draw.wanted
    said = []
    if asked.quotas:
        said.append(
            "Urvalet har kvoter. Ärenden som fyller en kvot kan vara fler i urvalet än i listan, "
            "så andelarna säger något om de granskade ärendena men inte om alla i listan."
        )
    for stratum in draw.strata:
        for short in stratum.short:
            words = short.quota.words(labels[short.quota.attribute])
            said.append(
                f"{stratum.name}: kvoten {words} gick inte att fylla. {short.wanted} behövdes, "
                f"{short.got} fanns."
            )
    if len(draw.calibration) < asked.calibration:
        found = count(len(draw.calibration), "ärende", "ärenden")
        said.append(f"Bara {found} fanns kvar till kalibreringen, av {asked.calibration}.")
    return said


def redraw_lines(draw: Draw, frame: Frame | None, labels: Mapping[str, str]) -> list[str]:
    """Return how anybody draws the same sample by hand: three lines, and what comes beside."""
    asked = draw.wanted
    by = "enhet" if asked.stratum == UNIT else labels[asked.stratum]
    source = frame.source if frame is not None else "ärendelistan"
    less = _less(frame) if frame is not None else ""
    first = next(iter(draw.drawn), "")
    example = ""
    if first:
        example = f" (för {first} börjar den {key(asked.seed, first).hex()[:_SHOWN_KEY]})"
    said = [
        f"1. Ta {source}{less} och dela upp ärendenumren efter {by}.",
        f"2. Räkna SHA-256 av ”{asked.seed}”, tecknet U+001F och ärendenumret, i UTF-8{example}.",
        "3. Sortera varje grupp efter kontrollsumman. Ta de första: "
        f"{amount_words(asked).rstrip(',')}. De följande är reserver, i ordning.",
    ]
    if asked.quotas:
        said.append(
            "Kvoter: ta först, i samma ordning, ärenden som fyller kvoten tills dess andel av "
            "gruppens antal är nådd (avrundat uppåt), kvot för kvot. Resten tas i ordning, och "
            "reserverna också. Ersätts ett ärende går en reserv som fyller samma kvoter före."
        )
    if draw.double:
        said.append(
            "Läses av två: samma regel bland alla dragna, med frö + U+001F + andra granskning."
        )
    if draw.calibration:
        said.append(
            "Kalibrering: samma regel bland de ärenden som varken är dragna eller reserver, med "
            "frö + U+001F + kalibrering."
        )
    if draw.adds:
        said.append(
            "Urvalet är utökat. De som redan lästes av två gör det fortfarande, och ärenden för "
            "kalibrering hoppas över när fler dras."
        )
    return said


def _less(frame: Frame) -> str:
    """Return what is left out of the list: rows that stand twice, and cases with a reason."""
    listed = {case.reference for case in frame.cases}
    twice = any(reference in listed for reference, _ in frame.excluded)
    gone = any(reference not in listed for reference, _ in frame.excluded)
    once = " med varje ärende en gång" if twice else ""
    return f"{once}{' och' if twice and gone else ''}{' utan det som är utelämnat' if gone else ''}"
