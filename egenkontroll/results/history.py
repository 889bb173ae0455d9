"""Earlier years as figures: k and n, or a bare percentage, with the source they came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from egenkontroll.checklist.rounds import read_period
from egenkontroll.errors import UserError
from egenkontroll.results.statistics import (
    percent_half_up,
    plausible_counts,
    published_percent_fits,
)
from egenkontroll.results.tally import Share
from egenkontroll.sample import columns
from egenkontroll.sample.cases import MOST_CASES
from egenkontroll.sample.fields import Field
from egenkontroll.sample.tables import Row
from egenkontroll.texts import did_you_mean, k_of_n, same_word
from egenkontroll.texts import percent as in_percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.sample.columns import Columns
    from egenkontroll.sample.tables import Table

_WANTED = {
    "round": ("omgång",),
    "period": ("period",),
    "checklist": ("checklista",),
    "version": ("version",),
    "question": ("fråga",),
    "unit": ("enhet",),
    "counts": ("avser",),
    "k": ("k",),
    "n": ("n",),
    "percent": ("procent",),
    "source": ("källa",),
}
_CLAIM = re.compile(
    r"(?:\bök|minsk|\bupp\b|\bne[dr]\b|förbättr|försämr|\bsteg|\bsjönk|[+−–-]\s*\d).*?"
    r"(procentenhet\w*|procent|%)"
    r"|\d+\s*(?:%|procent)\s*(?:fler|färre|högre|lägre|bättre|sämre)",
    re.IGNORECASE | re.DOTALL,
)
_NEEDED = ["round", "period", "checklist", "version", "question", "counts"]
HEADS = (
    "omgång", "period", "checklista", "version", "fråga", "enhet", "avser", "k", "n", "procent",
    "källa",
)  # fmt: skip
"""The heads of a table of figures, in the order documented."""
_MET = {"uppfyllt": True, "finns": True, "ej uppfyllt": False, "saknas": False}


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure, turned so that k counts the cases that met the requirement.

    `printed` is the percentage as the source had it, turned the same way, `turned` whether it
    was turned. k and n are None where only a percentage is known. `note` is what is odd about
    the figure: a percentage that does not follow from k and n, or a change in its place.
    """

    round: str
    starts: str
    ends: str
    checklist: str
    version: str
    question: str
    unit: str
    k: int | None
    n: int | None
    printed: int | None
    turned: bool
    source: str
    note: str = ""

    @property
    def percent(self) -> int | None:
        """The share in whole percent: from k and n where they are known, else as printed."""
        if self.k is not None and self.n is not None:
            return percent_half_up(self.k, self.n) if self.n else None
        return self.printed


class Means(StrEnum):
    """What a change that a source states in "procent" means, as a person has answered."""

    POINTS = "procentenheter"
    RELATIVE = "procent"
    UNKNOWN = "oklart"


def history_fields() -> tuple[Field, ...]:
    """Return what a table of figures tells, for a person to say which column holds it."""
    return tuple(
        Field(name, (heads[0].capitalize(), *heads), needed=name in _NEEDED)
        for name, heads in _WANTED.items()
    )


def read_history(
    table: Table,
    checklists: Mapping[tuple[str, str], Checklist],
    means: Means | None = None,
    chosen: Mapping[str, str] | None = None,
) -> tuple[Figure, ...]:
    """Return the figures of the table. Raises UserError with every problem by row and column.

    `checklists` are the definitions that are known, by id and version: where a row's is among
    them, its question must be in it, by id, label or text. `means` is the answer to what
    "ökning med 44 procent" means; without it such a cell is a problem that asks. `chosen` says
    which column holds what, by the names of `history_fields`.
    """
    columns.stop_identity(table)
    found = columns.find(table, _WANTED, _NEEDED, chosen)
    problems = list(found.bad_cells())
    figures: dict[tuple[str, str, str], Figure] = {}
    periods: dict[str, tuple[str, str]] = {}
    for row in found.rows():
        faults, figure = _figure(found, row, checklists, means)
        problems += faults
        if figure is None:
            continue
        period = (figure.starts, figure.ends)
        if periods.setdefault(same_word(figure.round), period) != period:
            first = "/".join(periods[same_word(figure.round)])
            problems.append(
                f"{found.place(row, 'period')}: {figure.round} har en annan period högre upp, "
                f"{first}; ge omgångarna olika namn eller rätta perioden"
            )
            continue
        key = (figure.round, figure.question, same_word(figure.unit))
        if key in figures and figures[key] != figure:
            place = found.place(row, "question")
            problems.append(f"{place}: samma fråga och enhet står med olika tal i samma omgång")
        figures[key] = figure
    if problems:
        raise columns.problems_error(
            f"Siffrorna i {table.source} kan inte läsas in. Inget är sparat.", problems
        )
    return tuple(figures.values())


