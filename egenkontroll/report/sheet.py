"""The result sheets: one for a unit, one for the whole round. Pure: words and numbers only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.report.comparison_notes import comparable_words
from egenkontroll.report.hidden import PUBLISHED, hidden_words, shown_facts
from egenkontroll.report.parts import (
    About,
    Labelled,
    Sample,
    Sheet,
    SheetArea,
)
from egenkontroll.report.rows import ESTIMATED, LIKELY, Notes, sheet_areas
from egenkontroll.report.standing import standing_mark, standing_words, with_cautions
from egenkontroll.report.summary import summary
from egenkontroll.results.comparison import FEWEST, Verdict
from egenkontroll.results.tally import RULE_SENTENCE, SMALLEST_PERCENT
from egenkontroll.texts import NBSP, count, k_of_n, listing, number, percent, period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.report.parts import Note
    from egenkontroll.results.table import ResultRow, Results

__all__ = ["About", "Sample", "Sheet", "round_sheet", "unit_sheet"]

WHOLE_ROUND = "Alla enheter"
SURE_FROM = 30
BLANK_LINES = 3
QUOTAS = (
    "Urvalet har kvoter: vissa slags ärenden kan vara fler i urvalet än i verksamheten. "
    "Andelarna gäller de granskade ärendena och inte alla."
)
PURGED = "finns inte kvar: ärendena är gallrade"


def unit_sheet(about: About, unit: str, sample: Sample, by_unit: Results) -> Sheet:
    """Return one unit's sheet; `by_unit` is the round's results split by unit."""
    rows = [row for row in by_unit.rows if row.group == unit]
    untold = unit in by_unit.untold
    made = _sheet(about, unit, sample, rows, by_unit.compared_with, untold)
    return replace(made, actions=BLANK_LINES)


def round_sheet(about: About, sample: Sample, whole: Results) -> Sheet:
    """Return the whole round's sheet: all its units together."""
    untold = None in whole.untold
    return _sheet(about, WHOLE_ROUND, sample, whole.rows, whole.compared_with, untold)


def _sheet(
    about: About,
    title: str,
    sample: Sample,
    rows: Sequence[ResultRow],
    compared_with: str | None,
    untold: bool,
) -> Sheet:
    notes = Notes()
    areas = sheet_areas(rows, about.checklist, sample, notes)
    said = summary(rows, about.checklist, sample.reviewed)
    checklist = about.checklist
    known = any(row.earlier for area in areas for row in area.rows)
    return Sheet(
        title=title,
        subtitle=f"Resultat av egenkontroll · {about.round} · {period(about.starts, about.ends)}",
        checklist=f"{checklist.title} · checklista version {checklist.version}",
        facts=shown_facts(rows, untold, _facts(sample, rows, compared_with, known)),
        caution=with_cautions(
            about.standing, hidden_words(about, rows) if about.published else _caution(sample)
        ),
        strengths=said.strengths,
        mend=said.mend,
        earlier=compared_with if compared_with is not None and known else "",
        areas=areas,
        changes=said.changes,
        findings=said.findings,
        notes=notes.all(),
        reading=_reading(
            about, None if untold else sample.population, rows, areas, notes.all(), known
        ),
        actions=0,
        foot=f"{PUBLISHED if about.published else ''}"
        f"{standing_mark(about.standing)} · {checklist.id} {checklist.version} · "
        f"Egenkontroll {about.program}",
    )


# --- the facts under the title ----------------------------------------------------------------


def _facts(
    sample: Sample, rows: Sequence[ResultRow], compared_with: str | None, known: bool
) -> tuple[Labelled, ...]:
    return (
        Labelled("Granskade ärenden", f"{k_of_n(sample.reviewed, sample.drawn)} i urvalet"),
        Labelled("Urval", _drawn_words(sample)),
        Labelled("Bortfall", _lost_words(sample)),
        Labelled("Granskare", _reviewers_words(sample)),
        Labelled("Jämförs med", _compared_words(rows, compared_with, known)),
    )


def _drawn_words(sample: Sample) -> str:
    population = sample.population
    if population is None:
        return f"{_cases(sample.drawn)}, ärendelistan är inte känd"
    several = sample.units != 1
    if sample.drawn >= population:
        whose = f"i {count(sample.units, 'enhet', 'enheter')}" if several else "i enheten"
        return f"{'det enda ärendet' if population == 1 else f'alla {_cases(population)}'} {whose}"
    if several:
        part = k_of_n(sample.drawn, population)
        return f"{part} ärenden, slumpvis ur {count(sample.units, 'enhet', 'enheter')}"
    return f"{k_of_n(sample.drawn, population)} ärenden, slumpvis{NBSP}dragna"


def _lost_words(sample: Sample) -> str:
    said = []
    if sample.replaced:
        reasons = listing(sorted({reason for reason in sample.replaced if reason}))
        many = count(len(sample.replaced), "ersatt", "ersatta")
        said.append(f"{many} ({reasons})" if reasons else many)
    missing = sample.drawn - sample.reviewed
    if missing:
        said.append(f"{count(missing, 'inte granskat', 'inte granskade')}")
    if sample.begun:
        said.append(count(sample.begun, "påbörjat men inte klart", "påbörjade men inte klara"))
    if sample.purged:
        said.append(f"byten {PURGED}")
    return "; ".join(said) if said else "inget"


