"""The number passport in words: how a figure is counted, how sure it is and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import Relation
from egenkontroll.report.cautions import change_cautions, missing_words
from egenkontroll.report.figures import (
    broken,
    count_words,
    interval_points,
    share_words,
    then_and_now,
)
from egenkontroll.report.sentences import condition_words, lower_first, sentence_of
from egenkontroll.results.comparison import Verdict
from egenkontroll.results.passport import Counts
from egenkontroll.results.tally import SMALLEST_PERCENT, rule_for
from egenkontroll.texts import (
    EN_DASH,
    NBSP,
    NOTHING,
    count,
    k_of_n,
    listing,
    number,
    percent,
    points,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.results.analysis import Point
    from egenkontroll.results.comparison import Change, Earlier
    from egenkontroll.results.passport import Passport
    from egenkontroll.results.table import ResultRow
    from egenkontroll.results.tally import Share

SURE_FROM = 30
WIDEST = 30
"""A share of fewer cases than the first, or with a wider interval than the second, is unsure."""


@dataclass(frozen=True, slots=True)
class Behind:
    """One line of the cases behind a figure: what they have in common, and which they are."""

    words: str
    references: tuple[str, ...]
    note: str = ""


def unsure(row: ResultRow) -> bool:
    """Tell whether a stated percentage must be marked as unsure (statistics.md 5.3)."""
    if row.share is None or row.share.n < SMALLEST_PERCENT:
        return False
    wide = row.low is not None and row.high is not None and row.high - row.low > WIDEST
    return row.share.n < SURE_FROM or wide


def sureness(found: Passport, taken_in: bool = False) -> str:
    """Return how sure the figure is, in words. `taken_in`: it was not counted here."""
    return " ".join(part for part in (_sureness(found, taken_in), missing_words(found.row)) if part)


def _sureness(found: Passport, taken_in: bool) -> str:
    row, share = found.row, found.row.share
    if share is None or share.n == 0:
        return _nothing_stated(found)
    if share.n < SMALLEST_PERCENT:
        return "Färre än tio bedömda ärenden: läs antalet, det räcker inte till en andel."
    if taken_in:
        return "Talet är inmatat och inte räknat här."
    if row.low is None or row.high is None:
        return "Alla ärenden är granskade, så talet har ingen osäkerhet från urvalet."
    said = f"Mellan {row.low} och {percent(row.high)} med urvalets osäkerhet."
    if found.whole is not None:
        low, high, size = found.whole
        said += f" Det är mellan {low} och {high} av enhetens {count(size, 'ärende', 'ärenden')}."
    if unsure(row):
        why = "färre än 30 ärenden" if share.n < SURE_FROM else "intervallet är brett"
        said += f" Osäkert: {why}."
    return said


def _nothing_stated(found: Passport) -> str:
    row = found.row
    if row.printed is not None:
        return "Bara andelen är känd, inte antalet ärenden. Den prövas därför inte mot andra tal."
    if not row.question.judged:
        return "Svaren räknas men bedöms inte, så det finns ingen andel."
    if not row.counts.cases:
        return "Frågan gäller inget av ärendena."
    if row.counts.not_applicable == row.counts.cases:
        return "Ej aktuellt i alla ärenden."
    return "Inget ärende är bedömt än."


def target_words(row: ResultRow) -> str:
    """Return the target and how far it is there, or ""."""
    target, share = row.question.target, row.share
    if target is None:
        return ""
    said = f"Målet är {percent(target)}."
    if share is None or share.n < SMALLEST_PERCENT:
        return said
    if 100 * share.k >= target * share.n:
        return f"{said} Talet når målet."
    left = target - share.percent if share.percent is not None else 0
    if left < 1:
        return f"{said} Talet når nästan målet."
    return f"{said} {count(left, 'procentenhet', 'procentenheter')} kvar."


def counting(found: Passport, checklist: Checklist) -> str:
    """Return how the figure is counted, in a sentence or two."""
    question = found.row.question
    said = rule_for(question) if question.judged else "Svaren räknas efter vad som angetts."
    where = condition_words(question, checklist)
    if where:
        asked = found.row.counts.cases
        of_all = k_of_n(asked, asked + len(found.apart))
        said += f" Frågan gäller ärenden där {where}: {of_all}."
    return said


def counted(found: Passport) -> tuple[Behind, ...]:
    """Return the answers that the figure is made of, with what each counts as."""
    notes = {Counts.MET: "uppfyllt", Counts.NOT_MET: "ej uppfyllt", Counts.GIVEN: ""}
    return tuple(
        Behind(given.words, given.references, notes[given.counts])
        for given in found.answers
        if given.counts in notes
    )


def left_out(
    found: Passport, checklist: Checklist, replaced: Sequence[tuple[str, str]]
) -> tuple[Behind, ...]:
    """Return the cases outside the figure and why; kinds without cases are left out.

    `replaced` is (reference, reason) of the cases that were taken out of the sample.
    """
    lines = [
        Behind(given.words, given.references)
        for given in found.answers
        if given.counts is Counts.LEFT_OUT
    ]
    missing = [one for one in found.answers if one.counts is Counts.MISSING]
    unanswered = [ref for one in missing for ref in one.references if ref not in found.unread]
    lines.append(Behind("Obesvarad", tuple(unanswered)))
    lines.append(Behind("Inte granskat än", found.unread))
    where = condition_words(found.row.question, checklist)
    lines.append(Behind("Frågan gäller inte ärendet", found.apart, f"gäller där {where}"))
    reasons = listing(sorted({reason for _, reason in replaced if reason}))
    lines.append(Behind("Ersatt i urvalet", tuple(ref for ref, _ in replaced), reasons))
    return tuple(line for line in lines if line.references)


def reviewers(found: Passport) -> str:
    """Return how many have answered, and how alike two reviewers did."""
    if not found.reviewers:
        return "Ingen har svarat än."
    said = f"{count(found.reviewers, 'granskare', 'granskare').capitalize()}."
    if found.double:
        said += (
            f" {count(found.double, 'ärende läst', 'ärenden lästa')} av två: "
            f"samma svar i {found.agreed}."
        )
    return said


# --- the comparison ---------------------------------------------------------------------------


def share_in_full(share: Share | None, printed: int | None) -> str:
    """Return "90 % (55 av 61)", "8 av 9", "81 %" or "–"."""
    if share is None:
        return NOTHING if printed is None else percent(printed)
    stated, counted_words = share_words(share), count_words(share)
    return counted_words if stated == NOTHING else f"{stated} ({counted_words})"


def comparison(row: ResultRow, compared_with: str | None) -> tuple[str, ...]:
    """Return what may be said of the change, and why, and where the earlier figure is from."""
    if compared_with is None:
        return ()
    change = row.change
    if change is None:
        return (f"{compared_with} har ingen siffra att jämföra med.",)
    earlier = change.earlier
    if earlier.relation is Relation.NEW:
        return (f"Ny fråga: den ställdes inte {lower_first(earlier.round)}.",)
    then = share_in_full(earlier.share, earlier.printed)
    if then == NOTHING:
        return (f"{earlier.round} har ingen siffra att jämföra med.",)
    said = [_verdict_sentence(row, change, then), *change_cautions(row)]
    if earlier.basis:
        said.append(sentence_of(earlier.basis))
    if change.verdict is not Verdict.NOT_COMPARABLE:
        said += _compared_on(earlier)
    if earlier.source:
        said.append(f"Källa: {earlier.source}.")
    if earlier.note:
        said.append(sentence_of(earlier.note))
    return tuple(said)


def _compared_on(earlier: Earlier) -> list[str]:
    said = [_could_be(earlier)] if earlier.could_be else []
    if earlier.focus:
        said.append("Fokusfråga: nämnd innan granskningen började, och prövad för sig.")
    return [*said, f"Samma fråga som {lower_first(earlier.round)}: {earlier.reason}."]


def _verdict_sentence(row: ResultRow, change: Change, then: str) -> str:
    now = share_in_full(change.earlier.now or row.share, row.printed)
    rose = True
    if change.verdict in (Verdict.SECURED, Verdict.POSSIBLE, Verdict.CHANCE):
        then, now, rose = then_and_now(change, row.share)
    apart = ""
    if change.difference is not None:
        apart = f"{points(change.difference)}{NBSP}procentenheter"
    match change.verdict:
        case Verdict.SECURED:
            between = f", {apart}{interval_points(change)}" if apart else ""
            return (
                f"Andelen har {'ökat' if rose else 'minskat'} från {then} till {now}{between}. "
                "Skillnaden är större än vad slumpen i urvalet brukar ge."
            )
        case Verdict.POSSIBLE:
            what = "frågor jämförs" if row.group is None else "jämförelser görs"
            return (
                f"{now} jämfört med {then}. {_difference(apart)} är tydlig för frågan i sig, men "
                f"när {number(change.together)} {what} samtidigt väntar man sig någon sådan av en "
                "slump."
            )
        case Verdict.CHANCE:
            reach = ""
            if change.low is not None and change.high is not None:
                reach = f" ({points(change.low)} till {points(change.high)})"
            return (
                f"{now} jämfört med {then}. {_difference(apart)} ligger inom felmarginalen{reach} "
                "och kan bero på vilka ärenden som råkade väljas."
            )
        case Verdict.TOO_FEW:
            return f"{now} och {then}: för få ärenden för att uttala sig om förändring."
        case Verdict.UNDECIDED:
            lacks = "hur många det var" if change.earlier.could_be else "antalet ärenden"
            return (
                f"{now} jämfört med {then}. Källan anger bara andelen, inte {lacks}, så det går "
                "inte att avgöra om skillnaden är mer än slump."
            )
        case _:
            return (
                f"{change.earlier.round}: {then}. Talen visas bredvid varandra men jämförs inte: "
                f"{change.earlier.reason}."
            )


def _could_be(earlier: Earlier) -> str:
    """Return which counts a bare percentage may stand for: each of them was tried."""
    n = number(earlier.could_be[0].n)
    counts = listing(sorted({number(one.k) for one in earlier.could_be}), "eller")
    return (
        f"{percent(earlier.printed or 0)} av {n} kan vara {counts} ärenden. Bedömningen sägs bara "
        "där alla ger samma."
    )


def _difference(apart: str) -> str:
    return f"Skillnaden, {apart}," if apart else "Skillnaden"


def not_compared(row: ResultRow, compared_with: str | None) -> str:
    """Return why a question is not compared, "" where it is or nothing is compared."""
    change, name = row.change, row.question.short.rstrip("?")
    if compared_with is None:
        return ""
    if row.withheld is not None:
        return f"{name}: jämförelsen visas inte"
    if change is None or share_in_full(change.earlier.share, change.earlier.printed) == NOTHING:
        new = change is not None and change.earlier.relation is Relation.NEW
        return f"{name}: {'ny fråga' if new else f'ingen siffra i {lower_first(compared_with)}'}"
    return f"{name}: {change.earlier.reason}" if broken(change) else ""


# --- over the rounds --------------------------------------------------------------------------


def point_words(point: Point) -> str:
    """Return one round's figure: "Våren 2023: 77 % (44 av 57), 65–86 %"."""
    said = f"{point.round}: {share_in_full(point.share, point.printed)}"
    if point.share is None:
        return f"{said}, utan antal"
    if point.low is not None and point.high is not None:
        said += f", {point.low}{EN_DASH}{percent(point.high)}"
    return said


def series_words(found: Sequence[Point]) -> str:
    """Return the chart in words, for those who do not see it."""
    said = [f"{point_words(point)}." for point in found]
    return " ".join([*said, *breaks(found)])


def breaks(found: Sequence[Point]) -> list[str]:
    """Return a sentence for every place where the line over the rounds is broken."""
    return [
        f"Linjen är bruten före {lower_first(point.round)}: {point.reason}."
        for point in found
        if point.reason
    ]
