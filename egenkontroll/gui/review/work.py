"""One reading while it is worked on: what is said so far, and the way back. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from egenkontroll.gui.pauses import without_pauses
from egenkontroll.operations import desk_history
from egenkontroll.operations.desk_history import NOTHING_SAID, Change, History, Said
from egenkontroll.operations.interpreting import Interpretation, interpretations
from egenkontroll.operations.reviewing import Task, desk
from egenkontroll.review.answers import Answer
from egenkontroll.review.reading import Reading, State
from egenkontroll.sample.cases import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from threading import Event

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.operations.opening import Document
    from egenkontroll.sample.cases import Reviewer


@dataclass(slots=True)
class Row:
    """One case in the list at the left, with what the list shows and filters by."""

    task: Task
    state: State
    answered: int
    asked: int
    commented: bool
    flags: frozenset[str] = frozenset()
    text: str = ""

    @property
    def calibration(self) -> bool:
        """Whether everybody reads the case for practice, and it is counted in no result."""
        return self.task.case.status is Status.CALIBRATION

    @property
    def done(self) -> bool:
        """Whether the reading is klar."""
        return self.state is State.DONE

    def take(self, reading: Reading, state: State, flags: Iterable[tuple[str, ...]]) -> None:
        """Show a reading as it is now, with the flags of each question."""
        self.state = state
        self.flags = frozenset(flag for some in flags for flag in some)
        self.answered, self.asked = reading.answered, len(reading.applies)
        self.commented = any(text.strip() for text in reading.comments.values())


@dataclass(frozen=True)
class Loaded:
    """The reviewer's desk, and what earlier rounds agreed on about its questions."""

    rows: list[Row]
    agreed: Mapping[str, tuple[Interpretation, ...]]


_WINDOW_FIRST_SECONDS = 0.5


def load_desk(document: Document, one: Round, reviewer: Reviewer, ready: Event) -> Loaded:
    """Return the desk and what was agreed earlier. Not for the window's thread.

    `ready` says that the window has made what it needs; waited for, but never for long.
    """
    ready.wait(_WINDOW_FIRST_SECONDS)
    return Loaded(load_rows(document, one, reviewer), interpretations(document, one))


def load_rows(document: Document, one: Round, reviewer: Reviewer) -> list[Row]:
    """Return every case on the reviewer's desk, counted. Not for the window's thread."""
    with without_pauses():
        rows = []
        for task in desk(document, one, reviewer).tasks:
            row = Row(task, task.state, 0, 0, commented=False)
            row.text = f"{task.case.reference}\n{task.unit}".casefold()
            row.take(task.reading, task.state, task.flags.values())
            rows.append(row)
    return rows


class Work:
    """The reading of the chosen case. Changes it and says what is to be saved."""

    def __init__(self, document: Document, row: Row, reviewer: Id) -> None:
        task = row.task
        self._document = document
        self._place = (task.case.id, task.role, reviewer)
        self._task = task
        self._said = {
            name: Said(
                task.reading.values.get(name, ""),
                task.reading.comments.get(name, ""),
                task.flags.get(name, ()),
            )
            for name in {*task.reading.values, *task.reading.comments}
        }
        self._known_history: History | None = None
        self.row = row
        self.state = row.state
        self.reading = task.reading

    @property
    def task(self) -> Task:
        """The task with the reading as it is now."""
        return replace(self._task, reading=self.reading, state=self.state)

    def is_in(self, document: Document | None) -> bool:
        """Whether what is said is saved in the document."""
        return document is self._document

    def said(self, question: str) -> Said:
        """Return what is said about a question."""
        return self._said.get(question, NOTHING_SAID)

    def say(self, question: str, said: Said) -> Answer | None:
        """Say something else about a question; return the answer to save, None if the same."""
        self._history()
        before = self.said(question)
        return self._make(Change(question, before, said)) if said != before else None

    def undo(self) -> Answer | None:
        """Take back the latest change; return the answer to save, or None."""
        undoable = self._history().undoable
        return self._make(undoable[-1].undone) if undoable else None

    def redo(self) -> Answer | None:
        """Make again what was last taken back; return the answer to save, or None."""
        redoable = self._history().redoable
        return self._make(redoable[-1]) if redoable else None

    def take(self, state: State) -> None:
        """Come to another state."""
        self.state = state
        self.row.take(self.reading, state, [said.flags for said in self._said.values()])

    def _history(self) -> History:
        """Return the history, read from the document before the first change is made here."""
        if self._known_history is None:
            self._said = desk_history.reading_said(self._document, *self._place)
            self._known_history = desk_history.reading_history(self._document, *self._place)
        return self._known_history

    def _make(self, change: Change) -> Answer:
        self._known_history = self._history().after(change)
        self._said[change.question] = change.after
        self.reading = self._read()
        self.take(self._state_now())
        said = change.after
        case, role, reviewer = self._place
        return Answer(case, change.question, role, reviewer, said.value, said.comment, said.flags)

    def _state_now(self) -> State:
        """Påbörjad is what has anything said in it; klar and tillbaka are said by a person."""
        if self.state in (State.DONE, State.RETURNED):
            return self.state
        begun = any(said != NOTHING_SAID for said in self._said.values())
        return State.STARTED if begun else State.NOT_STARTED

    def _read(self) -> Reading:
        return Reading(
            self._task.reading.checklist,
            self._task.case.attributes,
            {name: said.value for name, said in self._said.items()},
            {name: said.comment for name, said in self._said.items()},
        )
