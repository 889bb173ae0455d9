"""Step 1: the checklists. Those in the document and those that come with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.gui.checklist.form import form_html
from egenkontroll.gui.screen import Screen
from egenkontroll.gui.theme import em, of
from egenkontroll.gui.widgets import frame, label
from egenkontroll.operations import checklists, holdings
from egenkontroll.texts import count, listing

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Checklist
    from egenkontroll.gui.session import Session

_CHECKLIST = Qt.ItemDataRole.UserRole
_MEASURE_EMS = 46


class Form(QTextBrowser):
    """A checklist to read, as wide as a page at most."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Checklistan")
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._checklist: Checklist | None = None

    def show_checklist(self, checklist: Checklist | None) -> None:
        """Show another checklist, from its top."""
        self._checklist = checklist
        self._write()
        self.verticalScrollBar().setValue(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._write()

    def _write(self) -> None:
        checklist = getattr(self, "_checklist", None)
        if checklist is None:
            return
        colours, points = of(self.palette()), self.font().pointSizeF()
        self.setHtml(form_html(checklist, colours, points))
        self.setAccessibleName(f"Checklistan {checklist.title}")
        self.document().setDocumentMargin(em(self, 1.6))

    def sizeHint(self) -> QSize:
        return QSize(em(self, _MEASURE_EMS), em(self, 30))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 14), em(self, 8))


class ChecklistScreen(Screen):
    """The checklists at the left, the chosen one as a form at the right."""

    title = "Checklista"
    step = "checklist"
    shows = frozenset({"document", "rounds", "round"})
    hints = "↑↓ checklista    Tabb till frågorna"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.list = QListWidget()
        self.form = Form()
        self._bundled: tuple[Checklist, ...] | None = None
        self._fresh = True
        self._build()
        self.list.currentItemChanged.connect(lambda *_: self._show_form())

    def _build(self) -> None:
        self.list.setAccessibleName("Checklistor")
        self.list.setWordWrap(True)
        self.list.setSpacing(em(self, 0.15))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        left = frame("surface")
        column = QVBoxLayout(left)
        side = em(self, 0.9)
        column.setContentsMargins(side, side, side, side)
        column.addWidget(label("Checklistor", "heading"))
        column.addWidget(self.list, 1)
        desk = QWidget()
        row = QHBoxLayout(desk)
        row.setContentsMargins(side, side, side, side)
        paper = frame("card")
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.form)
        paper.setMaximumWidth(em(self, _MEASURE_EMS))
        self._paper = paper
        row.addStretch(1)
        row.addWidget(paper, 1000)
        row.addStretch(1)
        self.splitter = QSplitter()
        self.splitter.setObjectName("checklist")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(desk)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([em(self, 16), em(self, 60)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)
        self.setFocusProxy(self.list)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_paper"):
            self._paper.setMaximumWidth(em(self, _MEASURE_EMS))

    def begin(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        if self._bundled is None:
            self._fill(())

            def keep(found: list[Checklist]) -> None:
                self._bundled = tuple(found)
                self._fill(self._bundled)

            self.session.run(lambda: [one for _, one in checklists.bundled()], keep)
        else:
            self._fill(self._bundled)

    @property
    def checklist(self) -> Checklist | None:
        """The checklist that is shown."""
        item = self.list.currentItem()
        found: Checklist | None = item.data(_CHECKLIST) if item is not None else None
        return found

    def _fill(self, bundled: tuple[Checklist, ...]) -> None:
        document, now = self.session.document, self.session.checklist
        own = holdings.kept_checklists(document) if document is not None else ()
        wanted = now if self._fresh or self.checklist is None else self.checklist
        self.list.blockSignals(True)
        self.list.clear()
        for heading, found in (("I dokumentet", own), ("Följer med programmet", bundled)):
            if found:
                self._add_heading(heading)
            for checklist in found:
                self._add(checklist, self._used(checklist) if heading == "I dokumentet" else "")
        self._choose(wanted)
        self.list.blockSignals(False)
        self._fresh = self._fresh and not bundled
        self._show_form()

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = self.list.font()
        font.setBold(True)
        item.setFont(font)
        self.list.addItem(item)

    def _add(self, checklist: Checklist, used: str) -> None:
        questions = count(len(checklist.questions), "fråga", "frågor")
        about = f"version {checklist.version} · {questions}"
        item = QListWidgetItem("\n".join(part for part in (checklist.title, about, used) if part))
        item.setData(_CHECKLIST, checklist)
        self.list.addItem(item)

    def _used(self, checklist: Checklist) -> str:
        names = [one.name for one in self.session.rounds() if one.checklist == checklist.digest]
        return listing(names)

    def _choose(self, wanted: Checklist | None) -> None:
        rows = range(self.list.count())
        found = [row for row in rows if self.list.item(row).data(_CHECKLIST) is not None]
        for row in found:
            if wanted is not None and self.list.item(row).data(_CHECKLIST).digest == wanted.digest:
                self.list.setCurrentRow(row)
                return
        if found:
            self.list.setCurrentRow(found[0])

    def _show_form(self) -> None:
        checklist = self.checklist
        if checklist is None:
            return
        self.form.show_checklist(checklist)
        self.status.emit(count(len(checklist.questions), "fråga", "frågor"))