def completed(table: Table, defaults: Mapping[str, str]) -> Table:
    """Return the table with a column for each default that it has no column of its own for.

    A table without heads, of question and two or three numbers, gets the heads of a pasted one.
    """
    rows = list(table.rows)
    if not rows:
        return table
    known = {same_word(cell) for cell in rows[0].cells}
    if "fråga" not in known:
        heads = ("fråga", "k", "n", "procent")[: max(len(row.cells) for row in rows)]
        rows = [Row(0, heads), *rows]
        known = set(heads)
    width = max(len(row.cells) for row in rows)
    more = {name: value for name, value in defaults.items() if same_word(name) not in known}

    def filled(row: Row, added: Sequence[str]) -> Row:
        return Row(row.number, (*row.cells, *[""] * (width - len(row.cells)), *added))

    body = [filled(row, list(more.values())) for row in rows[1:]]
    return replace(table, rows=(filled(rows[0], list(more)), *body))


def _figure(
    found: Columns,
    row: Row,
    checklists: Mapping[tuple[str, str], Checklist],
    means: Means | None,
) -> tuple[list[str], Figure | None]:
    cell = {name: found.cell(row, name) for name in _WANTED}
    asked, note = _claim(found, row, cell["percent"], means)
    if asked:
        return [asked], None
    if note:
        cell["percent"] = ""
    problems = [f"{found.place(row, name)}: uppgiften saknas" for name in _NEEDED if not cell[name]]
    numbers, wrong = _numbers(found, row, cell)
    problems += wrong
    if problems:
        return problems, None
    try:
        starts, ends = read_period(cell["period"])
    except UserError as error:
        return [f"{found.place(row, 'period')}: {error.message}"], None
    question, fault = _question(cell, checklists)
    if fault:
        return [f"{found.place(row, 'question')}: {fault}"], None
    met = _MET.get(same_word(cell["counts"]))
    if met is None:
        return [f"{found.place(row, 'counts')}: skriv uppfyllt eller ej uppfyllt"], None
    k, n, percent = numbers["k"], numbers["n"], numbers["percent"]
    fault = "" if note and k is None and n is None else _inconsistent(k, n, percent)
    if fault:
        column = "k" if k is not None and n is not None and k > n else "question"
        return [f"{found.place(row, column)}: {fault}"], None
    note = note or rounding_note(k, n, percent)
    if not met:
        k = n - k if k is not None and n is not None else None
        percent = 100 - percent if percent is not None else None
    figure = Figure(
        " ".join(cell["round"].split()), starts, ends, cell["checklist"], cell["version"],
        question, " ".join(cell["unit"].split()), k, n, percent, not met, cell["source"], note,
    )  # fmt: skip
    return [], figure


def _numbers(
    found: Columns, row: Row, cell: Mapping[str, str]
) -> tuple[dict[str, int | None], list[str]]:
    numbers: dict[str, int | None] = {}
    problems = []
    for name in ("k", "n", "percent"):
        try:
            numbers[name] = _whole(cell[name], percent=name == "percent")
        except ValueError:
            problems.append(f"{found.place(row, name)}: {cell[name][:20]} är inget heltal")
            numbers[name] = None
    return numbers, problems


def _whole(text: str, percent: bool) -> int | None:
    if percent:
        text = text.rstrip("% \u00a0")
    if not text:
        return None
    if not re.fullmatch(r"\d{1,9}(\.0)?", text):
        raise ValueError(text)
    return int(float(text))


