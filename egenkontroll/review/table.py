"""Read a table of answers in the long form: referens;fråga;svar;kommentar;roll."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.review.answers import MAX_TEXT, ROLES, Role, read_value
from egenkontroll.sample import columns
from egenkontroll.sample.fields import Field
from egenkontroll.sample.identity import identifying, it, looks_like_personal_number
from egenkontroll.texts import did_you_mean, listing, same_word

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.sample.columns import Columns
    from egenkontroll.sample.tables import Row, Table

_PARTS = re.compile(r"\d+|[^\W\d_]+")
WANTED = {
    "reference": ("referens", "ärendenummer", "diarienummer", "dnr"),
    "question": ("fråga",),
    "answer": ("svar",),
    "comment": ("kommentar",),
    "role": ("roll",),
}
"""What a table of answers tells, and the heads taken for each."""


def answer_fields() -> tuple[Field, ...]:
    """Return what a table of answers tells, for a person to say which column holds it."""
    needed = ("reference", "question", "answer")
    return tuple(
        Field(name, (heads[0].capitalize(), *heads), needed=name in needed)
        for name, heads in WANTED.items()
    )


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """One row: an answer to a question about the case with this reference."""

    reference: str
    question: str
    role: Role
    value: str
    comment: str


def read_answers(
    table: Table,
    checklist: Checklist,
    references: Collection[str],
    *,
    handed_out: bool = False,
    chosen: Mapping[str, str] | None = None,
) -> tuple[TableAnswer, ...]:
    """Return the answers of the table, in its order.

    `references` are the cases that are in the sample, or in a `handed_out` file; `chosen` says
    which column holds what, see `columns.find`. Raises UserError with every unknown case,
    question and word, every contradiction and every personal number, by row and column.
    """
    found = columns.find(table, WANTED, ["reference", "question", "answer"], chosen)
    problems = list(found.bad_cells())
    answers: dict[tuple[str, str, Role], TableAnswer] = {}
    known_cases = {same_word(known): known for known in references}
    lacking = "finns inte i den här filen" if handed_out else "ingår inte i urvalet"
    reader = _Reader(found, checklist, known_cases, lacking)
    for row in found.rows():
        answer = reader.read(row)
        if answer is None:
            continue
        key = (answer.reference, answer.question, answer.role)
        if key in answers and answers[key] != answer:
            place = found.place(row, "answer")
            reader.problems.append(
                f"{place}: frågan är redan besvarad på ett annat sätt i tabellen"
            )
        answers.setdefault(key, answer)
    problems += reader.every_problem()
    if problems:
        raise columns.problems_error(
            f"Svaren i {table.source} kan inte läsas in. Inget är sparat.", problems
        )
    return tuple(answers.values())


def _bare(reference: str) -> str:
    """Return the case number without zeros that lead, signs and case: what is mistyped in it."""
    return " ".join(part.lstrip("0") for part in _PARTS.findall(reference.casefold()))


class _Reader:
    """Reads rows one by one and gathers what is wrong with them."""

    def __init__(
        self, found: Columns, checklist: Checklist, references: dict[str, str], lacking: str
    ) -> None:
        self.found = found
        self.references = references
        self.lacking = lacking
        self.problems: list[str] = []
        self.unknown: dict[str, tuple[int, list[int]]] = {}
        self.ids = tuple(checklist.by_id)
        self.questions: dict[str, list[Question]] = defaultdict(list)
        for question in checklist.questions:
            for name in {same_word(question.short), same_word(question.text)}:
                self.questions[name].append(question)
        # An id is always that one question, whatever another question is called.
        self.questions |= {name: [question] for name, question in checklist.by_id.items()}

    def read(self, row: Row) -> TableAnswer | None:
        """Return the row's answer, or None where it has none or is at fault."""
        known = len(self.problems)
        reference = self._reference(row)
        question = self._question(row)
        role = self._role(row)
        comment = self._comment(row)
        value = self._value(row, question) if question else ""
        if len(self.problems) > known or not value or question is None or role is None:
            return None
        return TableAnswer(reference, question.id, role, value, comment)

    def _fault(self, row: Row, column: str, message: str) -> None:
        self.problems.append(f"{self.found.place(row, column)}: {message}")

    def _reference(self, row: Row) -> str:
        said = self.found.cell(row, "reference")
        if looks_like_personal_number(said):
            self._fault(row, "reference", "ett personnummer får inte stå här")
        elif same_word(said) not in self.references:
            if said not in self.unknown:
                self.unknown[said] = (len(self.problems), [])
            self.unknown[said][1].append(row.number)
            self.problems.append("")  # said once for all the rows of the case
        return self.references.get(same_word(said), "")

    def every_problem(self) -> list[str]:
        """Return what is wrong in the order of the rows, each unknown case once."""
        for said, (at, rows) in self.unknown.items():
            place = self.found.place_of(rows, "reference")
            alike = [known for known in self.references.values() if _bare(known) == _bare(said)]
            hint = f"; menade du {alike[0]}?" if len(alike) == 1 else ""
            self.problems[at] = f"{place}: ärendet {said[:60] or '(tomt)'} {self.lacking}{hint}"
        return [problem for problem in self.problems if problem]

    def _question(self, row: Row) -> Question | None:
        said = self.found.cell(row, "question")
        called = self.questions.get(same_word(said), [])
        if len(called) == 1:
            return called[0]
        if called:
            ids = listing([question.id for question in called], "eller")
            self._fault(row, "question", f"flera frågor heter {said[:80]}; skriv {ids}")
        else:
            hint = did_you_mean(said, self.ids)
            self._fault(row, "question", f"frågan {said[:80] or '(tomt)'} finns inte{hint}")
        return None

    def _role(self, row: Row) -> Role | None:
        said = self.found.cell(row, "role")
        role = ROLES.get(same_word(said))
        if role is None:
            self._fault(row, "role", f"rollen {said[:40]} finns inte; skriv första eller andra")
        return role

    def _comment(self, row: Row) -> str:
        said = self.found.cell(row, "comment")
        if found := identifying(said):
            self._fault(row, "comment", f"kommentaren innehåller {found}; ta bort {it(found)}")
        if len(said) > MAX_TEXT:
            self._fault(row, "comment", f"kommentaren är längre än {MAX_TEXT} tecken")
        return said

    def _value(self, row: Row, question: Question) -> str:
        said = self.found.cell(row, "answer")
        if not said:
            return ""
        if found := identifying(said):
            self._fault(row, "answer", f"svaret innehåller {found}; ta bort {it(found)}")
            return ""
        try:
            return read_value(question, said)
        except UserError as error:
            self._fault(row, "answer", error.message)
            return ""
