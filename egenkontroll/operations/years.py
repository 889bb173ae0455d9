"""Quality years and units over reorganisations: what comparison rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from egenkontroll.checklist.years import YearRule, read_rule
from egenkontroll.errors import UserError
from egenkontroll.operations.comparing import origins, relations, round_data
from egenkontroll.operations.handed_to import CANNOT_DECIDE, refuse_part
from egenkontroll.operations.opening import checklist_of, find_round, open_document
from egenkontroll.operations.resulting import standing_of
from egenkontroll.report.standing import standing_words
from egenkontroll.results.analysis import EVERY
from egenkontroll.results.pooling import left_out, pool
from egenkontroll.results.table import Standing
from egenkontroll.storage import records
from egenkontroll.storage.settings import setting, setting_fact
from egenkontroll.texts import did_you_mean, listing, same_word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.results.analysis import RoundData
    from egenkontroll.results.table import Results
    from egenkontroll.sample.cases import Unit
    from egenkontroll.storage.document import Document

_STARTS, _NAMED = "quality_year_starts", "quality_year_named_after"


def year_rule(document: Document) -> YearRule:
    """Return the organisation's quality year; the calendar year where it has not said."""
    otherwise = YearRule()
    starts = setting(document, _STARTS, otherwise.starts)
    try:
        return read_rule(starts, setting(document, _NAMED, otherwise.named_after))
    except UserError:  # what stands there can come with a file from somebody else
        return otherwise


def set_year_rule(path: Path, starts: str | None, named_after: str | None) -> YearRule:
    """Set when the quality year begins and what it is named after; None leaves it as it is."""
    with open_document(path, write=True) as document:
        known = year_rule(document)
        return keep_year_rule(document, starts or known.starts, named_after or known.named_after)


def keep_year_rule(document: Document, starts: str, named_after: str) -> YearRule:
    """Set the quality year of an open document; raises UserError where the day is none."""
    known, made = year_rule(document), read_rule(starts, named_after)
    facts = [
        setting_fact(document, name, value)
        for name, value, before in (
            (_STARTS, made.starts, known.starts),
            (_NAMED, made.named_after, known.named_after),
        )
        if value != before
    ]
    if facts:
        refuse_part(document, CANNOT_DECIDE)
    document.add(facts)
    return made


def year_rule_of(path: Path) -> YearRule:
    """Return the quality year of the document in a file."""
    with open_document(path) as document:
        return year_rule(document)


@dataclass(frozen=True, slots=True)
class YearResults:
    """A quality year's results, and what is to be known of them."""

    results: Results
    notes: tuple[str, ...]


def year_results(
    document: Document,
    year: int,
    by: str | None = None,
    compare_with: str | None = None,
    round_name: str | None = None,
) -> YearResults:
    """Return a quality year's results, its rounds taken together.

    `compare_with` is another year or "previous"; `round_name` says which checklist, where the
    year has rounds of several. A round belongs to the year that its last day falls in.
    """
    rule = year_rule(document)
    members = _rounds_of(document, rule, year, _checklist_id(document, rule, year, round_name))
    last = members[-1]
    checklist_of(document, last)
    now, notes = _pooled(document, str(year), members, last)
    notes = [f"{rule.words()} {year}: {listing([one.name for one in members])}.", *notes]
    standings = [standing_of(document, one) for one in members]
    if len(members) > 1:
        notes += [f"{one.name}: {standing_words(said)}"
                  for one, said in zip(members, standings, strict=True)]  # fmt: skip
    standing = standings[0] if len(members) == 1 else Standing()
    if compare_with is None:
        return YearResults(replace(now.table(EVERY, by), standing=standing), tuple(notes))
    wanted = year - 1 if same_word(compare_with) == "previous" else read_year(compare_with)
    if wanted == year:
        raise UserError(f"{year} kan inte jämföras med sig självt. Välj ett annat år.")
    before = _rounds_of(document, rule, wanted, last.checklist_id)
    then, more = _pooled(document, str(wanted), before, last)
    named = listing([one.name for one in before])
    notes += [f"{wanted}: {named}.", *more]
    return YearResults(replace(now.table(EVERY, by, then), standing=standing), tuple(notes))


