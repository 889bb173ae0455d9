"""Groups of cases counted together, such as the units of a department."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import TYPE_CHECKING

from egenkontroll.results.table import Counted
from egenkontroll.results.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBERS = tuple(field.name for field in fields(Tally) if field.name != "options")


def together(groups: Sequence[Counted]) -> Counted:
    """Return the groups as one, as if their cases had been counted at once.

    The groups must share no case. Nothing is known of how many cases they were drawn from where
    that is not known of all.
    """
    known = all(group.population for group in groups)
    questions = dict.fromkeys(name for group in groups for name in group.tallies)
    return Counted(
        None,
        sum(group.cases for group in groups),
        sum(group.reviewed for group in groups),
        sum(group.population for group in groups) if known else 0,
        sum(group.units for group in groups),
        {name: _sum([group.tallies[name] for group in groups]) for name in questions},
    )


def _sum(tallies: Sequence[Tally]) -> Tally:
    given: Counter[str] = Counter()
    for tally in tallies:
        given.update(dict(tally.options))
    options = tuple((name, given[name]) for name in given)
    return Tally(
        **{name: sum(getattr(tally, name) for tally in tallies) for name in _NUMBERS},
        options=options,
    )
