"""The lower part of a card: its comment as it stands, the way to it, and the flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QLabel

from egenkontroll.gui.flow import Flow
from egenkontroll.gui.review.flag_button import FLAG_KEYS, SmallButton, flag_button
from egenkontroll.gui.theme import em, of

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QPaintEvent


class Quote(QLabel):
    """A comment as it stands: a bar at its left."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setContentsMargins(em(self, 0.8), 2, 0, 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(
            0, 0, max(2, em(self, 0.16)), self.height(), QColor(of(self.palette()).edge)
        )
        painter.end()
        super().paintEvent(event)


class CardFoot(Flow):
    """Offers everything on the card that keys work on; elsewhere only the flags that are set."""

    comment_asked = Signal()
    flagged = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.gap = em(self, 0.2)
        self._offered: tuple[bool, bool, tuple[bool, ...]] | None = None
        self.comment = SmallButton("Kommentar", "C")
        self.comment.clicked.connect(lambda: self.comment_asked.emit())
        self.add(self.comment)
        self.flags = {flag: flag_button(flag) for flag in FLAG_KEYS}
        for button in (self.comment, *self.flags.values()):
            button.stand_on_surface()
        for flag, button in self.flags.items():
            button.clicked.connect(lambda _checked=False, flag=flag: self.flagged.emit(flag))
            self.add(button)

    def show_said(self, flags: Collection[str], *, comment: bool) -> None:
        """Show which flags are set, and whether there is a comment to change."""
        for flag, button in self.flags.items():
            button.setChecked(flag in flags)
        said = "Ändra kommentar" if comment else "Kommentar"
        if said != self.comment.text():
            self.comment.setText(said)
            self.comment.setAccessibleName(f"{said}, tangent C")
            self.refit()

    def offer(self, *, everything: bool, writing: bool) -> None:
        """Offer everything, or show only what is set; nothing takes no room."""
        chosen = tuple(button.isChecked() for button in self.flags.values())
        if (everything, writing, chosen) == self._offered:
            return
        self._offered = (everything, writing, chosen)
        if not everything and not any(chosen):
            self.hide()  # and its parts with it
            return
        self.comment.setVisible(everything and not writing)
        for button in self.flags.values():
            button.setVisible(everything or button.isChecked())
        self.show()
        self.refit()
