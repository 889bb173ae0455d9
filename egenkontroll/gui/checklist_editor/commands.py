"""What can be done in the editor: actions with their keys, and the buttons that do them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from egenkontroll.gui.flow import Flow
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import ElidedLabel, button

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QEvent

    from egenkontroll.checklist.editing import Draft
    from egenkontroll.gui.checklist_editor.editor import ChecklistEditor


class Commands(QObject):
    """The editor's actions. Their keys are handled by the editor before the window's own."""

    def __init__(self, editor: ChecklistEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.question = self._make("&Ny fråga", editor.add_question, "Ctrl+N")
        self.area = self._make("Nytt &område", editor.add_area, "Ctrl+Shift+N")
        self.attribute = self._make("Ny &uppgift om ärendet", editor.add_attribute)
        self.up = self._make("Flytta &uppåt", lambda: editor.step(-1), "Alt+Up")
        self.down = self._make("Flytta &nedåt", lambda: editor.step(1), "Alt+Down")
        self.remove = self._make("&Ta bort", editor.remove, "Ctrl+Del")
        self.undo = self._make("&Ångra", editor.undo, "Ctrl+Z")
        self.redo = self._make("&Gör om", editor.redo, "Ctrl+Y", "Ctrl+Shift+Z")
        self.fault = self._make("Nästa &fel", editor.next_fault, "F8")
        self.trial = self._make("&Prova", editor.try_out, "F5")
        self.save = self._make("&Spara …", editor.save, "Ctrl+S")
        self.close = self._make("Stän&g redigeringen", editor.ask_close)
        self.all = [
            self.question,
            self.area,
            self.attribute,
            self.up,
            self.down,
            self.remove,
            self.undo,
            self.redo,
            self.fault,
            self.trial,
            self.save,
            self.close,
        ]
        self._editing_now = True

    def _make(self, text: str, deed: Callable[[], object], *keys: str) -> QAction:
        action = QAction(text, self._editor)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: deed())
        return action

    def enable(self, *, editing_now: bool) -> None:
        """Allow what belongs to the tree and the forms, or not."""
        self._editing_now = editing_now
        for action in self.all:
            action.setEnabled(editing_now or action is self.close)

    def show_state(self, *, undo: bool, redo: bool, item: bool) -> None:
        """Allow what can be done now."""
        on = self._editing_now
        self.undo.setEnabled(on and undo)
        self.redo.setEnabled(on and redo)
        for action in (self.up, self.down, self.remove):
            action.setEnabled(on and item)

    def knows(self, event: QEvent) -> bool:
        """Tell whether a key is one of the editor's."""
        return isinstance(event, QKeyEvent) and self._for(event) is not None

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; tell whether it stands for anything."""
        action = self._for(event)
        if action is None:
            return False
        action.trigger()  # nothing happens where it is not allowed
        return True

    def _for(self, event: QKeyEvent) -> QAction | None:
        pressed = QKeySequence(event.keyCombination())
        for action in self.all:
            if pressed in action.shortcuts():
                return action
        return None


def _button_for(action: QAction, role: str = "", text: str = "") -> QPushButton:
    """Return a button that does an action and is allowed when it is."""
    words = text or action.text().replace("&", "")
    made = button(words, action.trigger, role, name=action.text().replace("&", "").rstrip(" …"))
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    made.setToolTip(f"{made.accessibleName()} ({keys})" if keys else "")
    action.enabledChanged.connect(made.setEnabled)
    return made


class ItemButtons(Flow):
    """The buttons under the tree."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self.gap = em(self, 0.2)
        for action, words in (
            (commands.question, "Ny fråga"),
            (commands.area, "Nytt område"),
            (commands.up, "↑"),
            (commands.down, "↓"),
            (commands.remove, "Ta bort"),
        ):
            self.add(_button_for(action, text=words))


class Bar(QWidget):
    """The line at the top: what is edited, and what can be done with the whole of it."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self.title = ElidedLabel(role="heading")
        self.state = ElidedLabel(role="small")
        line = QHBoxLayout(self)
        line.setContentsMargins(em(self, 0.9), em(self, 0.4), em(self, 0.9), em(self, 0.4))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.state)
        line.addLayout(words, 1)
        for action, role, text in (
            (commands.undo, "", ""),
            (commands.redo, "", ""),
            (commands.trial, "", ""),
            (commands.save, "primary", ""),
            (commands.close, "", "Stäng"),
        ):
            line.addWidget(_button_for(action, role, text))

    def show_draft(self, draft: Draft, *, changed: bool) -> None:
        """Say what is edited, and whether all of it is saved."""
        title = str(draft.data.get("title") or "Ny checklista")
        version = str(draft.data.get("version") or "")
        self.title.say(title)
        if changed:
            self.state.say(f"Version {version} med ändringar som inte är sparade")
        elif draft.origin is None:
            self.state.say("Inte sparad än")
        else:
            self.state.say(f"Version {version}, oförändrad")
