"""From case to case, and between the parts of the review screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.gui.review.saving import next_open

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.gui.review.bench import Bench
    from egenkontroll.gui.review.work import Row


class Walk:
    """Moves over the bench. `here` is the case worked on, `tell` says a sentence in passing."""

    def __init__(
        self, bench: Bench, here: Callable[[], Row | None], tell: Callable[[str], None]
    ) -> None:
        self._bench = bench
        self._here = here
        self._tell = tell

    def next_open(self) -> None:
        """Go to the next case that is not klar, from the top after the last."""
        cases, here = self._bench.cases.model, self._here()
        found = next_open(cases.listed, self._place(cases.listed))
        if found is not None:
            self.choose(found)
        elif all(row.done for row in cases.every):
            self._tell("Alla dina ärenden är klara.")
        elif here is not None and not here.done:
            self._tell("Allt är besvarat. Ctrl+Enter säger att ärendet är klart.")

    def step(self, by: int) -> None:
        """Go so many cases down or up in the list."""
        rows = self._bench.cases.model.listed
        if rows:
            self.choose(rows[min(max(self._place(rows) + by, 0), len(rows) - 1)])

    def choose(self, row: Row) -> None:
        """Go to a case; the focus stays in the list where it is there."""
        in_list = self._bench.cases.list.hasFocus()
        self._bench.cases.choose(row)
        if not in_list and self._bench.questions is not None:
            self._bench.questions.go_to_first()

    def to_questions(self) -> None:
        """Give the current question the focus."""
        if self._bench.narrow:
            self._bench.cases.hide()
        questions = self._bench.questions
        if questions is not None and questions.current:
            questions.go_to(questions.current)

    def next_part(self) -> None:
        """Give the focus to the list, or from there to the questions."""
        if self._bench.cases.list.hasFocus():
            self.to_questions()
        else:
            self._bench.cases.show()
            self._bench.cases.list.setFocus()

    def find(self) -> None:
        """Go to the find field."""
        self._bench.cases.show()
        self._bench.cases.begin_find()

    def _place(self, rows: list[Row]) -> int:
        here = self._here()
        return next((at for at, row in enumerate(rows) if row is here), -1)
