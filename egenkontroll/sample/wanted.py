"""What a sample is to be: all that decides, beside the case list, which cases are drawn."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from egenkontroll.errors import UserError
from egenkontroll.texts import percent

UNIT = "unit"
"""The stratum where cases are drawn unit by unit; every other name is an attribute's."""


class Sizing(StrEnum):
    """How many cases are drawn: what `Wanted.amount` counts."""

    FIXED = "fixed"
    SHARE = "share"
    ALL = "all"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Quota:
    """At least so many percent of each stratum's drawn cases are to have the value."""

    attribute: str
    value: str
    percent: int

    def words(self, label: str) -> str:
        """Return the quota as people read it: "minst 50 % med Insats = ja"."""
        return f"minst {percent(self.percent)} med {label} = {self.value}"

    def wants(self, drawn: int) -> int:
        """Return how many of so many drawn cases it takes: the share, rounded up."""
        return -(-drawn * self.percent // 100)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Cases that are left out of the list: `sign` is =, < or >.

    < and > compare dates or numbers; a case without the value is not left out.
    """

    attribute: str
    sign: str
    value: str

    def words(self, label: str) -> str:
        """Return the reason as it stands in the certificate: "Avslutat före 2023-04-01"."""
        if self.sign == "=":
            return f"{label} = {self.value}"
        before, after = ("före", "efter") if as_date(self.value) else ("under", "över")
        return f"{label} {before if self.sign == '<' else after} {self.value}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sample as it is asked for.

    `amount` is cases in each stratum (FIXED), percent of each stratum (SHARE) or cases in all
    (TOTAL). `stratum` is UNIT or an attribute, `double_percent` the share to be read by two,
    `not_reviewed_in` how many months back a reviewed case is left out (0: none is), and
    `calibration` how many cases everybody is to read for practice, counted in no result.
    """

    seed: str
    amount: int = 0
    sizing: Sizing = Sizing.FIXED
    reserves: int = 0
    double_percent: int = 0
    stratum: str = UNIT
    quotas: tuple[Quota, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    not_reviewed_in: int = 0
    calibration: int = 0

    @property
    def plain(self) -> bool:
        """Whether every unit's drawn cases are a plain random sample of that unit's cases."""
        if self.sizing is Sizing.ALL:
            return True
        return self.stratum == UNIT and not self.quotas


def read_quota(text: str) -> Quota:
    """Return the quota that is written "insats=ja:50"; raise UserError if it cannot be read."""
    found = re.fullmatch(r"\s*([^=]+?)\s*=\s*(.+?)\s*:\s*(\d{1,3})\s*%?\s*", text)
    share = int(found[3]) if found is not None else 0
    if found is None or not 1 <= share <= 100:
        raise UserError(
            f"Kvoten {_shown(text)} går inte att läsa. Skriv uppgift=värde:procent, till exempel "
            '"insats=ja:50" för minst 50 procent.'
        )
    _stop_identity(text)
    return Quota(_one_line(found[1]), _one_line(found[2]), share)


def read_exclusion(text: str) -> Exclusion:
    """Return the exclusion that is written "uppgift=värde", "uppgift<datum" or "uppgift>tal".

    Raises UserError if it cannot be read.
    """
    found = re.fullmatch(r"\s*([^=<>]+?)\s*([=<>])\s*([^=<>]+?)\s*", text)
    if found is None:
        raise UserError(
            f"Undantaget {_shown(text)} går inte att läsa. Skriv uppgift=värde eller "
            'uppgift<datum, till exempel "skyddade personuppgifter=ja" eller '
            '"avslutat<2023-04-01".'
        )
    _stop_identity(text)
    made = Exclusion(_one_line(found[1]), found[2], _one_line(found[3]))
    if made.sign != "=" and as_date(made.value) is None and as_number(made.value) is None:
        raise UserError(
            f"Undantaget {_shown(text)} jämför med något som varken är datum eller tal. "
            "Skriv datum som 2023-04-01."
        )
    return made


def as_date(text: str) -> str | None:
    """Return the ISO date that a text is or begins with, before a time of day; else None."""
    day = text.strip()[:10]
    try:
        found = dt.date.fromisoformat(day).isoformat()
    except ValueError:
        return None
    return found if found == day and text.strip()[10:11] in ("", " ", "T") else None


def as_number(text: str) -> float | None:
    """Return the number that a text is, with a decimal comma or point; else None."""
    found = re.fullmatch(r"[-−]?\d{1,15}(?:[.,]\d{1,9})?", text.strip())
    return float(found[0].replace("−", "-").replace(",", ".")) if found is not None else None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _shown(text: str) -> str:
    return _one_line(text)[:60]


def _stop_identity(text: str) -> None:
    from egenkontroll.sample.identity import identifying  # the document opens without it

    if found := identifying(text):
        raise UserError(f"Valet innehåller {found}. Det sparas i urvalsintyget, så ta bort det.")
