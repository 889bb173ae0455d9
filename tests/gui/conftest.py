"""Real documents for the window's tests, made by the operations on vt2024."""

from __future__ import annotations

import shutil
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from pytestqt.qtbot import QtBot

from egenkontroll.gui.application import prepare
from egenkontroll.gui.beforehand import PURE
from egenkontroll.gui.main_window import MainWindow
from egenkontroll.gui.memory import Memory
from egenkontroll.gui.review_screen import ReviewScreen
from egenkontroll.gui.theme import Theme
from egenkontroll.operations import overview
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.reviewing import import_answers
from egenkontroll.operations.sampling import create_round, draw_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.wait_signal import SignalBlocker

VT2024 = Path(__file__).parents[1] / "data" / "vt2024"
ROUND = "Våren 2024"
SLOW_MS = 60_000

EVERY_TYPE = """
id: prov
version: "1"
title: Prov med alla slags frågor
attributes:
  - {id: kon, label: Kön, type: choice, choices: [flicka, pojke]}
areas:
  - id: a
    title: Uppgifter
    questions:
      - {id: dagar, text: Hur många dagar tog det?, type: number, min: 2, max: 365, unit: dagar}
      - {id: datum, text: När inleddes utredningen?, type: date}
      - {id: insats, text: Vilken insats beviljades?, type: choice,
         choices: [Kontaktfamilj, Placering, Ingen insats]}
      - {id: varfor, text: Varför ingen insats?, type: text, applies_when: {insats: Ingen insats}}
      - {id: horda, text: Vilka har hörts?, type: multi, choices: [Barnet, Skolan, Annan]}
      - {id: motiverat, text: Är beslutet motiverat?, type: yes_partly_no, comment_required: [nej]}
"""


class _Patient(QtBot):
    """Waits until something is so for as long as a machine may need that stands still meanwhile."""

    def waitUntil(  # noqa: N802 - Qt's names
        self, callback: Callable[[], bool | None], *, timeout: int = SLOW_MS
    ) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(  # noqa: N802
        self, signal: Any, *, timeout: int = SLOW_MS, **how: Any
    ) -> SignalBlocker:
        return super().waitSignal(signal, timeout=timeout, **how)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return _Patient(request)


class _Beside:
    """Notes what of the window is imported on another thread than its own: see `beforehand`."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        here = threading.current_thread() is threading.main_thread()
        if not here and name.startswith("egenkontroll.gui."):
            self.found.add(name.removeprefix("egenkontroll."))


@pytest.fixture(autouse=True, scope="session")
def _nothing_of_qts_beside() -> Iterator[None]:
    """Let no work beside the window import what has classes of Qt's."""
    watch = _Beside()
    sys.meta_path.insert(0, watch)
    yield
    sys.meta_path.remove(watch)
    assert watch.found - {*PURE, "gui.review"} == set()


@pytest.fixture(autouse=True)
def _swept() -> Iterator[None]:
    """Take away what a test has closed, before the next one begins."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no window manager to tell sizes to, and says so each time."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


def _drawn(path: Path, checklist: Path) -> Path:
    create_round(path, checklist, ROUND, "2024-04-01/2024-05-31")
    draw_sample(path, ROUND, VT2024 / "arendelista.csv", per_unit=10, reserves=3,
                seed="abc", double_percent=0, by="")  # fmt: skip
    return path


@pytest.fixture(scope="session")
def _drawn_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _drawn(tmp_path_factory.mktemp("drawn") / "drawn.egk", VT2024 / "checklista-2024.yaml")


@pytest.fixture(scope="session")
def _every_type_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("types")
    checklist = folder / "prov.yaml"
    checklist.write_text(EVERY_TYPE, encoding="utf-8")
    return _drawn(folder / "prov.egk", checklist)


@pytest.fixture
def drawn(_drawn_once: Path, tmp_path: Path) -> Path:
    """A document with the sample of vt2024 drawn and one reviewer, Anna, who has not begun."""
    path = tmp_path / "vt2024.egk"
    shutil.copy(_drawn_once, path)
    with open_document(path, write=True) as document:
        overview.take_up_reviewer(document, "Anna Lind")
    return path


@pytest.fixture
def nobody(_drawn_once: Path, tmp_path: Path) -> Path:
    """The same document without any reviewer."""
    path = tmp_path / "vt2024.egk"
    shutil.copy(_drawn_once, path)
    return path


@pytest.fixture
def every_type(_every_type_once: Path, tmp_path: Path) -> Path:
    """A document whose checklist has every type of answer."""
    path = tmp_path / "prov.egk"
    shutil.copy(_every_type_once, path)
    with open_document(path, write=True) as document:
        overview.take_up_reviewer(document, "Anna Lind")
    return path


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """The whole of vt2024 with the answers of its three reviewers."""
    path = tmp_path / "klar.egk"
    create_round(path, VT2024 / "checklista-2024.yaml", ROUND, "2024-04-01/2024-05-31")
    draw_sample(path, ROUND, VT2024 / "arendelista.csv", per_unit=10, reserves=3,
                seed=_seed(), double_percent=0, by="")  # fmt: skip
    for name in ("anna", "bo", "cia"):
        import_answers(path, ROUND, VT2024 / f"svar-{name}.csv", name.title())
    return path


def _seed() -> str:
    import json

    facit = json.loads((VT2024 / "facit.json").read_text(encoding="utf-8"))
    return str(facit["seed"])


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The application's theme, put back as it was afterwards."""
    prepare(qapp)
    found = qapp.findChild(Theme) or Theme(qapp)
    yield found
    found.set_scale(100)
    found.set_scheme(Qt.ColorScheme.Unknown)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """A settings file of the test's own."""
    return Memory(tmp_path / "fonster.ini")


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, memory: Memory) -> Iterator[MainWindow]:
    """The main window on the start page."""
    made = MainWindow(theme, memory)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


@pytest.fixture
def open_review(qtbot: QtBot, window: MainWindow) -> Callable[[Path], ReviewScreen]:
    """Open a document on Granskning and wait until its cases are shown."""

    def opened(path: Path) -> ReviewScreen:
        window.open_path(path)
        qtbot.waitUntil(lambda: window.session.document is not None)
        window.go_to("review")
        screen = window.screen_shown
        assert isinstance(screen, ReviewScreen)
        qtbot.waitUntil(lambda: screen.work is not None)
        return screen

    return opened
