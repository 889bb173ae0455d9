"""Does what comes in between: takes in a reserve, and logs that a duty was handed over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from egenkontroll.gui.review.aside import DUTIES
from egenkontroll.gui.review.saving import first_open
from egenkontroll.operations.concerns import hand_over
from egenkontroll.operations.replacing import replace_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.gui.review.bench import Bench
    from egenkontroll.gui.review.work import Row
    from egenkontroll.gui.session import Session
    from egenkontroll.sample.cases import Case


class Exceptions:
    """`here` is the case worked on; `may_change` tells whether anything may be changed in it."""

    def __init__(
        self,
        session: Session,
        bench: Bench,
        here: Callable[[], Row | None],
        may_change: Callable[[], bool],
    ) -> None:
        self._session = session
        self._bench = bench
        self._here = here
        self._may_change = may_change
        self._news = ""
        self._next: Callable[[list[Row]], Row | None] | None = None
        bench.replace.given.connect(self._replace)
        bench.concern.handed.connect(self._hand_over)

    # --- a case that cannot be reviewed -------------------------------------------------------

    def ask_replace(self) -> None:
        """Ask why the case cannot be reviewed."""
        row = self._here()
        if row is not None and self._may_change():
            self._bench.make_room()
            whole = self._session.handout is None
            self._bench.replace.ask(row.task.case.reference, row.task.unit, reserves=whole)

    def _replace(self, reason: str, words: str) -> None:
        document, row = self._session.document, self._here()
        if document is None or row is None:
            return
        self._bench.close_panels()
        deed = partial(replace_case, document, row.task.case, reason, words)
        self._session.run(deed, partial(self._replaced, row), changes="sample")

    def _replaced(self, row: Row, reserve: Case | None) -> None:
        gone, unit = row.task.case.reference, row.task.unit
        if self._session.handout is not None:
            self._news = (
                f"{gone} är borttaget ur dina ärenden. Den som samlar in granskningen tar in en "
                "reserv i stället."
            )
        elif reserve is None:
            self._news = (
                f"{gone} är borttaget ur urvalet. {unit} har ingen reserv kvar, så ärendet blir "
                "ett bortfall och står som det i urvalsintyget."
            )
        else:
            self._news = f"{gone} är ersatt av reserven {reserve.reference}, {unit}."
        place = next((at for at, one in enumerate(self._bench.cases.model.every) if one is row), 0)
        role = row.task.role

        def find(rows: list[Row]) -> Row | None:
            if reserve is None:
                return rows[min(place, len(rows) - 1)]
            same = [one for one in rows if one.task.case.id == reserve.id]
            return next((one for one in same if one.task.role is role), next(iter(same), None))

        self._next = find

    def first(self, rows: list[Row]) -> Row:
        """Return the case to begin with: the reserve just taken in, or the first not klar."""
        wanted, self._next = self._next, None
        return (wanted(rows) if wanted is not None else None) or first_open(rows)

    def take_news(self) -> str:
        """Return what came of the latest replacement, once."""
        news, self._news = self._news, ""
        return news

    # --- something serious --------------------------------------------------------------------

    def ask_concern(self) -> None:
        """Show what to do about something serious."""
        self._bench.make_room()
        self._bench.concern.ask(may_log=not self._session.read_only)

    def _hand_over(self, duty: str) -> None:
        session = self._session
        document, one, reviewer = session.document, session.round, session.reviewer
        if document is not None and one is not None and reviewer is not None:
            deed = partial(hand_over, document, one, reviewer.id, duty)
            session.run(deed, lambda _none: self._handed_over(duty))

    def _handed_over(self, duty: str) -> None:
        self._session.say_saved()
        self._bench.say_news(
            f"{DUTIES[duty]}: det är antecknat att du har lämnat över. Inget om personen sparades."
        )
