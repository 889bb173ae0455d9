"""Improvement actions and the year's plan: write them, change them, list them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations.checklists import bundled
from egenkontroll.operations.opening import checklist_of, find_round
from egenkontroll.operations.verifying import STATE_WORDS, summary
from egenkontroll.report.export_tables import action_cells
from egenkontroll.results.action import Action, Described, checked
from egenkontroll.results.yearplan import Control, checked_control, refuse_twice, state_words
from egenkontroll.sample.identity import identifying, it, refuse_identity
from egenkontroll.storage import actions, records
from egenkontroll.texts import NOTHING, did_you_mean, listing, number, same_word, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.operations.opening import Document
    from egenkontroll.sample.cases import Unit


_UNKNOWN_ROUND, _UNKNOWN_UNIT = "Okänd omgång", "Okänd enhet"
_UNREADABLE = "går inte att läsa"


def described(document: Document, one: Round | None = None) -> tuple[Described, ...]:
    """Return the actions of a round, or all of them, in the order they were made.

    The rounds and units that an action names may be gone where the document has been repaired.
    """
    rounds = {known.id: known for known in records.rounds(document)}
    units = records.units(document)
    texts: dict[Id, dict[str, str]] = {}
    found = []
    for action in actions.actions(document):
        if one is not None and action.round != one.id:
            continue
        held = rounds.get(action.round)
        asked = held.checklist if held is not None else b""
        if asked not in texts:
            checklist = records.checklists(document).get(asked)
            questions = checklist.questions if checklist is not None else ()
            texts[asked] = {question.id: question.short for question in questions}
        said = texts[asked].get(action.question, action.question)
        names = tuple(units[unit].name if unit in units else _UNKNOWN_UNIT for unit in action.units)
        name = held.name if held is not None else _UNKNOWN_ROUND
        found.append(Described(action, name, said, names))
    return tuple(found)


def followed(document: Document, one: Round) -> tuple[Described, ...]:
    """Return the actions to follow up in a round: its own, and earlier ones that are open."""
    before = {other.id for other in records.rounds(document) if other.ends < one.starts}
    return tuple(
        found
        for found in described(document)
        if found.action.round == one.id or (found.action.round in before and found.action.open())
    )


def units(document: Document) -> tuple[Unit, ...]:
    """Return the units that an action may be for, å ä ö last."""
    return tuple(sorted(records.units(document).values(), key=lambda unit: sort_key(unit.name)))


def add_action(  # noqa: PLR0913 - what an action says
    document: Document,
    round_name: str,
    question: str,
    what: str,
    units: Sequence[str] = (),
    role: str = "",
    due: str = "",
    area: str = "",
    risk: str = "",
) -> Action:
    """Save an action that a round's result led to, and return it.

    Where no quality area or risk is given, it is the one that the question is tied to.
    """
    one = find_round(document, round_name)
    checklist = checklist_of(document, one)
    known = {q.id: q for q in checklist.questions} | {
        same_word(q.short): q for q in checklist.questions
    }
    asked = known.get(question) or known.get(same_word(question))
    if asked is None:
        ids = [q.id for q in checklist.questions]
        raise UserError(
            f"Frågan {question} finns inte i checklistan"
            f"{did_you_mean(question, ids) or '.'} Frågorna är {listing(ids)}."
        )
    made = Action(
        b"", one.id, asked.id, _units(document, units), what, role, due,
        area=area or asked.quality_area or "", risk=risk or asked.risk or "",
    )  # fmt: skip
    return save_action(document, made)


def save_action(document: Document, action: Action) -> Action:
    """Save an action, new or changed, and return it as saved; UserError if it is not whole."""
    tidy = checked(replace(action, id=action.id or document.pen.new_id()))
    for text in (tidy.what, tidy.role, tidy.note, tidy.area, tidy.risk):
        if found := identifying(text):
            raise UserError(f"Texten innehåller {found}. Ta bort {it(found)} för att spara.")
    document.add([actions.action_fact(document, tidy)])
    return tidy


def action_rows(found: Iterable[Described]) -> list[tuple[str, ...]]:
    """Return a row of words for each action, as lists show them."""
    return [action_cells(one) for one in found]


ACTION_HEADS = (
    "Åtgärd", "Omgång", "Fråga", "Enhet", "Vad som görs", "Ansvarig", "Klart", "Läge", "Effekt",
)  # fmt: skip


def save_control(document: Document, control: Control) -> Control:
    """Save a control of the year's plan, new or changed, and return it as saved."""
    made = replace(control, id=control.id or document.pen.new_id())
    tidy = checked_control(made)
    for text in (tidy.name, tidy.who, tidy.note):
        if found := identifying(text):
            raise UserError(f"Texten innehåller {found}. Ta bort {it(found)} för att spara.")
    refuse_twice(tidy, actions.controls(document))
    before = {one.id: one.checklist_id for one in actions.controls(document)}
    if tidy.checklist_id != before.get(tidy.id):
        _refuse_unknown(document, tidy.checklist_id)
    document.add([actions.control_fact(document, tidy)])
    return tidy


def _refuse_unknown(document: Document, checklist_id: str) -> None:
    refuse_identity("Checklistans id", checklist_id)
    known = [name for name, _ in checklists(document)]
    if checklist_id not in known:
        hint = did_you_mean(checklist_id, known) or "."
        raise UserError(
            f"Checklistan {checklist_id} finns varken i dokumentet eller i programmet{hint} "
            f"Checklistorna är {listing(known)}."
        )


def planned(
    document: Document, year: int | None = None
) -> tuple[tuple[Control, tuple[str, ...]], ...]:
    """Return the controls of a year, or of all, each with its state month by month in words."""
    summaries = {one.name: one.state for one in summary(document).rounds}
    rounds = [
        (one, STATE_WORDS[summaries[one.name]] if one.name in summaries else _UNREADABLE)
        for one in records.rounds(document)
    ]
    return tuple(
        (control, state_words(control, rounds))
        for control in actions.controls(document)
        if year in (None, control.year)
    )


def plan_rows(found: Iterable[tuple[Control, tuple[str, ...]]]) -> list[tuple[str, ...]]:
    """Return a row of words for each control, as lists show them."""
    return [
        (
            str(one.year),
            one.name,
            one.checklist_id,
            one.month_words(),
            number(one.cases) if one.cases else NOTHING,
            one.who,
            "; ".join(state),
        )
        for one, state in found
    ]


PLAN_HEADS = ("År", "Kontroll", "Checklista", "När", "Ärenden per enhet", "Vem", "Läge")


def checklists(document: Document) -> tuple[tuple[str, str], ...]:
    """Return (id, title) of the checklists that a control may be of: held and bundled ones."""
    found = {one.id: one.title for _, one in bundled()}
    found |= {one.id: one.title for one in records.checklists(document).values()}
    return tuple(sorted(found.items(), key=lambda one: sort_key(one[1])))


def _units(document: Document, names: Sequence[str]) -> tuple[Id, ...]:
    known = {same_word(unit.name): unit for unit in records.units(document).values()}
    wrong = [name for name in names if same_word(name) not in known]
    if wrong:
        every = [unit.name for unit in known.values()]
        hint = did_you_mean(wrong[0], every) or "."
        raise UserError(f"Enheten {wrong[0]} finns inte{hint} Enheterna är {listing(every)}.")
    return tuple(known[same_word(name)].id for name in names)
