"""Every step of an editing session, so that all of it can be undone and done again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

    from egenkontroll.checklist.editing import Draft, Place


@dataclass(frozen=True, slots=True)
class Step:
    """A draft, the place that was worked on, and what was being typed there, if anything."""

    draft: Draft
    place: Place
    typing: Hashable = None


class History:
    """The steps in order, and where in them we are."""

    def __init__(self, draft: Draft, place: Place) -> None:
        self._steps = [Step(draft, place)]
        self._at = 0
        self._saved = draft.data

    @property
    def now(self) -> Step:
        """The step that is shown."""
        return self._steps[self._at]

    @property
    def changed(self) -> bool:
        """Whether something is not saved."""
        return self.now.draft.data != self._saved

    @property
    def can_undo(self) -> bool:
        """Whether there is a step before."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a step after."""
        return self._at < len(self._steps) - 1

    def push(self, draft: Draft, place: Place, typing: Hashable = None) -> None:
        """Add a step; letters typed into the same word of the same field are one step."""
        if draft.data == self.now.draft.data:
            return
        del self._steps[self._at + 1 :]
        if typing is not None and typing == self.now.typing and self._at > 0:
            self._steps.pop()
        self._steps.append(Step(draft, place, typing))
        self._at = len(self._steps) - 1

    def undo(self) -> Step:
        """Go a step back; return the step that was undone, for where it happened."""
        undone = self.now
        self._at = max(0, self._at - 1)
        return undone

    def redo(self) -> Step:
        """Go a step forward and return it."""
        self._at = min(len(self._steps) - 1, self._at + 1)
        return self.now

    def say_saved(self, taken: frozenset[str]) -> None:
        """Tell that what is shown is saved; its ids are then no longer free."""
        self._saved = self.now.draft.data
        self._steps = [
            replace(step, draft=replace(step.draft, taken=step.draft.taken | taken), typing=None)
            for step in self._steps
        ]
