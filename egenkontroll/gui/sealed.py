"""A sealed file: ask for what opens it, and for where the document in it is to be put."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from egenkontroll.errors import UserError
from egenkontroll.gui import files
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.passphrase import Passphrase
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button, label
from egenkontroll.operations import sealing

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.gui.session import Session

KEYS = "Nyckelfiler (*.txt *.key *.age-key);;Alla filer (*)"


def ask(
    parent: QWidget, session: Session, path: Path, opened: Callable[[Path], object]
) -> SealedDialog:
    """Ask for the passphrase or the key; `opened` is given the document that was in the file."""
    made = SealedDialog(session, path, opened, parent)
    made.finished.connect(lambda _result: made.deleteLater())
    made.open()
    made.begin()
    return made


class SealedDialog(QDialog):
    """Opens one sealed file. The sealed file itself is left as it is."""

    def __init__(
        self,
        session: Session,
        path: Path,
        opened: Callable[[Path], object],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._path = path
        self._opened = opened
        self._wants_passphrase = sealing.wants_passphrase(path)
        self.passphrase = Passphrase(new=False)
        self.key = QLineEdit()
        self.key.setAccessibleName("Filen med den hemliga nyckeln")
        self.out = QLineEdit(str(sealing.opened_name(path)))
        self.out.setAccessibleName("Spara dokumentet som")
        self.fault = label(role="fault")
        self.unlock = button("Lås upp", self._unlock, "primary")
        self._build()
        self.passphrase.field.returnPressed.connect(self._unlock)
        for field in (self.passphrase.field, self.key, self.out):
            field.textChanged.connect(lambda _text: self._enable())
        self._enable()

    def begin(self) -> None:
        """Take the focus to what is asked for."""
        (self.passphrase.field if self._wants_passphrase else self.key).setFocus()

    def _enable(self) -> None:
        given = self.passphrase.text if self._wants_passphrase else self.key.text().strip()
        self.unlock.setEnabled(bool(given and self.out.text().strip()))
        self._say("")

    def _unlock(self) -> None:
        if not self.unlock.isEnabled():
            return
        path, out = self._path, Path(self.out.text().strip())
        passphrase = self.passphrase.text
        key_file = None if self._wants_passphrase else Path(self.key.text().strip())
        self.unlock.setEnabled(False)

        def work() -> Path | UserError:
            try:
                return sealing.unseal(path, out, passphrase=passphrase, key_file=key_file)
            except UserError as error:
                return error

        self._session.run(work, self._done, failed=lambda _error: self._enable())

    def _done(self, result: Path | UserError) -> None:
        if isinstance(result, UserError):
            self._enable()
            self._say(result.message)
            self.begin()
            return
        self.accept()
        self._opened(result)

    def _say(self, fault: str) -> None:
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        """Make room for what has been said: a dialog does not by itself."""
        layout = self.layout()
        if layout is not None:
            needs = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), needs))

    def _choose_key(self) -> None:
        path = files.choose_file(self, "Välj filen med den hemliga nyckeln", KEYS)
        if path is not None:
            self.key.setText(str(path))

    def _choose_out(self) -> None:
        begin = Path(self.out.text().strip())
        path = files.choose_new(self, "Spara dokumentet som", files.DOCUMENTS, begin)
        if path is not None:
            self.out.setText(str(path))

    def _build(self) -> None:
        self.setWindowTitle("Låst fil")
        self.setAccessibleName("Låst fil")
        column = QVBoxLayout(self)
        side = em(self, 1.2)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(em(self, 0.5))
        column.addWidget(label(f"{self._path.name} är låst", "title"))
        if self._wants_passphrase:
            column.addWidget(label("Skriv lösenfrasen som du har fått av den som skickade filen."))
            column.addWidget(self.passphrase)
        else:
            column.addWidget(label("Filen är låst till en nyckel. Välj filen med den hemliga."))
            column.addLayout(_with_button(self.key, button("Välj nyckel …", self._choose_key)))
        column.addWidget(self.fault)
        column.addWidget(label("Dokumentet i den sparas som", "quiet"))
        column.addLayout(_with_button(self.out, button("Välj plats …", self._choose_out)))
        foot = Flow(em(self, 0.5))
        foot.add(self.unlock)
        foot.add(button("Avbryt", self.reject))
        column.addSpacing(em(self, 0.5))
        column.addWidget(foot, 0, Qt.AlignmentFlag.AlignTop)
        column.addStretch(1)
        self.setMinimumWidth(em(self, 34))


def _with_button(field: QWidget, pressed: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(field, 1)
    row.addWidget(pressed)
    return row
