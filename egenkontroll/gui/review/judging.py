"""Does what the keys and buttons of the questions ask for: answer, comment, flag, undo, redo."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from egenkontroll.review.answers import FLAGS

if TYPE_CHECKING:
    from egenkontroll.gui.review.questions import Questions
    from egenkontroll.gui.review.work import Work
    from egenkontroll.gui.session import Session
    from egenkontroll.review.answers import Answer


class Place(Protocol):
    """What the work is done on."""

    @property
    def work(self) -> Work | None:
        """The reading that is worked on."""

    @property
    def questions(self) -> Questions:
        """The questions shown."""

    def may_change(self) -> bool:
        """Tell whether anything may be changed in the case."""

    def save(self, answer: Answer | None) -> None:
        """Show what was said, and save it."""


class Judging:
    """Changes the reading in its place, where it may be changed."""

    def __init__(self, session: Session, place: Place) -> None:
        self._session = session
        self._place = place

    def answer(self, question: str, value: str) -> None:
        """Answer a question, or with "" take the answer back."""
        work = self._place.work
        if work is not None and self._place.may_change():
            self._place.save(work.say(question, replace(work.said(question), value=value)))

    def comment(self, question: str, text: str) -> None:
        """Keep a comment that has been written."""
        work = self._place.work
        if work is not None and not self._session.closed:
            self._place.save(work.say(question, replace(work.said(question), comment=text)))

    def flag(self, question: str, flag: str) -> None:
        """Set a flag on a question, or take it back."""
        work = self._place.work
        if work is not None and self._place.may_change():
            said = work.said(question)
            flags = [one for one in FLAGS if (one in said.flags) is not (one == flag)]
            self._place.save(work.say(question, replace(said, flags=tuple(flags))))

    def begin_comment(self, _question: str = "") -> None:
        """Open the current question's comment for writing."""
        if self._place.may_change():
            self._place.questions.comment()

    def go_back(self, *, redo: bool) -> None:
        """Undo the latest change in the case, or make again what was undone."""
        work = self._place.work
        if work is None or not self._place.may_change():
            return
        answer = work.redo() if redo else work.undo()
        if answer is None:
            self._session.tell(f"Det finns inget att {'göra om' if redo else 'ångra'} i ärendet.")
            return
        self._place.save(answer)
        if answer.question in work.reading.applies:
            self._place.questions.go_to(answer.question)
