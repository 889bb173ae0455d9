"""What a sheet is made of: frozen values that paper and window only have to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.results.table import Standing

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Checklist

NOT_LOCKED = Standing()


@dataclass(frozen=True, slots=True)
class About:
    """What the figures are about: the round, its checklist, the draw and the program.

    `published` is how many cases a group must have to be shown, 0 where nothing is hidden.
    """

    round: str
    starts: str
    ends: str
    checklist: Checklist
    program: str
    algorithm: str = ""
    seed: str = ""
    quotas: bool = False
    standing: Standing = NOT_LOCKED
    published: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """How many cases a sheet builds on, and who read them: numbers, never names.

    `population` is None where the case list is not known. `replaced` are the reasons why drawn
    cases were exchanged. `outside` is how many of the reviewers belong to other units, None
    where that is not known. `double` is how many cases two reviewers have read, `begun` how many
    of those reviewed are not klara yet. Of a `purged` sample only the numbers of cases and units
    are left.
    """

    drawn: int
    reviewed: int
    population: int | None
    reviewers: int
    double: int = 0
    replaced: tuple[str, ...] = ()
    outside: int | None = None
    units: int = 1
    purged: bool = False
    begun: int = 0


@dataclass(frozen=True, slots=True)
class Labelled:
    """One of the facts under the title."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A share to draw, 0–1, with its interval and target where there are any.

    `cases` is given for a share of fewer than ten cases: it is drawn as that many boxes,
    because it is no percentage. `words` says the same as the picture.
    """

    share: float
    low: float | None
    high: float | None
    target: float | None
    cases: int | None
    words: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One question. `under` are lines that say what its figures hold for; `mark` is its note.

    A question that is counted but not judged has only `given`.
    """

    question: str
    under: tuple[str, ...]
    mark: str
    count: str
    percent: str
    interval: str
    target: str
    earlier: str
    earlier_count: str
    difference: str
    verdict: str
    secured: bool
    bar: Bar | None
    given: str = ""


@dataclass(frozen=True, slots=True)
class SheetArea:
    """The questions under one heading."""

    title: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A heading with sentences; `none` is said where there are no sentences."""

    heading: str
    sentences: tuple[str, ...]
    none: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote and the mark that leads to it."""

    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A result sheet in the order it is read.

    `earlier` is the round compared with, "" where there is nothing to compare: the columns
    for it are then left out. `findings` are those not named in `mend`. `since`
    is how the actions after the round before went, `decided` what this round has led to;
    `actions` is how many lines there are to write more on.
    """

    title: str
    subtitle: str
    checklist: str
    facts: tuple[Labelled, ...]
    caution: str
    strengths: Listed
    mend: Listed
    earlier: str
    areas: tuple[SheetArea, ...]
    changes: Listed
    findings: Listed
    notes: tuple[Note, ...]
    reading: tuple[str, ...]
    actions: int
    foot: str
    since: Listed = Listed("", ())
    decided: Listed = Listed("", ())
