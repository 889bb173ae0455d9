"""A change of text size in an open window: what was measured in lines of text follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.gui import messages
from egenkontroll.gui.about import show_keys
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.main_window import HOME, STEPS
from egenkontroll.gui.review_screen import ReviewScreen
from egenkontroll.gui.sample_screen import SampleScreen
from egenkontroll.gui.theme import SCALES, em
from egenkontroll.operations import overview
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.handing_out import hand_out
from tests.gui.opened_screens import clipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme

SMALL = (1366, 768)


def _settle(window: MainWindow) -> None:
    for _ in range(5):
        window.session.wait()
        QApplication.processEvents()


def _panel() -> QWidget:
    """Return a panel as the screens make them, measured in lines of its text."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(em(made), em(made, 0.5), em(made), em(made, 0.7))
    column.setSpacing(em(made, 0.4))
    column.addSpacing(em(made, 2))
    row = QHBoxLayout()
    row.setContentsMargins(0, em(made, 0.3), 0, 0)
    row.setSpacing(em(made, 0.6))
    column.addLayout(row)
    grid = QGridLayout()
    grid.setHorizontalSpacing(em(made, 0.7))
    grid.setVerticalSpacing(em(made, 0.2))
    column.addLayout(grid)
    field = QLabel("Ett ärende")
    field.setMaximumWidth(em(made, 9))
    column.addWidget(field)
    return made


def _measures(panel: QWidget) -> list[int]:
    column = panel.layout()
    assert isinstance(column, QVBoxLayout)
    gap, row, grid = (column.itemAt(at) for at in range(3))
    assert gap is not None
    assert isinstance(row, QHBoxLayout)
    assert isinstance(grid, QGridLayout)
    around, inner = column.contentsMargins(), row.contentsMargins()
    field = panel.findChildren(QLabel)[0]
    return [
        around.left(), around.top(), around.bottom(), column.spacing(), gap.sizeHint().height(),
        inner.top(), row.spacing(), grid.horizontalSpacing(), grid.verticalSpacing(),
        field.maximumWidth(),
    ]  # fmt: skip


@pytest.mark.parametrize("scale", SCALES)
def test_margins_and_gaps_follow_the_text(qtbot: QtBot, theme: Theme, scale: int) -> None:
    panel = _panel()
    qtbot.addWidget(panel)
    theme.set_scale(scale)
    afresh = _panel()
    qtbot.addWidget(afresh)
    pairs = zip(_measures(panel), _measures(afresh), strict=True)
    assert all(abs(one - other) <= 1 for one, other in pairs), (
        _measures(panel),
        _measures(afresh),
    )


def test_going_through_every_size_and_back_changes_nothing(qtbot: QtBot, theme: Theme) -> None:
    panel = _panel()
    qtbot.addWidget(panel)
    before = _measures(panel)
    for _ in range(5):
        for scale in (*SCALES, *SCALES[::-1], 100):
            theme.set_scale(scale)
    pairs = zip(_measures(panel), before, strict=True)
    assert all(abs(one - other) <= 1 for one, other in pairs)


