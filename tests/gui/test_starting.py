"""The way to the first window: what is not imported for it, and what is shown while opening."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.startup import HEAVY, ours, remembering
from egenkontroll.gui.main_window import MainWindow
from egenkontroll.gui.start_screen import StartScreen
from egenkontroll.operations.demo import write_demo

if TYPE_CHECKING:
    from pathlib import Path

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
