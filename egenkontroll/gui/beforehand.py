"""What is asked for next is imported before it is, while nobody waits for it.

Qt's classes are made on the window's thread alone. Before Python 3.12 PySide keeps them in a table
that it looks in without Python's lock: where another thread adds to it meanwhile, the program ends.
"""

from __future__ import annotations

import importlib
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

PURE = (
    "checklist.model",
    "operations.ahead",
    "operations.home",
    "operations.concerns",
    "operations.replacing",
    "operations.interpreting",
    "gui.review.work",
    "results.agreement_statistics",
    "checklist.editing_answers",
    "checklist.editing_items",
    "operations.checklist_editing",
    "operations.handing_in",
    "operations.acting",
)
"""What has nothing to do with Qt: a reviewer's desk, Hem, and what reads a checklist."""

OF_QT = (
    "gui.home.cards",
    "gui.home_screen",
    "gui.review_screen",
    "gui.flow",
    "gui.review.case_list",
    "gui.review.case_panel",
    "gui.review.guidance",
    "gui.review.card_frame",
    "gui.review.value_field",
    "gui.review.question_card",
    "gui.review.questions",
    "gui.review.bench",
    "gui.messages",
    "gui.checklist_editor.outline",
    "gui.checklist_editor.forms",
    "gui.checklist_editor",
    "gui.review.handing_in",
    "gui.review.desk",
    "gui.plan",
    "gui.results.actions",
)
"""Screens and dialogs, in an order where each brings little with it."""

_POLL_MS = 20
_BETWEEN_MS = 5


def import_rest(owner: QObject) -> None:
    """Import it all: first, beside the window's thread, what has nothing to do with Qt.

    Then the others, each in a turn of the window's. What a program that was killed left in the
    place for temporary files is taken away too.
    """

    def beside() -> None:
        for name in PURE:
            importlib.import_module(f"egenkontroll.{name}")
        importlib.import_module("egenkontroll.operations.private").sweep()

    thread = Thread(target=beside)
    thread.start()
    left = iter(OF_QT)

    def go_on() -> None:
        if thread.is_alive():
            QTimer.singleShot(_POLL_MS, owner, go_on)
        elif name := next(left, ""):
            importlib.import_module(f"egenkontroll.{name}")
            QTimer.singleShot(_BETWEEN_MS, owner, go_on)

    QTimer.singleShot(_POLL_MS, owner, go_on)
