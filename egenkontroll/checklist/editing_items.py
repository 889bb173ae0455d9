"""Areas, questions and attributes: put in, taken away and moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from egenkontroll.checklist.editing import Draft, free_id, item, kind_of, put_item, set_value
from egenkontroll.checklist.rules import dig

if TYPE_CHECKING:
    from egenkontroll.checklist.editing import Place


def add_question(draft: Draft, near: Place) -> tuple[Draft, Place]:
    """Put in an empty question after the one at a place, or last in the area there."""
    if not draft.data["areas"]:
        draft, near = add_area(draft, near)
    area = int(near[1]) if near[:1] == ("areas",) else len(draft.data["areas"]) - 1
    many = len(draft.data["areas"][area]["questions"])
    at = int(near[3]) + 1 if len(near) == 4 else many
    return _inserted(draft, ("areas", area, "questions"), at, {"type": "yes_no"})


def add_area(draft: Draft, near: Place) -> tuple[Draft, Place]:
    """Put in an empty area after the one at a place, or last."""
    at = int(near[1]) + 1 if near[:1] == ("areas",) else len(draft.data["areas"])
    return _inserted(draft, ("areas",), at, {"questions": ()})


def add_attribute(draft: Draft, near: Place) -> tuple[Draft, Place]:
    """Put in an empty attribute after the one at a place, or last."""
    beside = near[:1] == ("attributes",) and len(near) == 2
    at = int(near[1]) + 1 if beside else len(draft.data["attributes"])
    return _inserted(draft, ("attributes",), at, {"type": "choice"})


def remove(draft: Draft, place: Place) -> tuple[Draft, Place]:
    """Take away what stands at a place; return the place nearest to it."""
    if not place:
        return draft, place
    where, at = place[:-1], int(place[-1])
    left = tuple(one for other, one in enumerate(_list(draft, where)) if other != at)
    after = _with_list(draft, where, left)
    if left:
        return after, (*where, min(at, len(left) - 1))
    return after, where[:-1]


def move(draft: Draft, place: Place, to: Place) -> tuple[Draft, Place]:
    """Move an item so that it stands at `to`, counted with the item itself taken out.

    What cannot stand there stays where it is.
    """
    if not place or kind_of(place) != kind_of(to) or dig(draft.data, to[:-1]) is None:
        return draft, place
    values = item(draft, place)
    where, at = place[:-1], int(place[-1])
    left = tuple(one for other, one in enumerate(_list(draft, where)) if other != at)
    taken_out = _with_list(draft, where, left)
    target = _list(taken_out, to[:-1])
    new_at = min(max(int(to[-1]), 0), len(target))
    moved = _with_list(taken_out, to[:-1], (*target[:new_at], values, *target[new_at:]))
    return moved, (*to[:-1], new_at)


def step(draft: Draft, place: Place, by: int) -> tuple[Draft, Place]:
    """Move an item one step up (-1) or down (1); a question goes on into the next area."""
    if not place:
        return draft, place
    at = int(place[-1]) + by
    if 0 <= at < len(_list(draft, place[:-1])):
        return move(draft, place, (*place[:-1], at))
    if kind_of(place) != "questions":
        return draft, place
    area = int(place[1]) + by
    if not 0 <= area < len(draft.data["areas"]):
        return draft, place
    last = len(draft.data["areas"][area]["questions"])
    return move(draft, place, ("areas", area, "questions", 0 if by > 0 else last))


def _inserted(draft: Draft, where: Place, at: int, values: dict[str, Any]) -> tuple[Draft, Place]:
    before = _list(draft, where)
    place = (*where, at)
    made = _with_list(draft, where, (*before[:at], {"id": "", **values}, *before[at:]))
    return set_value(made, place, "id", free_id(made, place)), place


def _list(draft: Draft, where: Place) -> tuple[dict[str, Any], ...]:
    found: tuple[dict[str, Any], ...] = dig(draft.data, where)
    return found


def _with_list(draft: Draft, where: Place, items: tuple[dict[str, Any], ...]) -> Draft:
    owner, key = where[:-1], str(where[-1])
    return put_item(draft, owner, {**item(draft, owner), key: items})
