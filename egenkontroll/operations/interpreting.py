"""How earlier rounds came to read a question: what was agreed where two reviewers differed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.facts import current
from egenkontroll.results.clarification import DECISIONS
from egenkontroll.storage import clarifications, handouts, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.storage.document import Document


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One thing agreed on in a round: why a differing answer was settled as it was."""

    round: str
    words: str


def interpretations(document: Document, one: Round) -> dict[str, tuple[Interpretation, ...]]:
    """Return what earlier rounds of the same checklist agreed on, by question, newest first.

    Only reasons in words are taken, each once a round; nothing about the cases themselves. A
    hand-out has them ready made, since it holds no earlier rounds.
    """
    own = handouts.own_handout(document)
    if own is not None:
        ready: dict[str, list[Interpretation]] = {}
        for question, earlier_round, words in own.agreed:
            ready.setdefault(question, []).append(Interpretation(earlier_round, words))
        return {question: tuple(said) for question, said in ready.items()}
    found: dict[str, list[Interpretation]] = {}
    for earlier in reversed(records.rounds(document)):
        if earlier.checklist_id != one.checklist_id or earlier.ends >= one.starts:
            continue
        for question, words in _agreed_in(document, earlier):
            said = Interpretation(earlier.name, words)
            if words and said not in found.setdefault(question, []):
                found[question].append(said)
    return {question: tuple(said) for question, said in found.items()}


def _agreed_in(document: Document, one: Round) -> Iterator[tuple[str, str]]:
    """Yield (question, words): why answers were settled as they were, then what was decided."""
    facts = current(document.read_of_round("consensus", one.id))
    for (_, question), fact in sorted(facts.items(), key=lambda item: item[1].clock):
        yield question, fact.content[2].strip()
    for question, decided in clarifications.clarifications(document, one.id).items():
        if decided.words:
            yield question, f"{DECISIONS[decided.decision]}: {decided.words}"