def _reviewers_words(sample: Sample) -> str:
    if sample.purged:
        return PURGED
    if not sample.reviewers:
        return "ingen än"
    said = count(sample.reviewers, "granskare", "granskare")
    if sample.outside is not None:
        said += f", varav {number(sample.outside)} från andra enheter"
    if sample.double:
        said += f"; {_cases(sample.double)} {'läst' if sample.double == 1 else 'lästa'} av två"
    return said


def _compared_words(rows: Sequence[ResultRow], compared_with: str | None, known: bool) -> str:
    if compared_with is None:
        return "ingen tidigare omgång"
    if not known:
        return f"{compared_with}: siffror saknas"
    return f"{compared_with}, {comparable_words(rows)}"


def _caution(sample: Sample) -> str:
    """Return a warning where the figures may point somebody out, or ""."""
    if not 0 < sample.reviewed < FEWEST:
        return ""
    return (
        "Bladet bygger på färre än fem ärenden och kan peka ut den som ett ärende gäller. "
        "Visa det inte utanför enheten."
    )


def units_caution(samples: Mapping[str, Sample]) -> str:
    """Return a warning where a unit's figures may point somebody out, or ""."""
    small = [unit for unit, one in samples.items() if 0 < one.reviewed < FEWEST]
    if not small:
        return ""
    theirs = "den enheten" if len(small) == 1 else "de enheterna"
    return (
        f"{listing(small)} har färre än fem granskade ärenden. Siffrorna för {theirs} kan peka ut "
        "den som ett ärende gäller: visa inte bladet utanför ledningen."
    )


# --- how to read the sheet --------------------------------------------------------------------


def _reading(
    about: About,
    population: int | None,
    rows: Sequence[ResultRow],
    areas: Sequence[SheetArea],
    notes: Sequence[Note],
    known: bool,
) -> tuple[str, ...]:
    rule = RULE_SENTENCE
    if any(row.counts.unanswered and not row.suppressed for row in rows):
        rule += " Obesvarade räknas inte med."
    said = [rule, " ".join(_picture_words(rows, areas, notes))]
    if known:
        said.append(" ".join(_comparison_words(rows)))
    if about.seed:
        listed = f" ur {_cases(population)}" if population is not None else ""
        said.append(
            f"Urvalet är draget{listed} enligt {about.algorithm} med fröet ”{about.seed}”, så att "
            "vem som helst kan dra om det ur samma lista."
        )
    if about.quotas:
        said.append(QUOTAS)
    said.append(f"{standing_words(about.standing)} Gjort med Egenkontroll {about.program}.")
    return tuple(paragraph for paragraph in said if paragraph)


def _picture_words(
    rows: Sequence[ResultRow], areas: Sequence[SheetArea], notes: Sequence[Note]
) -> list[str]:
    shown = [row for area in areas for row in area.rows]
    beside = [*(line for row in shown for line in row.under), *(note.words for note in notes)]
    bars = [row.bar for row in shown if row.bar is not None]
    said = ["Pilen över en stapel är målet."] if any(bar.target is not None for bar in bars) else []
    if any(bar.cases for bar in bars):
        said.append(
            "Färre än tio bedömda ärenden visas som rutor, ett ärende i varje ruta, utan andel."
        )
    if any(bar.low is not None for bar in bars):
        said.append(
            f"Strecket över stapeln och talen under andelen är {percent(95)} intervall: så "
            "mycket kan slumpen i urvalet betyda."
        )
    if any(line.startswith(LIKELY) for line in beside):
        said.append(f"”{LIKELY} mellan …” är samma intervall, räknat i enhetens ärenden.")
    if any(line.startswith(ESTIMATED) for line in beside):
        said.append(
            f"”{ESTIMATED}” är skattat: varje enhet räknas efter hur många ärenden den har. Inom "
            f"parentes står skattningens {percent(95)} intervall."
        )
    if any(SMALLEST_PERCENT <= row.share.n < SURE_FROM for row in rows if row.share is not None):
        said.append(
            f"Under {SURE_FROM} ärenden är andelen osäker: tala om ärendena, inte om andelen."
        )
    return said


def _comparison_words(rows: Sequence[ResultRow]) -> list[str]:
    changes = [row.change for row in rows if row.change is not None]
    verdicts = {change.verdict for change in changes}
    said = []
    if any(change.difference is not None for change in changes):
        said.append("p.e. = procentenheter, skillnaden mellan två andelar.")
    if Verdict.CHANCE in verdicts:
        said.append("Kan vara slump: skillnaden ligger inom felmarginalen.")
    if Verdict.POSSIBLE in verdicts:
        said.append(
            "Möjlig förändring: tydlig för frågan i sig, men när många frågor jämförs väntar "
            "man sig någon sådan av en slump."
        )
    if Verdict.SECURED in verdicts:
        said.append(
            "Säkerställd förändring: större än vad slumpen brukar ge, med alla frågor prövade "
            "tillsammans."
        )
    sources = sorted({change.earlier.source for change in changes if change.earlier.source})
    if sources:
        said.append(f"Siffrorna för {changes[0].earlier.round} kommer ur {listing(sources)}.")
    return said


def _cases(many: int) -> str:
    return count(many, "ärende", "ärenden")
