"""What a draw goes by: attributes and columns by name, and the cases that are left out first."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.sample import columns, handlers
from egenkontroll.sample.fields import (
    HANDLER,
    REFERENCE,
    REFERENCE_HEADS,
    SECOND_HANDLER,
    UNIT_HEADS,
)
from egenkontroll.sample.fields import UNIT as UNIT_FIELD
from egenkontroll.sample.wanted import UNIT, as_date, as_number
from egenkontroll.texts import count, did_you_mean, listing, same_word

if TYPE_CHECKING:
    from collections.abc import Collection

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.sample.columns import Columns
    from egenkontroll.sample.drawn import Frame, FrameCase
    from egenkontroll.sample.tables import Table
    from egenkontroll.sample.wanted import Exclusion, Quota, Wanted

_HANDLERS = {same_word(head) for head in (*handlers.HEADS, *handlers.SECOND_HEADS)}
_REFERENCES = {same_word(head) for head in REFERENCE_HEADS}
_UNITS = {UNIT, *(same_word(head) for head in UNIT_HEADS)}
_MOST_SHOWN = 20
_MOST_VALUES = 30


def named(wanted: Wanted, checklist: Checklist) -> Wanted:
    """Return what is wanted with the checklist's attributes named by their ids.

    Other names are columns of the list, found by their heads. Raises UserError for a column
    that nothing may be drawn by: who handles the case, or the reference itself.
    """
    stratum = UNIT if same_word(wanted.stratum) in _UNITS else _named(wanted.stratum, checklist)
    return replace(
        wanted,
        stratum=stratum,
        quotas=tuple(
            _known_value(replace(one, attribute=_named(one.attribute, checklist)), checklist)
            for one in wanted.quotas
        ),
        exclusions=tuple(
            replace(one, attribute=_named(one.attribute, checklist)) for one in wanted.exclusions
        ),
    )


def subjects(wanted: Wanted) -> tuple[str, ...]:
    """Return the attributes and columns that the draw goes by: the list must have them."""
    asked = [] if wanted.stratum == UNIT else [wanted.stratum]
    asked += [one.attribute for one in wanted.quotas]
    asked += [one.attribute for one in wanted.exclusions]
    return tuple(dict.fromkeys(asked))


def divisions(
    table: Table, checklist: Checklist, read: Columns | None = None
) -> tuple[tuple[str, str], ...]:
    """Return what a sample from the list could be divided by, as (name, label).

    The checklist's attributes with choices, and the list's other columns that hold few
    different values; never who handles the case. `read` is the columns as the frame was read.
    """
    found = read or columns.find(table, {"": REFERENCE_HEADS}, [])
    own = {found.at.get(name) for name in (REFERENCE, UNIT_FIELD, HANDLER, SECOND_HANDLER)}
    offered = {
        attribute.id: attribute.label for attribute in checklist.attributes if attribute.choices
    }
    known = {same_word(name) for one in checklist.attributes for name in (one.id, one.label)}
    rows = list(found.rows())
    for index, head in enumerate(found.head.cells):
        values = {same_word(row.cells[index]) for row in rows if index < len(row.cells)}
        plain = same_word(head) not in known | _HANDLERS | _REFERENCES | _UNITS
        if head and plain and index not in own and 1 < len(values) <= _MOST_VALUES:
            offered[head] = head
    return tuple(offered.items())


def narrowed(
    frame: Frame, wanted: Wanted, checklist: Checklist, reviewed: Collection[str] = ()
) -> Frame:
    """Return the frame without the cases that are to be left out, each with its reason.

    `reviewed` is the references reviewed within the time wanted, compared without regard to
    case and spaces. What only the exclusions asked about is not kept: it has served its end.
    """
    seen = {same_word(reference) for reference in reviewed}
    kept, excluded = [], list(frame.excluded)
    problems: list[str] = []
    for case in frame.cases:
        reasons = [
            one.words(label_of(checklist, one.attribute))
            for one in wanted.exclusions
            if _excludes(one, case, problems)
        ]
        if same_word(case.reference) in seen:
            reasons.append(_recently(wanted.not_reviewed_in))
        if reasons:
            excluded.append((case.reference, "; ".join(reasons)))
        else:
            kept.append(case)
    if problems:
        shown = problems[:_MOST_SHOWN]
        if len(problems) > _MOST_SHOWN:
            shown.append(f"… och {len(problems) - _MOST_SHOWN} till")
        raise UserError("Undantagen går inte att pröva. Inget är draget.", shown)
    if not kept:
        raise UserError("Alla ärenden i listan undantas, så det finns inget att dra ur.")
    for_the_draw = {wanted.stratum, *(one.attribute for one in wanted.quotas)}
    known = {attribute.id for attribute in checklist.attributes}
    served = {name for name in subjects(wanted) if name not in for_the_draw | known}
    return replace(
        frame, cases=tuple(_without(case, served) for case in kept), excluded=tuple(excluded)
    )


def label_of(checklist: Checklist, name: str) -> str:
    """Return what an attribute or column is called where people read it."""
    if name == UNIT:
        return "Enhet"
    labels = {attribute.id: attribute.label for attribute in checklist.attributes}
    return labels.get(name) or name[:1].upper() + name[1:]


def _named(name: str, checklist: Checklist) -> str:
    said = same_word(name)
    if said in _HANDLERS:
        raise UserError(
            "Urvalet kan inte delas upp efter handläggare. Handläggare används bara för att "
            "ingen ska granska sina egna ärenden."
        )
    if said in _REFERENCES | _UNITS:
        raise UserError(f"{name} kan inte användas i en kvot eller ett undantag.")
    for attribute in checklist.attributes:
        if said in (same_word(attribute.id), same_word(attribute.label)):
            return attribute.id
    return name


def _known_value(quota: Quota, checklist: Checklist) -> Quota:
    """Return the quota; raise UserError where the checklist does not have its value."""
    for one in checklist.attributes:
        if one.id == quota.attribute and one.choices is not None:
            known = {same_word(choice) for choice in one.choices}
            if same_word(quota.value) not in known:
                hint = did_you_mean(quota.value, one.choices) or "."
                raise UserError(
                    f"Kvoten {one.label}={quota.value} går inte att dra: checklistan har inte "
                    f"värdet {quota.value}{hint} Värdena är {listing(list(one.choices))}. Inget "
                    "är draget."
                )
    return quota


def _excludes(exclusion: Exclusion, case: FrameCase, problems: list[str]) -> bool:
    given = case.attributes.get(exclusion.attribute, "")
    if exclusion.sign == "=":
        return same_word(given) == same_word(exclusion.value)
    if not given:
        return False
    dated = as_date(exclusion.value) is not None
    found, limit = _measure(given, dated), _measure(exclusion.value, dated)
    if found is None or limit is None:
        kind = "datum" if dated else "tal"
        problems.append(f"{case.reference}: {exclusion.attribute} är inget {kind}")
        return False
    return found < limit if exclusion.sign == "<" else found > limit


def _measure(text: str, dated: bool) -> float | None:
    if not dated:
        return as_number(text)
    day = as_date(text)
    return dt.date.fromisoformat(day).toordinal() if day is not None else None


def _recently(months: int) -> str:
    return f"granskat de senaste {count(months, 'månaden', 'månaderna')}"


def _without(case: FrameCase, names: Collection[str]) -> FrameCase:
    left = {name: value for name, value in case.attributes.items() if name not in names}
    return replace(case, attributes=left)
