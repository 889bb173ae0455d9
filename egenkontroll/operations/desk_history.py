"""Undo and redo of one reading, worked out from the document's own facts.

No undo stack is kept anywhere: to undo is to say the former thing again, as a new fact. The
history is found by replaying the facts in the order they were said, so that it is the same
after a restart, or on another computer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from egenkontroll.facts import Id
    from egenkontroll.review.answers import Role
    from egenkontroll.storage.document import Document


@dataclass(frozen=True, slots=True)
class Said:
    """What is said about one question: a value, a comment, flags. Nothing said is empty."""

    value: str = ""
    comment: str = ""
    flags: tuple[str, ...] = ()


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Change:
    """One question went from what was said before to what was said after."""

    question: str
    before: Said
    after: Said

    @property
    def undone(self) -> Change:
        """The change that takes this one back."""
        return Change(self.question, self.after, self.before)


@dataclass(frozen=True, slots=True)
class History:
    """The changes that can be undone and redone, each with the nearest last."""

    undoable: tuple[Change, ...] = ()
    redoable: tuple[Change, ...] = ()

    def after(self, change: Change) -> History:
        """Return the history once a change has been made.

        A change that takes back the latest one is an undo, and one that makes again what was
        last undone is a redo, whatever key was pressed; any other change ends the redoing.
        """
        if change.before == change.after:
            return self
        if self.undoable and change == self.undoable[-1].undone:
            return History(self.undoable[:-1], (*self.redoable, self.undoable[-1]))
        if self.redoable and change == self.redoable[-1]:
            return History((*self.undoable, change), self.redoable[:-1])
        return History((*self.undoable, change), ())


def reading_history(document: Document, case: Id, role: Role, reviewer: Id) -> History:
    """Return the history of a reading: one reviewer's answers to one case in one role."""
    facts = document.read("answer", case_id=case)
    mine = [fact for fact in facts if fact.key[2:] == (int(role), reviewer)]
    said: dict[str, Said] = {}
    history = History()
    for fact in sorted(mine, key=lambda fact: (fact.clock, fact.digest)):
        question = fact.key[1]
        value, comment, flags = fact.content
        now = Said(value, comment, tuple(flags.split()))
        history = history.after(Change(question, said.get(question, NOTHING_SAID), now))
        said[question] = now
    return history


def reading_said(document: Document, case: Id, role: Role, reviewer: Id) -> dict[str, Said]:
    """Return what holds now in a reading, by question."""
    from egenkontroll.storage import records

    facts = document.read("answer", case_id=case)
    return {
        question: Said(answer.value, answer.comment, answer.flags)
        for (_, question, its_role, its_reviewer), (answer, _) in records.answers(facts).items()
        if (its_role, its_reviewer) == (role, reviewer)
    }
