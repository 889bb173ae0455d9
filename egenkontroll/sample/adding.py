"""Draw more without moving anything: when one draw only adds to another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.sample.draw import ALGORITHM, draw
from egenkontroll.texts import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egenkontroll.sample.drawn import Draw, Frame
    from egenkontroll.sample.wanted import Wanted


def other_way(known: Wanted, wanted: Wanted) -> str:
    """Return what makes two samples different in kind, so that neither can add to the other."""
    differing = [
        words
        for words, one, other in (
            ("fröet är ett annat", known.seed, wanted.seed),
            ("ärendena delas upp på ett annat sätt", known.stratum, wanted.stratum),
            ("kvoterna är andra", known.quotas, wanted.quotas),
            ("undantagen är andra", known.exclusions, wanted.exclusions),
            ("tiden för redan granskade är en annan", known.not_reviewed_in,
             wanted.not_reviewed_in),
        )
        if one != other
    ]  # fmt: skip
    return ", ".join(differing)


def lost(known: Draw, new: Draw) -> str:
    """Return what the new draw would take away from the known one, "" where it only adds."""
    drawn = set(new.drawn)
    gone = [reference for reference in known.drawn if reference not in drawn]
    if gone:
        said = count(len(gone), "draget ärende", "dragna ärenden")
        return f"{said} skulle falla bort ur urvalet"
    if known.wanted.double_percent > new.wanted.double_percent:
        return "färre skulle läsas av två"
    if known.wanted.calibration > new.wanted.calibration:
        return "färre ärenden skulle bedömas för kalibrering"
    inside = {*drawn, *(one for stratum in new.strata for one in stratum.reserves)}
    spare = [one for stratum in known.strata for one in stratum.reserves if one not in inside]
    return f"{count(len(spare), 'reserv', 'reserver')} skulle falla bort" if spare else ""


def same(known: Draw, new: Draw) -> bool:
    """Tell whether two draws give the same cases the same places."""
    return _bare(known) == _bare(new)


def _bare(one: Draw) -> tuple[object, ...]:
    return (one.strata, one.double, one.calibration, one.frame_digest, one.wanted.seed)


def agrees(known: Draw, frames: Iterable[Frame], earlier: Iterable[Draw]) -> bool | None:
    """Tell whether a certificate's sample is what its frame gives; None without its frame.

    A draw that adds to another is drawn on top of one of the earlier ones.
    """
    fitting = [frame for frame in frames if frame.digest == known.frame_digest]
    if not fitting:
        return None
    before: list[Draw | None] = [*earlier] if known.adds else [None]
    bare = replace(known, again=False, drawn_at="", by="")
    return known.algorithm == ALGORITHM and any(
        draw(frame, known.wanted, one) == bare for frame in fitting for one in before
    )
