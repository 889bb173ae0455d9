"""The start page: open a document, make a new one, or look at the example."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.gui import files
from egenkontroll.gui.screen import Screen
from egenkontroll.gui.theme import em, of
from egenkontroll.gui.widgets import Centred, Column, Heading, button, draw_ring, label

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPaintEvent

    from egenkontroll.gui.memory import Memory
    from egenkontroll.gui.new_form import NewForm
    from egenkontroll.gui.session import Session


class RecentButton(QAbstractButton):
    """A document last opened: its name, and where it is in quieter letters."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self.setText(path.stem)
        self.setAccessibleName(f"Öppna {path.stem} i {path.parent}")
        self.setToolTip(str(path))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(em(self, 20), em(self, 2.9))

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(self.rect(), 6, 6)
        room = self.rect().adjusted(em(self, 0.6), em(self, 0.4), -em(self, 0.6), -em(self, 0.4))
        painter.setPen(QColor(colours.text))
        metrics = self.fontMetrics()
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignTop, name)
        painter.setPen(QPen(QColor(colours.quiet)))
        place = metrics.elidedText(
            str(self._path.parent), Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom, place)
        if self.hasFocus():
            draw_ring(self, painter, self.rect(), 6)


class StartScreen(Screen):
    """Shown where no document is open. `path_chosen` gives a document to open."""

    title: ClassVar[str] = "Start"
    shows: ClassVar[frozenset[str]] = frozenset({"document"})

    open_asked = Signal()
    path_chosen = Signal(object)
    closed = Signal()
    demo_opened = Signal()

    def __init__(self, session: Session, memory: Memory) -> None:
        super().__init__(session)
        self._memory = memory
        self._pages = QStackedWidget()
        self._recent = QVBoxLayout()
        self._recent_heading = Heading("SENAST ÖPPNADE")
        self._welcome = Column(self._make_welcome(), "Startsida", focus=False)
        self._pages.addWidget(self._welcome)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    @property
    def filling(self) -> bool:
        """Whether the form for a new document is shown."""
        return self._pages.currentWidget() is not self._welcome

    @cached_property
    def form(self) -> NewForm:
        """The form for a new document, made when it is asked for."""
        from egenkontroll.gui.new_form import NewForm

        made = NewForm(self.session)
        made.made.connect(self.path_chosen)
        made.cancelled.connect(self._cancel)
        self._form_page = Column(made, "Ny granskning", focus=False)
        self._pages.addWidget(self._form_page)
        return made

    def show_welcome(self) -> None:
        """Show the three ways to begin, and the documents last opened."""
        self._pages.setCurrentWidget(self._welcome)
        self.refresh()
        self._open.setFocus()

    def show_form(self) -> None:
        """Show the form for a new document."""
        self.form.begin()
        self._pages.setCurrentWidget(self._form_page)
        self.form.checklist.setFocus()

    def ask_demo(self) -> None:
        """Ask where the example is to be put, write it there and open it."""
        begin = files.home() / "Exempel Ekhamn.egk"
        path = files.choose_new(self, "Spara exemplet som", files.DOCUMENTS, begin)
        if path is not None:
            self.make_demo(path)

    def make_demo(self, path: Path) -> None:
        """Write the example and open it; one that is there already is just opened."""
        if path.exists():
            self._demo_made(path)
            return
        self.status.emit("Skriver exemplet …")

        def work() -> Path:
            from egenkontroll.operations.demo import write_demo

            write_demo(path)
            return path

        self.session.run(work, self._demo_made, failed=lambda _error: self.status.emit(""))

    def refresh(self) -> None:
        """Show the recent documents as they are now."""
        while (item := self._recent.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.setParent(None)
                old.deleteLater()
        for path in self._memory.recent():
            made = RecentButton(path)
            made.clicked.connect(lambda _checked, path=path: self.path_chosen.emit(path))
            self._recent.addWidget(made)
        self._recent_heading.setVisible(self._recent.count() > 0)

    def _demo_made(self, path: Path) -> None:
        self.status.emit("")
        self.path_chosen.emit(path)
        self.demo_opened.emit()

    def _cancel(self) -> None:
        if self.session.document is not None:
            self.closed.emit()
        else:
            self.show_welcome()

    def _make_welcome(self) -> QWidget:
        column = QVBoxLayout()
        column.setSpacing(em(self, 0.8))
        column.addWidget(label("Granska ärenden. Se vad som fungerar.", "display"))
        lead = label(
            "Välj en checklista, dra ett urval, granska och skriv ut ett resultatblad som går att "
            "jämföra med tidigare år. Allt stannar på den här datorn.",
            "quiet",
        )
        column.addWidget(lead)
        column.addSpacing(em(self, 0.8))
        self._open = button("&Öppna dokument …", self.open_asked.emit, "primary")
        self._new = button("&Ny granskning …", self.show_form)
        self._demo = button("Öppna &exempel …", self.ask_demo)
        for made, said in (
            (self._open, "En granskning som du eller någon annan har börjat på (.egk)."),
            (self._new, "Välj checklista och period. Dokumentet sparas där du vill."),
            (self._demo, "En påhittad stad med fyra kvalitetsår. Bra att prova i."),
        ):
            column.addLayout(self._choice(made, said))
        column.addSpacing(em(self, 1.2))
        column.addWidget(self._recent_heading)
        column.addLayout(self._recent)
        column.addStretch(1)
        return Centred(column, 40)

    def _choice(self, made: QWidget, said: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(em(self))
        made.setMinimumWidth(em(self, 12))
        row.addWidget(made, 0)
        row.addWidget(label(said, "quiet"), 1)
        return row
