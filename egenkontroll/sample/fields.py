"""What a case list tells, and how a person wants it read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from egenkontroll.checklist import conditions
from egenkontroll.errors import UserError
from egenkontroll.sample import columns, handlers
from egenkontroll.texts import did_you_mean, listing, same_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.sample.tables import Table

REFERENCE_HEADS = ("Ärendenummer", "Referens", "Diarienummer", "Dnr")
UNIT_HEADS = ("Enhet",)
REFERENCE, UNIT, HANDLER, SECOND_HANDLER = "#reference", "#unit", "#handler", "#handler2"


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a case list can tell: our name for it, and the heads taken for it."""

    name: str
    heads: tuple[str, ...]
    needed: bool

    @property
    def label(self) -> str:
        """What people call it."""
        return self.heads[0]


@dataclass(frozen=True, slots=True)
class How:
    """How a list is to be read where it does not go by itself.

    `chosen` says which column holds what, by the field's name: a head or "kolumn D";
    `remembered` what somebody chose before. With a `salt` the handlers are read, as codes.
    With `renumber` the references may be anything, since they are to be replaced. `also` names
    the attributes and other columns that the draw goes by: they must be there.
    """

    chosen: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)
    salt: bytes = b""
    renumber: bool = False
    also: tuple[str, ...] = ()


def fields(checklist: Checklist) -> tuple[Field, ...]:
    """Return what a case list for the checklist can tell, the needed ones first."""
    needed = needed_attributes(checklist)
    known = [
        Field(REFERENCE, REFERENCE_HEADS, needed=True),
        Field(UNIT, UNIT_HEADS, needed=True),
        Field(HANDLER, handlers.HEADS, needed=False),
        Field(SECOND_HANDLER, handlers.SECOND_HEADS, needed=False),
    ]
    names = {same_word(head) for head in (*handlers.HEADS, *handlers.SECOND_HEADS)}
    for attribute in checklist.attributes:
        # Who handles a case is never kept as it stands, whatever a checklist asks for.
        if not {same_word(attribute.label), same_word(attribute.id)} & names:
            heads = (attribute.label, attribute.id)
            known.append(Field(attribute.id, heads, needed=attribute.id in needed))
    return tuple(sorted(known, key=lambda one: not one.needed))


def field_named(checklist: Checklist, said: str, also: Sequence[str] = ()) -> Field:
    """Return the field that a person means by "Enhet" or "kon"; raise UserError where none is.

    `also` is the other columns that the draw goes by.
    """
    known = [*fields(checklist), *(Field(name, (name,), needed=True) for name in also)]
    for one in known:
        if same_word(said) in map(same_word, one.heads):
            return one
    labels = [one.label for one in known]
    raise UserError(
        f"{said} är inget som läses ur en ärendelista{did_you_mean(said, labels) or '.'} "
        f"Det som läses är {listing(labels)}."
    )


def could_be_list(table: Table, how: How) -> bool:
    """Tell whether a sheet has the heads that every case list has.

    In `how.chosen` columns are named as people do: "Enhet".
    """
    wanted = {REFERENCE: REFERENCE_HEADS, UNIT: UNIT_HEADS}
    chosen = {
        name: head
        for said, head in how.chosen.items()
        for name, heads in wanted.items()
        if same_word(said) in map(same_word, heads)
    }
    try:
        columns.find(table, wanted, list(wanted), chosen, how.remembered)
    except columns.UnclearError:
        return True
    except UserError:
        return False
    return True


def needed_attributes(checklist: Checklist) -> set[str]:
    """Return the ids of the attributes that some question's condition asks about."""
    asked = {
        leaf.subject
        for question in checklist.questions
        if question.applies_when is not None
        for leaf in conditions.leaves(question.applies_when)
    }
    return asked & {attribute.id for attribute in checklist.attributes}
