"""What the demo's town made of its results: actions, the year's plan, locked rounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.operations import acting, closing
from egenkontroll.results.action import Effect, State
from egenkontroll.results.yearplan import Control
from egenkontroll.storage import records

if TYPE_CHECKING:
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.storage.document import Document

_ACTIONS: dict[str, tuple[tuple[str, str, tuple[str, ...], str, State, Effect, str], ...]] = {
    "Våren 2024": (
        ("utredningsplan", "Mall för utredningsplan i verksamhetssystemet", (),
         "Verksamhetsutvecklare", State.DONE, Effect.WORKED, ""),
        ("natverk", "Nätverkskarta ritas med barnet vid första samtalet",
         ("Utredning Norr", "Utredning Söder"), "Teamledare", State.DONE, Effect.PARTLY,
         "Används i ungefär hälften av ärendena"),
    ),
    "Våren 2025": (
        ("genomforandeplan", "Påminnelse i kalendern när planen fyller sex månader",
         ("Placering",), "Enhetschef", State.DONE, Effect.TOO_EARLY, ""),
        ("barn_information", "Informationsblad till barn i två åldrar", (),
         "Verksamhetsutvecklare", State.STARTED, Effect.NOT_JUDGED, "Klart för de äldre barnen"),
    ),
    "Våren 2026": (
        ("barnkonsekvens", "Rubrik för barnets bästa i beslutsmallen", (),
         "Verksamhetsutvecklare", State.PLANNED, Effect.NOT_JUDGED, ""),
    ),
}  # fmt: skip
_DUE = {"Våren 2024": "2024-12-01", "Våren 2025": "2025-12-01", "Våren 2026": "2026-12-01"}
_LOCKED = ("Våren 2024", "Våren 2025")
_PLAN = (
    ("Aktgranskning barn och unga", "barn-unga-handlaggning", (4, 10), 10, "Teamledare"),
    ("Skyddade personuppgifter", "skyddade-personuppgifter", (3, 6, 9, 12), 5, "Enhetschef"),
)
_PLAN_YEAR = 2026


def follow_up(document: Document, one: Round) -> None:
    """Write the actions that a round led to, and lock it where the town has."""
    for question, what, units, role, state, effect, note in _ACTIONS.get(one.name, ()):
        made = acting.add_action(document, one.name, question, what, units, role, _DUE[one.name])
        acting.save_action(document, replace(made, state=state, effect=effect, note=note))
    if one.name in _LOCKED:
        closing.lock(document, one, "Enhetschef")


def plan(document: Document) -> None:
    """Write the plan of the newest year."""
    known = {one.checklist_id for one in records.rounds(document)}
    for name, checklist_id, months, cases, who in _PLAN:
        note = "" if checklist_id in known else "Tas upp första gången i år."
        acting.save_control(
            document, Control(b"", _PLAN_YEAR, name, checklist_id, months, cases, who, note=note)
        )
