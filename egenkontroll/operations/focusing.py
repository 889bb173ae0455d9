"""Focus questions: the few that a round is to tell about, named before any result is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations.gathering import kept_of
from egenkontroll.operations.handed_to import refuse_part
from egenkontroll.operations.opening import checklist_of, find_round, open_document
from egenkontroll.storage import aggregates
from egenkontroll.storage.focus import first_answer, focus, focus_facts
from egenkontroll.texts import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.storage.document import Document

MOST_FOCUS = 5


@dataclass(frozen=True, slots=True)
class Focusing:
    """What may be named in a round and what has been.

    `in_time` is tested by itself; `late` was named after the first answer and is not used.
    `stopped` says why nothing can be named any more, "" where it can.
    """

    questions: tuple[Question, ...]
    in_time: frozenset[str]
    late: frozenset[str]
    stopped: str


def focusing(document: Document, one: Round) -> Focusing:
    """Return a round's focus questions and what may be named; UserError without its checklist."""
    judged = tuple(known for known in checklist_of(document, one).questions if known.judged)
    named = focus(document, one.id)
    return Focusing(judged, named.in_time, named.late, _stopped(document, one))


def _stopped(document: Document, one: Round) -> str:
    if kept_of(document, one.id) is not None or aggregates.aggregates(document, one.id):
        begun = f"Resultaten för {one.name} är redan kända."
    elif first_answer(document, one.id) is not None:
        begun = f"Svar finns redan i {one.name}."
    else:
        return ""
    return f"{begun} Fokusfrågor som nämns efteråt används inte."


def set_focus(path: Path, round_name: str, questions: Sequence[str]) -> tuple[str, ...]:
    """Name a round's focus questions: see `name_focus`. Return their ids."""
    with open_document(path, write=True) as document:
        return name_focus(document, find_round(document, round_name), questions)


def name_focus(document: Document, one: Round, questions: Sequence[str]) -> tuple[str, ...]:
    """Name a round's focus questions, in place of those named before; return their ids.

    Raises UserError, and saves nothing, where answers have begun to come or figures are known:
    what is named then may have been chosen for its result. Raises it in a hand-out too.
    """
    refuse_part(document, "fokusfrågor kan inte nämnas")
    known = checklist_of(document, one)
    faults = [_unknown(known, name) for name in questions if name not in known.by_id]
    wanted = frozenset(questions)
    if len(wanted) > MOST_FOCUS:
        faults.append(f"högst {MOST_FOCUS} fokusfrågor kan nämnas, här är {len(wanted)}")
    if faults:
        raise UserError("Fokusfrågorna kan inte sparas. Inget är ändrat.", faults)
    if stopped := _stopped(document, one):
        raise UserError(
            f"{stopped} Inget är sparat. Nämn dem innan granskningen börjar nästa gång."
        )
    document.add(focus_facts(document, one.id, wanted))
    return tuple(question.id for question in known.questions if question.id in wanted)


def _unknown(checklist: Checklist, name: str) -> str:
    hint = did_you_mean(name, checklist.by_id)
    return f"frågan {name[:80]} finns inte i {checklist.id} {checklist.version}{hint}"
