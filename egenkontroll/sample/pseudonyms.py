"""Give the cases of a frame running numbers in place of their references."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from egenkontroll.sample.identity import one_way_of_writing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egenkontroll.sample.drawn import Frame

KEY_HEADS = ("Löpnummer", "Nummer i ärendelistan", "Enhet")
_CONSONANTS = "BCDFGHJKLMNPRSTVXZ"
_SEPARATOR = "\u001f"


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A frame with running numbers, and the key to them: rows under `KEY_HEADS`.

    The key is written to a file of its own and is never part of a document.
    """

    frame: Frame
    key: tuple[tuple[str, str, str], ...]


def renumber(frame: Frame) -> Renumbered:
    """Replace the frame's references with running numbers such as "KTV-017".

    The order of the numbers says nothing of the references to anybody who does not have the
    whole list: the cases are sorted by SHA-256 of a key, U+001F and the reference, where the
    key is the SHA-256 of all references in order with U+001F between. The same list gives the
    same numbers, in whatever order its rows stand. The three letters come from the key too, so
    that the numbers of one list are not mistaken for those of another.
    """
    written = {case.reference: one_way_of_writing(case.reference) for case in frame.cases}
    secret = _digest(sorted(written.values()))
    ordered = sorted(written, key=lambda given: _digest([secret, written[given]]))
    width = max(len(str(len(ordered))), 3)
    tag = _tag(_digest([secret, "löpnummer"]))
    numbers = {given: f"{tag}-{at:0{width}}" for at, given in enumerate(ordered, 1)}
    # A row that stood twice may be written in another way: both have the case's number.
    known = {written[given]: number for given, number in numbers.items()}
    units = {case.reference: case.unit for case in frame.cases}
    order = list(frame.sizes())
    cases = sorted(
        (replace(case, reference=numbers[case.reference]) for case in frame.cases),
        key=lambda case: (order.index(case.unit), case.reference),
    )
    excluded = [
        (known.get(one_way_of_writing(given), given), reason) for given, reason in frame.excluded
    ]
    return Renumbered(
        replace(frame, cases=tuple(cases), excluded=tuple(excluded)),
        tuple((numbers[given], given, units[given]) for given in ordered),
    )


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256(_SEPARATOR.join(parts).encode()).hexdigest()


def _tag(digest: str) -> str:
    number = int(digest, 16)
    letters = []
    for _ in range(3):
        number, at = divmod(number, len(_CONSONANTS))
        letters.append(_CONSONANTS[at])
    return "".join(letters)