def years_with(document: Document, one: Round) -> tuple[int, ...]:
    """Return the quality years that have rounds of a round's checklist, the latest first."""
    rule = year_rule(document)
    same = [other for other in records.rounds(document) if other.checklist_id == one.checklist_id]
    return tuple(sorted({rule.year_of(other.ends) for other in same}, reverse=True))


def several_checklists(document: Document, year: int) -> bool:
    """Tell whether the quality year has rounds of several checklists, so that one must be said."""
    rule = year_rule(document)
    inside = [one for one in records.rounds(document) if rule.year_of(one.ends) == year]
    return len({one.checklist_id for one in inside}) > 1


def read_year(said: str) -> int:
    """Return the year that is said; raise UserError where it is none."""
    if not (said.strip().isdecimal() and len(said.strip()) == 4):
        raise UserError(f"{said[:30]} är inget år. Skriv fyra siffror, till exempel 2024.")
    return int(said)


def _checklist_id(
    document: Document, rule: YearRule, year: int, round_name: str | None
) -> str | None:
    if round_name is not None:
        return find_round(document, round_name).checklist_id
    inside = [one for one in records.rounds(document) if rule.year_of(one.ends) == year]
    return inside[-1].checklist_id if inside else None


def _rounds_of(
    document: Document, rule: YearRule, year: int, checklist_id: str | None
) -> list[Round]:
    every = records.rounds(document)
    found = [one for one in every
             if rule.year_of(one.ends) == year and one.checklist_id == checklist_id]  # fmt: skip
    if not found:
        years = sorted({str(rule.year_of(one.ends)) for one in every})
        there = f" Dokumentet har omgångar för {listing(years)}." if years else ""
        raise UserError(f"Ingen omgång hör till kvalitetsåret {year}.{there}")
    return found


def _pooled(
    document: Document, name: str, members: Sequence[Round], present: Round
) -> tuple[RoundData, list[str]]:
    """Return the year's rounds as one, held against the present round's questions."""
    definitions = records.checklists(document)
    latest = definitions.get(members[-1].checklist)
    if latest is None:
        return replace(round_data(document, members[-1], present=present), name=name), [
            f"Frågorna i {members[-1].name} finns inte i dokumentet."
        ]
    gathered = [(round_data(document, one), relations(document, latest, one)) for one in members]
    made = replace(
        pool(name, latest, gathered),
        against=relations(document, checklist_of(document, present), members[-1]),
        came_from=origins(document),
    )
    return made, list(left_out(latest, gathered))


# --- units over reorganisations ---------------------------------------------------------------


def state_predecessors(path: Path, name: str, came_from: Sequence[str]) -> Unit:
    """Say which units a unit came from at a reorganisation, in place of what was said before.

    Raises UserError for a unit that is not known, and where a unit would come from itself.
    """
    with open_document(path, write=True) as document:
        return set_predecessors(document, name, came_from)


def set_predecessors(document: Document, name: str, came_from: Sequence[str]) -> Unit:
    """Say in an open document which units a unit came from; see `state_predecessors`."""
    refuse_part(document, "enheterna kan inte ändras")
    unit = _find_unit(document, name)
    before = [_find_unit(document, one) for one in dict.fromkeys(came_from)]
    known = origins(document)
    for one in before:
        if one.id == unit.id or unit.name in known.get(one.name, ()):
            raise UserError(
                f"{unit.name} kan inte komma ur {one.name}, som kommer ur {unit.name}. "
                "Inget är ändrat."
            )
    made = replace(unit, predecessors=tuple(one.id for one in before))
    if made != unit:
        document.add([records.unit_fact(document, made)])
    return made


def _find_unit(document: Document, name: str) -> Unit:
    units = records.units(document)
    for unit in units.values():
        if same_word(unit.name) == same_word(name):
            return unit
    names = [unit.name for unit in units.values()]
    raise UserError(
        f"Enheten {name} finns inte i dokumentet{did_you_mean(name, names) or '.'} "
        f"Enheterna är {listing(sorted(names))}."
    )