class _Windows(QObject):
    """Notes every window that is shown; a part shown before it has its place is one too."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.mark.parametrize("step", [HOME[0], *(step for step, _ in STEPS)])
def test_no_part_is_shown_as_a_window_of_its_own(
    qapp: QApplication, window: MainWindow, theme: Theme, drawn: Path, step: str
) -> None:
    windows = _Windows()
    qapp.installEventFilter(windows)
    try:
        window.session.open(drawn)
        window.go_to(step)
        _settle(window)
        theme.set_scale(200)
        _settle(window)
        theme.set_scale(100)
        _settle(window)
    finally:
        qapp.removeEventFilter(windows)
    assert windows.shown == []


@pytest.mark.parametrize("step", ["home", "review", "results", "report"])
def test_larger_text_keeps_the_window_its_size_and_its_focus(
    qtbot: QtBot, window: MainWindow, theme: Theme, tmp_path: Path, step: str
) -> None:
    demo = tmp_path / "demo.egk"
    write_demo(demo)
    window.session.open(demo)
    document = window.session.document
    assert document is not None
    window.session.choose_reviewer(overview.reviewers(document)[0])
    window.go_to(step)
    window.activateWindow()
    _settle(window)
    window.screen_shown.begin()
    before = QApplication.focusWidget()
    shown = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
    theme.set_scale(200)
    _settle(window)
    assert (window.width(), window.height()) == SMALL
    assert QApplication.focusWidget() is before
    assert {one for one in QApplication.topLevelWidgets() if one.isVisible()} == shown


def test_the_current_question_stays_in_sight(
    qtbot: QtBot, window: MainWindow, theme: Theme,
    open_review: Callable[[Path], ReviewScreen], drawn: Path,
) -> None:  # fmt: skip
    screen = open_review(drawn)
    last = list(screen.questions.cards)[-1]
    screen.questions.go_to(last)
    theme.set_scale(200)
    card = screen.questions.cards[last]
    qtbot.waitUntil(lambda: not card.visibleRegion().isEmpty())


def test_a_flow_breaks_where_the_width_ends(qtbot: QtBot, theme: Theme) -> None:
    flow = Flow(10)
    qtbot.addWidget(flow)
    parts = [QWidget() for _ in range(3)]
    for part in parts:
        part.setFixedSize(100, 20)
        flow.add(part)
    assert (flow.sizeHint().width(), flow.sizeHint().height()) == (320, 20)
    assert flow.minimumSizeHint().width() == 100
    assert [flow.heightForWidth(width) for width in (320, 319, 210, 209, 50)] == [
        20, 50, 50, 80, 80,
    ]  # fmt: skip
    flow.resize(215, 60)
    flow.show()
    assert [(part.x(), part.y()) for part in parts] == [(0, 0), (110, 0), (0, 30)]
    parts[0].hide()
    QApplication.processEvents()
    assert [(part.x(), part.y()) for part in parts[1:]] == [(0, 0), (110, 0)]
    flow.remove(parts[1])
    late = QWidget()
    late.setFixedSize(50, 20)
    flow.add(late)
    assert late.isVisible()
    assert (late.x(), late.y()) == (110, 0)


def test_a_focused_list_has_a_thick_ring(qtbot: QtBot, theme: Theme) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems(["Våren 2026", "Hösten 2026"])
    box.show()
    box.activateWindow()
    unfocused = box.grab().toImage()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    picture = box.grab().toImage()
    edge = theme.colours.accent
    middle = picture.height() // 2
    left = [picture.pixelColor(x, middle).name() for x in range(3)]
    assert left.count(edge) >= 2
    assert edge not in [unfocused.pixelColor(x, middle).name() for x in range(3)]


def _open_box(window: MainWindow) -> list[QMessageBox]:
    return [one for one in window.findChildren(QMessageBox) if one.isVisible()]


@pytest.mark.parametrize("change", ["scale", "scheme"])
def test_a_box_that_is_open_keeps_its_safe_button_and_its_words(
    window: MainWindow, theme: Theme, change: str
) -> None:
    said: list[str] = []

    def look() -> None:
        (box,) = _open_box(window)
        box.activateWindow()
        _settle(window)
        try:
            if change == "scale":
                theme.set_scale(200)
            else:
                theme.set_scheme(Qt.ColorScheme.Dark)
            _settle(window)
        finally:
            QTimer.singleShot(0, box.reject)
        said.extend(one.text() for one in box.buttons() if isinstance(one, QPushButton)
                    and (one.isDefault() or one.hasFocus()))  # fmt: skip

    QTimer.singleShot(0, look)
    assert messages.choose(window, "Radera kopian?", ("Radera", "Visa"), "Avbryt", "Jo") is None
    assert said == ["Avbryt"]


def test_a_box_that_tells_may_be_open_and_closed_over_changes(
    window: MainWindow, theme: Theme
) -> None:
    messages.tell(window, "Dokumentet är återställt.", ("Som det var finns kvar.",) * 12)
    (box,) = _open_box(window)
    for scale in (200, 100, 150):
        theme.set_scale(scale)
        _settle(window)
        assert not clipped(box), scale
    box.close()
    theme.set_scale(100)
    _settle(window)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_no_dialog_is_opened_larger_than_the_screen(
    window: MainWindow, theme: Theme, tmp_path: Path
) -> None:
    write_demo(tmp_path / "demo.egk")
    theme.set_scale(200)
    window.session.open(tmp_path / "demo.egk")
    window.go_to("sample")
    _settle(window)
    document, one = window.session.document, window.session.round
    assert isinstance(window.screen_shown, SampleScreen)
    assert document is not None
    assert one is not None
    made = hand_out(document, one, tmp_path)[0].path
    show_keys(window)
    _fits(window)
    window.screen_shown.head.open_dialog()
    _fits(window)
    window.session.open(made)
    _settle(window)
    assert isinstance(window.screen_shown, ReviewScreen)
    window.screen_shown.hand_in.ask()
    _fits(window)


def _fits(window: MainWindow) -> None:
    _settle(window)
    (dialog,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    room, least = dialog.screen().availableGeometry(), dialog.minimumSizeHint()
    assert dialog.width() <= max(room.width(), least.width())
    assert dialog.height() <= max(room.height(), least.height())
    dialog.reject()
    _settle(window)
