"""What the menus do with the round and the document: lock, correct, purge, plan, settings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from egenkontroll.gui import files, messages
from egenkontroll.gui.plan import PlanDialog
from egenkontroll.operations import closing, overview, purging
from egenkontroll.operations.files import file_name
from egenkontroll.operations.handed_to import refuse_part
from egenkontroll.texts import listing

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.closing import Locked
    from egenkontroll.operations.opening import Document
    from egenkontroll.operations.purging import Purged

LOCK = (
    "Siffrorna får ett sigill som står på varje blad och ändras inte mer, vad som än slås ihop "
    "med dokumentet. Är något fel kan omgången öppnas för rättelse: då blir det en ny utgåva."
)
UNANSWERED = "Det som saknar svar räknas som obesvarat."
PURGE = (
    "Ärendenas referenser, svar, kommentarer och urvalsprotokoll raderas för gott ur dokumentet. "
    "Siffrorna behålls och jämförs med som förut. Det går inte att ångra. Skriv blad och intyg "
    "först. En säkerhetskopia från före gallringen har kvar ärendena tills du raderar den."
)


class Closing:
    """What the menu of the round does with the chosen round of the open document."""

    def __init__(self, window: QWidget, session: Session) -> None:
        self._window = window
        self._session = session

    def lock(self) -> None:
        """Ask, and lock the round."""
        held = self._held()
        if held is None:
            return
        document, one = held
        if closing.locked_edition(document, one) is not None:
            self._session.tell(f"{one.name} är redan låst.")
            return
        self._session.run(partial(_steps, document, one), partial(self._ask_lock, document, one))

    def _ask_lock(self, document: Document, one: Round, steps: tuple[overview.Step, ...]) -> None:
        """Ask, and say first where cases are not klara yet."""
        review = next(step for step in steps if step.name == "review")
        left = ""
        if review.said and review.progress is not overview.Progress.DONE:
            left = f"Granskningen är inte färdig: {review.said}. {UNANSWERED}\n\n"
        if messages.ask(self._window, f"Låsa {one.name}?", "Lås omgången", detail=left + LOCK):
            self._session.run(
                partial(closing.lock, document, one), self._locked, changes="document"
            )

    def _locked(self, done: Locked) -> None:
        said = f"{done.round} är låst: utgåva {done.edition}, sigill {done.seal}."
        if left := closing.unready_words(done):
            said += f" {left}"
        if done.edition > 1:
            said += (
                " Det här har ändrats sedan utgåvan före:"
                if done.changes
                else (" Inga siffror har ändrats sedan utgåvan före.")
            )
        messages.tell(self._window, said, tuple(closing.difference_lines(done)))

    def reopen(self) -> None:
        """Ask why, and open the round for correction."""
        held = self._held()
        if held is None:
            return
        document, one = held
        if closing.locked_edition(document, one) is None:
            self._session.tell(f"{one.name} är inte låst. Det går att ändra i den som den är.")
            return
        question = f"Varför öppnas {one.name} för rättelse? Skälet skrivs ut på bladen."
        reason = messages.ask_text(self._window, question, "Öppna för rättelse")
        if reason is not None:
            self._session.run(
                partial(closing.reopen, document, one, reason),
                lambda number: self._session.tell(
                    f"{one.name} är öppen för rättelse. Nästa låsning blir utgåva {number}."
                ),
                changes="document",
            )

    def purge(self) -> None:
        """Ask, and purge the round; then offer the receipt."""
        held = self._held()
        if held is None:
            return
        document, one = held
        self._session.run(
            partial(purging.unsettled, document, one), partial(self._ask_purge, document, one)
        )

    def _ask_purge(self, document: Document, one: Round, unsettled: list[str]) -> None:
        """Ask, and say first what is not settled."""
        detail = "\n\n".join([*([" ".join(unsettled)] if unsettled else []), PURGE])
        if messages.ask(self._window, f"Gallra {one.name}?", "Gallra för gott", detail=detail):
            self._session.run(partial(purging.purge, document, one), self._purged,
                              changes="document")  # fmt: skip

    def _purged(self, done: Purged) -> None:
        gone = listing([f"{number} {noun}" for noun, number in done.erased])
        detail = f"Raderat: {gone}."
        if done.backups:
            detail += f" Kvar i säkerhetskopior: {listing(list(done.backups))}."
        question = f"{done.round} är gallrad. Spara kvittot?"
        if messages.ask(self._window, question, "Spara kvittot …", "Stäng", detail):
            path = files.choose_new(
                self._window, "Spara kvittot", files.PDF,
                files.home() / file_name((done.round, "gallringskvitto"), ".pdf"), ".pdf",
            )  # fmt: skip
            if path is not None:
                self._session.run(
                    partial(purging.write_purge_receipt, done, path),
                    lambda _none: self._session.tell_written(f"{path.name} är skriven."),
                )

    def ask_purge_after(self) -> None:
        """Open the settings at when a round is proposed for purging."""
        self.show_settings("months")

    def show_settings(self, field: str = "day") -> None:
        """Open what the organisation has decided, at a field."""
        from egenkontroll.gui.organisation.settings import show_settings

        if self._session.document is not None:
            show_settings(self._session, self._window, field)

    def show_units(self) -> None:
        """Open the units and what they came from."""
        from egenkontroll.gui.organisation.units import UnitsDialog

        if self._session.document is not None:
            UnitsDialog(self._session, self._window).begin()

    def show_departments(self) -> None:
        """Open the departments and their units."""
        from egenkontroll.gui.organisation.departments import DepartmentsDialog

        if self._session.document is not None:
            DepartmentsDialog(self._session, self._window).begin()

    def show_focus(self) -> None:
        """Open the focus questions of the round."""
        from egenkontroll.gui.organisation.focus import show_focus

        show_focus(self._session, self._window)

    def show_plan(self) -> None:
        """Show the year's plan."""
        if self._session.document is not None:
            PlanDialog(self._session, self._window).begin()

    def _held(self) -> tuple[Document, Round] | None:
        session = self._session
        if session.read_only:
            self._session.tell(session.read_only)
            return None
        if session.document is None or session.round is None:
            self._session.tell("Välj en omgång först.")
            return None
        return session.document, session.round


def _steps(document: Document, one: Round) -> tuple[overview.Step, ...]:
    """Return the steps of a round that may be locked; refused before anything is asked."""
    refuse_part(document, closing.CANNOT_LOCK)
    return overview.steps(document, one)
