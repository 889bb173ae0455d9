"""What follows for comparison from where a unit came from, in sentences.

The rule itself is in `results.mix` and `results.earlier`: a unit is held against what it came
from, taken together, and units that share an origin count as one when the whole is compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.texts import listing, sort_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def origin_words(unit: str, came_from: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return what follows for a unit; `came_from` is every unit's origins, however far back."""
    before = list(came_from.get(unit, ()))
    if not before:
        return (
            f"{unit} jämförs med sig själv.",
            "Omgångar där enheten inte fanns jämförs på de enheter som finns i båda.",
        )
    said = f"{unit} jämförs med {listing(before)}"
    told = [f"{said}. Deras ärenden från då räknas ihop." if len(before) > 1 else f"{said}."]
    told.append("Hade enheten egna ärenden redan då räknas de med.")
    shared = [
        (one, listing(common))
        for one, theirs in sorted(came_from.items(), key=lambda pair: sort_key(pair[0]))
        if one != unit
        and one not in before
        and unit not in theirs
        and (common := [name for name in theirs if name in before])
    ]
    if shared:
        others = listing([one for one, _ in shared])
        whole = listing(list(dict.fromkeys(name for _, name in shared)))
        told.append(
            f"Också {others} kommer ur {whole}: var för sig jämförs de med hela {whole}, och när "
            "hela omgången jämförs räknas de som en enhet."
        )
    return tuple(told)
