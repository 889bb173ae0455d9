"""Encrypted documents: ask for the passphrase of one, make one, and make a plain copy of one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from egenkontroll.errors import UserError
from egenkontroll.gui import files, messages
from egenkontroll.gui.checklist_editor.controls import CheckBox
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.passphrase import Passphrase
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, label
from egenkontroll.operations import passphrases

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.gui.session import Session
    from egenkontroll.operations.opening import Document

PLAIN = (
    "Kopian kan läsas av alla som kommer åt filen. Det krypterade dokumentet är kvar som det är."
)


_T = TypeVar("_T", bound="_Dialog")


def ask(
    parent: QWidget, session: Session, path: Path, opened: Callable[[Path], object]
) -> UnlockDialog:
    """Ask for the passphrase of an encrypted document; then `opened` is given its path."""
    return _shown(UnlockDialog(session, path, opened, parent))


def make(parent: QWidget, session: Session, opened: Callable[[Path], object]) -> EncryptDialog:
    """Ask for a new passphrase, and write an encrypted copy of the open document."""
    return _shown(EncryptDialog(session, opened, parent))


def make_plain(parent: QWidget, session: Session) -> None:
    """Ask where to, and write a plain copy of the open, encrypted document."""
    from egenkontroll.operations import encrypting

    document = session.document
    assert document is not None
    if not document.encrypted:
        session.tell(f"{document.path.name} är inte krypterat.")
        return
    if not messages.ask(parent, "Spara en okrypterad kopia?", "Välj plats …", detail=PLAIN):
        return
    begin = encrypting.plain_name(document.path)
    out = files.choose_new(parent, "Spara okrypterad kopia som", files.DOCUMENTS, begin)
    if out is not None:
        session.run(
            partial(encrypting.decrypt, document, out),
            lambda _: session.tell(f"{out.name} är skriven. Den är inte krypterad."),
        )


def _shown(made: _T) -> _T:
    made.finished.connect(lambda _result: made.deleteLater())
    made.open()
    made.passphrase.setFocus()
    return made


class _Dialog(QDialog):
    """A passphrase, what is wrong with it, and one deed."""

    def __init__(self, session: Session, deed: str, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._session = session
        self.passphrase = Passphrase(new=False)
        self.fault = label(role="fault")
        self.fault.setVisible(False)
        self.done_button = button(deed, self._do, "primary")
        self._title = title

    def _build(self, *parts: QWidget | QHBoxLayout) -> None:
        self.setWindowTitle(self._title)
        self.setAccessibleName(self._title)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        side = em(self, 1.2)
        column.setContentsMargins(side, side, side, side // 2)
        column.setSpacing(em(self, 0.5))
        for part in parts:
            if isinstance(part, QHBoxLayout):
                column.addLayout(part)
            else:
                column.addWidget(part)
        column.addStretch(1)
        self._foot = Flow(em(self, 0.5))
        self._foot.add(self.done_button)
        self._foot.add(button("Avbryt", self.reject))
        holder = QVBoxLayout()
        holder.setContentsMargins(side, 0, side, side)
        holder.setSpacing(em(self, 0.5))
        holder.addWidget(self.fault)  # in sight whatever is scrolled away
        holder.addWidget(self._foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Column(self._inside, self._title, focus=False), 1)
        whole.addLayout(holder)
        self.setMinimumWidth(em(self, 34))
        self._grow()

    def _do(self) -> None:
        raise AssertionError("made by those below")

    def _enable(self) -> None:
        raise AssertionError("made by those below")

    def _say(self, fault: str) -> None:
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        """Make room for what is said, as far as the screen goes; beyond that it scrolls."""
        width = max(self.width(), self.minimumWidth())
        inside = self._inside.layout()
        if inside is not None:
            needs = inside.totalHeightForWidth(width) + self._foot.sizeHint().height() + em(self, 2)
            needs += self._fault_height(width)
            room = self.screen().availableGeometry().height() - em(self, 4)
            self.resize(width, max(self.height() if self.isVisible() else 0, min(needs, room)))

    def _fault_height(self, width: int) -> int:
        if self.fault.isHidden():
            return 0
        return self.fault.heightForWidth(width - 2 * em(self, 1.2)) + em(self, 0.5)

    def _work(self, work: Callable[[], object], done: Callable[[], object]) -> None:
        """Do the work beside the window's thread; a UserError is said in the dialog."""
        self.done_button.setEnabled(False)

        def tried() -> UserError | None:
            try:
                work()
            except UserError as error:
                return error
            return None

        def told(error: UserError | None) -> None:
            if error is None:
                self.accept()
                done()
                return
            self._enable()
            self._say("\n".join([error.message, *error.problems]))
            self.passphrase.setFocus()

        self._session.run(tried, told, failed=lambda _error: self._enable())


