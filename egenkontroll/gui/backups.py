"""Copies of the document: look into them, put one back; and what a damaged file offers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from egenkontroll.errors import UserError
from egenkontroll.gui import files, messages
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.tables import PlainTable
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button, label
from egenkontroll.operations import backing_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from egenkontroll.gui.session import Session
    from egenkontroll.operations.backing_up import Kept
    from egenkontroll.operations.repairing import Repaired

HEADS = ("Varför", "När", "Storlek")
RESTORE = (
    "Dokumentet blir som det var då. Som det är nu läggs det först bland kopiorna, så att inget "
    "försvinner."
)
REMOVE = "Det går inte att ångra. Gör det när kopian har kvar ärenden som är gallrade."
RESCUE = (
    "Rädda det som går: det som går att läsa sparas i ett nytt dokument. Slå sedan ihop det med "
    "den senaste säkerhetskopian."
)
SAVE, COPIES = "Rädda det som går …", "Säkerhetskopior …"


def show(
    parent: QWidget, session: Session, open_path: Callable[[Path], object], path: Path
) -> BackupsDialog:
    """Show a document's copies; `open_path` opens one of them, or the document.

    The document may be one that is damaged and cannot be opened.
    """
    made = BackupsDialog(session, open_path, path, parent)
    made.finished.connect(lambda _result: made.deleteLater())
    made.open()
    made.table.setFocus()
    return made


def offer_rescue(
    parent: QWidget,
    session: Session,
    open_path: Callable[[Path], object],
    path: Path,
    error: UserError,
) -> None:
    """Say that a document is damaged, and offer to save what can be, or to show its copies."""
    deeds = (SAVE, COPIES) if _has_copies(path) else (SAVE,)
    deed = messages.choose(parent, error.message, deeds, "Stäng", RESCUE)
    if deed == COPIES:
        show(parent, session, open_path, path)
    if deed != SAVE:
        return
    suggestion = path.with_name(f"{path.stem} räddad.egk")
    out = files.choose_new(parent, "Spara det som räddas som", files.DOCUMENTS, suggestion)
    if out is not None:
        rescue(parent, session, open_path, path, out)


def _has_copies(path: Path) -> bool:
    try:
        return bool(backing_up.kept(path))
    except UserError:
        return False


def rescue(
    parent: QWidget, session: Session, open_path: Callable[[Path], object], path: Path, out: Path
) -> None:
    """Save what can be saved of a damaged document into a new one, open it and tell."""

    def work() -> Repaired:
        from egenkontroll.operations.repairing import repair_document

        return repair_document(path, out)

    def done(found: Repaired) -> None:
        open_path(found.out)
        first, *rest = found.lines()
        messages.tell(parent, first, tuple(rest))

    session.run(work, done)


class BackupsDialog(QDialog):
    """The copies of a document, the newest first."""

    def __init__(
        self,
        session: Session,
        open_path: Callable[[Path], object],
        path: Path,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._open_path = open_path
        self._window = parent
        self._path = path
        self.found: tuple[Kept, ...] = ()
        self.table = PlainTable("Säkerhetskopior")
        self.none = label(
            "Det finns inga än. Den första görs när dokumentet öppnas en annan dag, eller före en "
            "sammanslagning."
        )
        self.look = button("&Titta i kopian", self._look)
        self.restore = button("&Återställ …", self._restore, "primary")
        self.remove = button("&Radera …", self._remove)
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Show the copies that there are now."""
        try:
            self.found = backing_up.kept(self._path)
        except UserError as error:
            self.found = ()
            self.none.setText(error.message)
        self.table.show_rows(HEADS, [(one.why, one.when, one.space) for one in self.found], (2,))
        if self.found:
            self.table.selectRow(0)
        self.table.setVisible(bool(self.found))
        self.none.setVisible(not self.found)
        for one in (self.look, self.restore, self.remove):
            one.setEnabled(bool(self.found))

    @property
    def chosen(self) -> Kept | None:
        """The copy that is chosen."""
        at = self.table.currentRow()
        return self.found[at] if 0 <= at < len(self.found) else None

    def _look(self) -> None:
        if self.chosen is not None:
            self.accept()
            self._open_path(self.chosen.path)

    def _restore(self) -> None:
        one = self.chosen
        if one is None:
            return
        question = f"Återställa {self._path.name} från {one.when}?"
        if messages.ask(self, question, "Återställ", detail=RESTORE):
            self.accept()
            document = self._session.document
            if document is not None and document.path == self._path:
                self._session.close()
            self._session.run(
                partial(backing_up.restore, self._path, one.path),
                partial(self._restored, one),
                failed=self._again,
            )

    def _again(self, _error: Exception) -> None:
        self._open_path(self._path)

    def _restored(self, one: Kept, aside: Path | None) -> None:
        self._open_path(self._path)
        # In a box: what is said at the foot goes when the document that is being opened comes.
        said = f"Dokumentet är återställt från {one.when}."
        kept = f"Som det var finns kvar bland säkerhetskopiorna: {aside.name}" if aside else ""
        messages.tell(self._window, said, (kept,) if kept else ())

    def _remove(self) -> None:
        one = self.chosen
        if one is None:
            return
        if messages.ask(self, f"Radera kopian från {one.when}?", "Radera", detail=REMOVE):
            try:
                backing_up.remove(one.path)
            except UserError as error:
                messages.warn(self, error)
            self.refresh()

    def _build(self) -> None:
        self.setWindowTitle("Säkerhetskopior")
        self.setAccessibleName("Säkerhetskopior")
        column = QVBoxLayout(self)
        side = em(self, 1.2)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(em(self, 0.6))
        column.addWidget(label(f"Säkerhetskopior av {self._path.stem}", "title"))
        column.addWidget(label(backing_up.RULE, "quiet"))
        column.addWidget(self.table, 1)
        column.addWidget(self.none, 1, Qt.AlignmentFlag.AlignTop)
        folder = backing_up.folder_of(self._path)
        column.addWidget(label(f"De ligger i {folder}", "quiet"))
        foot = Flow(em(self, 0.5))
        for one in (self.restore, self.look, self.remove, button("Stäng", self.reject)):
            foot.add(one)
        column.addWidget(foot, 0, Qt.AlignmentFlag.AlignTop)
        room = self.screen().availableGeometry()
        self.resize(min(em(self, 42), room.width()), min(em(self, 30), room.height()))
