"""What the window has open: the document, the chosen round, the chosen reviewer.

Document work that writes, or takes time, goes through `run`, which does it one at a time off
the window's thread. Short reads may be done directly: a Document lets one thread in at a time.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from egenkontroll.errors import UserError
from egenkontroll.gui.pauses import without_pauses
from egenkontroll.gui.worker import Outcome, Worker
from egenkontroll.operations import overview
from egenkontroll.operations.backing_up import DamagedError, is_copy
from egenkontroll.operations.opening import open_document, open_for_work
from egenkontroll.operations.passphrases import WRITTEN_PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.operations.handed_to import Mine
    from egenkontroll.operations.opening import Document
    from egenkontroll.operations.overview import Step
    from egenkontroll.sample.cases import Reviewer

_T = TypeVar("_T")

_MOMENT_MS = 4
"""So long the window may stand still for a save; a frame is 16 ms."""

_COPY = (
    "Det här är en säkerhetskopia: du kan läsa men inte ändra. Öppna dokumentet och välj "
    "Säkerhetskopior i menyn Arkiv för att återställa den."
)


class Session(QObject):
    """The one object that screens are given.

    `changed` says what has changed: "document" (another one is open, or everything in it may
    have changed), "rounds", "round" (another is chosen), "sample", "answers", "states" (a case
    is klar or open again), "reviewers", "reviewer" (another is chosen), "clarifications" (what
    is decided about unclear questions) or "plans" (actions, the plan, settings). `saved` says
    "Sparat 14:03", only after the commit. `stage` is the widget that the screens are made in,
    so that what they hold gets its style once and not again when it is put in its place.
    `damaged` gives the path of a document that is not whole and the error that says so.
    `last_reviewer` gives the id, in hexadecimal, of who reviewed in a document here last.
    """

    changed = Signal(str)
    saved = Signal(str)
    busy = Signal(bool)
    told = Signal(str)
    damaged = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = parent
        self.stage: QWidget | None = None
        self.last_reviewer: Callable[[Path], str] = lambda _path: ""
        self._waits = False
        self._worker = Worker(self)
        self._worker.busy.connect(self.busy)
        self._document: Document | None = None
        self._round: Round | None = None
        self._reviewer: Reviewer | None = None
        self._handout: Mine | None = None
        self._read_only = ""
        self._closed: tuple[bytes, str] | None = None
        self._rounds: tuple[Round, ...] = ()
        self._first_steps = overview.no_steps()
        self._checklists: dict[bytes, Checklist | None] = {}
        self._titles: dict[bytes, str] = {}
        self._shown_bugs: set[str] = set()

    # --- the document -------------------------------------------------------------------------

    @property
    def document(self) -> Document | None:
        """The open document, or None."""
        return self._document

    @property
    def read_only(self) -> str:
        """Why nothing can be saved, in one sentence; empty where it can."""
        return self._read_only

    def open(self, path: Path) -> None:
        """Open a document in place of the one that is open.

        Raises UserError where it cannot be opened; the old one is then still open. One that is
        write-protected is opened for reading, and `read_only` says so.
        """
        if self._document is not None and self._document.path.resolve() == path.resolve():
            return
        self._adopt(_open(path, self.last_reviewer(path)))

    def open_beside(self, path: Path, failed: Callable[[Exception], None] | None = None) -> None:
        """Open a document as `open` does, but beside the window's thread; errors are shown."""
        if self._document is None or self._document.path.resolve() != path.resolve():
            known = self.last_reviewer(path)

            def work() -> _Opened | DamagedError:
                try:
                    return _open(path, known)
                except DamagedError as error:
                    return error

            self.run(work, partial(self._adopt_whole, path), failed=failed)

    def _adopt_whole(self, path: Path, opened: _Opened | DamagedError) -> None:
        if isinstance(opened, DamagedError):
            self.damaged.emit(path, opened)
        else:
            self._adopt(opened)
            if opened.no_copy:
                self.explain(opened.no_copy)

    def _adopt(self, opened: _Opened) -> None:
        self.close()
        self._document, self._read_only = opened.document, opened.read_only
        self._round, self._first_steps = opened.round, opened.steps
        self._rounds = opened.rounds
        self._handout = opened.handout
        self._reviewer, self._waits = opened.reviewer, opened.waits
        self.changed.emit("document")

    @property
    def handout(self) -> Mine | None:
        """Whose hand-out the document is, or None where it is the whole document."""
        return self._handout

    @property
    def waits(self) -> bool:
        """Whether the reviewer, if it is known who, had anything left when it was opened."""
        return self._waits

    @property
    def closed(self) -> str:
        """Why nothing about the chosen round's cases can be changed; empty where it can."""
        if self._read_only or self._document is None or self._round is None:
            return self._read_only
        if self._closed is None or self._closed[0] != self._round.id:
            said = overview.closed_words(self._document, self._round)
            self._closed = (self._round.id, said)
        return self._closed[1]

    @property
    def first_steps(self) -> tuple[Step, ...]:
        """How far each step was when the document was opened."""
        return self._first_steps

    def close(self) -> None:
        """Wait for what is being saved, and close the document."""
        self.wait()
        if self._document is None:
            return
        self._document.close()
        self._document = self._round = self._reviewer = self._handout = self._closed = None
        self._read_only, self._rounds = "", ()
        self._first_steps = overview.no_steps()
        self._checklists, self._titles = {}, {}
        self.changed.emit("document")

    # --- what is chosen -----------------------------------------------------------------------

    @property
    def round(self) -> Round | None:
        """The chosen round, or None where the document has none."""
        return self._round

    @property
    def checklist(self) -> Checklist | None:
        """The chosen round's checklist; None where only figures are known of the round."""
        if self._document is None or self._round is None:
            return None
        digest = self._round.checklist
        if digest not in self._checklists:
            self._checklists[digest] = overview.checklist(self._document, self._round)
        return self._checklists[digest]

    @property
    def title(self) -> str:
        """The title of the chosen round's checklist; "" where there is no such checklist."""
        if self._document is None or self._round is None:
            return ""
        digest = self._round.checklist
        if digest not in self._titles:
            self._titles[digest] = overview.title(self._document, self._round)
        return self._titles[digest]

    @property
    def reviewer(self) -> Reviewer | None:
        """Who is reviewing, or None until it is known."""
        return self._reviewer

    def rounds(self) -> tuple[Round, ...]:
        """Return the document's rounds, earliest first. Kept, so that asking costs nothing."""
        return self._rounds

    def choose_round(self, one: Round) -> None:
        """Look at another round."""
        if one != self._round:
            self._round = one
            self.changed.emit("round")

    def choose_reviewer(self, reviewer: Reviewer | None) -> None:
        """Say who is reviewing; None asks anew. A hand-out is one person's, and stays so."""
        if self._handout is not None:
            return
        if reviewer != self._reviewer:
            self._reviewer = reviewer
            self.changed.emit("reviewer")

    # --- deeds --------------------------------------------------------------------------------

    def run(
        self,
        work: Callable[[], _T],
        done: Callable[[_T], None] | None = None,
        *,
        changes: str = "",
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do work off the window's thread, after everything asked for earlier.

        `done` gets the result on the window's thread. With `changes` the work has saved
        something: `saved` and then `changed(changes)` are emitted. A UserError is shown, any
        other fault shown once as a bug; `failed` is called first.
        """

        self._worker.start(work, self._deliverer(done, changes, failed))

    def save(
        self, work: Callable[[], object], *, changes: str, failed: Callable[[Exception], None]
    ) -> None:
        """Save something small as `run` does, and leave Python to it for a moment.

        Shared with the window it would take several. Where it is saved by then, `saved` and
        `changed` are emitted before this returns; else, and for every fault, it is told later.
        """
        deliver = self._deliverer(None, changes, failed)
        self._worker.start_small(work, deliver, _MOMENT_MS)

    def _deliverer(
        self,
        done: Callable[[_T], None] | None,
        changes: str,
        failed: Callable[[Exception], None] | None,
    ) -> Callable[[Outcome], None]:
        def deliver(outcome: Outcome) -> None:
            if outcome.error is not None:
                self._show_error(outcome.error, failed)
                return
            if changes:
                self.say_saved()
            if done is not None:
                done(outcome.result)
            if changes:
                self.announce(changes)

        return deliver

    def wait(self) -> None:
        """Wait until all work is done and what it gave has been delivered."""
        while self._worker.waiting:
            self._worker.wait()
            QCoreApplication.sendPostedEvents(self._worker, QEvent.Type.MetaCall.value)

    def announce(self, what: str) -> None:
        """Tell every screen that something in the document has changed."""
        document = self._document
        if what in ("document", "rounds"):
            self._checklists, self._titles = {}, {}
        if what in ("document", "rounds", "sample", "answers"):  # a merge may bring a lock
            self._closed = None
        if document is not None and what in ("document", "rounds", "sample"):
            self._rounds = overview.rounds(document)
            found = {one.id: one for one in self._rounds}
            known = found.get(self._round.id) if self._round is not None else None
            self._round = known or overview.current_round(document)
        if document is not None and what in ("document", "reviewers"):
            reviewers = overview.reviewers(document)
            if self._reviewer not in reviewers:
                self._reviewer = _only(reviewers)
        self.changed.emit(what)

    def say_saved(self) -> None:
        """Tell that something has just been committed."""
        self.saved.emit(f"Sparat {dt.datetime.now().astimezone():%H:%M}")

    def tell(self, sentence: str) -> None:
        """Say something in passing at the foot of the window: nothing to answer."""
        self.told.emit(sentence)

    def tell_written(self, sentence: str) -> None:
        """Say that a file has been written; of an encrypted document also that the file is not."""
        encrypted = self._document is not None and self._document.encrypted
        self.tell(f"{sentence} {WRITTEN_PLAIN}" if encrypted else sentence)

    def explain(self, sentence: str) -> None:
        """Say something that is to be read: it stays until it is closed."""
        from egenkontroll.gui import messages

        messages.tell(self._window, sentence)

    def warn(self, error: UserError) -> None:
        """Show what a UserError says."""
        from egenkontroll.gui import messages

        messages.warn(self._window, error)

    def _show_error(self, error: Exception, failed: Callable[[Exception], None] | None) -> None:
        if failed is not None:
            failed(error)
        if isinstance(error, UserError):
            self.warn(error)
        else:
            self.show_bug(error)

    def show_bug(self, error: BaseException) -> None:
        """Show a fault of the program's own, each kind once."""
        kind = repr(error)
        if kind not in self._shown_bugs:
            from egenkontroll.gui import messages
            from egenkontroll.operations import fault_log

            self._shown_bugs.add(kind)
            fault_log.keep(error)
            messages.bug(self._window, error)


class _Opened(NamedTuple):
    """A document just opened, and what the window begins with in it."""

    document: Document
    read_only: str
    round: Round | None
    rounds: tuple[Round, ...]
    reviewers: tuple[Reviewer, ...]
    steps: tuple[Step, ...]
    handout: Mine | None
    reviewer: Reviewer | None
    waits: bool
    no_copy: str = ""


def _open(path: Path, last_reviewer: str) -> _Opened:
    document, read_only, no_copy = _open_file(path)
    try:
        with without_pauses():
            return _look_at(document, read_only, last_reviewer)._replace(no_copy=no_copy)
    except BaseException:
        document.close()
        raise


def _look_at(document: Document, read_only: str, last_reviewer: str) -> _Opened:
    one = overview.current_round(document)
    steps = overview.steps(document, one) if one is not None else overview.no_steps()
    rounds, reviewers = overview.rounds(document), overview.reviewers(document)
    mine = _whose(document)
    last = next((known for known in reviewers if known.id.hex() == last_reviewer), None)
    who = mine.reviewer if mine is not None else _only(reviewers) or last
    waits = who is None or (one is not None and overview.anything_left(document, one, who))
    return _Opened(
        document, read_only, one, rounds, reviewers, steps, mine, who, waits
    )  # fmt: skip


def _whose(document: Document) -> Mine | None:
    if not document.has("handout"):
        return None
    from egenkontroll.operations.handed_to import whose

    return whose(document)


def _open_file(path: Path) -> tuple[Document, str, str]:
    """Open for writing, or where that is refused for reading with the reason why.

    The third is why no copy of the day was made, or "".
    """
    if is_copy(path):
        return open_document(path), _COPY, ""
    try:
        document, no_copy = open_for_work(path)
    except UserError as refused:
        try:
            return open_document(path), f"{refused.message} Du kan läsa men inte ändra.", ""
        except UserError:
            raise refused from None
    return document, "", no_copy


def _only(reviewers: tuple[Reviewer, ...]) -> Reviewer | None:
    return reviewers[0] if len(reviewers) == 1 else None
