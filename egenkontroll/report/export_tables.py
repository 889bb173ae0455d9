"""Results, actions and taken-in figures as tables to hand out: numbers as numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TypeAlias

from egenkontroll.report.figures import count_words, options_words, share_words, then_cells
from egenkontroll.results.action import EFFECTS, STATES
from egenkontroll.results.published import HIDDEN
from egenkontroll.results.tally import SMALLEST_PERCENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from egenkontroll.results.action import Described
    from egenkontroll.results.analysis import TakenIn
    from egenkontroll.results.table import ResultRow, Results

Cell: TypeAlias = str | int | float | None

WHOLE = "Hela omgången"

RESULTS, BY_UNIT, BY_ATTRIBUTE = "Resultat", "Per enhet", "Per attribut"
ACTIONS, TAKEN_IN = "Förbättringsåtgärder", "Inmatade siffror"


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table to hand out. `columns` is each column's head and what it means, from the left.

    Those in `percents` hold whole percent: 64 stands for 64 %. `widths` are in characters.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    percents: frozenset[int] = frozenset()
    widths: tuple[int, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads alone."""
        return tuple(head for head, _ in self.columns)


_ASKED = (
    ("Område", "Områdets rubrik i checklistan."),
    ("Fråge-id", "Frågans id: samma år från år, återanvänds aldrig."),
    ("Fråga", "Frågans text."),
)
_FIGURES = (
    ("Uppfyllt (k)", "Antal ärenden som uppfyller kravet enligt frågans regel."),
    ("Bedömda (n)", "Antal ärenden som räknas i nämnaren."),
    ("Andel (%)", "k av n i hela procent, halva uppåt. Tomt under tio ärenden."),
    ("Lägst (%)", "Nedre gränsen för 95 % intervall."),
    ("Högst (%)", "Övre gränsen för 95 % intervall."),
    ("Mål (%)", "Andelen som bör uppfylla kravet."),
)
_COUNTS = (
    ("Ja eller uppfyllt", "Antal svar som är uppfyllt."),
    ("Delvis", "Antal svar Delvis. Frågans regel säger vad de räknas som."),
    ("Nej eller ej uppfyllt", "Antal svar som är ej uppfyllt."),
    ("Angivna svar", "För frågor som räknas men inte bedöms: hur de besvarades."),
    ("Ej aktuellt", "Antal Ej aktuellt. Räknas inte i nämnaren."),
    ("Framgår inte av akten", "Antal. Frågans regel säger vad de räknas som."),
    ("Kan inte bedömas", "Antal. Räknas inte i nämnaren."),
    ("Obesvarade", "Antal ärenden där frågan gäller men inte är besvarad."),
    ("Ärenden i urvalsramen", "Antal ärenden som urvalet är draget ur."),
)
_THEN = (
    ("Jämfört med", "Omgången som jämförs."),
    ("Då uppfyllt (k)", "k i den omgången."),
    ("Då bedömda (n)", "n i den omgången."),
    ("Då andel (%)", "Andelen då, i hela procent."),
    ("Förändring (procentenheter)", "Andelen nu minus andelen då."),
    ("Bedömning", "Om förändringen är säkerställd, möjlig eller kan vara slump, eller varför "
     "den inte bedöms."),
)  # fmt: skip
_GROUP = (("Grupp", "Ärendena som raden gäller."),)
_SPLIT = (("Uppgift", "Uppgiften om ärendet som resultatet är delat på."),)


def results_table(found: Results) -> ExportTable:
    """Return the whole round's results, one row a question."""
    return _table(RESULTS, (*_ASKED, *_FIGURES, *_COUNTS, *_THEN), map(_figures, found.rows))


def units_table(found: Results) -> ExportTable:
    """Return the results split by unit, one row a question and unit."""
    columns = (("Enhet", "Enheten som raden gäller."), *_ASKED, *_FIGURES, *_COUNTS, *_THEN)
    return _table(BY_UNIT, columns, ([row.group, *_figures(row)] for row in found.rows))


def attributes_table(found: Sequence[tuple[str, Results]]) -> ExportTable:
    """Return the results split by each attribute; `found` is its label and the results."""
    columns = (*_SPLIT, *_GROUP, *_ASKED, *_FIGURES, *_COUNTS, *_THEN)
    rows = ([label, row.group, *_figures(row)] for label, one in found for row in one.rows)
    return _table(BY_ATTRIBUTE, columns, rows)


def _table(
    name: str, columns: tuple[tuple[str, str], ...], rows: Iterable[Sequence[Cell]]
) -> ExportTable:
    percents = frozenset(at for at, (head, _) in enumerate(columns) if head.endswith("(%)"))
    widths = tuple(_width(head) for head, _ in columns)
    return ExportTable(name, columns, tuple(tuple(row) for row in rows), percents, widths)