class UnlockDialog(_Dialog):
    """Opens one encrypted document."""

    def __init__(
        self,
        session: Session,
        path: Path,
        opened: Callable[[Path], object],
        parent: QWidget | None,
    ) -> None:
        super().__init__(session, "Öppna", "Krypterat dokument", parent)
        self._path, self._opened = path, opened
        self._build(
            label(f"{path.name} är krypterat", "title"),
            label("Skriv lösenfrasen. Den glöms när programmet stängs."),
            self.passphrase,
        )
        self.passphrase.field.returnPressed.connect(self._do)
        self.passphrase.changed.connect(self._enable)
        self._enable()

    def _enable(self) -> None:
        self.done_button.setEnabled(self.passphrase.whole)
        self._say("")

    def _do(self) -> None:
        if self.done_button.isEnabled():
            work = partial(passphrases.unlock, self._path, self.passphrase.text)
            self._work(work, partial(self._opened, self._path))


class EncryptDialog(_Dialog):
    """Writes an encrypted copy of the open document, and opens it."""

    def __init__(
        self, session: Session, opened: Callable[[Path], object], parent: QWidget | None
    ) -> None:
        super().__init__(session, "Kryptera", "Kryptera dokumentet", parent)
        from egenkontroll.operations import encrypting

        assert session.document is not None
        self._document: Document = session.document
        self._opened = opened
        self.passphrase = Passphrase(new=True, lost="")
        self.again = Passphrase(new=False)
        self.again.field.setAccessibleName("Samma lösenfras igen")
        self.read = CheckBox("Jag har läst det, och har skrivit ner lösenfrasen")
        self.out = QLineEdit(str(encrypting.encrypted_name(self._document.path)))
        self.out.setAccessibleName("Spara det krypterade dokumentet som")
        self._build(
            label(f"Kryptera {self._document.path.name}", "title"),
            label(
                "För en dator utan krypterad disk. Det blir en ny fil, som bara kan öppnas med "
                "lösenfrasen."
            ),
            label("Lösenfras", "quiet"),
            self.passphrase,
            label("Samma lösenfras igen", "quiet"),
            self.again,
            label(passphrases.LOST),
            self.read,
            label("Det krypterade dokumentet sparas som", "quiet"),
            _beside(self.out, button("Välj plats …", self._choose_out)),
        )
        for field in (self.passphrase, self.again):
            field.changed.connect(self._enable)
        self.read.toggled.connect(self._enable)
        self.out.textChanged.connect(self._enable)
        self._enable()

    def _enable(self) -> None:
        first, second = self.passphrase.text.strip(), self.again.text.strip()
        whole = bool(first) and self.passphrase.whole
        self.done_button.setEnabled(
            whole and first == second and self.read.isChecked() and bool(self.out.text().strip())
        )
        differs = whole and bool(second) and not first.startswith(second)
        self._say("De två lösenfraserna är inte lika." if differs else "")

    def _do(self) -> None:
        from egenkontroll.operations import encrypting

        out = Path(self.out.text().strip())
        work = partial(encrypting.encrypt, self._document, out, self.passphrase.text)
        self._work(work, partial(self._made, out))

    def _made(self, out: Path) -> None:
        said = f"{out.name} är krypterat, och varje rad i det är kontrollerad."
        left = () if self._document.encrypted else (
            passphrases.LEFT.format(name=self._document.path.name),
        )  # fmt: skip
        self._opened(out)
        messages.tell(self.parentWidget(), said, left)

    def _choose_out(self) -> None:
        begin = Path(self.out.text().strip())
        title = "Spara det krypterade dokumentet som"
        path = files.choose_new(self, title, files.DOCUMENTS, begin)
        if path is not None:
            self.out.setText(str(path))


def _beside(field: QWidget, pressed: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(field, 1)
    row.addWidget(pressed)
    return row
