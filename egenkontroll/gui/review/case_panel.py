"""The left pane: find, filter, and the list of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSizePolicy,
    QVBoxLayout,
)

from egenkontroll.gui.review.case_list import ROW, CaseDelegate, CaseModel, Filter
from egenkontroll.gui.theme import em, say_role
from egenkontroll.gui.widgets import label
from egenkontroll.texts import number

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    from egenkontroll.gui.review.work import Row


class _Find(QLineEdit):
    """Enter and ↓ go to the list; Esc empties the field."""

    onward = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.onward.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class _List(QListView):
    """Enter and → go on to the questions."""

    onward = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if plain and (enter or event.key() == Qt.Key.Key_Right):
            self.onward.emit()
        else:
            super().keyPressEvent(event)


class CasePanel(QFrame):
    """Says which case is chosen, and when the questions are to take over."""

    chosen = Signal(object)
    onward = Signal()

    def __init__(self) -> None:
        super().__init__()
        say_role(self, "surface")
        self.model = CaseModel()
        self.find_field = _Find()
        self.filter = QComboBox()
        self.list = _List()
        self._count = label(role="quiet", wrap=False)
        self._empty = label(
            "Inga ärenden passar. Ändra sökningen eller välj Alla ärenden.", "quiet"
        )
        self._build()

    def set_rows(self, rows: list[Row]) -> None:
        """Show other cases; nothing is chosen."""
        self.model.set_rows(rows)
        self._show_count()

    def choose(self, row: Row, *, centred: bool = False) -> None:
        """Choose a case; one that the filter leaves out is let in by showing all."""
        index = self.model.index_of(row)
        if not index.isValid():
            self.show_all()
            index = self.model.index_of(row)
        self.list.setCurrentIndex(index)
        hint = QAbstractItemView.ScrollHint
        self.list.scrollTo(index, hint.PositionAtCenter if centred else hint.EnsureVisible)

    def tell(self, row: Row) -> None:
        """Draw a row again: it has changed. (`dataChanged` would lay out every row anew.)"""
        index = self.model.index_of(row)
        if index.isValid():
            self.list.update(index)

    def show_all(self) -> None:
        """Leave no case out."""
        self.find_field.clear()
        self.filter.setCurrentIndex(0)

    def begin_find(self) -> None:
        """Go to the find field."""
        self.find_field.setFocus()
        self.find_field.selectAll()

    def _build(self) -> None:
        self.find_field.setPlaceholderText("Sök ärende  (Ctrl+F)")
        self.find_field.setAccessibleName("Sök ärende")
        self.find_field.setClearButtonEnabled(True)
        self.find_field.textChanged.connect(self._sift)
        self.find_field.onward.connect(self._to_list)
        self.filter.setAccessibleName("Visa ärenden")
        self.filter.addItems([str(one) for one in Filter])
        self.filter.currentIndexChanged.connect(self._sift)
        adjusted = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.filter.setSizeAdjustPolicy(adjusted)
        self.filter.setMinimumContentsLength(8)
        self.filter.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.list.setAccessibleName("Ärenden")
        self.list.setModel(self.model)
        self.list.setItemDelegate(CaseDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self.list.onward.connect(self.onward)
        self.list.clicked.connect(lambda _index: self.onward.emit())
        head = QHBoxLayout()
        head.addWidget(label("Ärenden", "heading", wrap=False))
        head.addStretch(1)
        head.addWidget(self._count)
        top = QVBoxLayout()
        top.setContentsMargins(em(self, 0.8), em(self, 0.7), em(self, 0.8), em(self, 0.5))
        top.setSpacing(em(self, 0.4))
        top.addLayout(head)
        top.addWidget(self.find_field)
        top.addWidget(self.filter)
        top.addWidget(self._empty)
        self._empty.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)

    def _sift(self) -> None:
        kept = self.list.currentIndex().data(ROW)
        wanted = list(Filter)[self.filter.currentIndex()]
        self.list.selectionModel().blockSignals(True)
        self.model.set_filter(wanted, self.find_field.text())
        if kept is not None:
            self.list.setCurrentIndex(self.model.index_of(kept))
        self.list.selectionModel().blockSignals(False)
        self._show_count()

    def _show_count(self) -> None:
        listed, every = len(self.model.listed), len(self.model.every)
        shown = number(every) if listed == every else f"{number(listed)} av {number(every)}"
        self._count.setText(shown)
        self._empty.setVisible(not listed and every > 0)

    def _to_list(self) -> None:
        if self.model.listed:
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.model.index(0))
            self.list.setFocus()

    def _on_chosen(self, index: QModelIndex) -> None:
        row = index.data(ROW) if index.isValid() else None
        if row is not None:
            self.chosen.emit(row)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.FontChange and hasattr(self, "list"):
            self.list.doItemsLayout()
