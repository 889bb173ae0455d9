"""How earlier rounds came to read a question: what was agreed where two reviewers differed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.facts import current
from egenkontroll.storage import records

if TYPE_CHECKING:
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.storage.document import Document


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One thing agreed on in a round: why a differing answer was settled as it was."""

    round: str
    words: str


def interpretations(document: Document, one: Round) -> dict[str, tuple[Interpretation, ...]]:
    """Return what earlier rounds of the same checklist agreed on, by question, newest first.

    Only reasons in words are taken, each once a round; nothing about the cases themselves.
    """
    found: dict[str, list[Interpretation]] = {}
    for earlier in reversed(records.rounds(document)):
        if earlier.checklist_id != one.checklist_id or earlier.ends >= one.starts:
            continue
        facts = current(document.read_of_round("consensus", earlier.id))
        for (_, question), fact in sorted(facts.items(), key=lambda item: item[1].clock):
            said = Interpretation(earlier.name, fact.content[2].strip())
            if said.words and said not in found.setdefault(question, []):
                found[question].append(said)
    return {question: tuple(said) for question, said in found.items()}
