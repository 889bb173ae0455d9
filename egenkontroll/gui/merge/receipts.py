"""What merges have done: the receipts at one side, the chosen one at the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from egenkontroll.gui import files, messages
from egenkontroll.gui.empty import EmptyState
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.merge.beside import Beside
from egenkontroll.gui.merge.preview import Details
from egenkontroll.gui.merge.receipt_words import as_text, day, kept_when_undone, parts, undone_words
from egenkontroll.gui.merge.work import CHANGED, Work
from egenkontroll.gui.screen import Screen
from egenkontroll.gui.tables import PlainTable
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, Stack, button, frame
from egenkontroll.operations import merging
from egenkontroll.operations.files import file_name
from egenkontroll.texts import count, moment, number

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.gui.session import Session
    from egenkontroll.operations.merging import MergeReceipt, Undone

HEADS = ("När", "Filer", "Nya uppgifter", "Läge")
NONE = "När filer har slagits ihop står här vad som togs in, ur vilka filer och när."


class ReceiptsSection(Screen):
    """The newest receipt first; the latest merge can be taken back here."""

    title: ClassVar[str] = "Kvitton"
    step: ClassVar[str] = "receipts"
    shows: ClassVar[frozenset[str]] = frozenset(
        {"document", "rounds", "sample", "answers", "reviewers"}
    )
    hints: ClassVar[str] = "↑↓ kvitto    Ctrl+C kopiera"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.found: tuple[MergeReceipt, ...] = ()
        self.table = PlainTable("Kvitton")
        self.details = Details("Kvittot")
        self.work = Work(session, self)
        self.empty = EmptyState()
        self.empty.say("Inga sammanslagningar än", NONE)
        self._asked = 0
        self._fresh = False
        self._waiting = 0
        self._actions = self._make_actions()
        self._build()
        self.table.itemSelectionChanged.connect(self._show_receipt)

    # --- what the window asks for -------------------------------------------------------------

    def begin(self) -> None:
        self._fresh = self.pages.currentWidget() is self.empty
        (self if self._fresh else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self) -> None:
        document = self.session.document
        self._asked += 1
        if document is None:
            self._show(self._asked, ())
        else:
            self.session.run(partial(merging.receipts, document), partial(self._show, self._asked))

    def show_newest(self) -> None:
        """Show the receipt of what has just been done, first in the list."""
        self._fresh = True
        self.refresh()

    def show_conflicts(self, waiting: int) -> None:
        """Lead on to the contradictions where any wait."""
        self._waiting = waiting
        text = f"Avgör {count(waiting, 'motsägelse', 'motsägelser')}"
        self.settle.setText(text)
        self.settle.setAccessibleName(text)
        self._show_receipt()

    @property
    def receipt(self) -> MergeReceipt | None:
        """The receipt that is shown."""
        at = self.table.currentRow()
        return self.found[at] if 0 <= at < len(self.found) else None

    # --- showing ------------------------------------------------------------------------------

    def _show(self, asked: int, found: tuple[MergeReceipt, ...]) -> None:
        if asked != self._asked:
            return
        chosen = self.receipt
        self.found = found
        self.pages.setCurrentWidget(self.full if found else self.empty)
        self.table.show_rows(HEADS, [_row(one) for one in found], (1, 2))
        known = [one.id for one in found]
        again = chosen is not None and not self._fresh and chosen.id in known
        if found:
            self.table.selectRow(known.index(chosen.id) if chosen is not None and again else 0)
        self._show_receipt()
        self.status.emit(count(len(found), "kvitto", "kvitton") if found else "")
        if self._fresh and found:
            self._fresh = False
            self.begin()

    def _show_receipt(self) -> None:
        one = self.receipt
        if one is None:
            return
        self.details.say(f"Slogs ihop {moment(one.made_at)}", parts(one), short=True)
        self.undo.setVisible(one.last and not one.undone)
        self.undo.setEnabled(not self.session.read_only)
        self.settle.setVisible(self._waiting > 0 and one.last)
        self._deeds.refit()

    # --- deeds --------------------------------------------------------------------------------

    def copy(self) -> None:
        """Put the receipt on the clipboard, with every checksum whole."""
        if self.receipt is not None:
            QGuiApplication.clipboard().setText(as_text(self.receipt))
            self.session.tell("Kvittot är kopierat.")

    def save_as(self, path: Path) -> None:
        """Write the receipt that is shown as PDF."""
        document, one = self.session.document, self.receipt
        if document is not None and one is not None:
            told = f"Kvittot är sparat: {path.name}."
            deed = partial(merging.write_receipt, document, one, path)
            self.session.run(deed, lambda _: self.session.tell_written(told))

    def ask_save(self) -> None:
        """Ask where the receipt is to be put."""
        document, one = self.session.document, self.receipt
        if document is None or one is None:
            return
        name = file_name((document.path.stem, "kvitto", day(one)), ".pdf")
        path = files.choose_new(self, "Spara kvittot", files.PDF, files.home() / name, ".pdf")
        if path is not None:
            self.save_as(path)

    def ask_undo(self) -> None:
        """Ask once, say what is kept, and take the latest merge back."""
        one = self.receipt
        if one is not None and messages.ask(
            self.window(),
            f"Ångra sammanslagningen {moment(one.made_at)}?",
            "Ångra sammanslagningen",
            detail=kept_when_undone(one),
        ):
            self.take_back()

    def take_back(self) -> None:
        """Take the latest merge back."""
        document = self.session.document
        if document is None or self.work.busy:
            return
        self.work.start(
            "Ångrar sammanslagningen",
            lambda _progress, _stop: merging.undo(document),
            self._undone,
            stoppable=False,
            at_once=True,
        )

    def _undone(self, done: Undone) -> None:
        self.session.say_saved()
        for what in CHANGED:
            self.session.announce(what)
        if done.needed or done.purges_kept:  # no room for it at the foot
            self.session.explain(undone_words(done))
        else:
            self.session.tell(undone_words(done))

    # --- building -----------------------------------------------------------------------------

    def _make_actions(self) -> list[QAction]:
        made = []
        for text, act, key in (
            ("K&opiera kvittot", self.copy, QKeySequence.StandardKey.Copy),
            ("Spara kvittot som &PDF …", self.ask_save, None),
            ("&Ångra sammanslagningen …", self._ask_if_last, None),
        ):
            action = QAction(text, self)
            if key is not None:
                action.setShortcut(key)
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)
            made.append(action)
        return made

    def _ask_if_last(self) -> None:
        if self.undo.isVisible() and self.undo.isEnabled():
            self.ask_undo()
        else:
            self.session.tell("Välj kvittot för den senaste sammanslagningen för att ångra den.")

    def _build(self) -> None:
        side = em(self, 0.9)
        card = frame("card")
        within = QVBoxLayout(card)
        within.setContentsMargins(1, 1, 1, 1)
        within.addWidget(self.details.column)
        self.full = QWidget()
        whole = QVBoxLayout(self.full)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        inside = QWidget()
        room = QVBoxLayout(inside)
        room.setContentsMargins(side, side, side, em(self, 0.3))
        room.addWidget(Beside("receipts", self.table, card, (44, 56)))
        whole.addWidget(Column(inside, "Kvitton", focus=False), 1)
        foot = frame("foot")
        row = QVBoxLayout(foot)
        row.setContentsMargins(side, em(self, 0.4), side, em(self, 0.4))
        self._deeds = Flow(em(self, 0.4))
        row.addWidget(self._deeds)
        self.settle = button(
            "Avgör motsägelser", partial(self.go_asked.emit, "conflicts"), "primary"
        )
        self.undo = button("Ångra sammanslagningen …", self.ask_undo)
        for made in (
            self.settle,
            button("Spara kvittot som PDF …", self.ask_save),
            button("Kopiera kvittot", self.copy),
            self.undo,
        ):
            self._deeds.add(made)
        whole.addWidget(foot)
        self.pages = Stack()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.full)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)


def _row(one: MergeReceipt) -> tuple[str, ...]:
    state = "ångrad" if one.undone else "senaste" if one.last else ""
    return moment(one.made_at), number(len(one.files)), number(one.added), state
