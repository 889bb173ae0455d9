"""What is kept of a round when it is locked or purged: counts, and the seal over them.

The counts are those of every group that results are split by. Everything that a sheet says of
shares, intervals and changes is worked out from them alone, so a locked round gives the same
figures for ever, and a purged one gives them without its cases.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from egenkontroll.results.table import AREA, UNIT, Counted, count_groups
from egenkontroll.results.tally import Share, Tally, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.results.table import CaseResult, FrameGroup

WHOLE = ""
"""The split of the figures for the whole round."""

_CODE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U to misread
_CODE_SIZE = 12
_CODE_GROUP = 4


@dataclass(frozen=True, slots=True)
class Kept:
    """The counts of a round by split: "", "unit" or an attribute's id. `cases` were drawn."""

    name: str
    cases: int
    reviewed: int
    splits: Mapping[str, tuple[Counted, ...]]

    def groups(
        self,
        split: str | None,
        unit: str | None = None,
        attribute: tuple[str, str] | None = None,
    ) -> tuple[tuple[Counted, ...], tuple[int, int]] | None:
        """Return the groups of a split of some cases, and how many they are: (drawn, reviewed).

        The cases are those of a unit, or with an attribute's value, or all. None where what is
        kept does not tell.
        """
        if unit is None and attribute is None:
            return self.splits.get(split or WHOLE, self.splits[WHOLE]), (self.cases, self.reviewed)
        if split not in (None, AREA) or (unit is not None and attribute is not None):
            return None
        name, group = attribute or (UNIT, unit)
        for one in self.splits.get(name, ()):
            if one.group == group:
                return (replace(one, group=None),), (one.cases, one.reviewed)
        return None

    def shares(
        self, checklist: Checklist
    ) -> Iterator[tuple[Question, str, str | None, Share | None]]:
        """Yield (question, split, group, share) for everything that is counted."""
        for split, groups in self.splits.items():
            for group in groups:
                for question in checklist.questions:
                    yield question, split, group.group, share(question, group.tallies[question.id])


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that one edition of a round gives otherwise than the one before.

    `split` and `group` say which cases: "" and None for the whole round.
    """

    question: str
    split: str
    group: str | None
    before: Share | None
    after: Share | None


def keep(
    name: str, checklist: Checklist, cases: Sequence[CaseResult], frame: Sequence[FrameGroup]
) -> str:
    """Return the counts of a round as canonical JSON: the same counts give the same text."""
    splits = count_splits(checklist, cases, frame)
    whole = {
        "name": name,
        "checklist": checklist.digest.hex(),
        "cases": len(cases),
        "reviewed": sum(case.reviewed for case in cases),
        "splits": {split: [asdict(group) for group in groups] for split, groups in splits.items()},
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def count_splits(
    checklist: Checklist, cases: Sequence[CaseResult], frame: Sequence[FrameGroup]
) -> dict[str, tuple[Counted, ...]]:
    """Return the counts of every group of every split that a round's results have."""
    splits = [WHOLE, UNIT, *(attribute.id for attribute in checklist.attributes)]
    return {split: count_groups(checklist, cases, frame, split or None) for split in splits}


def read_kept(text: str) -> Kept:
    """Return the counts that `keep` wrote."""
    whole = json.loads(text)
    splits = {
        split: tuple(_counted(group) for group in groups)
        for split, groups in whole["splits"].items()
    }
    return Kept(whole["name"], whole["cases"], whole["reviewed"], splits)


def seal(text: str) -> str:
    """Return the short code over the counts, such as 7K2M-Q9XD-4T3B.

    The first 60 bits of the text's SHA-256 in UTF-8, five bits a sign.
    """
    number = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") >> (256 - 5 * _CODE_SIZE)
    signs = [_CODE[number >> 5 * place & 31] for place in reversed(range(_CODE_SIZE))]
    parts = [signs[at : at + _CODE_GROUP] for at in range(0, _CODE_SIZE, _CODE_GROUP)]
    return "-".join("".join(part) for part in parts)


def differences(before: Kept, after: Kept, checklist: Checklist) -> tuple[Difference, ...]:
    """Return every share that is not the same in two editions of a round."""
    old, new = (
        {(one.id, split, group): found for one, split, group, found in kept.shares(checklist)}
        for kept in (before, after)
    )
    return tuple(
        Difference(*key, old.get(key), new.get(key))
        for key in {**old, **new}
        if old.get(key) != new.get(key)
    )


class _Tallies(dict[str, Tally]):
    """By question; where nothing is kept of one, nothing of it is counted."""

    def __missing__(self, _question: str) -> Tally:
        return Tally()


def _counted(group: dict[str, Any]) -> Counted:
    tallies = _Tallies({name: _tally(one) for name, one in group.pop("tallies").items()})
    return Counted(**group, tallies=tallies)


def _tally(one: dict[str, Any]) -> Tally:
    options = tuple((name, count) for name, count in one.pop("options"))
    return Tally(**one, options=options)
