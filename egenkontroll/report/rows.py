"""The table of a sheet: one row for each question, and the notes that the rows lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.checklist.model import Type
from egenkontroll.report import figures
from egenkontroll.report.cautions import cautions
from egenkontroll.report.parts import Bar, Note, SheetArea, SheetRow
from egenkontroll.report.sentences import condition_words, lower_first, sentence_of
from egenkontroll.results.comparison import Verdict
from egenkontroll.results.published import HIDDEN
from egenkontroll.results.statistics import whole_cases_interval
from egenkontroll.results.tally import SMALLEST_PERCENT
from egenkontroll.review.answers import shown
from egenkontroll.texts import EN_DASH, NBSP, NOTHING, count, k_of_n, listing, number, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.report.parts import Sample
    from egenkontroll.results.comparison import Change
    from egenkontroll.results.table import ResultRow
    from egenkontroll.results.tally import Share

LIKELY = "Troligen"
ESTIMATED = "Hela verksamheten"
_LONGEST_UNDER = 56
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Notes:
    """Gathers notes and hands out their marks; the same words get the same mark."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def marks(self, said: Sequence[str]) -> str:
        """Return the raised marks of the notes, in order of number: "¹ ²"."""
        numbers = [self._numbers.setdefault(words, len(self._numbers) + 1) for words in said]
        return NBSP.join(_raised(number) for number in sorted(numbers))

    def all(self) -> tuple[Note, ...]:
        """Return the notes in the order they were first needed."""
        return tuple(Note(_raised(number), words) for words, number in self._numbers.items())


def _raised(number: int) -> str:
    return str(number).translate(_RAISED)


def sheet_areas(
    rows: Sequence[ResultRow], checklist: Checklist, sample: Sample, notes: Notes
) -> tuple[SheetArea, ...]:
    """Return the rows under their areas, in the checklist's order."""
    by_area: dict[str, list[SheetRow]] = {}
    for row in rows:
        by_area.setdefault(row.area, []).append(_row(row, checklist, sample, notes))
    return tuple(SheetArea(title, tuple(inside)) for title, inside in by_area.items())


def _row(row: ResultRow, checklist: Checklist, sample: Sample, notes: Notes) -> SheetRow:
    change, target = row.change, row.question.target
    under, aside = _beside(row, checklist, sample)
    return SheetRow(
        question=row.question.short,
        under=under,
        mark=notes.marks(aside),
        count=HIDDEN if row.suppressed else figures.count_words(row.share),
        percent=figures.percent_words(row),
        interval=figures.interval_words(row),
        target="" if target is None else percent(target),
        earlier=_earlier(row),
        earlier_count=_earlier_count(change),
        difference=figures.difference_words(change),
        verdict=change.words if change is not None else "",
        secured=change is not None and change.verdict is Verdict.SECURED,
        bar=_bar(row, row.share) if row.share is not None and row.share.n else None,
        given=_given(row),
    )


def _given(row: ResultRow) -> str:
    if row.question.judged:
        return ""
    return HIDDEN if row.suppressed else figures.options_words(row)


def _earlier(row: ResultRow) -> str:
    words = figures.then_words(row)
    return "" if words == NOTHING else words


def _earlier_count(change: Change | None) -> str:
    """Return the earlier "44 av 57" where it is not what `_earlier` already says."""
    share = change.earlier.share if change is not None else None
    if share is None or figures.share_words(share) == NOTHING:
        return ""
    return figures.count_words(share)


def _beside(
    row: ResultRow, checklist: Checklist, sample: Sample
) -> tuple[tuple[str, ...], list[str]]:
    """Return the line under a question and its notes: the first that is short stands there."""
    said = [note_words(row), *cautions(row)]
    if not row.suppressed:
        said.insert(0, _applies(row, checklist))
        if row.share is not None:
            said[:0] = [whole_cases_words(row.share, sample), _estimate(row)]
    said = [one for one in said if one]
    under = next((one for one in said if len(one) <= _LONGEST_UNDER), "")
    return (under,) if under else (), [one for one in said if one != under]


def _applies(row: ResultRow, checklist: Checklist) -> str:
    """Return which cases a question applies to: "Av de 23 ärenden där barn finns.", or ""."""
    where, asked = condition_words(row.question, checklist), row.counts.cases
    if not where:
        return ""
    which = f"Av {'det' if asked == 1 else 'de'} {_cases(asked)}" if asked else "Inget ärende"
    return f"{which} där {where}."


def whole_cases_words(share: Share, sample: Sample) -> str:
    """Return the interval in the unit's cases: "Troligen mellan 54 och 86 av enhetens 88 …".

    Only for one unit with a known number of cases, a percentage that may be stated, and a
    question judged in every case reviewed: else nobody knows how many cases it concerns.
    """
    population = sample.population
    if sample.units != 1 or population is None or share.n < SMALLEST_PERCENT:
        return ""
    if share.n != sample.reviewed or share.n >= population:
        return ""
    low, high = whole_cases_interval(share.k, share.n, population) or (0, population)
    return f"{LIKELY} mellan {number(low)} och {number(high)} av enhetens {_cases(population)}."


