"""Step 6: the report. Choose a sheet, see its pages, save, print, or write many into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTemporaryDir, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.gui import files, messages
from egenkontroll.gui.empty import EmptyState
from egenkontroll.gui.report.pages import Pages, print_pages
from egenkontroll.gui.report.progress import Progress
from egenkontroll.gui.report.writing import SheetWriter
from egenkontroll.gui.screen import Screen
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, label
from egenkontroll.operations import printing
from egenkontroll.texts import count, k_of_n

if TYPE_CHECKING:
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.printing import Press

WHOLE = "Alla enheter"
_PDF = "PDF (*.pdf)"
_UNIT = Qt.ItemDataRole.UserRole


class ReportScreen(Screen):
    """The sheets at the left, the pages of the chosen one at the right."""

    title = "Rapport"
    step = "report"
    shows = frozenset({"document", "rounds", "round", "sample", "answers"})
    hints = "↑↓ blad    Mellanslag markera    Ctrl+S spara    Ctrl+P skriv ut"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.list = QListWidget()
        self.compared = QComboBox()
        self.pages = Pages()
        self.empty = EmptyState()
        self.writer = SheetWriter(session, self)
        self.progress = Progress(self.writer)
        self.press: Press | None = None
        self.shown_file: Path | None = None
        self._asked = 0
        self._fresh = False
        self._folder = QTemporaryDir()
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
            ("all", "Skriv markerade blad till en &mapp …", self._ask_folder, None),
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
        self.list.setAccessibleName("Blad")
        self.list.setSpacing(em(self, 0.12))
        self.list.setMinimumHeight(em(self, 6))
        self.compared.setAccessibleName("Jämför med")
        left = QWidget()
        column = QVBoxLayout(left)
        side = em(self, 0.9)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(em(self, 0.4))
        column.addWidget(label("Blad", "heading"))
        column.addWidget(self.list, 1)
        head = label("Jämför med", "small")
        head.setBuddy(self.compared)
        column.addWidget(head)
        column.addWidget(self.compared)
        column.addSpacing(em(self, 0.4))
        self.buttons = {
            "save": button("Spara som PDF …", self._ask_save, "primary"),
            "print": button("Skriv ut …", self._ask_print),
            "open": button("Öppna i annat program", self.open_outside),
            "all": button("", self._ask_folder),
        }
        for made in self.buttons.values():
            column.addWidget(made)
        column.addWidget(self.progress)
        self.splitter = QSplitter()
        self.splitter.setObjectName("report")
        self.splitter.setChildrenCollapsible(False)
        aside = Column(left, "Blad")
        aside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.splitter.addWidget(aside)
        self.splitter.addWidget(self.pages)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([em(self, 15), em(self, 60)])
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.splitter)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda *_: self._show_sheet())
        self.list.itemChanged.connect(lambda _item: self._show_marked())
        self.compared.activated.connect(lambda _index: self._gather())
        self.writer.ended.connect(lambda _written: self._enable())

    def menu_actions(self) -> list[QAction]:
        return list(self._actions.values())

    def begin(self) -> None:
        self._fresh = self._stack.currentWidget() is not self.splitter
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is shown ------------------------------------------------------------------------

    def refresh(self) -> None:
        document, one = self.session.document, self.session.round
        self.compared.clear()
        if document is not None and one is not None:
            for other in printing.comparable_rounds(document, one):
                self.compared.addItem(other.name, other.name)
        self.compared.setEnabled(self.compared.count() > 0)
        if not self.compared.count():
            self.compared.addItem("Ingen tidigare omgång", None)
        self._gather()

    def _gather(self) -> None:
        document, one = self.session.document, self.session.round
        self._asked += 1
        asked, compare_with = self._asked, self.compared.currentData()
        if document is None or one is None:
            self._show_press(None)
            return

        def show(found: Press | None) -> None:
            if asked == self._asked:
                self._show_press(found)

        self.session.run(lambda: printing.press(document, one, compare_with), show)

    def _show_press(self, found: Press | None) -> None:
        self.press = found
        self._enable()
        if found is None:
            self.empty.say(
                "Ingen rapport än",
                "Bladen görs av granskade ärenden. Dra först ett urval och granska.",
            )
            self._stack.setCurrentWidget(self.empty)
            self.status.emit("")
            return
        units = [self.list.item(row).data(_UNIT) for row in range(self.list.count())]
        if units != list(found.sheets):
            self._fill_list(found)
        self._stack.setCurrentWidget(self.splitter)
        sample = found.basis.sample
        self.status.emit(f"{k_of_n(sample.reviewed, sample.drawn)} ärenden granskade")
        self._show_marked()
        self._show_sheet()
        if self._fresh:
            self._fresh = False
            self.list.setFocus()

    def _fill_list(self, found: Press) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for unit in found.sheets:
            item = QListWidgetItem(unit or WHOLE)
            item.setData(_UNIT, unit)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)

    @property
    def unit(self) -> str | None:
        """The unit whose sheet is shown; None is the whole round."""
        item = self.list.currentItem()
        unit = item.data(_UNIT) if item is not None else None
        return unit if isinstance(unit, str) else None

    def marked(self) -> list[str | None]:
        """Return the units whose sheets are marked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item.data(_UNIT) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _show_marked(self) -> None:
        marked = count(len(self.marked()), "blad", "blad")
        text = f"Skriv {marked} till en mapp …"
        self.buttons["all"].setText(text)
        self.buttons["all"].setAccessibleName(text)
        self._enable()

    def _show_sheet(self) -> None:
        press, unit = self.press, self.unit
        if press is None:
            return
        self._asked += 1
        asked = self._asked
        title = unit or WHOLE
        path = Path(self._folder.path()) / f"blad-{asked}.pdf"

        def show(written: Path) -> None:
            if asked == self._asked:
                self.shown_file = written
                self.pages.show_file(written, title)
                self._enable()

        self.pages.title.say(f"{title} · gör sidorna …")
        self.session.run(lambda: press.write(unit, path), show)

    def _enable(self) -> None:
        shown = self.press is not None and self.shown_file is not None and not self.writer.busy
        several = self.press is not None and bool(self.marked()) and not self.writer.busy
        for name, action in self._actions.items():
            allowed = several if name == "all" else shown
            action.setEnabled(allowed)
            self.buttons[name].setEnabled(allowed)

    # --- deeds --------------------------------------------------------------------------------

    def save_as(self, path: Path) -> None:
        """Write the sheet that is shown to a path."""
        press, unit = self.press, self.unit
        if press is not None:
            told = f"Bladet är sparat: {path.name}"
            self.session.run(lambda: press.write(unit, path), lambda _: self.session.tell(told))

    def open_outside(self) -> None:
        """Open the sheet that is shown in the system's own viewer."""
        if self.shown_file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.shown_file)))

    def write_marked(self, folder: Path) -> None:
        """Write every marked sheet into a folder."""
        if self.press is not None and self.marked():
            self.writer.start(self.press, self.marked(), folder)
            self._enable()

    def _ask_save(self) -> None:
        if self.press is None:
            return
        name = self.press.sheets[self.unit]
        path = files.choose_new(self, "Spara bladet", _PDF, files.home() / name, ".pdf")
        if path is not None:
            self.save_as(path)

    def _ask_print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self.pages.document is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.press.sheets[self.unit] if self.press is not None else "")
        dialog = QPrintDialog(printer, self)
        if dialog.exec():
            print_pages(self.pages.document, printer)

    def _ask_folder(self) -> None:
        folder = files.choose_folder(self, "Välj mapp för bladen")
        if folder is None or self.press is None:
            return
        there = [name for name in self._names() if (folder / name).exists()]
        many = count(len(there), "fil", "filer")
        question = f"{many} med samma namn finns redan i {folder.name}."
        if not there or messages.ask(self, question, "Skriv över", detail="\n".join(there[:8])):
            self.write_marked(folder)

    def _names(self) -> list[str]:
        return [self.press.sheets[unit] for unit in self.marked()] if self.press else []
