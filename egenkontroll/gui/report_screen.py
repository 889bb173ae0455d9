"""Step 6: the report. Choose a paper, see its pages, save, print, or write many into a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.gui import files, messages
from egenkontroll.gui.empty import EmptyState
from egenkontroll.gui.report.choosing import PaperDialog, PaperList
from egenkontroll.gui.report.pages import Pages, ask_and_print
from egenkontroll.gui.report.progress import Progress
from egenkontroll.gui.report.writing import SheetWriter
from egenkontroll.gui.screen import Screen
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, label
from egenkontroll.operations import printing
from egenkontroll.operations.private import PrivateFolder
from egenkontroll.texts import count, k_of_n

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.gui.session import Session
    from egenkontroll.operations.printing import Paper, Press

_PDF = "PDF (*.pdf)"
_PLAIN = (
    "Dokumentet är krypterat, men papperen är inte det: alla som kommer åt filerna kan läsa dem."
)


class ReportScreen(Screen):
    """The papers at the left, the pages of the chosen one at the right."""

    title = "Rapport"
    step = "report"
    shows = frozenset({"document", "rounds", "round", "sample", "answers", "plans"})
    hints = "↑↓ papper    Mellanslag markera    Ctrl+S spara    Ctrl+P skriv ut"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.list = PaperList()
        self.compared = QComboBox()
        self.publish = QCheckBox("För publicering")
        self.plain = label(_PLAIN, "small")
        self.pages = Pages()
        self.empty = EmptyState()
        self.writer = SheetWriter(session, self)
        self.progress = Progress(self.writer)
        self.press: Press | None = None
        self.dialog: PaperDialog | None = None
        self.shown_file: Path | None = None
        self._asked = 0
        self._fresh = False
        self._folder = PrivateFolder()
        self._actions = self._make_actions()
        self._build()
        self._connect()

    # --- building -----------------------------------------------------------------------------

    def _make_actions(self) -> dict[str, QAction]:
        made = {}
        for name, text, act, key in (
            ("save", "&Spara som PDF …", self._ask_save, QKeySequence.StandardKey.Save),
            ("print", "Skriv &ut …", self._ask_print, QKeySequence.StandardKey.Print),
            ("open", "&Öppna i annat program", self.open_outside, None),
            ("all", "Skriv markerade papper till en &mapp …", self._ask_folder, None),
            ("more", "&Lägg till papper …", self._ask_more, None),
        ):
            action = QAction(text, self)
            if key is not None:
                action.setShortcut(key)
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)
            made[name] = action
        return made

    def _build(self) -> None:
        self.publish.setAccessibleName("För publicering: dölj små grupper")
        self.publish.setToolTip("Döljer små grupper och det som skulle avslöja dem.")
        self.compared.setAccessibleName("Jämför med")
        left = QWidget()
        column = QVBoxLayout(left)
        side = em(self, 0.9)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(em(self, 0.4))
        column.addWidget(label("Papper", "heading"))
        column.addWidget(self.list, 1)
        head = label("Jämför med", "small")
        head.setBuddy(self.compared)
        column.addWidget(head)
        column.addWidget(self.compared)
        column.addWidget(self.publish)
        column.addSpacing(em(self, 0.4))
        self.buttons = {
            "save": button("Spara som PDF …", self._ask_save, "primary"),
            "print": button("Skriv ut …", self._ask_print),
            "open": button("Öppna i annat program", self.open_outside),
            "all": button("", self._ask_folder),
            "more": button("Lägg till papper …", self._ask_more, "flat"),
        }
        column.insertWidget(2, self.buttons["more"])
        for name in ("save", "print", "open", "all"):
            column.addWidget(self.buttons[name])
        column.addWidget(self.plain)
        column.addWidget(self.progress)
        self.splitter = QSplitter()
        self.splitter.setObjectName("report")
        self.splitter.setChildrenCollapsible(False)
        aside = Column(left, "Papper")
        aside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.splitter.addWidget(aside)
        self.splitter.addWidget(self.pages)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([em(self, 17), em(self, 58)])
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.splitter)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda *_: self._show_sheet())
        self.list.itemChanged.connect(lambda _item: self._show_marked())
        self.compared.activated.connect(lambda _index: self._gather())
        self.publish.toggled.connect(lambda _checked: self._gather())
        self.empty.go_asked.connect(self.go_asked)
        self.writer.ended.connect(lambda _written: self._enable())

    def menu_actions(self) -> list[QAction]:
        return list(self._actions.values())

    def begin(self) -> None:
        self._fresh = self._stack.currentWidget() is not self.splitter
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is shown ------------------------------------------------------------------------

    def refresh(self) -> None:
        document, one = self.session.document, self.session.round
        self.plain.setVisible(document is not None and document.encrypted)
        self.compared.clear()
        if document is not None and one is not None:
            for other in printing.comparable_rounds(document, one):
                self.compared.addItem(other.name, other.name)
        self.compared.setEnabled(self.compared.count() > 0)
        if self.compared.count():
            self.compared.addItem("Ingen omgång", "")
        else:
            self.compared.addItem("Ingen tidigare omgång", None)
        self._gather()

    def _gather(self) -> None:
        document, one = self.session.document, self.session.round
        self._asked += 1
        asked, compare_with, publish = (
            self._asked,
            self.compared.currentData(),
            self.publish.isChecked(),
        )
        if document is None or one is None:
            self._show_press(None)
            return

        def show(found: Press | None) -> None:
            if asked == self._asked:
                self._show_press(found)

        self.session.run(lambda: printing.press(document, one, compare_with, publish), show)

    def _show_press(self, found: Press | None) -> None:
        self.press = found
        self._enable()
        if found is None:
            self.empty.say(
                "Ingen rapport än",
                "Bladen görs av granskade ärenden. Dra först ett urval och granska.",
                "sample" if self.session.round is not None else "",
            )
            self._stack.setCurrentWidget(self.empty)
            self.empty.begin()
            self.status.emit("")
            return
        self.list.fill(found.titles)
        self._stack.setCurrentWidget(self.splitter)
        sample = found.basis.sample
        self.status.emit(f"{k_of_n(sample.reviewed, sample.drawn)} ärenden granskade")
        self._show_marked()
        self._show_sheet()
        if self._fresh:
            self._fresh = False
            self.list.setFocus()

    @property
    def paper(self) -> Paper:
        """The paper that is shown; at first the whole round's sheet."""
        return self.list.paper

    def _show_marked(self) -> None:
        text = f"Skriv {count(len(self.list.marked()), 'papper', 'papper')} till mapp …"
        self.buttons["all"].setText(text)
        self.buttons["all"].setAccessibleName(text)
        self._enable()

    def _show_sheet(self) -> None:
        press, paper = self.press, self.paper
        if press is None or paper not in press.titles:
            return
        self._asked += 1
        asked = self._asked
        title = press.titles[paper]
        name = f"papper-{asked}.pdf"

        def show(written: Path) -> None:
            if asked == self._asked:
                self.shown_file = written
                self.pages.show_file(written, title)
                self._enable()

        self.pages.title.say(f"{title} · gör sidorna …")
        self.session.run(lambda: press.write(paper, self._folder.path / name), show)

    def _enable(self) -> None:
        shown = self.press is not None and self.shown_file is not None and not self.writer.busy
        several = self.press is not None and bool(self.list.marked()) and not self.writer.busy
        for name, action in self._actions.items():
            allowed = several if name == "all" else shown
            if name == "more":
                allowed = shown and not self.publish.isChecked()
            action.setEnabled(allowed)
            self.buttons[name].setEnabled(allowed)

    # --- deeds --------------------------------------------------------------------------------

    def save_as(self, path: Path) -> None:
        """Write the paper that is shown to a path."""
        press, paper = self.press, self.paper
        if press is not None:
            told = f"Papperet är sparat: {path.name}."
            self.session.run(
                lambda: press.write(paper, path), lambda _: self.session.tell_written(told)
            )

    def add_paper(self, paper: Paper) -> None:
        """Put a paper about one question or case into the list, and show it."""
        press = self.press
        if press is None:
            return

        def show(more: Press) -> None:
            self.press = more
            added = next((one for one in more.titles if one not in press.titles), paper)
            self.list.fill(more.titles, added)
            self._show_marked()
            self._show_sheet()

        self.session.run(lambda: printing.with_paper(press, paper), show)

    def open_outside(self) -> None:
        """Open the paper that is shown in the system's own viewer."""
        if self.shown_file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.shown_file)))

    def write_marked(self, folder: Path) -> None:
        """Write every marked paper into a folder."""
        if self.press is not None and self.list.marked():
            self.writer.start(self.press, self.list.marked(), folder)
            self._enable()

    def _ask_save(self) -> None:
        if self.press is None:
            return
        name = self.press.names[self.paper]
        path = files.choose_new(self, "Spara papperet", _PDF, files.home() / name, ".pdf")
        if path is not None:
            self.save_as(path)

    def _ask_print(self) -> None:
        if self.pages.document is None or self.press is None:
            return
        ask_and_print(self, self.pages.document, self.press.names[self.paper])

    def _ask_more(self) -> None:
        if self.press is not None:
            self.dialog = PaperDialog(self, *printing.to_add(self.press))
            self.dialog.chosen.connect(self.add_paper)
            self.dialog.open()

    def _ask_folder(self) -> None:
        folder = files.choose_folder(self, "Välj mapp för papperen")
        if folder is None or self.press is None:
            return
        names = self.press.names
        there = [names[one] for one in self.list.marked() if (folder / names[one]).exists()]
        many = count(len(there), "fil", "filer")
        question = f"{many} med samma namn finns redan i {folder.name}."
        if not there or messages.ask(self, question, "Skriv över", detail="\n".join(there[:8])):
            self.write_marked(folder)
