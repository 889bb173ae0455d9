"""Draw cases by rule egk-1, which any language can repeat.

Within each stratum: sort the case references (as text, by code point), key each by SHA-256 of
`seed + U+001F + reference` in UTF-8, take those with the smallest keys; the next ones are the
reserves, in order. Equal references cannot be: the frame has each once.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from egenkontroll.sample.cases import Draw, Stratum

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egenkontroll.sample.cases import Frame

ALGORITHM = "egk-1"
_SEPARATOR = "\u001f"
_SECOND = "andra granskning"


def order(references: Iterable[str], seed: str) -> list[str]:
    """Return the references in the order in which rule egk-1 draws them."""
    return sorted(sorted(references), key=lambda reference: _key(seed, reference))


def draw(
    frame: Frame, seed: str, per_unit: int, reserves: int = 0, double_percent: int = 0
) -> Draw:
    """Draw `per_unit` cases and `reserves` more in each unit of the frame.

    A unit with fewer cases is drawn whole. `double_percent` of the drawn cases, rounded up,
    are to be reviewed by a second person too; they are drawn by the same rule over all drawn
    cases, with U+001F and "andra granskning" added to the seed. Every number is 0 or more.
    """
    by_unit: dict[str, list[str]] = defaultdict(list)
    for case in frame.cases:
        by_unit[case.unit].append(case.reference)
    strata = []
    for unit, references in by_unit.items():
        ordered = order(references, seed)
        drawn, spare = ordered[:per_unit], ordered[per_unit : per_unit + reserves]
        strata.append(Stratum(unit, len(references), tuple(drawn), tuple(spare)))
    everyone = [reference for stratum in strata for reference in stratum.drawn]
    doubled = -(-len(everyone) * double_percent // 100)
    return Draw(
        algorithm=ALGORITHM,
        seed=seed,
        per_unit=per_unit,
        reserves=reserves,
        double_percent=double_percent,
        strata=tuple(strata),
        double=tuple(order(everyone, f"{seed}{_SEPARATOR}{_SECOND}")[:doubled]),
        frame_digest=frame.digest,
    )


def _key(seed: str, reference: str) -> bytes:
    return hashlib.sha256(f"{seed}{_SEPARATOR}{reference}".encode()).digest()
