"""Where splitters stand, remembered on the computer from one time to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from egenkontroll.gui.memory import Memory


def restore_splitters(memory: Memory, step: str, part: QWidget) -> None:
    """Put the splitters in a part of a step's screen where they were left."""
    if not memory.has_layouts(step):
        return
    for splitter, name in _named(step, part):
        layout = memory.layout(name)
        if not layout.isEmpty() and splitter.restoreState(layout):
            splitter.splitterMoved.emit(0, 1)  # as when a person moves it, which Qt does not


def keep_splitters(memory: Memory, step: str, part: QWidget) -> None:
    """Remember where the splitters in a part of a step's screen stand."""
    for splitter, name in _named(step, part):
        memory.keep_layout(name, splitter.saveState())


def _named(step: str, part: QWidget) -> list[tuple[QSplitter, str]]:
    """Return the splitters whose places are remembered, each with what it is remembered under."""
    found = part.findChildren(QSplitter)
    return [(one, f"{step}/{one.objectName()}") for one in found if one.objectName()]