def claimed(text: str) -> Means | None:
    """Return POINTS or RELATIVE where the text states a change, "ökning med 44 procent", else None.

    RELATIVE is only what the word says: a person must tell what was meant.
    """
    found = _CLAIM.search(text)
    if found is None:
        return None
    unit = (found[1] or "").casefold()
    return Means.POINTS if unit.startswith("procentenhet") else Means.RELATIVE


def _claim(found: Columns, row: Row, text: str, means: Means | None) -> tuple[str, str]:
    """Return (what must be asked, what is to be noted) of a percentage that may be a change."""
    claim = claimed(text)
    if claim is None:
        return "", ""
    if means is None and claim is not Means.POINTS:
        return (
            f"{found.place(row, 'percent')}: ”{text[:60]}” är en ändring och ingen andel; "
            "säg om det är procent, procentenheter eller oklart"
        ), ""
    return "", _claim_words(text, Means.POINTS if claim is Means.POINTS else means)


def _claim_words(text: str, means: Means | None) -> str:
    said = f"källan anger ”{' '.join(text.split())[:80]}”"
    if means is Means.POINTS:
        return f"{said}, i procentenheter"
    if means is Means.RELATIVE:
        return f"{said}, i procent av den tidigare andelen"
    return f"{said}; oklart om procentenheter"


def rounding_note(k: int | None, n: int | None, printed: int | None) -> str:
    """Return where a printed percentage does not follow from its k and n, and the likely cause.

    The figures are as the source has them, not turned.
    """
    known = k is None and n is not None and n <= MOST_TRIED
    if known and printed is not None and not could_be(k, n, printed):
        return f"källan anger {in_percent(printed)} av {n}, som inget antal ger"
    if k is None or n is None or printed is None:
        return ""
    fits = published_percent_fits(k, n, printed)
    if fits is None or fits["half_up"]:
        return ""
    cause = "avkortat i källan" if fits["floor"] else "stämmer inte med antalen"
    if fits["ceil"] and not fits["floor"]:
        cause = "avrundat uppåt i källan"
    return f"källan anger {in_percent(printed)} för {k_of_n(k, n)} ({cause})"


MOST_TRIED = 2_000
"""Up to so many cases a percentage is tried with every count; of more they would be too many."""


def could_be(
    k: int | None, n: int | None, printed: int | None, *, turned: bool = False
) -> tuple[Share, ...]:
    """Return the counts that a bare percentage of a known n may stand for, k the cases that met.

    Nothing where k is known too, n is not, or n is over `MOST_TRIED`. `turned` tells that the
    source counted those that did not meet: the percentage was rounded as it has it, not as it
    is stored.
    """
    if k is not None or n is None or printed is None or n > MOST_TRIED:
        return ()
    counts = plausible_counts(100 - printed if turned else printed, n, n)
    return tuple(Share(n - met if turned else met, n) for met, _ in counts)


def _question(
    cell: Mapping[str, str], checklists: Mapping[tuple[str, str], Checklist]
) -> tuple[str, str]:
    """Return (the question's id, what is wrong): found by id, or by a label or text of its own."""
    checklist, said = checklists.get((cell["checklist"], cell["version"])), cell["question"]
    if checklist is None or said in checklist.by_id:
        return said, ""
    called = [
        question.id for question in checklist.questions
        if same_word(said) in (same_word(question.short), same_word(question.text))
    ]  # fmt: skip
    if len(called) == 1:
        return called[0], ""
    hint = did_you_mean(said, checklist.by_id)
    return "", f"frågan {said[:80]} finns inte i {checklist.id} {checklist.version}{hint}"


def _inconsistent(k: int | None, n: int | None, percent: int | None) -> str:
    if (k is None and n is not None and percent is None) or (n is None and k is not None):
        return "skriv både k och n, eller procent med eller utan n"
    if k is None and percent is None:
        return "varken k och n eller procent är ifyllt"
    if k is not None and n is not None and k > n:
        return f"k ({k}) är större än n ({n})"
    if n is not None and n > MOST_CASES:
        return f"n ({n}) är fler ärenden än landet har invånare"
    if percent is not None and percent > 100:
        return f"procent ({percent}) är större än 100"
    return ""
