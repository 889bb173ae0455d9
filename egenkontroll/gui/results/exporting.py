"""Hand out the round as a file that others work on in: one question, where and in which form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from egenkontroll.gui import files
from egenkontroll.operations import exporting
from egenkontroll.operations.exporting import Asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from egenkontroll.gui.session import Session
    from egenkontroll.operations.exporting import Exported


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file, as the dialog names it."""

    words: str
    suffix: str
    asked: Asked

    @property
    def filter(self) -> str:
        """The kind as the file dialog wants it."""
        return f"{self.words} (*{self.suffix})"


KINDS = (
    Kind("Excel, allt i en arbetsbok", ".xlsx", Asked()),
    Kind("Excel att publicera, små grupper dolda", ".xlsx", Asked(publish=True)),
    Kind("Word, underlag till rapport", ".docx", Asked()),
    Kind("PowerPoint, underlag till analysmöte", ".pptx", Asked()),
    Kind("CSV, resultaten", ".csv", Asked("results")),
    Kind("JSON, allt om omgången", ".json", Asked()),
)


def export_action(
    session: Session, parent: QWidget, publishing: Callable[[], bool] = lambda: False
) -> QAction:
    """Return the action that asks where to, and writes the chosen round there.

    While `publishing` says so, only what may be published is offered.
    """
    action = QAction("&Exportera …", parent)
    action.triggered.connect(lambda _checked=False: _export(session, parent, publishing()))
    parent.addAction(action)
    return action


def _export(session: Session, parent: QWidget, publish: bool) -> None:
    document, one = session.document, session.round
    if document is None or one is None:
        return
    begin = files.home() / exporting.suggested_name(one, KINDS[0].suffix)
    offered = tuple(kind for kind in KINDS if kind.asked.publish or not publish)
    chosen = choose(parent, begin, offered)
    if chosen is None:
        return
    path, kind = chosen

    def say(done: Exported) -> None:
        session.tell_written(" ".join((f"{done.path.name} är skriven.", *done.missing)))

    session.run(lambda: exporting.export(document, one, path, kind.asked), say)


def choose(
    parent: QWidget, begin: Path, offered: tuple[Kind, ...] = KINDS
) -> tuple[Path, Kind] | None:
    """Ask for a new file and its kind; a suffix that is typed goes before the kind chosen."""
    filters = ";;".join(kind.filter for kind in offered)
    name, picked = QFileDialog.getSaveFileName(parent, "Exportera omgången", str(begin), filters)
    if not name:
        return None
    path = Path(name)
    kind = next((one for one in offered if one.filter == picked), offered[0])
    if path.suffix.casefold() == kind.suffix:
        return path, kind
    typed = [one for one in offered if one.suffix == path.suffix.casefold()]
    # What was suggested is no choice of the person's: the kind picked in the list is.
    if typed and path.name != begin.name:
        return path, typed[0]
    stem = path.stem if typed else path.name
    return path.with_name(stem + kind.suffix), kind
