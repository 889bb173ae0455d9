"""What has changed, question by question: the relation, and the texts side by side."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from egenkontroll.checklist.changes import marked
from egenkontroll.checklist.compare import COMPARABLE, SWEDISH
from egenkontroll.gui.theme import em, of
from egenkontroll.gui.widgets import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.changes import Change, Difference, Marked

_EMPTY = "(tomt)"


def as_html(pieces: Marked, ground: str, *, removed: bool) -> str:
    """Return a text with what differs bold and underlined, or struck out where it is gone."""
    if not pieces:
        return _EMPTY
    line = "line-through" if removed else "underline"
    style = f"font-weight:600; text-decoration:{line}; background-color:{ground}"
    said = ""
    for text, differs in pieces:
        shown = html.escape(text.strip() if differs else text).replace("\n", "<br>")
        if differs and shown:
            before, after = (" " * edge.isspace() for edge in (text[0], text[-1]))
            shown = f'{before}<span style="{style}">{shown}</span>{after}'
        said += shown
    return said


class ChangeCard(QFrame):
    """One question: its name, how the versions relate and why, and each field before and now."""

    def __init__(self, change: Change) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._pairs: list[tuple[QLabel, QLabel, Difference]] = []
        column = QVBoxLayout(self)
        column.addWidget(label(change.name, "strong"))
        column.addWidget(label(relation_words(change), "quiet"))
        if change.row.relation not in ("new", "removed") and change.differences:
            column.addWidget(self._grid(change.differences))
        self._paint()

    def _grid(self, differences: Sequence[Difference]) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, em(self, 0.3), 0, 0)
        grid.setHorizontalSpacing(em(self, 0.8))
        for column, words in enumerate(("Tidigare", "Nu")):
            grid.setColumnStretch(column, 1)
            grid.addWidget(label(words, "caps"), 0, column)
        for at, one in enumerate(differences):
            grid.addWidget(label(one.field, "small"), 2 * at + 1, 0, 1, 2)
            pair = (QLabel(), QLabel())
            for column, made in enumerate(pair):
                made.setTextFormat(Qt.TextFormat.RichText)
                made.setWordWrap(True)
                made.setAlignment(Qt.AlignmentFlag.AlignTop)
                said = (one.before, one.after)[column] or _EMPTY
                made.setAccessibleName(f"{one.field}, {('tidigare', 'nu')[column]}: {said}")
                grid.addWidget(made, 2 * at + 2, column)
            self._pairs.append((*pair, one))
        return inside

    def _paint(self) -> None:
        ground = of(self.palette()).mark
        for before, after, one in self._pairs:
            left, right = marked(one.before, one.after)
            before.setText(as_html(left, ground, removed=True))
            after.setText(as_html(right, ground, removed=False))


def relation_words(change: Change) -> str:
    """Return how the question relates to the earlier version, and what it means for figures."""
    relation = change.row.relation
    said = SWEDISH[relation].capitalize()
    if relation in COMPARABLE:
        return f"{said}. Resultaten går att jämföra."
    if relation == "broken":
        return f"{said}: {change.row.reason}. Åren jämförs inte för den här frågan."
    return f"{said}."


def change_list(changes: Sequence[Change]) -> QWidget:
    """Return a column with a card for each change."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    for change in changes:
        column.addWidget(ChangeCard(change))
    column.addStretch(1)
    return inside
