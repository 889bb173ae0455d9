"""Agreement in words and figures: for the terminal, the window and paper alike."""

from __future__ import annotations

import string
from collections import Counter
from typing import TYPE_CHECKING, Any

from egenkontroll.merge.double import Standing
from egenkontroll.report.parts import Bar
from egenkontroll.results.agreement import (
    By,
    Samsyn,
    by_area,
    by_pair,
    by_question,
)
from egenkontroll.results.clarification import DECISIONS
from egenkontroll.results.tally import SMALLEST_PERCENT
from egenkontroll.review.answers import shown
from egenkontroll.texts import EN_DASH, NBSP, NOTHING, count, k_of_n, number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.facts import Id
    from egenkontroll.merge.double import Double
    from egenkontroll.results.agreement import Agreement, Difference
    from egenkontroll.results.clarification import Clarification

BY_WORDS = {By.QUESTION: "Fråga", By.AREA: "Område", By.PAIR: "Granskarpar"}

_SAMSYN = {
    Samsyn.GOOD: "god samsyn",
    Samsyn.CHECK: "stäm av vägledningen",
    Samsyn.UNCLEAR: "går inte att avgöra",
    Samsyn.NEEDED: "behöver samsyn",
    Samsyn.TOO_FEW: "för få ärenden",
}
HIDDEN = "frågan gällde inte"

READING = (
    "Lika är ärenden där båda svarade likadant, av dem där båda svarade. Bara de ursprungliga "
    "svaren räknas, aldrig det som bestämdes efteråt. Fri text jämförs inte.",
    f"Intervallet ({percent(95)}) visar vad så få ärenden räcker till att säga. Över flera frågor "
    "räknas svaren om ett ärende som ett, för de hänger ihop. Under tio ärenden anges bara "
    "k av n.",
    "God samsyn: hela intervallet ligger från 80\u00a0% och uppåt. Stäm av vägledningen: det "
    "börjar mellan 60 och 80\u00a0%. Börjar det lägre går det inte att avgöra; slutar det också "
    "under 80\u00a0% behövs samsyn. Minst 16 ärenden, alla lika, krävs för att kalla samsynen "
    "god. Under fem ärenden: läs ärendena.",
    "AC1 (Gwet) räknar bort den likhet som slumpen hade gett: 1 är alltid lika, 0 som slumpen. "
    "Talet beror på hur många svar frågan kan få, och läses alltid tillsammans med antalen.",
)
"""How the figures are to be read."""


def count_words(one: Agreement) -> str:
    """Return "9 av 10" alike, or "–" where both have answered nothing."""
    return k_of_n(one.k, one.n) if one.n else NOTHING


def percent_words(one: Agreement) -> str:
    """Return "90 %", "över 99 %", or "–" below ten cases."""
    if one.cases < SMALLEST_PERCENT:
        return NOTHING
    if one.percent is not None:
        return percent(one.percent)
    return f"över{NBSP}{percent(99)}" if 2 * one.k > one.n else f"under{NBSP}{percent(1)}"


def interval_words(one: Agreement) -> str:
    """Return "60–98 %", or "" where no interval is stated."""
    return "" if one.low is None else f"{one.low}{EN_DASH}{percent(one.high or 0)}"


def beyond_words(one: Agreement) -> str:
    """Return AC1 as "0,88", or "–" where it is not stated."""
    return NOTHING if one.beyond is None else number(one.beyond.ac1, 2)


def limits_words(one: Agreement) -> str:
    """Return AC1's limits as "0,45 till 0,96", or "" where it is not stated."""
    if one.beyond is None:
        return ""
    return f"{number(one.beyond.low, 2)}{NBSP}till{NBSP}{number(one.beyond.high, 2)}"


def beyond_sentence(one: Agreement, answers: int | None = None) -> str:
    """Return what AC1 says in a sentence, or "" where it is not stated.

    `answers` is how many answers the question can have.
    """
    if one.beyond is None:
        return ""
    said = "mer lika än slumpen ger" if one.beyond.low > 0 else "kan vara slump"
    possible = f", {number(answers)} möjliga svar" if answers else ""
    return f"AC1 {beyond_words(one)} ({limits_words(one)}{possible}): {said}."


def samsyn_words(one: Agreement) -> str:
    """Return what the figures say of how alike the two judge."""
    if not one.n:
        return "inget att jämföra"
    if one.k == one.n and one.samsyn in (Samsyn.CHECK, Samsyn.UNCLEAR):
        return "alla lika, men få ärenden"
    return _SAMSYN[one.samsyn]


def apart_words(one: Agreement) -> str:
    """Return how often they differed on whether the question applied, or ""."""
    if not one.apart:
        return ""
    return f"Olika om frågan gäller: {k_of_n(one.apart, one.placed)}."


