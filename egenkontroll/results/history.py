"""Earlier years as figures: k and n, or a bare percentage, with the source they came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.checklist.rounds import read_period
from egenkontroll.errors import UserError
from egenkontroll.results.statistics import percent_half_up
from egenkontroll.sample import columns
from egenkontroll.texts import did_you_mean, same_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.sample.columns import Columns
    from egenkontroll.sample.tables import Row, Table

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
_NEEDED = ["round", "period", "checklist", "version", "question", "counts"]
_MET = {"uppfyllt": True, "finns": True, "ej uppfyllt": False, "saknas": False}


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure, turned so that k counts the cases that met the requirement.

    `printed` is the percentage as the source had it, turned the same way, `turned` whether it
    was turned. k and n are None where only a percentage is known.
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

    @property
    def percent(self) -> int | None:
        """The share in whole percent: from k and n where they are known, else as printed."""
        if self.k is not None and self.n is not None:
            return percent_half_up(self.k, self.n) if self.n else None
        return self.printed


def read_history(
    table: Table, checklists: Mapping[tuple[str, str], Checklist]
) -> tuple[Figure, ...]:
    """Return the figures of the table. Raises UserError with every problem by row and column.

    `checklists` are the definitions that are known, by id and version: where a row's is among
    them, its question must be in it.
    """
    found = columns.find(table, _WANTED, _NEEDED)
    problems = list(found.bad_cells())
    figures: dict[tuple[str, str, str], Figure] = {}
    for row in found.rows():
        faults, figure = _figure(found, row, checklists)
        problems += faults
        if figure is None:
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


def _figure(
    found: Columns, row: Row, checklists: Mapping[tuple[str, str], Checklist]
) -> tuple[list[str], Figure | None]:
    cell = {name: found.cell(row, name) for name in _WANTED}
    problems = [f"{found.place(row, name)}: uppgiften saknas" for name in _NEEDED if not cell[name]]
    numbers: dict[str, int | None] = {}
    for name in ("k", "n", "percent"):
        try:
            numbers[name] = _whole(cell[name], percent=name == "percent")
        except ValueError:
            problems.append(f"{found.place(row, name)}: {cell[name][:20]} är inget heltal")
            numbers[name] = None
    if problems:
        return problems, None
    try:
        starts, ends = read_period(cell["period"])
    except UserError as error:
        return [f"{found.place(row, 'period')}: {error.message}"], None
    fault = _unknown_question(cell, checklists)
    if fault:
        return [f"{found.place(row, 'question')}: {fault}"], None
    met = _MET.get(same_word(cell["counts"]))
    if met is None:
        return [f"{found.place(row, 'counts')}: skriv uppfyllt eller ej uppfyllt"], None
    k, n, percent = numbers["k"], numbers["n"], numbers["percent"]
    fault = _inconsistent(k, n, percent)
    if fault:
        return [f"{found.place(row, 'question')}: {fault}"], None
    if not met:
        k = n - k if k is not None and n is not None else None
        percent = 100 - percent if percent is not None else None
    figure = Figure(
        " ".join(cell["round"].split()), starts, ends, cell["checklist"], cell["version"],
        cell["question"], " ".join(cell["unit"].split()), k, n, percent, not met, cell["source"],
    )  # fmt: skip
    return [], figure


def _whole(text: str, percent: bool) -> int | None:
    if percent:
        text = text.rstrip("% \u00a0")
    if not text:
        return None
    if not re.fullmatch(r"\d{1,9}(\.0)?", text):
        raise ValueError(text)
    return int(float(text))


def _unknown_question(
    cell: Mapping[str, str], checklists: Mapping[tuple[str, str], Checklist]
) -> str:
    checklist = checklists.get((cell["checklist"], cell["version"]))
    if checklist is None or cell["question"] in checklist.by_id:
        return ""
    hint = did_you_mean(cell["question"], checklist.by_id)
    return f"frågan {cell['question'][:80]} finns inte i {checklist.id} {checklist.version}{hint}"


def _inconsistent(k: int | None, n: int | None, percent: int | None) -> str:
    if (k is None) != (n is None):
        return "skriv både k och n, eller bara procent"
    if k is None and percent is None:
        return "varken k och n eller procent är ifyllt"
    if k is not None and n is not None and k > n:
        return f"k ({k}) är större än n ({n})"
    if percent is not None and percent > 100:
        return f"procent ({percent}) är större än 100"
    return ""
