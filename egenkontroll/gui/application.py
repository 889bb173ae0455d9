"""Start Qt, speak Swedish, and open the main window."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from egenkontroll.gui.main_window import MainWindow
from egenkontroll.gui.memory import Memory, default_path
from egenkontroll.gui.none_guard import guard_none
from egenkontroll.gui.theme import STYLE, Theme

if TYPE_CHECKING:
    from types import TracebackType

_TURN_SECONDS = 0.0005
"""How long work beside the window may keep Python before the window has its turn."""


def make(arguments: list[str]) -> tuple[QApplication, MainWindow]:
    """Show the window, on a document if one is given."""
    app = QApplication([sys.argv[0], "-style", STYLE])
    prepare(app)
    memory = Memory(default_path())
    theme = Theme(app, styled=True)
    theme.set_scale(memory.scale)
    theme.set_scheme(memory.scheme)
    window = MainWindow(theme, memory, opening=Path(arguments[0]) if arguments else None)
    _show_bugs_in(window)
    window.show()
    return app, window


def prepare(app: QApplication) -> None:
    """Name the program and make Qt's own texts, dates and figures Swedish."""
    guard_none()
    sys.setswitchinterval(_TURN_SECONDS)
    app.setApplicationName("egenkontroll")
    app.setApplicationDisplayName("Egenkontroll")
    app.setDesktopFileName("egenkontroll")
    QLocale.setDefault(QLocale("sv_SE"))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_sv", folder):
        app.installTranslator(translator)


def _show_bugs_in(window: MainWindow) -> None:
    """Show what nobody caught, once, instead of dying in silence."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, Exception):
            window.session.show_bug(error)

    sys.excepthook = hook
