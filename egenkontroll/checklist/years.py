"""Quality years: when the year begins and which of its two calendar years it is named after."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from egenkontroll.errors import UserError
from egenkontroll.texts import MONTHS, NBSP

START, END = "start", "end"
_LEAP = 2024  # any leap year, so that 29 February would be a day


@dataclass(frozen=True, slots=True)
class YearRule:
    """`starts` is month and day ("09-01"), `named_after` the calendar year of start or end.

    Göteborg's quality year begins on 1 September and is named after the year it ends in.
    """

    starts: str = "01-01"
    named_after: str = END

    def year_of(self, day: str) -> int:
        """Return the quality year that an ISO date falls in."""
        year = int(day[:4])
        began = year if day[5:] >= self.starts else year - 1
        later = self.named_after == END and self.starts != "01-01"
        return began + 1 if later else began

    def words(self) -> str:
        """Return the rule in a sentence."""
        _, month, day = (int(part) for part in f"{_LEAP}-{self.starts}".split("-"))
        if self.starts == "01-01":
            return "Kvalitetsåret är kalenderåret."
        which = "slutar" if self.named_after == END else "börjar"
        first = f"{day}{NBSP}{MONTHS[month - 1]}"
        return f"Kvalitetsåret börjar den {first} och heter efter året det {which}."


def read_rule(starts: str, named_after: str) -> YearRule:
    """Return the rule that the words say; raise UserError where the day is none."""
    try:
        if not re.fullmatch(r"\d\d-\d\d", starts):
            raise ValueError(starts)
        day = dt.date.fromisoformat(f"{_LEAP}-{starts}")
    except ValueError:
        raise UserError(
            f"{starts[:20]} är ingen dag. Skriv månad och dag med siffror: 09-01."
        ) from None
    if (day.month, day.day) == (2, 29):
        raise UserError(
            "Kvalitetsåret kan inte börja på skottdagen. Välj 28 februari eller 1 mars."
        )
    if named_after not in (START, END):
        raise UserError(f"Året heter efter start eller end, inte {named_after[:20]}.")
    return YearRule(starts, named_after)
