"""The deeds of Resultat over the years: their dialogs are imported when they are asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from egenkontroll.gui.session import Session


def over_years_actions(session: Session, parent: QWidget) -> list[QAction]:
    """Return the actions: whole quality years, and earlier years' figures and cases."""
    deeds: tuple[tuple[str, Callable[[Session, QWidget], object]], ...] = (
        ("Hela &kvalitetsår …", _show_year),
        ("Tidigare års &siffror …", _show_history),
        ("Tidigare års ä&renden …", _show_past),
    )
    made = []
    for text, show in deeds:
        action = QAction(text, parent)
        action.triggered.connect(partial(_call, show, session, parent))
        parent.addAction(action)
        made.append(action)
    return made


def _call(
    show: Callable[[Session, QWidget], object], session: Session, parent: QWidget, _on: bool = False
) -> None:
    show(session, parent.window())


def _show_year(session: Session, window: QWidget) -> None:
    from egenkontroll.gui.results.year import YearDialog

    if session.document is None or session.round is None:
        session.tell("Dokumentet har ingen omgång.")
    else:
        YearDialog(session, session.round, window).begin()


def _show_history(session: Session, window: QWidget) -> None:
    from egenkontroll.gui.results.history import HistoryDialog

    if _writable(session):
        HistoryDialog(session, window).open()


def _show_past(session: Session, window: QWidget) -> None:
    from egenkontroll.gui.results.past import PastDialog

    if _writable(session):
        PastDialog(session, window).open()


def _writable(session: Session) -> bool:
    """Tell whether anything can be taken in; where it cannot, say why."""
    if session.read_only:
        session.tell(session.read_only)
    return session.document is not None and not session.read_only
