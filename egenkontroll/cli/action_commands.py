"""Improvement actions and the year's plan on the command line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from egenkontroll.cli import output
from egenkontroll.cli.options import FILE, PDF, json_option, round_option
from egenkontroll.cli.swedish import Command, Group
from egenkontroll.errors import UserError
from egenkontroll.texts import did_you_mean, same_word

if TYPE_CHECKING:
    from pathlib import Path

_UNIT = click.option("--unit", "units", multiple=True, help="Enhet; kan upprepas (annars alla).")


@click.group("action", cls=Group)
def action_group() -> None:
    """Förbättringsåtgärder: från resultat till effekt."""


@action_group.command("add", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@click.option("--question", required=True, help="Frågans id eller korta namn.")
@click.option("--what", required=True, help="Vad som ska göras.")
@_UNIT
@click.option("--role", default="", help="Vem som ansvarar, som roll.")
@click.option("--due", default="", help="När det ska vara klart: 2026-11-30.")
@click.option("--area", default="", help="Kvalitetsområde.")
@click.option("--risk", default="", help="Den risk som åtgärden gäller.")
def action_add(  # noqa: PLR0913 - what an action says
    file: Path, round_name: str, question: str, what: str, units: tuple[str, ...], role: str,
    due: str, area: str, risk: str,
) -> None:  # fmt: skip
    """Skriv upp en åtgärd som omgångens resultat ledde till."""
    from egenkontroll.operations.acting import add_action
    from egenkontroll.operations.opening import open_document

    with open_document(file, write=True) as document:
        made = add_action(document, round_name, question, what, units, role, due, area, risk)
    output.say(f"Åtgärden {made.code} är sparad.")


@action_group.command("set", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.argument("code", metavar="ÅTGÄRD")
@click.option("--state", default=None, help="planerad, påbörjad, avslutad eller avbruten.")
@click.option("--effect", default=None,
              help="effekt, delvis effekt, ingen effekt, för tidigt att säga, "
                   "kan inte avgöras.")  # fmt: skip
@click.option("--what", default=None, help="Vad som ska göras.")
@click.option("--role", default=None, help="Vem som ansvarar, som roll.")
@click.option("--due", default=None, help="När det ska vara klart: 2026-11-30.")
@click.option("--note", default=None, help="Det som behöver sägas om läget.")
def action_set(  # noqa: PLR0913 - what can be changed
    file: Path, code: str, state: str | None, effect: str | None, what: str | None,
    role: str | None, due: str | None, note: str | None,
) -> None:  # fmt: skip
    """Ändra en åtgärd: läge, effekt, text."""
    from egenkontroll.operations.acting import described, save_action
    from egenkontroll.operations.opening import open_document
    from egenkontroll.results.action import find, read_effect, read_state

    with open_document(file, write=True) as document:
        one = find([known.action for known in described(document)], code)
        one = replace(
            one,
            state=one.state if state is None else read_state(state),
            effect=one.effect if effect is None else read_effect(effect),
            what=one.what if what is None else what,
            role=one.role if role is None else role,
            due=one.due if due is None else due,
            note=one.note if note is None else note,
        )
        save_action(document, one)
    output.say(f"Åtgärden {one.code} är ändrad.")


@action_group.command("list", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option(required=False)
@json_option
def action_list(file: Path, round_name: str | None, as_json: bool) -> None:
    """Visa åtgärderna, med läge och effekt."""
    from egenkontroll.operations.acting import ACTION_HEADS, action_rows, described
    from egenkontroll.operations.opening import find_round, open_document

    with open_document(file) as document:
        one = None if round_name is None else find_round(document, round_name)
        found = described(document, one)
    if as_json:
        output.write_json([one.as_json() for one in found])
    elif found:
        output.write_table(ACTION_HEADS, action_rows(found))
    else:
        output.say("Inga åtgärder är uppskrivna.")


@click.command("trail", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--question", required=True, help="Frågans id eller korta namn.")
@round_option(required=False)
@click.option("--out", type=PDF, default=None, help="Skriv som PDF.")
def trail(file: Path, question: str, round_name: str | None, out: Path | None) -> None:
    """Följ en fråga genom åren: lydelse, resultat, åtgärd, effekt."""
    from egenkontroll.operations import trailing
    from egenkontroll.operations.opening import open_document
    from egenkontroll.report.statement_text import statement_lines

    with open_document(file) as document:
        found = trailing.trail(document, question, round_name)
    if out is None:
        for line in statement_lines(found):
            output.say(line)
    else:
        trailing.write_trail(found, out)
        output.say(f"{out} är skriven.")


# --- the year's plan --------------------------------------------------------------------------


@click.group("plan", cls=Group)
def plan_group() -> None:
    """Årets egenkontrollplan."""


@plan_group.command("add", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--year", type=int, required=True, help="Året som planen gäller.")
@click.option("--name", required=True, help="Kontrollens namn.")
@click.option("--checklist", "checklist_id", required=True, help="Checklistans id.")
@click.option("--months", required=True,
              help='När: "april, oktober", kvartalsvis eller "varje månad".')  # fmt: skip
@click.option("--cases", type=click.IntRange(0, 10_000), default=0, help="Ärenden per enhet.")
@click.option("--who", default="", help="Vem som gör den, som roll.")
def plan_add(
    file: Path, year: int, name: str, checklist_id: str, months: str, cases: int, who: str
) -> None:
    """Skriv in en kontroll i årets plan."""
    from egenkontroll.operations.acting import save_control
    from egenkontroll.operations.opening import open_document
    from egenkontroll.results.yearplan import Control, read_months

    with open_document(file, write=True) as document:
        made = Control(b"", year, name, checklist_id, read_months(months), cases, who)
        saved = save_control(document, made)
    output.say(f"{saved.name} finns nu i planen för {saved.year}: {saved.month_words()}.")


@plan_group.command("drop", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--year", type=int, required=True, help="Året som planen gäller.")
@click.option("--name", required=True, help="Kontrollens namn.")
@click.option("--reason", required=True, help="Varför den inte görs.")
def plan_drop(file: Path, year: int, name: str, reason: str) -> None:
    """Stryk en kontroll ur planen, med skäl."""
    from egenkontroll.operations.acting import planned, save_control
    from egenkontroll.operations.opening import open_document

    with open_document(file, write=True) as document:
        held = [control for control, _ in planned(document, year)]
        found = [one for one in held if same_word(one.name) == same_word(name)]
        if not found:
            hint = did_you_mean(name, [one.name for one in held]) or "."
            raise UserError(f"Kontrollen {name} finns inte i planen för {year}{hint}")
        save_control(document, replace(found[0], dropped=True, note=reason))
    output.say(f"{found[0].name} är struken ur planen för {year}.")


@plan_group.command("list", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--year", type=int, default=None, help="Bara det här året.")
@json_option
def plan_list(file: Path, year: int | None, as_json: bool) -> None:
    """Visa planen och hur långt den har kommit."""
    from egenkontroll.operations.acting import PLAN_HEADS, plan_rows, planned
    from egenkontroll.operations.opening import open_document

    with open_document(file) as document:
        found = planned(document, year)
    if as_json:
        output.write_json(
            [
                {
                    "year": one.year,
                    "name": one.name,
                    "checklist": one.checklist_id,
                    "months": list(one.months),
                    "cases": one.cases or None,
                    "who": one.who,
                    "dropped": one.dropped,
                    "state": list(state),
                }
                for one, state in found
            ]
        )
    elif found:
        output.write_table(PLAN_HEADS, plan_rows(found))
    else:
        output.say("Ingen kontroll är planerad.")
