"""The comparability ledger: what persons have decided of questions in two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import Decision, Relation
from egenkontroll.facts import standing

if TYPE_CHECKING:
    from egenkontroll.facts import Fact
    from egenkontroll.storage.document import Document


def decision_fact(document: Document, decision: Decision) -> Fact:
    """Return the fact of a decision, replacing every standing one about the same questions."""
    key = (decision.old, decision.new, decision.old_question, decision.new_question)
    content = (str(decision.relation), decision.reason, decision.by)
    known = standing(document.read("ledger", old=decision.old, new=decision.new))
    return document.pen.write("ledger", key, content, known)


def decisions(document: Document) -> tuple[Decision, ...]:
    """Return what is decided now, in the order decided.

    Where two persons decided differently without knowing of each other, the later one is
    given and marked as disputed.
    """
    found = []
    for key, facts in standing(document.read("ledger")).items():
        said = {fact.content[0] for fact in facts}
        relation, reason, by = facts[-1].content
        old, new, before, after = key
        kind = Relation(relation)
        made = Decision(old, new, before, after, kind, reason, by, len(said) > 1)
        found.append((facts[-1].clock, facts[-1].digest, made))
    return tuple(made for _, _, made in sorted(found, key=lambda one: one[:2]))
