"""Divide the cases and hand them out: who, the plan with its reasons, the folder, the files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.errors import UserError
from egenkontroll.gui import files
from egenkontroll.gui.checklist_editor.controls import CheckBox
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.passphrase import Passphrase
from egenkontroll.gui.sample.people import People
from egenkontroll.gui.sample.plan_view import FilesView, PlanView
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, label
from egenkontroll.operations import assigning, handing_out
from egenkontroll.operations.sealing import Seal

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.assigning import Proposal, Wanted
    from egenkontroll.operations.handing_out import HandedOut
    from egenkontroll.operations.opening import Document

TITLE = "Fördela och lämna ut"
_SOON_MS = 250
_PLAIN = (
    "Dokumentet är krypterat, men filerna är det inte utan en lösenfras här: då kan alla som "
    "kommer åt dem läsa dem."
)


class AssigningDialog(QDialog):
    """Shows at once what would come of what is written; nothing is saved before it is asked."""

    stepped = Signal(int, int)

    def __init__(self, session: Session, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked = 0
        self.busy = False
        self.folder: Path | None = None
        self.proposal: Proposal | None = None
        self.people = People()
        self.peer = CheckBox("Kollegial granskning: ingen får ärenden från sin egen enhet")
        self.hand_over = CheckBox("Flytta också det som den som slutar har påbörjat")
        self.plan = PlanView()
        self.files = FilesView()
        self.passphrase = Passphrase(new=True)
        self.plain = label(_PLAIN, "small")
        self.place = label("Ingen mapp vald.", "quiet")
        self.choose = button("Välj mapp …", self._ask_folder)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Hur många filer som är skrivna")
        self.bar.setTextVisible(False)
        self.save = button("Spara fördelningen", self._save)
        self.hand_out = button("Spara och lämna ut", self._hand_out, "primary")
        self._build()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._propose)
        for signal in (self.people.changed, self.peer.toggled, self.hand_over.toggled):
            signal.connect(self._on_changed)
        self.passphrase.changed.connect(self._enable)
        self.stepped.connect(self._step)
        session.changed.connect(self._on_document)

    def begin(self) -> None:
        """Show who has cases in the session's round, and what would come of it."""
        document, one = self._session.document, self._session.round
        if document is None or one is None:
            return
        self.setWindowTitle(f"{TITLE} – {one.name}")
        self.plan.show_problem("")
        self._fill(document, one)
        room = self.screen().availableGeometry()
        self.resize(min(em(self, 58), room.width()), min(em(self, 44), room.height()))
        self.open()
        self.people.begin()

    def _fill(self, document: Document, one: Round) -> None:
        """Show who has cases now, and plan from there."""
        known = assigning.known_reviewers(document, one)
        units = assigning.unit_names(document, one)
        self.people.show_people(
            [assigning.Named(reviewer.name, unit) for reviewer, unit in known], units
        )
        self.peer.setChecked(assigning.is_peer(document, one))
        self._on_changed()

    @property
    def wanted(self) -> Wanted:
        """What is asked for, as it is written."""
        return assigning.Wanted(
            self.people.written(),
            self.people.leaving(),
            self.peer.isChecked(),
            self.hand_over.isChecked(),
        )

    # --- the plan -----------------------------------------------------------------------------

    def _on_changed(self) -> None:
        self.proposal = None
        self.hand_over.setVisible(bool(self.people.leaving()))
        self.files.clear()
        self._enable()
        self._soon.start()

    def _propose(self) -> None:
        where = self._where()
        if where is None:
            return
        fault = self.people.fault()
        if fault or not self.people.written():
            self.plan.show_problem(fault or "Skriv vilka som ska granska.")
            return
        self._asked += 1
        deed = partial(_try, partial(assigning.propose, *where, self.wanted))
        self._session.run(deed, partial(self._show, self._asked))

    def _show(self, asked: int, found: Proposal | UserError) -> None:
        if asked != self._asked or self._soon.isActive():
            return
        if isinstance(found, UserError):
            self.plan.show_problem(found.message)
            return
        self.proposal = found
        self.plan.show_plan(found)
        self._enable()

    def _enable(self) -> None:
        may = self.proposal is not None and not self.busy and not self._session.closed
        self.save.setEnabled(may)
        document = self._session.document
        encrypted = document is not None and document.encrypted
        self.plain.setVisible(encrypted and not self.passphrase.text)
        self.hand_out.setEnabled(may and self.folder is not None and self.passphrase.whole)

    # --- deeds --------------------------------------------------------------------------------

    def _where(self) -> tuple[Document, Round] | None:
        document, one = self._session.document, self._session.round
        return (document, one) if document is not None and one is not None else None

    def _ask_folder(self) -> None:
        folder = files.choose_folder(self, "Mapp för filerna som lämnas ut")
        if folder is not None:
            self.use_folder(folder)

    def use_folder(self, folder: Path) -> None:
        """Write the files into a folder when they are asked for."""
        self.folder = folder
        self.place.setText(str(folder))
        self._enable()

    def _save(self) -> None:
        where = self._where()
        if where is not None:
            self._begin_work()
            deed = partial(assigning.assign, *where, self.wanted)
            self._session.run(deed, self._saved, changes="reviewers", failed=self._failed)

    def _saved(self, _made: Proposal) -> None:
        self._end_work(saved=True)
        self.files.say("Fördelningen är sparad.")
        self._show_files()

    def _hand_out(self) -> None:
        where = self._where()
        if where is None or self.folder is None:
            return
        self._begin_work()
        wish = handing_out.Wish(Seal(self.passphrase.text))
        folder, wanted, progress = self.folder, self.wanted, self.stepped.emit

        def deed() -> list[HandedOut]:
            assigning.assign(*where, wanted)
            return handing_out.hand_out(*where, folder, wish, progress)

        self._session.run(deed, self._handed_out, changes="reviewers", failed=self._failed)

    def _handed_out(self, written: list[HandedOut]) -> None:
        self._end_work(saved=True)
        self.files.show_files(written, sealed=bool(self.passphrase.text))
        self._show_files()

    def _show_files(self) -> None:
        """Bring what was done into sight, once it has got its place."""
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.files))

    def _begin_work(self) -> None:
        self.busy = True
        self.files.clear()
        self.bar.setRange(0, 0)
        self.bar.show()
        self._enable()

    def _end_work(self, *, saved: bool) -> None:
        self.busy = False
        self.bar.hide()
        where = self._where()
        if saved and where is not None:
            self._fill(*where)
        else:
            self._on_changed()

    def _failed(self, _error: Exception) -> None:
        self._end_work(saved=False)

    def _step(self, done: int, every: int) -> None:
        self.bar.setRange(0, every)
        self.bar.setValue(done)

    def _on_document(self, what: str) -> None:
        if what in ("document", "round") and not self.busy:
            self.reject()

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(em(self, 0.5))
        column.addWidget(label(TITLE, "title"))
        column.addWidget(
            label(
                "Ärendena fördelas jämnt. Ingen får ärenden som hen själv handlägger, om det går "
                "att se i ärendelistan, och det som är påbörjat flyttas inte.",
                "quiet",
            )
        )
        column.addWidget(self.people)
        column.addWidget(self.peer)
        column.addWidget(self.hand_over)
        column.addWidget(self.plan)
        column.addWidget(label("Filerna", "heading"))
        place = QHBoxLayout()
        place.addWidget(self.choose)
        place.addWidget(self.place, 1)
        column.addLayout(place)
        column.addWidget(label("Lösenfras för filerna, om de ska låsas", "quiet"))
        column.addWidget(self.plain)
        column.addWidget(self.passphrase)
        column.addWidget(self.bar)
        column.addWidget(self.files)
        column.addStretch(1)
        self.bar.hide()
        self.hand_over.hide()
        self._scroll = scroll = Column(inside, TITLE, focus=False)
        foot = Flow(em(self, 0.5))
        for one in (self.hand_out, self.save, button("Stäng", self.reject, name="Stäng rutan")):
            foot.add(one)
        whole = QVBoxLayout(self)
        whole.addWidget(scroll, 1)
        whole.addWidget(foot, 0, Qt.AlignmentFlag.AlignBottom)
        self.setAccessibleName(TITLE)

    def reject(self) -> None:
        """Close, unless files are being written."""
        if not self.busy:
            super().reject()


def _try(deed: partial[Proposal]) -> Proposal | UserError:
    try:
        return deed()
    except UserError as error:
        return error