def estimate_words(row: ResultRow) -> str:
    """Return "Skattat för hela verksamheten: 61 % (48–73 %) …" where units were drawn unevenly."""
    made = row.estimate
    if made is None or row.share is None:
        return ""
    said = (
        f"Skattat för hela verksamheten: {percent(made.percent)} "
        f"({made.low}{EN_DASH}{percent(made.high)}). {_cases(made.reviewed).capitalize()} ger här "
        f"samma precision som ungefär {number(made.worth)} i ett enkelt urval."
    )
    if made.without:
        said += f" {listing(made.without)} ingår inte."
    return said


def _estimate(row: ResultRow) -> str:
    """Return the estimate of the whole, short; how it is made stands at the foot of the sheet."""
    made = row.estimate
    if made is None:
        return ""
    said = f"{ESTIMATED}: {percent(made.percent)} ({made.low}{EN_DASH}{percent(made.high)})"
    return f"{said}, utan {listing(made.without)}." if made.without else f"{said}."


def _bar(row: ResultRow, share: Share) -> Bar:
    target = row.question.target
    few = share.n < SMALLEST_PERCENT
    said = [f"{k_of_n(share.k, share.n)} uppfyllt"]
    if not few:
        said.append(figures.share_words(share))
    if row.low is not None and row.high is not None:
        said.append(f"{percent(95)} intervall {figures.interval_words(row)}")
    if target is not None:
        said.append(f"mål {percent(target)}")
    return Bar(
        share.k / share.n,
        None if row.low is None else row.low / 100,
        None if row.high is None else row.high / 100,
        None if target is None else target / 100,
        share.n if few else None,
        ", ".join(said),
    )


def note_words(row: ResultRow) -> str:
    """Return what must be known to read a question's figures rightly, or ""."""
    counts, question = row.counts, row.question
    said = [departure(question), _partly(row)] if question.judged else []
    times = [
        (counts.not_in_record, "not_in_record"),
        (counts.not_applicable, "not_applicable"),
        (counts.cannot_judge, "cannot_judge"),
    ]
    answers = [f"{lower_first(shown(value))} i {number(many)}" for many, value in times if many]
    if answers:
        said.append(f"{listing(answers)} av {_cases(counts.cases)}.".capitalize())
    if counts.unanswered:
        answered = k_of_n(counts.cases - counts.unanswered, counts.cases)
        said.append(f"Besvarade {answered}.")
    said.append(_not_comparable(row.change))
    return " ".join(part for part in said if part)


def _partly(row: ResultRow) -> str:
    """Return "Ja 39, delvis 12, nej 10 av 61.", since a share of either kind hides the other."""
    counts = row.counts
    if not counts.partly:
        return ""
    met, not_met = ("Ja", "nej") if row.question.met is None else ("Uppfyllt", "ej uppfyllt")
    every = counts.met + counts.partly + counts.not_met
    return (
        f"{met} {number(counts.met)}, delvis {number(counts.partly)}, "
        f"{not_met} {k_of_n(counts.not_met, every)}."
    )


def departure(question: Question) -> str:
    """Return how a question is counted where that departs from rule R1, or ""."""
    said = []
    if question.type is Type.NUMBER and question.met_range is not None:
        low, high = question.met_range.min, question.met_range.max
        unit = f" {question.unit}" if question.unit else ""
        bounds = [f"minst {_plain(low)}"] if low is not None else []
        bounds += [f"högst {_plain(high)}"] if high is not None else []
        said.append(f"Uppfyllt är {listing(bounds)}{unit}.")
    elif question.met is not None:
        said.append(f"Uppfyllt är svaret {listing(question.met, 'eller')}.")
    if question.type is Type.YES_PARTLY_NO and question.partly_counts == "met":
        said.append("”Delvis” räknas här som uppfyllt.")
    if question.not_in_record == "excluded":
        said.append("”Framgår inte av akten” räknas inte med här.")
    return " ".join(said)


def _plain(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)


def _not_comparable(change: Change | None) -> str:
    if change is None:
        return ""
    earlier = change.earlier
    if figures.broken(change):
        return f"Jämförs inte med {earlier.round}: {earlier.reason}."
    said = []
    if change.verdict is Verdict.UNDECIDED:
        said.append(f"Från {earlier.round} är bara andelen känd, inte antalen.")
    if earlier.basis:
        said.append(sentence_of(earlier.basis))
    if earlier.note:
        said.append(f"{earlier.round}: {earlier.note}.")
    return " ".join(said)


def _cases(many: int) -> str:
    return count(many, "ärende", "ärenden")
