"""Focus questions: the few that a round was to tell about, named before it began."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.facts import current, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from egenkontroll.facts import Fact, Id
    from egenkontroll.storage.document import Document


@dataclass(frozen=True, slots=True)
class Focus:
    """The questions named in time, and those named after the first answer was given."""

    in_time: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()


def focus(document: Document, round_id: Id) -> Focus:
    """Return a round's focus questions. What was named after the first answer is late."""
    facts = current(document.read("focus", round=round_id))
    wanted = {key[1]: fact.clock for key, fact in facts.items() if fact.content[0]}
    if not wanted:
        return Focus()
    first = first_answer(document, round_id)
    late = {name for name, clock in wanted.items() if first is not None and clock > first}
    return Focus(frozenset(set(wanted) - late), frozenset(late))


def focus_facts(document: Document, round_id: Id, questions: frozenset[str]) -> Iterator[Fact]:
    """Yield the facts that make these the round's focus questions, and no others."""
    facts = document.read("focus", round=round_id)
    known = standing(facts)
    named = {key[1] for key, fact in current(facts).items() if fact.content[0]}
    for name in sorted(questions ^ named):
        yield document.pen.write("focus", (round_id, name), (int(name in questions),), known)


def first_answer(document: Document, round_id: Id) -> int | None:
    """Return the clock of the first answer given in the round, or None."""
    return min((one.clock for one in document.read_of_round("answer", round_id)), default=None)
