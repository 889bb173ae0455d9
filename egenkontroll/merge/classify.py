"""What the answers in a file are beside those that are there: new, newer, parallel, in conflict."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from egenkontroll.facts import standing
from egenkontroll.review.answers import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from egenkontroll.facts import Fact, Id, Row

NEW, NEWER, PARALLEL, SECOND, CONFLICT = "new", "newer", "parallel", "second", "conflicts"


def tally(mine: Sequence[Fact], theirs: Sequence[Fact]) -> Counter[str]:
    """Count what `theirs`, the answers about one case in a file, are beside `mine`.

    One is counted for each question, role and reviewer of which the file holds something new
    that stands: NEW, SECOND (another review of the same case), NEWER (it replaces what is here,
    which it knew), PARALLEL (the same reviewer's, where this document also has answers that the
    file does not know), or CONFLICT (neither knew the other and they differ).
    """
    known = {fact.digest for fact in mine}
    new = _by_key(fact for fact in theirs if fact.digest not in known)
    if not new:
        return Counter()
    unknown_there = _unknown_there(mine, theirs)
    others = {(fact.key[2], fact.key[3]) for fact in mine}
    here = _by_key(mine)
    found: Counter[str] = Counter()
    for key, facts in new.items():
        held = here.get(key, [])
        stand = standing([*held, *facts])[key]
        if len({fact.content for fact in stand}) > 1:
            if any(fact.digest not in known for fact in stand):
                found[CONFLICT] += 1
        elif stand[-1].digest in known:
            continue
        elif held:
            found[NEWER] += 1
        else:
            found[_without_counterpart(key, others, unknown_there)] += 1
    return found


def fresh(role: int) -> str:
    """Return what an answer is where nobody has answered anything about the case."""
    return SECOND if role == Role.SECOND else NEW


def _without_counterpart(
    key: Row, others: set[tuple[int, Id]], unknown_there: set[tuple[int, Id]]
) -> str:
    reading = key[2], key[3]
    if reading in unknown_there:
        return PARALLEL
    if key[2] == Role.SECOND or (others - {reading}):
        return SECOND
    return NEW


def _unknown_there(mine: Iterable[Fact], theirs: Iterable[Fact]) -> set[tuple[int, Id]]:
    """Return (role, reviewer) of the readings with an answer here that the file has not seen."""
    seen = {fact.digest for fact in theirs}
    return {(fact.key[2], fact.key[3]) for fact in mine if fact.digest not in seen}


def _by_key(facts: Iterable[Fact]) -> dict[Row, list[Fact]]:
    found: dict[Row, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.key].append(fact)
    return found
