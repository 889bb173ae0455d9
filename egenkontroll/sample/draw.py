"""Draw cases by rule egk-1, which any language can repeat.

Within each stratum: sort the case references (as text, by code point), key each by SHA-256 of
`seed + U+001F + reference` in UTF-8, take those with the smallest keys; the next ones are the
reserves, in order. Equal references cannot be: the frame has each once.

What is drawn beside that goes by the same rule with another seed: who is read by two over all
drawn cases, with U+001F and "andra granskning" added; the calibration cases over all cases that
are neither drawn nor reserves, with U+001F and "kalibrering" added. With quotas, cases that fit
the first quota are taken in the order of the keys until its share is met, then those of the
next, and the places that are left go to the smallest keys of all. Reserves follow the keys.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from egenkontroll.sample.drawn import Draw, Shortfall, Stratum
from egenkontroll.sample.strata import amounts, strata_of
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from egenkontroll.sample.drawn import Frame, FrameCase
    from egenkontroll.sample.wanted import Quota, Wanted

ALGORITHM = "egk-1"
_SEPARATOR = "\u001f"
_SECOND = "andra granskning"
_CALIBRATION = "kalibrering"
_TIME = 6
_ID = 16


def order(references: Iterable[str], seed: str) -> list[str]:
    """Return the references in the order in which rule egk-1 draws them."""
    return sorted(sorted(references), key=lambda reference: key(seed, reference))


def draw(frame: Frame, wanted: Wanted, before: Draw | None = None) -> Draw:
    """Draw a sample from a frame whose exclusions have been made.

    A stratum with fewer cases than asked for is drawn whole. The share that is read by two is
    rounded up. `before` is the draw that this one adds to: its double and calibration cases
    stay so, more are added where more are wanted, and its calibration cases are passed over.
    """
    practised = before.calibration if before is not None else ()
    groups = strata_of(frame, wanted.stratum)
    sizes = amounts(wanted, {name: len(cases) for name, cases in groups.items()})
    passed = frozenset(practised)
    strata = tuple(
        _stratum(name, cases, sizes[name], wanted, passed) for name, cases in groups.items()
    )
    drawn = [reference for stratum in strata for reference in stratum.drawn]
    doubled = -(-len(drawn) * wanted.double_percent // 100)
    taken = {*drawn, *(reference for stratum in strata for reference in stratum.reserves)}
    left = [case.reference for case in frame.cases if case.reference not in taken]
    seed = f"{wanted.seed}{_SEPARATOR}"
    return Draw(
        algorithm=ALGORITHM,
        wanted=wanted,
        strata=strata,
        double=_filled(before.double if before else (), drawn, f"{seed}{_SECOND}", doubled),
        calibration=_filled(practised, left, f"{seed}{_CALIBRATION}", wanted.calibration),
        frame_digest=frame.digest,
        adds=before is not None,
    )


def identities(round_id: bytes, drawn: Draw) -> Callable[[str], bytes]:
    """Return what gives the identity of each reference of a draw, 16 bytes; of itself for "".

    The same draw of the same round gives the same identities, in whatever copy of a document and
    by whomever it is made, so that the copies' cases are one when they are merged. They begin as
    the round's identity does, so that its cases lie together, and are then a digest (RFC 9562,
    version 8).
    """
    strata = [(one.name, one.drawn, one.reserves) for one in drawn.strata]
    said = (drawn.algorithm, drawn.frame_digest, drawn.wanted.seed, strata, drawn.double,
            drawn.calibration)  # fmt: skip
    begun = hashlib.sha256(round_id + json.dumps(said, ensure_ascii=False).encode())

    def identity(reference: str) -> bytes:
        digest = begun.copy()
        digest.update(f"{_SEPARATOR}{reference}".encode())
        tail = bytearray(digest.digest()[: _ID - _TIME])
        tail[0] = 0x80 | (tail[0] & 0x0F)
        tail[2] = 0x80 | (tail[2] & 0x3F)
        return round_id[:_TIME] + bytes(tail)

    return identity


def _stratum(
    name: str, cases: Sequence[FrameCase], amount: int, wanted: Wanted, practised: Collection[str]
) -> Stratum:
    by_reference = {case.reference: case for case in cases if case.reference not in practised}
    ordered = order(by_reference, wanted.seed)
    drawn: dict[str, None] = {}
    for quota in wanted.quotas:
        fit = [one for one in ordered if fits(by_reference[one].attributes, quota)]
        lacking = quota.wants(amount) - sum(one in drawn for one in fit)
        more = [one for one in fit if one not in drawn]
        drawn |= dict.fromkeys(more[: max(0, min(lacking, amount - len(drawn)))])
    others = [one for one in ordered if one not in drawn]
    drawn |= dict.fromkeys(others[: amount - len(drawn)])
    short = []
    for quota in wanted.quotas:
        asked, met = (
            quota.wants(amount),
            sum(fits(by_reference[one].attributes, quota) for one in drawn),
        )
        if met < asked:
            short.append(Shortfall(quota, asked, met))
    spare = [one for one in ordered if one not in drawn][: wanted.reserves]
    return Stratum(name, len(cases), tuple(drawn), tuple(spare), tuple(short))


def fits(attributes: Mapping[str, str], quota: Quota) -> bool:
    """Tell whether a case with the attributes has the value that the quota is for."""
    return same_word(attributes.get(quota.attribute, "")) == same_word(quota.value)


def _filled(kept: Sequence[str], among: Iterable[str], seed: str, wanted: int) -> tuple[str, ...]:
    """Return those that are kept, and more by the rule until there are as many as wanted."""
    known = set(kept)
    more = [one for one in order(among, seed) if one not in known]
    return (*kept, *more[: max(0, wanted - len(kept))])


def key(seed: str, reference: str) -> bytes:
    """Return the key that rule egk-1 sorts a reference by, 32 bytes."""
    return hashlib.sha256(f"{seed}{_SEPARATOR}{reference}".encode()).digest()
