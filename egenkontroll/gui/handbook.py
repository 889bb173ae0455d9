"""The built-in handbook in a window of its own: pages, find in all of them, back and forward.

Everything is read from `resources/handbook`; nothing is ever fetched from anywhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.gui.flow import Flow
from egenkontroll.gui.handbook_pages import (
    FEWEST_LETTERS,
    PAGES,
    Hit,
    around,
    find,
    page_for,
    page_text,
    page_title,
)
from egenkontroll.gui.handbook_reader import Reader
from egenkontroll.gui.theme import SCALES, em
from egenkontroll.gui.widgets import button, label
from egenkontroll.texts import count

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QResizeEvent

__all__ = ["OPEN_KEY", "HandbookWindow", "page_for"]

OPEN_KEY = "F1"
"""The key that opens the handbook from the main window."""

_MOST_HITS = 200
_BESIDE_EMS = 42
_SAME_SIZE = 0.05


class _Find(QLineEdit):
    """Enter goes to the next place, ↓ to the list of places."""

    onward = Signal()
    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.onward.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class _List(QListWidget):
    """Lines of text that wrap and never scroll sideways; Enter goes on to the page."""

    onward = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._space()

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 6), em(self, 4))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.FontChange:
            self._space()

    def _space(self) -> None:
        self.setSpacing(em(self, 0.18))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.onward.emit()
        else:
            super().keyPressEvent(event)


class HandbookWindow(QWidget):
    """The handbook, beside the main window: it never stands in the way of it."""

    def __init__(self, page: str = "index", parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAccessibleName("Handbok")
        self.pages = _List("Sidor")
        self.hits = _List("Träffar")
        self.find_field = _Find()
        self.found_label = label(role="quiet")
        self.reader = Reader()
        self.said = label(role="quiet")
        self._lists = QStackedWidget()
        self._scale = 100
        # The program's own text size reaches the parts in many steps: this one's comes after them.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._keep_scale)
        self._here = ""
        self._past: list[tuple[str, int]] = []
        self._ahead: list[tuple[str, int]] = []
        self._found: tuple[Hit, ...] = ()
        self.back_button = button("&Tillbaka", self.back, name="Tillbaka till förra sidan")
        self.forward_button = button("Fr&amåt", self.forward, name="Framåt till nästa sida")
        self._splitter = QSplitter()
        self._build()
        self._connect()
        self._open(page)
        self.reader.setFocus()

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return self._here

    @property
    def scale(self) -> int:
        """The text size in percent of the program's."""
        return self._scale

    def show_page(self, name: str) -> None:
        """Show a page; the first one where there is none of the name."""
        if name != self._here:
            self._past.append(self._place())
            self._ahead.clear()
            self._open(name)

    def open_at(self, name: str) -> None:
        """Show a page in the window, in front of the others."""
        self.show_page(name)
        self.show()
        self.raise_()
        self.activateWindow()

    def back(self) -> None:
        """Show the page before, where it was left."""
        self._turn(self._past, self._ahead)

    def forward(self) -> None:
        """Show again the page that was gone back from."""
        self._turn(self._ahead, self._past)

    def begin_find(self) -> None:
        """Go to the find field."""
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()

    def larger(self) -> None:
        """Show the text in the next larger size."""
        self._set_scale(next((one for one in SCALES if one > self._scale), SCALES[-1]))

    def smaller(self) -> None:
        """Show the text in the next smaller size."""
        self._set_scale(next((one for one in SCALES[::-1] if one < self._scale), SCALES[0]))

    # --- pages --------------------------------------------------------------------------------

    def _open(self, name: str, scroll: int = 0) -> None:
        self._here = name if name in PAGES else PAGES[0]
        title = page_title(self._here)
        self.setWindowTitle(f"{title} – Handbok – Egenkontroll")
        self.reader.setAccessibleName(f"Handboken: {title}")
        self.reader.show_text(page_text(self._here))
        self.reader.verticalScrollBar().setValue(scroll)
        self._mark()
        self.said.hide()
        self.pages.blockSignals(True)
        self.pages.setCurrentRow(PAGES.index(self._here))
        self.pages.blockSignals(False)
        self.back_button.setEnabled(bool(self._past))
        self.forward_button.setEnabled(bool(self._ahead))

    def _place(self) -> tuple[str, int]:
        return self._here, self.reader.verticalScrollBar().value()

    def _turn(self, source: list[tuple[str, int]], other: list[tuple[str, int]]) -> None:
        if source:
            name, scroll = source.pop()
            other.append(self._place())
            self._open(name, scroll)

    def _follow(self, name: str) -> None:
        self.show_page(name)
        self.reader.setFocus()

    def _refuse(self, address: str) -> None:
        self.said.setText(f"{address} leder ut ur handboken och öppnas inte.")
        self.said.show()

    # --- find ---------------------------------------------------------------------------------

    def _look(self) -> None:
        """List every place in the pages where the text of the find field stands."""
        words = self.find_field.text()
        self._found = find(words)
        self.hits.blockSignals(True)
        self.hits.clear()
        for hit in self._found[:_MOST_HITS]:
            title = page_title(hit.page)
            self.hits.addItem(f"{title}, rad {hit.line}\n{around(hit)}")
        self.hits.setCurrentRow(-1)
        self.hits.blockSignals(False)
        looking = len(words.strip()) >= FEWEST_LETTERS
        self._lists.setCurrentWidget(self.hits if looking else self.pages)
        self.found_label.setText(_found_words(self._found) if looking else "")
        self.found_label.setVisible(looking)
        self._mark()

    def _mark(self) -> None:
        here = [(hit.at, hit.length) for hit in self._found if hit.page == self._here]
        self.reader.mark(here)

    def _show_hit(self, row: int) -> None:
        if 0 <= row < self.hits.count():
            hit = self._found[row]
            self.show_page(hit.page)
            self.reader.go_to(hit.at, hit.length)

    def _next_hit(self) -> None:
        if self.hits.count():
            self.hits.setCurrentRow((self.hits.currentRow() + 1) % self.hits.count())

    def _to_list(self) -> None:
        shown = self._lists.currentWidget()
        if isinstance(shown, _List) and shown.count():
            if shown.currentRow() < 0:
                shown.setCurrentRow(0)
            shown.setFocus()

    def _escape(self) -> None:
        """Empty the find field where one is in it, else close."""
        if self.find_field.hasFocus() and self.find_field.text():
            self.find_field.clear()
        else:
            self.close()

    # --- sizes --------------------------------------------------------------------------------

    def _set_scale(self, percent: int) -> None:
        self._scale = percent
        font = QFont(QApplication.font())
        font.setPointSizeF(font.pointSizeF() * percent / 100)
        # Under a stylesheet a font is not handed down, so every part is given it.
        for part in (self, *self.findChildren(QWidget)):
            part.setFont(font if percent != 100 else QFont())
        self._arrange()

    def _keep_scale(self) -> None:
        wanted = QApplication.font().pointSizeF() * self._scale / 100
        if abs(self.reader.font().pointSizeF() - wanted) > _SAME_SIZE:
            self._set_scale(self._scale)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if not hasattr(self, "_splitter"):
            return
        kinds = (event.Type.ApplicationFontChange, event.Type.FontChange)
        if event.type() in kinds:
            self._later.start(0)
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the lists beside the page, or above it where the window is narrow."""
        wide = self.width() >= em(self, _BESIDE_EMS)
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        self._splitter.setOrientation(way)
        aside = em(self, 14.5) if wide else min(em(self, 9), self.height() // 3)
        whole = self.width() if wide else self.height()
        self._splitter.setSizes([aside, max(1, whole - aside)])
        self.pages.scrollToItem(self.pages.currentItem())

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        self.find_field.setPlaceholderText("Sök i handboken  (Ctrl+F)")
        self.find_field.setAccessibleName("Sök i handboken")
        self.find_field.setClearButtonEnabled(True)
        for name in PAGES:
            self.pages.addItem(page_title(name))
        left = QWidget()
        column = QVBoxLayout(left)
        side = em(self, 0.6)
        column.setContentsMargins(side, side, side, side)
        column.addWidget(self.find_field)
        column.addWidget(self.found_label)
        column.addWidget(self._lists, 1)
        self._lists.addWidget(self.pages)
        self._lists.addWidget(self.hits)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(side, side, side, side)
        column.addWidget(self._make_bar())
        column.addWidget(self.reader, 1)
        column.addWidget(self.said)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(left)
        self._splitter.addWidget(right)
        self._splitter.setStretchFactor(1, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)
        for part in (self.found_label, self.said):
            part.hide()
        room = self.screen().availableGeometry()
        self.resize(min(em(self, 60), room.width()), min(em(self, 44), room.height()))

    def _make_bar(self) -> Flow:
        bar = Flow(em(self, 0.4))
        smaller = button("A−", self.smaller, name="Mindre text")
        larger = button("A+", self.larger, name="Större text")
        for made, key in (
            (self.back_button, "Alt+←"),
            (self.forward_button, "Alt+→"),
            (smaller, "Ctrl+-"),
            (larger, "Ctrl++"),
        ):
            made.setToolTip(f"{made.accessibleName()} ({key})")
            bar.add(made)
        return bar

    def _connect(self) -> None:
        self.pages.currentRowChanged.connect(lambda row: self.show_page(PAGES[row]))
        self.hits.currentRowChanged.connect(self._show_hit)
        for one in (self.pages, self.hits):
            one.onward.connect(self.reader.setFocus)
        self.find_field.textChanged.connect(self._look)
        self.find_field.onward.connect(self._next_hit)
        self.find_field.down.connect(self._to_list)
        self.reader.followed.connect(self._follow)
        self.reader.refused.connect(self._refuse)
        for keys, deed in (
            (("Ctrl+F",), self.begin_find),
            (("Alt+Left",), self.back),
            (("Alt+Right",), self.forward),
            (("Ctrl++", "Ctrl+="), self.larger),
            (("Ctrl+-",), self.smaller),
            (("Ctrl+0",), lambda: self._set_scale(100)),
            (("Esc",), self._escape),
        ):
            for key in keys:
                QShortcut(QKeySequence(key), self).activated.connect(deed)


def _found_words(found: tuple[Hit, ...]) -> str:
    if not found:
        return "Inga träffar. Pröva ett kortare ord."
    said = count(len(found), "träff", "träffar")
    on = count(len({hit.page for hit in found}), "sida", "sidor")
    more = f", de första {_MOST_HITS} visas" if len(found) > _MOST_HITS else ""
    return f"{said} på {on}{more}"
