"""Lämna in: say how far the review has come, make the file to send back, say what to do with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from egenkontroll.errors import UserError
from egenkontroll.gui import files
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.passphrase import Passphrase
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, frame, label
from egenkontroll.operations import handing_in
from egenkontroll.operations.sealing import Seal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from egenkontroll.gui.review.desk_head import DeskHead
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.handing_in import HandedIn, Return
    from egenkontroll.operations.opening import Document

TITLE = "Lämna in"
_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class HandIn:
    """Offers it in the window's head and in the menu, where the document is a hand-out."""

    def __init__(
        self, session: Session, head: DeskHead, screen: QWidget, leave: Callable[[], None]
    ) -> None:
        self._session = session
        self._head = head
        self._screen = screen
        self._leave = leave
        self.dialog: HandInDialog | None = None
        self.action = QAction(f"&{TITLE} …", screen)
        self.action.triggered.connect(lambda _checked=False: self.ask())
        head.hand_in_asked.connect(self.ask)
        session.changed.connect(self._on_changed)
        self._on_changed("document")

    def ask(self) -> None:
        """Save what is half typed, and show how far the review has come."""
        document = self._session.document
        if document is None or self._session.handout is None:
            return
        self._leave()
        self._session.run(partial(handing_in.look, document), partial(self._show, document))

    def _show(self, document: Document, ready: Return) -> None:
        if document is not self._session.document or self.dialog is not None:
            return
        self.dialog = made = HandInDialog(self._session, document, ready, self._screen.window())
        made.finished.connect(self._closed)
        made.open()
        made.make.setFocus()

    def _closed(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _on_changed(self, what: str) -> None:
        if what == "document":
            mine = self._session.handout is not None
            self._head.offer_hand_in(mine)
            self.action.setVisible(mine)


class HandInDialog(QDialog):
    """What is done and what is not, and afterwards the file and what to do with it."""

    def __init__(
        self, session: Session, document: Document, ready: Return, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._document = document
        self._ready = ready
        self.said = label(ready.said(), "" if ready.whole else "strong")
        self.left = label("\n".join(f"• {line}" for line in ready.left))
        self.passphrase = Passphrase(new=True)
        self.fault = label(role="fault")
        self.after = label()
        self.note = frame("card")
        self.make = button("Gör filen …", self._ask_place, "primary")
        self.close_button = button("Stäng", self.reject, name="Stäng rutan")
        self._build()
        self.passphrase.changed.connect(lambda: self.make.setEnabled(self.passphrase.whole))

    def _ask_place(self) -> None:
        begin = self._document.path.parent / handing_in.suggested_name(
            self._document, self._ready.mine
        )
        path = files.choose_new(self, "Spara filen som ska skickas", files.DOCUMENTS, begin)
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> None:
        """Make the file to send back."""
        document, seal = self._document, Seal(self.passphrase.text)
        self.make.setEnabled(False)

        def work() -> HandedIn | UserError:
            try:
                return handing_in.hand_in(document, path, seal)
            except UserError as error:
                return error

        self._session.run(work, self._done, failed=lambda _error: self._say(""))

    def _done(self, result: HandedIn | UserError) -> None:
        if isinstance(result, UserError):
            self._say(result.message)
            return
        self._say("")
        where = f"{result.path.name} finns nu i {result.path.parent}."
        self.after.setText(f"{where} {handing_in.NEXT}")
        self.after.setAccessibleName(self.after.text())
        self.note.show()
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.note))
        self.close_button.setFocus()

    def _say(self, fault: str) -> None:
        self.make.setEnabled(True)
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))

    def _build(self) -> None:
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(em(self, 0.5))
        mine = self._ready.mine
        column.addWidget(label(f"{TITLE}: {mine.round.name}, {mine.reviewer.name}", "title"))
        inside_note = QVBoxLayout(self.note)
        inside_note.addWidget(self.after)
        self.note.hide()
        for part in (self.fault, self.after):
            part.setTextInteractionFlags(_SELECTABLE)
        self.fault.hide()
        column.addWidget(self.note)
        column.addWidget(self.fault)
        column.addWidget(self.said)
        self.left.setTextInteractionFlags(_SELECTABLE)
        column.addWidget(self.left)
        self.left.setVisible(bool(self._ready.left))
        if mine.return_to:
            column.addWidget(
                label("Filen låses åt den som samlar in granskningen. Ingen annan kan öppna den.")
            )
        else:
            column.addWidget(label("Lösenfras för filen, om den ska låsas", "quiet"))
            column.addWidget(self.passphrase)
        column.addStretch(1)
        foot = Flow(em(self, 0.5))
        foot.add(self.make)
        foot.add(self.close_button)
        whole = QVBoxLayout(self)
        self._scroll = Column(inside, TITLE, focus=False)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(foot, 0, Qt.AlignmentFlag.AlignBottom)
        room = self.screen().availableGeometry()
        self.resize(min(em(self, 38), room.width()), min(em(self, 28), room.height()))
