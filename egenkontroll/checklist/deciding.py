"""May a person decide so? What a relation between two questions asks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import COMPARABLE, PARTS, SWEDISH, Relation, changed_parts
from egenkontroll.texts import did_you_mean, listing, same_word

if TYPE_CHECKING:
    from egenkontroll.checklist.compare import Decision
    from egenkontroll.checklist.model import Checklist, Question

CODES = {same_word(word): relation for relation, word in SWEDISH.items()} | {
    str(relation): relation for relation in Relation
}
"""The relations by every word that is taken for them, in English and in Swedish."""

_COUNTED = ("type", "rule", "condition")


def faults(old: Checklist, new: Checklist, decision: Decision) -> list[str]:
    """Return everything that stands against a decision, in Swedish; nothing where it may stand.

    Identical asks for the same identity, editorial for the same way of answering and counting,
    recomputed for two judged questions: whether raw answers are left is not known here.
    """
    found = [
        *_unknown(old, decision.old_question, decision.relation is Relation.NEW),
        *_unknown(new, decision.new_question, decision.relation is Relation.REMOVED),
    ]
    if not decision.reason.strip():
        found.append("skriv varför, så att andra kan pröva beslutet")
    if not decision.by.strip():
        found.append("skriv vem som har beslutat")
    was = old.by_id.get(decision.old_question)
    now = new.by_id.get(decision.new_question)
    if was is not None and now is not None and decision.relation in COMPARABLE:
        found += _not_alike(was, now, decision.relation)
    return found


def _unknown(checklist: Checklist, question: str, none_wanted: bool) -> list[str]:
    version = f"{checklist.id} {checklist.version}"
    if none_wanted:
        return [f"ange ingen fråga ur {version} för det förhållandet"] if question else []
    if question in checklist.by_id:
        return []
    hint = did_you_mean(question, checklist.by_id)
    return [f"frågan {question[:80] or '(tom)'} finns inte i {version}{hint}"]


def _not_alike(was: Question, now: Question, relation: Relation) -> list[str]:
    changed = changed_parts(was, now)
    counted = [PARTS[part] for part in changed if part in _COUNTED]
    if relation is Relation.IDENTICAL and changed:
        return [f"{listing([PARTS[part] for part in changed])} har ändrats, så frågan är inte "
                "densamma; välj redaktionell ändring om meningen är kvar"]  # fmt: skip
    if relation is Relation.EDITORIAL and counted:
        return [f"{listing(counted)} har ändrats, och det är mer än redaktionellt; "
                "välj omräknad eller inte jämförbar"]  # fmt: skip
    if relation is Relation.RECOMPUTED and not (was.judged and now.judged):
        return ["bara frågor som bedöms kan räknas om"]
    return []
