"""The cards of Hem: the next step, what waits for me, the rounds, and how far each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout

from egenkontroll.gui.home.progress import Bars
from egenkontroll.gui.theme import em, say_role
from egenkontroll.gui.widgets import Heading, button, label
from egenkontroll.texts import count, k_of_n, number, period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.gui.home.next_step import Deed
    from egenkontroll.operations.home import Mine, Part, RoundLine
    from egenkontroll.sample.cases import Reviewer

_NOBODY = "Välj vem du är"


class Card(QFrame):
    """A framed part with a heading."""

    def __init__(self, heading: str = "") -> None:
        super().__init__()
        say_role(self, "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.column = QVBoxLayout(self)
        side = em(self, 0.9)
        self.column.setContentsMargins(side, side, side, side)
        self.column.setSpacing(em(self, 0.45))
        if heading:
            self.setAccessibleName(heading)
            self.column.addWidget(Heading(heading.upper()))


class NextCard(Card):
    """The next step as one button."""

    go_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("Nästa steg")
        self._title = label(role="title")
        self._text = label(role="quiet")
        self._step = ""
        self.go = button("Gå vidare", self._go, "primary")
        self.go.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for part in (self._title, self._text, self.go):
            self.column.addWidget(part)

    def show_deed(self, deed: Deed) -> None:
        """Show what is to be done next."""
        self._step = deed.step
        self._title.setText(deed.title)
        self._text.setText(deed.text)
        self.go.setText(deed.button)
        self.go.setAccessibleName(deed.button)
        self.go.setAccessibleDescription(f"{deed.title}. {deed.text}")

    def _go(self) -> None:
        self.go_asked.emit(self._step)


class MineCard(Card):
    """What waits for the chosen reviewer. `chosen` gives another one, or None."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("Väntar på mig")
        self.who = QComboBox()
        self.who.setAccessibleName("Jag som granskar är")
        self.who.activated.connect(lambda _row: self.chosen.emit(self.who.currentData()))
        self._said = label(role="quiet")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(em(self, 0.7))
        self._grid.setColumnStretch(1, 1)
        self._numbers: list[tuple[QLabel, QLabel]] = []
        for row in range(4):
            pair = (label(role="heading", wrap=False), label())
            self._numbers.append(pair)
            self._grid.addWidget(pair[0], row, 0, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(pair[1], row, 1)
        self.column.addWidget(self.who)
        self.column.addWidget(self._said)
        self.column.addLayout(self._grid)
        self.column.addStretch(1)

    def show_reviewers(self, known: Sequence[Reviewer], chosen: Reviewer | None) -> None:
        """Show who may be chosen, and who is."""
        self.who.clear()
        self.who.addItem(_NOBODY, None)
        for place, reviewer in enumerate(known, 1):
            self.who.addItem(reviewer.name, reviewer)
            if reviewer == chosen:
                self.who.setCurrentIndex(place)
        self.who.setVisible(bool(known))

    def show_mine(self, mine: Mine | None) -> None:
        """Show what waits; without a reviewer how one is chosen."""
        rows = _rows(mine) if mine is not None else []
        for place, (figure, words) in enumerate(self._numbers):
            for one in (figure, words):
                one.setVisible(place < len(rows))
            if place < len(rows):
                figure.setText(rows[place][0])
                words.setText(rows[place][1])
        if mine is None and self.who.count() > 1:
            self._said.setText("Säg vem du är, så visas vad som väntar på dig.")
        elif mine is None:
            self._said.setText("Ingen granskare finns i dokumentet än.")
        else:
            self._said.setText("Inget. Alla dina ärenden är klara.")
        self._said.setVisible(not rows)


def _rows(mine: Mine) -> list[tuple[str, str]]:
    """Return each number and its words; nothing where nothing waits."""
    if not mine.left:
        return []
    return [
        (number(value), words)
        for value, words in (
            (mine.left, "ärende kvar" if mine.left == 1 else "ärenden kvar"),
            (mine.returned, "tillbaka, öppnat igen" if mine.returned == 1
             else "tillbaka, öppnade igen"),
            (mine.begun, "påbörjat" if mine.begun == 1 else "påbörjade"),
            (mine.unanswered, "fråga utan svar" if mine.unanswered == 1 else "frågor utan svar"),
        )
        if value
    ]  # fmt: skip


class RoundsCard(Card):
    """The rounds that the document holds, each with its period, checklist and state."""

    def __init__(self) -> None:
        super().__init__("Omgångar i dokumentet")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(em(self, 0.15))
        self.column.addLayout(self._rows)
        self.column.addStretch(1)

    def show_rounds(self, lines: Sequence[RoundLine], here: Round | None) -> None:
        """Show other rounds."""
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.setParent(None)
                old.deleteLater()
        if not lines:
            self._rows.addWidget(label("Ingen omgång än.", "quiet"))
        several = len({line.checklist for line in lines}) > 1 or len(lines) == 1
        for place, line in enumerate(lines):
            shown = here is not None and line.round.id == here.id and len(lines) > 1
            mark = " · visas nu" if shown else ""
            if place:
                self._rows.addSpacing(em(self, 0.35))
            self._rows.addWidget(label(f"{line.round.name}: {_state(line)}{mark}", "strong"))
            self._rows.addWidget(label(_about(line, several=several), "quiet"))


def _state(line: RoundLine) -> str:
    if line.purged is not None:
        return f"gallrad, {k_of_n(*line.purged)} ärenden granskade"
    if line.cases and line.done == line.cases:
        return f"alla {count(line.cases, 'ärende', 'ärenden')} klara"
    if line.cases:
        return f"{k_of_n(line.done, line.cases)} ärenden klara"
    if line.figures:
        return f"{count(line.figures, 'tal', 'tal')} från en tidigare rapport"
    return "inget urval än"


def _about(line: RoundLine, *, several: bool) -> str:
    """Return a round's period and checklist; its title only where it tells rounds apart."""
    when = period(line.round.starts, line.round.ends)
    if not line.checklist:
        return f"{when}. Checklistan finns inte i dokumentet."
    title = f"{line.checklist}, version" if several else "Checklistans version"
    return f"{when}. {title} {line.round.version}."


class ProgressCard(Card):
    """How far each unit or each reviewer is."""

    def __init__(self, heading: str) -> None:
        super().__init__(heading)
        self._bars = Bars()
        self.column.addWidget(self._bars)
        self.column.addStretch(1)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show other parts; without any the card is not shown."""
        self._bars.show_parts(parts)
        self.setVisible(bool(parts))