_WIDTHS = {"Fråga": 60, "Område": 30, "Fråge-id": 26, "Angivna svar": 24, "Bedömning": 24,
           "Enhet": 22, "Uppgift": 18, "Grupp": 18, "Jämfört med": 14,
           "Förändring (procentenheter)": 17}  # fmt: skip


def _width(head: str) -> int:
    return _WIDTHS.get(head, 12)


def _figures(row: ResultRow) -> list[Cell]:
    """Return a row's cells from the area on; ".." for what is hidden."""
    asked: list[Cell] = [row.area, row.question.id, row.question.text]
    target = row.question.target
    if row.suppressed:
        shown = len(_FIGURES) - 1
        counts: list[Cell] = [HIDDEN] * (len(_COUNTS) - 1)
        return [*asked, *[HIDDEN] * shown, target, *counts, row.population, *[None] * len(_THEN)]
    counted, share = asdict(row.counts), row.share
    return [
        *asked,
        share.k if share else None,
        share.n if share else None,
        _percent(row),
        row.low,
        row.high,
        target,
        counted["met"],
        counted["partly"],
        counted["not_met"],
        None if row.question.judged or not row.counts.given else options_words(row),
        counted["not_applicable"],
        counted["not_in_record"],
        counted["cannot_judge"],
        counted["unanswered"],
        row.population,
        *then_cells(row.change),
    ]


def _percent(row: ResultRow) -> Cell:
    """Return the percentage as paper states it: a number, or "över 99 %" in words."""
    if row.percent is not None or row.share is None or row.share.n < SMALLEST_PERCENT:
        return row.percent
    return share_words(row.share)


def figure_words(row: ResultRow) -> str:
    """Return "55 av 61, 90 %", "8 av 9", ".." where it is hidden or "–" where nothing is."""
    if row.suppressed:
        return HIDDEN
    stated = share_words(row.share)
    counted = count_words(row.share)
    return counted if row.share is None or stated == "–" else f"{counted}, {stated}"


_ACTION_COLUMNS = (
    ("Åtgärd", "Åtgärdens korta namn."),
    ("Omgång", "Omgången vars resultat ledde till åtgärden."),
    ("Fråge-id", "Frågan som åtgärden gäller."),
    ("Fråga", "Frågan i ord."),
    ("Enhet", "Enheterna som åtgärden gäller."),
    ("Vad som görs", "Åtgärden."),
    ("Ansvarig", "Rollen som ansvarar."),
    ("Klart", "Dagen då det ska vara klart."),
    ("Läge", "Hur långt åtgärden har kommit."),
    ("Effekt", "Vad åtgärden gav."),
    ("Uppföljning", "Uppföljningen i ord."),
    ("Kvalitetsområde", "Kvalitetsområdet som åtgärden hör till."),
    ("Risk", "Risken som åtgärden hör till."),
)


def actions_table(found: Iterable[Described]) -> ExportTable:
    """Return the improvement actions, one row each."""
    rows = []
    for one in found:
        code, held, *rest = action_cells(one)
        action = one.action
        rows.append((code, held, action.question, *rest, action.note, action.area, action.risk))
    widths = (10, 14, 22, 40, 22, 60, 24, 12, 12, 18, 40, 20, 24)
    return ExportTable(ACTIONS, _ACTION_COLUMNS, tuple(rows), widths=widths)


def action_cells(one: Described) -> tuple[str, ...]:
    """Return what lists show of an action: its name, round and question, whose it is and so on."""
    action = one.action
    return (
        action.code,
        one.round,
        one.question,
        one.whose,
        action.what,
        action.role,
        action.due,
        STATES[action.state],
        EFFECTS[action.effect],
    )


_TAKEN_COLUMNS = (
    ("Fråge-id", "Frågans id i den omgången."),
    ("Enhet", "Enheten, eller hela omgången."),
    ("Del", "Uppgift och värde som siffran gäller, tomt för alla ärenden."),
    ("Uppfyllt (k)", "Antal som uppfyllde kravet, där det är känt."),
    ("Bedömda (n)", "Antal bedömda, där det är känt."),
    ("Tryckt andel (%)", "Andelen så som källan anger den, där antalen inte är kända."),
    ("Källa", "Varifrån siffran kommer."),
    ("Not", "Det som är särskilt med siffran."),
)


def taken_in_table(figures: Iterable[tuple[tuple[str, str, str], TakenIn]]) -> ExportTable:
    """Return figures that were taken in, not counted; the key is question, unit and part."""
    rows = tuple(
        (
            question,
            unit or WHOLE,
            part,
            one.share.k if one.share else None,
            one.share.n if one.share else None,
            one.printed,
            one.source,
            one.note,
        )
        for (question, unit, part), one in figures
    )
    return ExportTable(TAKEN_IN, _TAKEN_COLUMNS, rows, frozenset({5}),
                       (24, 22, 18, 12, 12, 12, 40, 40))  # fmt: skip
