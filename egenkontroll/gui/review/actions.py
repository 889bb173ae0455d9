"""The review screen's actions: what stands in its menu, with each one's key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from egenkontroll.gui.review.flag_button import FLAG_KEYS
from egenkontroll.review.answers import FLAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

Deed = tuple[str, tuple[str, ...], "Callable[[], object]"]


def flag_deeds(flag: Callable[[str], object]) -> list[Deed]:
    """Return a deed for each flag; its key is only told of, as below."""
    return [
        (f"Flagga: {FLAGS[name].lower()}\t{key}", (), partial(flag, name))
        for name, key in FLAG_KEYS.items()
    ]


def make_actions(owner: QWidget, deeds: Sequence[Deed]) -> list[QAction]:
    """Return an action for each (text, shortcuts, deed), at work while its owner is shown.

    A key after a tab in the text is only told of: the questions take it themselves, so that it
    never gets in the way of writing.
    """
    made = []
    for text, keys, deed in deeds:
        action = QAction(owner)
        action.setText(text)  # as in `menus`
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setAutoRepeat("Ctrl+Return" not in keys)  # one case at a time is said to be klar
        action.triggered.connect(lambda _checked=False, deed=deed: deed())
        owner.addAction(action)
        made.append(action)
    return made
