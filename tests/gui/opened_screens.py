"""Open a document on a step of the window, and what is asked of every screen alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QTextEdit,
    QWidget,
)

from egenkontroll.gui.widgets import ElidedLabel
from egenkontroll.operations.histories import import_history
from egenkontroll.operations.reviewing import import_answers
from egenkontroll.operations.sampling import create_round, draw_sample

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.screen import Screen

VT2024 = Path(__file__).parents[1] / "data" / "vt2024"
FACIT: dict[str, Any] = json.loads((VT2024 / "facit.json").read_text(encoding="utf-8"))

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTextEdit,
)


def make_round(path: Path) -> Path:
    """Make the whole of vt2024: drawn, answered by three, with last year's figures."""
    create_round(path, VT2024 / "checklista-2024.yaml", "Våren 2024", "2024-04-01/2024-05-31")
    draw_sample(path, "Våren 2024", VT2024 / "arendelista.csv", per_unit=10, reserves=3,
                seed=FACIT["seed"], double_percent=0, by="Kvalitetsenheten")  # fmt: skip
    for name in ("anna", "bo", "cia"):
        import_answers(path, "Våren 2024", VT2024 / f"svar-{name}.csv", name.title())
    import_history(path, VT2024 / "historik.csv")
    return path


def make_empty(path: Path) -> Path:
    """Make a document with a round that has no sample."""
    create_round(path, VT2024 / "checklista-2024.yaml", "Våren 2024", "2024-04-01/2024-05-31")
    return path


def open_step(window: MainWindow, path: Path, step: str) -> Screen:
    """Open a document, show a step and wait until it shows what it has to show."""
    window.session.open(path)
    window.go_to(step)
    window.session.wait()
    return window.screen_shown


def controls(screen: QWidget) -> list[QWidget]:
    """Return the controls that can be seen, without the inner parts of Qt's own."""
    return [
        one
        for one in screen.findChildren(QWidget)
        if isinstance(one, _CONTROLS)
        and one.isVisible()
        and not isinstance(one, QHeaderView)
        and not _inner(one)
    ]


def _inner(one: QWidget) -> bool:
    above = one.parentWidget()
    if isinstance(one, QLineEdit):
        return isinstance(above, QAbstractSpinBox)
    return isinstance(one, QListView) and isinstance(one.window().parent(), QComboBox)


def check_controls(screen: QWidget) -> None:
    """Fail on a control without an accessible name or out of the keyboard's reach."""
    found = controls(screen)
    assert found
    for one in found:
        assert one.accessibleName(), one
        within = isinstance(one, QAbstractButton) and one.group() is not None  # arrows lead to it
        assert not one.isEnabled() or within or one.focusPolicy() & Qt.FocusPolicy.TabFocus, one


def clipped(screen: QWidget) -> list[str]:
    """Return the words in sight that have less room than they need."""
    words: list[QLabel | QPushButton] = [*screen.findChildren(QLabel)]
    words += screen.findChildren(QPushButton)
    return [
        f"{one.accessibleName() or one.text()} {one.size()}"
        for one in words
        if one.isVisible()
        and not one.visibleRegion().isEmpty()
        and not isinstance(one, ElidedLabel)
        and _too_small(one)
    ]


def _too_small(one: QLabel | QPushButton) -> bool:
    if isinstance(one, QLabel) and one.wordWrap():
        return one.height() < one.heightForWidth(one.width()) - 1
    need = one.minimumSizeHint()
    return one.width() < need.width() or one.height() < need.height() - 1


def check_not_clipped(screen: QWidget, qtbot: QtBot) -> None:
    """Fail on words that do not get the room they need, once the layout has settled."""
    qtbot.waitUntil(lambda: not clipped(screen))
