"""The way to the first window: what is not imported for it, and what is shown while opening."""

from __future__ import annotations

import gc
import importlib
import os
import subprocess
import sys
import threading
import weakref
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from benchmarks.startup import HEAVY, ours, remembering
from egenkontroll.gui import beforehand, garbage
from egenkontroll.gui.main_window import MainWindow
from egenkontroll.gui.pauses import without_pauses
from egenkontroll.gui.start_screen import StartScreen
from egenkontroll.operations.demo import write_demo

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    import pytest
    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.memory import Memory
    from egenkontroll.gui.theme import Theme

ALSO_NOT = ("pydantic", "click", "ruamel", "stdnum", "docx", "pptx", "xlsxwriter", "pyrage")


def test_the_first_window_imports_nothing_heavy(tmp_path: Path) -> None:
    path = tmp_path / "demo.egk"
    write_demo(path)
    first, home = ours(path, tmp_path), ours(path, remembering(path, tmp_path))
    assert (first.screen, home.screen) == ("review", "home")
    for found in (first, home):
        assert found.heavy == []
        assert found.modules < 270
    assert set(HEAVY) >= {"numpy", "scipy", "pandas", "sqlite_utils", "reportlab", "PIL"}


def test_the_window_alone_imports_no_other_tool() -> None:
    code = (
        "import sys\nimport egenkontroll.gui.application\n"
        "import egenkontroll.gui.review_screen, egenkontroll.gui.home_screen\nprint(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=os.environ
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & {*HEAVY, *ALSO_NOT}


def _run(code: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=os.environ
    )
    return done.stdout.split()


def test_what_is_imported_beside_the_window_has_no_class_of_qts() -> None:
    """Else PySide, before Python 3.12, may end the program: see `beforehand`."""
    names = [f"egenkontroll.{name}" for name in beforehand.PURE]
    loaded = _run(f"import sys, {', '.join(names)}\nprint(*sys.modules)")
    assert not [name for name in loaded if name.startswith(("PySide6", "shiboken6"))]


def test_what_the_windows_thread_imports_afterwards_is_the_windows_alone() -> None:
    """The rest, which takes long, is there by then."""
    pure = "".join(f"import egenkontroll.{name}\n" for name in beforehand.PURE)
    of_qt = "".join(f"import egenkontroll.{name}\n" for name in beforehand.OF_QT)
    code = (
        "import sys\nimport egenkontroll.gui.application, egenkontroll.gui.review_screen\n"
        f"{pure}before = set(sys.modules)\n{of_qt}print(*(set(sys.modules) - before))"
    )
    own = [name for name in _run(code) if name.startswith("egenkontroll")]
    assert [name for name in own if not name.startswith("egenkontroll.gui")] == []


def test_the_rest_is_imported_and_nothing_is_left_running(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool]] = []
    plain = importlib.import_module

    def import_module(name: str) -> ModuleType:
        asked.append((name, threading.current_thread() is threading.main_thread()))
        return plain(name)

    monkeypatch.setattr(importlib, "import_module", import_module)
    owner = QObject()
    beforehand.import_rest(owner)
    every = len(beforehand.PURE) + 1 + len(beforehand.OF_QT)
    qtbot.waitUntil(lambda: len(asked) == every)
    here = [name.removeprefix("egenkontroll.") for name, mine in asked if mine]
    assert here == list(beforehand.OF_QT)


def test_garbage_is_collected_on_the_windows_thread_alone(qtbot: QtBot) -> None:
    class Kept:
        pass

    owner = QObject()
    try:
        garbage.collect_here(owner)
        assert not gc.isenabled()
        with without_pauses():
            pass
        assert not gc.isenabled()
        kept = Kept()
        kept.it = kept  # type: ignore[attr-defined]
        gone = weakref.ref(kept)
        del kept
        grown = [[] for _ in range(2 * gc.get_threshold()[0])]  # type: ignore[var-annotated]
        garbage.collect()
        assert gone() is None
        assert grown
    finally:
        gc.enable()


def opened(qtbot: QtBot, theme: Theme, memory: Memory, path: Path) -> MainWindow:
    window = MainWindow(theme, memory, opening=path)
    qtbot.addWidget(window)
    window.show()
    assert window.screen_shown.accessibleName() == "Öppnar dokumentet …"
    return window


def test_while_a_document_is_opened_the_window_says_so(
    qtbot: QtBot, theme: Theme, memory: Memory, tmp_path: Path
) -> None:
    path = tmp_path / "demo.egk"
    write_demo(path)
    window = opened(qtbot, theme, memory, path)
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert window.screen_shown.step == "review"
    window.close()


def test_where_it_cannot_be_opened_the_start_page_comes(
    qtbot: QtBot, theme: Theme, memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        "egenkontroll.gui.messages.warn", lambda _parent, error: told.append(error.message)
    )
    path = tmp_path / "annat.egk"
    path.write_bytes(b"inget dokument")
    window = opened(qtbot, theme, memory, path)
    qtbot.waitUntil(lambda: bool(told))
    qtbot.waitUntil(lambda: isinstance(window.screen_shown, StartScreen))
    window.close()