def sentence(one: Agreement) -> str:
    """Return everything in a line: "9 av 10 lika (90 %, 60–98 %)"."""
    if not one.n:
        return "inga svar att jämföra"
    share = percent_words(one)
    stated = "" if share == NOTHING else f" ({', '.join((share, interval_words(one)))})"
    return f"{count_words(one)} lika{stated}"


def figures(one: Agreement, answers: int | None = None) -> str:
    """Return everything that is said of one group; `answers` as for `beyond_sentence`."""
    said = (f"{sentence(one).rstrip('.')}.", apart_words(one), beyond_sentence(one, answers))
    return " ".join(part for part in said if part)


def bar(one: Agreement) -> Bar | None:
    """Return the share alike to draw: boxes for a few answers.

    None without answers, and for many answers about so few cases that no share may be stated.
    """
    if not one.n:
        return None
    if one.low is not None and one.high is not None:
        return Bar(one.k / one.n, one.low / 100, one.high / 100, None, None, sentence(one))
    if one.n < SMALLEST_PERCENT:
        return Bar(one.k / one.n, None, None, None, one.n, sentence(one))
    return None


def answer_words(value: str) -> str:
    """Return an answer as shown; of a question hidden for the reviewer, that it was."""
    return shown(value) if value else HIDDEN


def difference_words(one: Difference) -> str:
    """Return a difference on one line: the two answers, and what was decided."""
    settled = f" → {answer_words(one.settled)}" if one.settled else ""
    return f"{answer_words(one.first)} / {answer_words(one.second)}{settled}"


def decision_words(decided: Clarification) -> str:
    """Return a decision on a question in words: "Skriv om frågan: Säg vem som räknas."."""
    by = f" ({decided.by})" if decided.by else ""
    words = f": {decided.words}" if decided.words else "."
    return f"{DECISIONS[decided.decision]}{words}{by}"


# --- groups -----------------------------------------------------------------------------------


def letters(cases: Sequence[Double]) -> dict[Id, str]:
    """Return a letter for each reviewer of the cases, in order of their identities."""
    found = {
        vote.reviewer
        for case in cases
        for votes in (case.case.first, case.case.second)
        for vote in votes.given.values()
    }
    alphabet = string.ascii_uppercase
    return {
        reviewer: alphabet[at] if at < len(alphabet) else str(at + 1)
        for at, reviewer in enumerate(sorted(found))
    }


def groups(checklist: Checklist, cases: Sequence[Double], by: By) -> tuple[Agreement, ...]:
    """Return the agreement by question, area or pair."""
    if by is By.QUESTION:
        return by_question(checklist, cases)
    return by_area(checklist, cases) if by is By.AREA else by_pair(cases)


def labels(
    checklist: Checklist, cases: Sequence[Double], names: Mapping[Id, str], by: By
) -> dict[Any, str]:
    """Return what each group is called, by its key; reviewers not in `names` have a letter."""
    if by is By.QUESTION:
        return {question.id: question.short for question in checklist.questions}
    if by is By.AREA:
        return {area.id: area.title for area in checklist.areas}
    called = letters(cases)
    found = {}
    for one in by_pair(cases):
        pair = one.key
        if names:
            found[pair] = " och ".join(names[reviewer] for reviewer in pair)  # type: ignore[index]
        else:
            found[pair] = "Granskare " + " och ".join(called[each] for each in pair)  # type: ignore[index]
    return found


HEADS = ("Lika", "Andel", "95 %", "AC1", "Samsyn", "Olika om frågan gäller")


def table_rows(
    checklist: Checklist, cases: Sequence[Double], names: Mapping[Id, str], by: By
) -> tuple[list[str], list[list[str]]]:
    """Return heads and rows for the terminal, and to copy."""
    called = labels(checklist, cases, names, by)
    rows = [
        [
            called[one.key],
            count_words(one),
            percent_words(one),
            interval_words(one),
            " ".join(part for part in (beyond_words(one), _bracketed(limits_words(one))) if part),
            samsyn_words(one),
            k_of_n(one.apart, one.placed) if one.apart else "",
        ]
        for one in groups(checklist, cases, by)
    ]
    return [BY_WORDS[by], *HEADS], rows


def _bracketed(words: str) -> str:
    return f"({words})" if words else ""


def standing_words(cases: Sequence[Double]) -> str:
    """Return how the queue stands: "12 ärenden: 4 lika, 8 skiljer sig"."""
    found = Counter(case.standing for case in cases)
    words = {
        Standing.WAITING: "väntar",
        Standing.READY: ("besvarat" if found[Standing.READY] == 1 else "besvarade") + " av båda",
        Standing.AGREED: "lika",
        Standing.DIFFERING: "skiljer sig",
        Standing.SETTLED: "avgjort" if found[Standing.SETTLED] == 1 else "avgjorda",
    }
    said = [f"{number(found[standing])}{NBSP}{words[standing]}"
            for standing in Standing if found[standing]]  # fmt: skip
    many = f"{count(len(cases), 'ärende', 'ärenden')} för två"
    return f"{many}: {', '.join(said)}" if said else many
