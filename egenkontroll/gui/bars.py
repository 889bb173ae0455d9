"""The bars around the screen: what is open at the top, a notice, and the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QWidget

from egenkontroll import texts
from egenkontroll.gui.theme import em, say_role
from egenkontroll.gui.widgets import ElidedLabel, label

if TYPE_CHECKING:
    from egenkontroll.gui.session import Session

_TOLD_MS = 8000


class Header(QFrame):
    """The checklist's title, the round (a chooser where there are several), the screen's own."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        say_role(self, "bar")
        self._session = session
        self._title = ElidedLabel(role="heading")
        self._title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._rounds = QComboBox()
        self._rounds.setAccessibleName("Omgång")
        self._rounds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._rounds.activated.connect(self._choose)
        self._extra: QWidget | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(em(self), em(self, 0.5), em(self), em(self, 0.5))
        self._row.setSpacing(em(self, 0.8))
        self._row.addWidget(self._title, 1)
        self._row.addWidget(self._rounds)
        session.changed.connect(self._show)

    def show_extra(self, widget: QWidget | None) -> None:
        """Show a screen's own widget at the right end."""
        if self._extra is not None:
            self._row.removeWidget(self._extra)
            self._extra.hide()
        self._extra = widget
        if widget is not None:
            self._row.addWidget(widget)
            widget.show()

    def _show(self, what: str) -> None:
        if what not in ("document", "rounds", "round"):
            return
        one = self._session.round
        document = self._session.document
        name = document.path.stem if document is not None else ""
        self._title.say(self._session.title or name)
        rounds = self._session.rounds()
        shown = [self._rounds.itemData(at) for at in range(self._rounds.count())]
        if shown != [other.id for other in rounds]:
            self._rounds.clear()
            for other in reversed(rounds):
                self._rounds.addItem(other.name, other.id)
        if one is not None:
            self._rounds.setCurrentIndex([o.id for o in reversed(rounds)].index(one.id))
            self._rounds.setToolTip(f"Omgång: {texts.period(one.starts, one.ends)}")
        self._rounds.setVisible(bool(rounds))

    def _choose(self, _index: int) -> None:
        chosen = self._rounds.currentData()
        for one in self._session.rounds():
            if one.id == chosen:
                self._session.choose_round(one)


class Notice(QFrame):
    """One sentence that stays: why nothing can be saved."""

    def __init__(self) -> None:
        super().__init__()
        say_role(self, "note")
        self._said = label()
        row = QHBoxLayout(self)
        row.addWidget(self._said)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence, or nothing."""
        self._said.setText(sentence)
        self._said.setAccessibleName(sentence)
        self.setVisible(bool(sentence))


class Foot(QFrame):
    """When it was saved, what just happened, the keys, and what the screen says of itself."""

    def __init__(self) -> None:
        super().__init__()
        say_role(self, "foot")
        self._saved = label(role="small", wrap=False)
        self._told = ElidedLabel(role="small")
        self._hints = ElidedLabel(role="small")
        self._status = label(role="small", wrap=False)
        self._narrow = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TOLD_MS)
        self._timer.timeout.connect(lambda: self.tell(""))
        row = QHBoxLayout(self)
        row.setContentsMargins(em(self), em(self, 0.3), em(self), em(self, 0.3))
        row.setSpacing(em(self, 1.4))
        row.addWidget(self._saved)
        row.addWidget(self._hints, 1)
        row.addWidget(self._told, 1)
        row.addWidget(self._status, 0, Qt.AlignmentFlag.AlignRight)
        self._told.hide()

    def show_saved(self, said: str) -> None:
        """Say when it was saved: "Sparat 14:03"."""
        self._saved.setText(said)
        self._saved.setAccessibleName(said)

    def show_busy(self, busy: bool) -> None:
        """Say that something is being done, where nothing has been saved yet."""
        if busy and not self._saved.text():
            self._saved.setText("Arbetar …")
        elif not busy and self._saved.text() == "Arbetar …":
            self._saved.setText("")

    def show_keys(self, hints: str) -> None:
        """Show other keys of the same screen."""
        self._hints.say(hints)

    def show_hints(self, hints: str) -> None:
        """Show another screen's keys."""
        self._hints.say(hints)
        self.show_status("")
        self.tell("")

    def show_status(self, status: str) -> None:
        """Show what the screen says of itself."""
        self._status.setText(status)
        self._status.setAccessibleName(status)

    def tell(self, sentence: str) -> None:
        """Say something for a while, in the place of the keys."""
        self._told.say(sentence)
        self._told.setVisible(bool(sentence))
        self._hints.setVisible(not sentence and not self._narrow)
        if sentence:
            self._timer.start()

    def clear(self) -> None:
        """Say nothing: another document."""
        self._saved.setText("")
        self.show_hints("")

    def set_narrow(self, narrow: bool) -> None:
        """Leave out the keys where room is scarce."""
        self._narrow = narrow
        self._hints.setVisible(not narrow and self._told.isHidden())
