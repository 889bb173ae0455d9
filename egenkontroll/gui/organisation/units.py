"""Enheter över omorganisationer: which units a unit came from, and what follows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from egenkontroll.errors import UserError
from egenkontroll.gui.register import Register
from egenkontroll.gui.theme import em
from egenkontroll.gui.ticks import Ticks
from egenkontroll.gui.widgets import label
from egenkontroll.operations import organisation
from egenkontroll.operations.organisation import Origin
from egenkontroll.texts import NOTHING, listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from egenkontroll.gui.session import Session
    from egenkontroll.operations.opening import Document

TITLE = "Enheter och omorganisationer"
_INTRO = (
    "Välj en enhet och markera vilka den kom ur: en enda om den bytt namn, flera om de slogs ihop. "
    "Delades en enhet markeras den hos var och en av de nya."
)
_NONE = "Dokumentet har inga enheter än. De kommer med ärendelistan eller tidigare års siffror."


class UnitsDialog(Register[Origin]):
    """The units, and for the chosen one those that it came from."""

    heads = ("Enhet", "Kom ur", "Blev")
    grows = 1
    unsaved = "Ändringen är inte sparad."

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, TITLE, parent)
        self.before = Ticks("Kom ur")
        self.follows = label()
        self.intro.setText(_INTRO)
        self.new.hide()
        self.buttons.refit()
        self.save.setText("&Spara ursprunget")
        self.save.setAccessibleName("Spara ursprunget")
        self.before.setMinimumHeight(em(self, 6))
        self.add_field("Kom ur", self.before, wide=True)
        self.add_field("Det här följer för jämförelsen", self.follows, wide=True)
        self.before.itemChanged.connect(lambda _item: self._say_follows())

    def begin(self) -> None:
        """Open on the list."""
        self.load()
        self.open()

    def focus_form(self) -> None:
        self.before.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the list and the form ----------------------------------------------------------------

    def listed(self, document: Document) -> tuple[Origin, ...]:
        return organisation.unit_origins(document)

    def rows(self) -> Sequence[Sequence[str]]:
        return [
            (one.unit.name, listing(one.came_from) or NOTHING, listing(one.became) or NOTHING)
            for one in self.items
        ]

    def key(self, item: Origin) -> bytes:
        return item.unit.id

    def fill(self, item: Origin | None) -> None:
        others = [one.unit.name for one in self.items if item is not None and one != item]
        known = item.came_from if item is not None else ()
        self.before.offer([(name, name, name in known) for name in others])
        if not self.items:
            self.intro.setText(_NONE)
        self._say_follows()

    def written(self) -> tuple[str, ...]:
        return tuple(str(one) for one in self.before.ticked)

    def _say_follows(self) -> None:
        document, item = self.session.document, self.item
        said: tuple[str, ...] = ()
        if document is not None and item is not None:
            said = organisation.follows(document, item.unit, self.written())
        self.follows.setText("\n".join(said))
        self.before.setAccessibleDescription(" ".join(said))

    def store(self, document: Document) -> bytes:
        if self.item is None:
            raise UserError("Välj en enhet i listan först.")
        return organisation.set_origins(document, self.item.unit, self.written())
