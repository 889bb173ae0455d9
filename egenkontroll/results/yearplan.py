"""The year's plan (egenkontrollplan): which control, when, how many cases, by whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.texts import did_you_mean, listing, same_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
    "oktober", "november", "december",
)  # fmt: skip
QUARTERLY = "kvartalsvis"
MONTHLY = "varje månad"
NOT_BEGUN = "inte påbörjad"
_QUARTERS = (3, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Control:
    """One control in the plan of a year.

    `months` are numbers 1–12, in order; `cases` how many cases per unit (0 where not said);
    `who` is a role. `dropped` tells that it will not be done, and `note` why.
    """

    id: Id
    year: int
    name: str
    checklist_id: str
    months: tuple[int, ...]
    cases: int = 0
    who: str = ""
    dropped: bool = False
    note: str = ""

    def month_words(self) -> str:
        """Return the months in words: "april och oktober", "kvartalsvis" or "varje månad"."""
        if len(self.months) == len(MONTHS):
            return MONTHLY
        if self.months == _QUARTERS:
            return QUARTERLY
        return listing([MONTHS[month - 1] for month in self.months])


def read_months(text: str) -> tuple[int, ...]:
    """Return the months of "april, oktober", "kvartalsvis" or "varje månad"; UserError if wrong."""
    if same_word(text) == same_word(QUARTERLY):
        return _QUARTERS
    if same_word(text) == same_word(MONTHLY):
        return tuple(range(1, len(MONTHS) + 1))
    names = {same_word(name): at for at, name in enumerate(MONTHS, 1)}
    parts = [part for part in text.replace(" och ", ",").split(",") if part.strip()]
    wrong = [part.strip() for part in parts if same_word(part) not in names]
    if wrong or not parts:
        word = wrong[0] if wrong else text
        hint = did_you_mean(word, MONTHS) or "."
        raise UserError(
            f"Månaden {word} finns inte{hint} Skriv till exempel april, oktober, {QUARTERLY} "
            f"eller {MONTHLY}."
        )
    return tuple(sorted({names[same_word(part)] for part in parts}))


def checked_control(control: Control) -> Control:
    """Return the control with tidy texts; raise UserError with what is wrong."""
    name = " ".join(control.name.split())
    if not name:
        raise UserError("Kontrollen behöver ett namn.")
    if not 1990 <= control.year <= 2199:
        raise UserError(f"Året {control.year} är utanför det som kan planeras.")
    if control.dropped and not control.note.strip():
        raise UserError("Skriv varför kontrollen inte görs.")
    return replace(control, name=name, who=" ".join(control.who.split()), note=control.note.strip())


def refuse_twice(control: Control, others: Iterable[Control]) -> None:
    """Raise UserError where another control of the same year has the name."""
    said = (control.year, same_word(control.name))
    if any(one.id != control.id and (one.year, same_word(one.name)) == said for one in others):
        raise UserError(
            f"Kontrollen {control.name} finns redan i planen för {control.year}. Ge den ett annat "
            "namn."
        )


def state_words(control: Control, rounds: Iterable[tuple[Round, str]]) -> tuple[str, ...]:
    """Return how the control is, month by month, in words.

    `rounds` are the document's rounds with their state in words; a round answers to a month in
    which its period ends.
    """
    if control.dropped:
        return (f"görs inte: {control.note}",)
    done = {
        int(one.ends[5:7]): f"{one.name}, {state}"
        for one, state in rounds
        if one.checklist_id == control.checklist_id and one.ends[:4] == str(control.year)
    }
    said = []
    for month in control.months:
        near = done.get(month) or done.get(month + 1)
        said.append(f"{MONTHS[month - 1]}: {near or NOT_BEGUN}")
    return tuple(said)
