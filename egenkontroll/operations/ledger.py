"""The comparability ledger: what may be compared between two versions, and who decided so."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import SWEDISH, Decision, Relation, compare
from egenkontroll.checklist.deciding import CODES, faults
from egenkontroll.checklist.likeness import proposals
from egenkontroll.errors import UserError
from egenkontroll.operations.opening import open_document
from egenkontroll.results.clarification import DECISIONS
from egenkontroll.sample.identity import identifying, it
from egenkontroll.storage import ledger, records
from egenkontroll.storage.clarifications import clarifications
from egenkontroll.texts import did_you_mean, listing, same_word

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.compare import Row
    from egenkontroll.checklist.likeness import Proposal
    from egenkontroll.checklist.model import Checklist
    from egenkontroll.storage.document import Document


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions, how every question relates, what is proposed and what is decided.

    `waiting` is what was said of unclear questions after a round with the old version, by
    question.
    """

    old: Checklist
    new: Checklist
    rows: tuple[Row, ...]
    proposals: tuple[Proposal, ...]
    decisions: tuple[Decision, ...]
    waiting: dict[str, tuple[str, ...]]

    @property
    def comparable(self) -> tuple[int, int]:
        """How many of the new version's questions are comparable, and of how many."""
        inside = [row for row in self.rows if row.question in self.new.by_id
                  and row.relation is not Relation.REMOVED]  # fmt: skip
        return sum(row.comparable for row in inside), len(inside)


def pairs(document: Document) -> tuple[tuple[Checklist, Checklist], ...]:
    """Return the versions that follow each other in the document, (old, new), newest last.

    Versions follow each other as their first rounds do; those that decisions are about are
    there too.
    """
    definitions = records.checklists(document)
    order: dict[str, list[bytes]] = {}
    for one in records.rounds(document):
        used = order.setdefault(one.checklist_id, [])
        if one.checklist in definitions and one.checklist not in used:
            used.append(one.checklist)
    found = [pair for used in order.values() for pair in pairwise(used)]
    found += [
        (one.old, one.new)
        for one in ledger.decisions(document)
        if one.old in definitions and one.new in definitions
    ]
    return tuple((definitions[old], definitions[new]) for old, new in dict.fromkeys(found))


def versions(document: Document, old: Checklist, new: Checklist) -> Versions:
    """Return how two versions relate, with everything that is decided in the document."""
    decided = ledger.decisions(document)
    rows = compare(old, new, decided, records.checklists(document))
    here = tuple(one for one in decided if (one.old, one.new) == (old.digest, new.digest))
    waiting = _waiting(document, old)
    return Versions(old, new, rows, proposals(old, new, rows), here, waiting)


def _waiting(document: Document, old: Checklist) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in records.rounds(document):
        if one.checklist == old.digest:
            for question, said in clarifications(document, one.id).items():
                words = f"{one.name}: {DECISIONS[said.decision].lower()}"
                words += f": {said.words}" if said.words else ""
                found[question] = (*found.get(question, ()), f"{words} ({said.by})")
    return found


def find_version(document: Document, said: str) -> Checklist:
    """Return the checklist that "id@version" names; raise UserError with those there are."""
    known = {f"{one.id}@{one.version}": one for one in records.checklists(document).values()}
    if said in known:
        return known[said]
    hint = did_you_mean(said, known) or "."
    listed = f" Där finns {listing(sorted(known))}." if known else ""
    raise UserError(f"Checklistan {said} finns inte i dokumentet{hint}{listed}")


def relation_of(said: str) -> Relation:
    """Return the relation that a word names; raise UserError with those there are."""
    relation = CODES.get(same_word(said))
    if relation is None:
        words = listing([f"{one} ({SWEDISH[one]})" for one in Relation], "eller")
        hint = did_you_mean(said, CODES) or "."
        raise UserError(f"Förhållandet {said} finns inte{hint} Välj {words}.")
    return relation


def decide(document: Document, decision: Decision) -> Decision:
    """Save a decision of a named person about two versions' questions; return it.

    Raises UserError, and saves nothing, with everything that stands against it.
    """
    definitions = records.checklists(document)
    old, new = definitions[decision.old], definitions[decision.new]
    if old.digest == new.digest:
        raise UserError("Ett beslut gäller två olika versioner. Välj en tidigare och en nyare.")
    found = faults(old, new, decision)
    for text in (decision.reason, decision.by):
        if identity := identifying(text):
            found.append(f"texten innehåller {identity}; ta bort {it(identity)}")
    if decision.relation is Relation.RECOMPUTED and not _raw_answers(document, old):
        found.append(
            f"ingen omgång med {old.id} {old.version} har svaren kvar, så inget kan räknas om"
        )
    if found:
        raise UserError("Beslutet går inte att spara. Inget är ändrat.", found)
    document.add([ledger.decision_fact(document, decision)])
    return decision


def decide_in_file(path: Path, sides: tuple[str, str], questions: tuple[str, str],
                   relation: str, reason: str, by: str) -> Decision:  # fmt: skip
    """Save a decision in a document. `sides` are "id@version" old and new, `questions` theirs."""
    with open_document(path, write=True) as document:
        old, new = (find_version(document, side) for side in sides)
        kind = relation_of(relation)
        asked = (
            "" if kind is Relation.NEW else questions[0],
            "" if kind is Relation.REMOVED else questions[1],
        )
        reason, by = " ".join(reason.split()), " ".join(by.split())
        return decide(document, Decision(old.digest, new.digest, *asked, kind, reason, by))


def listed(path: Path) -> tuple[Versions, ...]:
    """Return how the versions in a document relate, pair by pair."""
    with open_document(path) as document:
        return tuple(versions(document, *pair) for pair in pairs(document))


def _raw_answers(document: Document, old: Checklist) -> bool:
    return any(
        one.checklist == old.digest and document.read("case_drawn", round=one.id)
        for one in records.rounds(document)
    )


def as_json(found: Versions) -> dict[str, object]:
    """Return two versions' relations in the form that `ledger list --json` writes."""
    return {
        "old": f"{found.old.id} {found.old.version}",
        "new": f"{found.new.id} {found.new.version}",
        "comparable": found.comparable[0],
        "questions": found.comparable[1],
        "rows": [
            {
                "question": row.question,
                "relation": str(row.relation),
                "reason": row.reason,
                "linked": list(row.linked),
                "by": row.by,
                "clarifications": list(found.waiting.get(row.before, ())),
            }
            for row in found.rows
        ],
        "proposals": proposals_json(found.proposals),
        "decisions": [
            {
                "old_question": one.old_question,
                "new_question": one.new_question,
                "relation": str(one.relation),
                "reason": one.reason,
                "by": one.by,
                "disputed": one.disputed,
            }
            for one in found.decisions
        ],
    }


def proposals_json(found: tuple[Proposal, ...]) -> list[dict[str, object]]:
    """Return proposals as `checklist diff --json` and `ledger list --json` write them."""
    return [
        {"old": one.old, "new": one.new, "relation": str(one.relation), "likeness": one.likeness}
        for one in found
    ]


def proposal_words(one: Proposal) -> str:
    """Return a proposal as a sentence."""
    return (
        f"Förslag: {one.new} kan komma ur {one.old} ({one.likeness} % lika ord): "
        f"{SWEDISH[one.relation]}."
    )
