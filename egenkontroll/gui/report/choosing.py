"""Choose papers: the list to tick in, and what can be added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import label
from egenkontroll.operations.printing import WHEN_ASKED, Kind, Paper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

_PAPER = Qt.ItemDataRole.UserRole
_ADDED = {Kind.TRAIL: "En fråga genom åren", Kind.CASE: "Ett granskat ärende"}


class PaperList(QListWidget):
    """The papers of a round, to be looked at one by one and ticked to be written."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Papper")
        self.setSpacing(em(self, 0.12))
        self.setMinimumHeight(em(self, 6))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def paper(self) -> Paper:
        """The paper that is chosen; the whole round's sheet where none is."""
        item = self.currentItem()
        return self._of(item) if item is not None else Paper(Kind.RESULT)

    def papers(self) -> list[Paper]:
        """Return all papers in the order they stand."""
        return [self._of(self.item(row)) for row in range(self.count())]

    def marked(self) -> list[Paper]:
        """Return the papers that are ticked."""
        items = [self.item(row) for row in range(self.count())]
        return [self._of(item) for item in items if item.checkState() is Qt.CheckState.Checked]

    def fill(self, titles: Mapping[Paper, str], choose: Paper | None = None) -> None:
        """Show these papers; what is known keeps its tick, and what is chosen stays chosen.

        Papers that quote reviewers or tell of no result are not ticked before somebody does so.
        """
        before, marked = self.papers(), self.marked()
        wanted = choose or self.paper
        if before != list(titles):
            self.blockSignals(True)
            self.clear()
            for paper, title in titles.items():
                on = paper in marked if paper in before else paper.kind not in WHEN_ASKED
                self._add(paper, title, on=on or paper == choose)
            names = list(titles)
            self.setCurrentRow(names.index(wanted) if wanted in names else 0)
            self.blockSignals(False)

    def _add(self, paper: Paper, title: str, *, on: bool) -> None:
        item = QListWidgetItem(title)
        item.setData(_PAPER, (str(paper.kind), paper.about))
        item.setToolTip(title)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.addItem(item)

    @staticmethod
    def _of(item: QListWidgetItem) -> Paper:
        kind, about = item.data(_PAPER)
        return Paper(Kind(kind), about)


class PaperDialog(QDialog):
    """Asks which question or case a paper is to be about. `chosen` is the paper."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, questions: Mapping[str, str], cases: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Lägg till papper")
        self.kind, self.about = QComboBox(), QComboBox()
        self._choices = {
            Kind.TRAIL: [(short, name) for name, short in questions.items()],
            Kind.CASE: [(reference, reference) for reference in cases],
        }
        for kind, words in _ADDED.items():
            self.kind.addItem(words, str(kind))
        self.kind.setAccessibleName("Papper")
        column = QVBoxLayout(self)
        for words, box in (("Papper", self.kind), ("Gäller", self.about)):
            head = label(words, "small")
            head.setBuddy(box)
            box.setMinimumWidth(em(self, 26))
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            column.addWidget(head)
            column.addWidget(box)
        self.buttons = QDialogButtonBox()
        self.add = self.buttons.addButton("Lägg till", QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = self.buttons.addButton("Avbryt", QDialogButtonBox.ButtonRole.RejectRole)
        for made in (self.add, cancel):
            made.setAccessibleName(made.text())
        column.addSpacing(em(self, 0.6))
        column.addWidget(self.buttons)
        self.kind.currentIndexChanged.connect(lambda _index: self._fill())
        self.buttons.accepted.connect(self._choose)
        self.buttons.rejected.connect(self.reject)
        self._fill()

    def _fill(self) -> None:
        kind = Kind(self.kind.currentData())
        self.about.clear()
        for words, name in self._choices[kind]:
            self.about.addItem(words, name)
        self.about.setAccessibleName("Fråga" if kind is Kind.TRAIL else "Ärende")
        self.add.setEnabled(self.about.count() > 0)

    def _choose(self) -> None:
        self.chosen.emit(Paper(Kind(self.kind.currentData()), self.about.currentData()))
        self.accept()
