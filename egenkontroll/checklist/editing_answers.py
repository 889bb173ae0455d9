"""What a question can be answered with: its type, its alternatives and which of them count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from egenkontroll.checklist.editing import (
    answers,
    clean,
    in_conditions,
    item,
    kind_of,
    put_item,
    set_value,
)
from egenkontroll.checklist.model import Type
from egenkontroll.checklist.words import possible_answers
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from egenkontroll.checklist.editing import Draft, Place


def change_type(draft: Draft, place: Place, kind: str) -> Draft:
    """Give a question or an attribute another type, and clear what no longer fits."""
    values = {**item(draft, place), "type": kind}
    if kind not in (("choice",) if kind_of(place) == "attributes" else ("choice", "multi")):
        values.pop("choices", None)
    if kind not in ("yes_no", "yes_partly_no", "choice"):
        values.pop("met", None)
    if kind != "yes_partly_no":
        values.pop("partly_counts", None)
    if kind != "number":
        for key in ("min", "max", "met_range", "unit"):
            values.pop(key, None)
    values = _only_possible(values)
    if "target" in values and not _judged(values):
        del values["target"]
    return put_item(draft, place, values)


def offer_not_applicable(draft: Draft, place: Place, *, offered: bool) -> Draft:
    """Offer ej aktuellt or not; a comment is not asked for to an answer that is not offered."""
    values = item(set_value(draft, place, "not_applicable", offered), place)
    return put_item(draft, place, _only_possible(values))


def tick(draft: Draft, place: Place, key: str, answer: str, *, on: bool) -> Draft:
    """Put an answer among those of `met` or `comment_required`, or take it away."""
    values = item(draft, place)
    order = [same_word(word) for word in answers(values)]
    chosen = {same_word(word): word for word in values.get(key) or ()}
    chosen.pop(same_word(answer), None)
    if on:
        chosen[same_word(answer)] = answer
    ranked = sorted(chosen, key=lambda word: order.index(word) if word in order else len(order))
    return set_value(draft, place, key, tuple(chosen[word] for word in ranked))


def _only_possible(values: dict[str, Any]) -> dict[str, Any]:
    """Return the question without answers in met and comment_required that it cannot have."""
    possible = possible_answers(values)
    kept = dict(values)
    for key in ("met", "comment_required"):
        if possible is None or key not in kept:
            continue
        left = tuple(word for word in kept[key] or () if same_word(word) in possible)
        kept[key] = left
        if not left:
            del kept[key]
    return kept


def _judged(values: dict[str, Any]) -> bool:
    if values["type"] in (Type.YES_NO, Type.YES_PARTLY_NO):
        return True
    return bool(values.get("met")) if values["type"] == Type.CHOICE else "met_range" in values


# --- alternatives -----------------------------------------------------------------------------


def set_choice(draft: Draft, place: Place, at: int, text: str, called: str = "") -> Draft:
    """Write an alternative, or with the number after the last a new one.

    What says the old words says the new: which answers meet the requirement, which ask for a
    comment, and the conditions of other questions. `called` is what they say, where the
    alternative has been emptied since to be written anew.
    """
    values = item(draft, place)
    before = values.get("choices") or ()
    said = clean(text)
    changed = put_item(draft, place, {**values, "choices": (*before[:at], said, *before[at + 1 :])})
    old = same_word(called or (before[at] if at < len(before) else ""))
    others = {same_word(word) for other, word in enumerate(before) if other != at}
    if not old or not same_word(said) or {old, same_word(said)} & others:
        return changed  # which one is meant cannot be told
    return _say_instead(changed, place, old, said)


def remove_choice(draft: Draft, place: Place, at: int) -> Draft:
    """Take an alternative away."""
    values = item(draft, place)
    left = tuple(word for other, word in enumerate(values["choices"]) if other != at)
    kept = {**values, "choices": left}
    if not left:
        del kept["choices"]
    return put_item(draft, place, _only_possible(kept))


def move_choice(draft: Draft, place: Place, at: int, by: int) -> Draft:
    """Move an alternative up or down."""
    choices = list(item(draft, place)["choices"])
    to = min(max(at + by, 0), len(choices) - 1)
    choices.insert(to, choices.pop(at))
    return set_value(draft, place, "choices", tuple(choices))


def _say_instead(draft: Draft, place: Place, old: str, new_word: str) -> Draft:
    def instead(said: Any) -> Any:
        if isinstance(said, str):
            return new_word if same_word(said) == old else said
        return tuple(instead(word) for word in said) if isinstance(said, tuple) else said

    values = dict(item(draft, place))
    for key in ("met", "comment_required"):
        if values.get(key):
            values[key] = instead(values[key])
    subject = values["id"]
    return in_conditions(
        put_item(draft, place, values),
        lambda key, said: (key, instead(said) if key == subject else said),
    )
