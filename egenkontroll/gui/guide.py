"""The guided first time: a strip above the foot that tells what to do in the example.

Its texts are those of the handbook's page, so that both always say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from egenkontroll.gui.handbook_pages import page_text
from egenkontroll.gui.theme import em, say_role
from egenkontroll.gui.widgets import Column, button, label

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QResizeEvent

    from egenkontroll.gui.memory import Memory

PAGE = "forsta-gangen"
_SEE = "*Du ska se:*"
_SHOWN = 8
_AFTER_OPENING = 1
_HIGH_EMS = 7.5
_LOW_EMS = 4.6
_LOW_WINDOW_EMS = 30
_BESIDE_EMS = 44
_KEYS = "Skift+F1 leder till guiden, Esc tillbaka."


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step: its heading, what to do and what is then to be seen, as Markdown."""

    title: str
    do: str
    see: str


@cache
def guide_steps() -> tuple[GuideStep, ...]:
    """Return the first steps of the handbook's page."""
    found = []
    for part in page_text(PAGE).split("\n## ")[1 : _SHOWN + 1]:
        heading, _, body = part.partition("\n")
        do, _, see = body.partition(_SEE)
        title = heading.partition(". ")[2]
        found.append(GuideStep(title, " ".join(do.split()), " ".join(see.split())))
    return tuple(found)


class _Text(Column):
    """Scrolls where even little room is left, so that the guide takes little from the screen."""

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 10), em(self, 0.7))


class Guide(QFrame):
    """Shows one step at a time and never stands in the way. `left` gives the focus back."""

    left = Signal()

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        say_role(self, "guide")
        self.setAccessibleName("Första gången")
        self._memory = memory
        self._at = 0
        self.title = label(role="heading")
        self.do = label()
        self.see = label()
        self._words = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.back = button("Tillbaka", self._back, name="Guidens förra steg")
        self.onward = button("Nästa", self._onward, "primary", name="Guidens nästa steg")
        self.shut = button("Stäng guiden", self.close_guide, "flat")
        self._build()
        leave = QShortcut(QKeySequence("Esc"), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.left)
        self._show()
        self.hide()

    @property
    def at(self) -> int:
        """Which step is shown, from 0."""
        return self._at

    def offer(self) -> None:
        """Show the guide where the example has just been opened, if it was never closed."""
        if not self._memory.guide_closed:
            self._at = _AFTER_OPENING
            self._show()
            self.show()

    def start(self) -> None:
        """Show the guide because it was asked for, and take the focus."""
        if self.isHidden():
            self._at = 0
            self._show()
            self.show()
        self.onward.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_guide(self) -> None:
        """Close it, and remember that it was closed."""
        self._memory.guide_closed = True
        self.hide()
        self.left.emit()

    def _back(self) -> None:
        self._at -= 1
        self._show()

    def _onward(self) -> None:
        if self._at + 1 == len(guide_steps()):
            self.close_guide()
        else:
            self._at += 1
            self._show()

    def _show(self) -> None:
        every = guide_steps()
        step = every[self._at]
        last = self._at + 1 == len(every)
        self.title.setText(f"Första gången, {self._at + 1} av {len(every)}: {step.title}")
        self.do.setText(step.do)
        self.see.setText(f"**Du ska se:** {step.see}")
        self.onward.setText("Klart" if last else "Nästa")
        self.onward.setAccessibleName("Avsluta guiden" if last else "Guidens nästa steg")
        self.onward.setAccessibleDescription(f"{self.title.text()}. {step.do}".replace("**", ""))
        if not self._at and self.back.hasFocus():
            self.onward.setFocus()
        self.back.setEnabled(self._at > 0)

    def _build(self) -> None:
        for text in (self.do, self.see):
            text.setTextFormat(Qt.TextFormat.MarkdownText)
            text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        inside = QWidget()
        self._words.setContentsMargins(0, 0, em(self, 0.5), 0)
        for one in (self.do, self.see):
            self._words.addWidget(one, 1)
        inside.setLayout(self._words)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        for made in (self.back, self.onward, self.shut):
            made.setToolTip(_KEYS)
            head.addWidget(made)
        column = QVBoxLayout(self)
        side = em(self, 0.8)
        column.setContentsMargins(side, em(self, 0.4), side, em(self, 0.3))
        column.setSpacing(em(self, 0.3))
        column.addLayout(head)
        column.addWidget(_Text(inside, "Guidens text"), 1)
        self._fit()

    def _fit(self) -> None:
        """Set what to do and what is seen beside each other where there is room.

        In a low window, or with large text, the guide is low too, and its text scrolls.
        """
        low = self.window().height() < em(self, _LOW_WINDOW_EMS)
        self.setMaximumHeight(em(self, _LOW_EMS if low else _HIGH_EMS))
        self._words.setSpacing(em(self, 0.2 if low else 1.2))
        wide = self.width() >= em(self, _BESIDE_EMS)
        ways = QBoxLayout.Direction
        self._words.setDirection(ways.LeftToRight if wide else ways.TopToBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.FontChange and hasattr(self, "_words"):
            self._fit()
