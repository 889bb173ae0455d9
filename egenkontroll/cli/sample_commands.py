"""Rounds and samples: step 2 on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from egenkontroll.cli import output
from egenkontroll.cli.options import FILE, json_option, round_option
from egenkontroll.cli.swedish import Command, Group
from egenkontroll.texts import count, k_of_n

if TYPE_CHECKING:
    from pathlib import Path


@click.group("round", cls=Group)
def round_group() -> None:
    """Skapa omgångar."""


@round_group.command("create", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--checklist", "checklist_file", type=FILE, required=True, help="Checklistans fil.")
@click.option("--name", required=True, help='Omgångens namn, till exempel "Våren 2024".')
@click.option("--period", required=True, help="Första och sista dag: 2024-04-01/2024-05-31.")
def round_create(file: Path, checklist_file: Path, name: str, period: str) -> None:
    """Skapa en omgång. Dokumentet skapas om det inte finns."""
    from egenkontroll.operations.sampling import create_round

    made = create_round(file, checklist_file, name, period)
    output.say(f"Omgången {made.name} finns nu i {file.name} ({made.checklist_id} {made.version}).")


@click.group("sample", cls=Group)
def sample_group() -> None:
    """Dra urval."""


@sample_group.command("draw", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@click.option("--frame", "frame_file", type=FILE, required=True, help="Ärendelistan.")
@click.option("--per-unit", type=click.IntRange(1, 10_000), required=True,
              help="Antal ärenden per enhet.")  # fmt: skip
@click.option("--reserves", type=click.IntRange(0, 10_000), default=0, help="Reserver per enhet.")
@click.option("--seed", required=True, help="Frö: valfri text, som gör att urvalet kan dras om.")
@click.option("--double", "double_percent", type=click.IntRange(0, 100), default=0,
              help="Andel i procent som ska granskas av två.")  # fmt: skip
@click.option("--by", default="", help="Vem som drar urvalet.")
@json_option
def sample_draw(file: Path, round_name: str, by: str, as_json: bool, **wanted: Any) -> None:
    """Dra ärenden ur en ärendelista enligt regeln egk-1."""
    from egenkontroll.operations.sampling import draw_sample

    drawn = draw_sample(file, round_name, by=by, **wanted)
    if as_json:
        output.write_json(
            {
                "algorithm": drawn.algorithm,
                "seed": drawn.seed,
                "frame": drawn.frame_digest,
                "strata": [
                    {
                        "unit": one.unit,
                        "size": one.size,
                        "drawn": list(one.drawn),
                        "reserves": list(one.reserves),
                    }
                    for one in drawn.strata
                ],
                "double": list(drawn.double),
            }
        )
        return
    rows = [(one.unit, k_of_n(len(one.drawn), one.size), ", ".join(one.drawn),
             ", ".join(one.reserves)) for one in drawn.strata]  # fmt: skip
    output.write_table(("Enhet", "Dragna", "Ärenden i dragen ordning", "Reserver"), rows)
    total = sum(len(one.drawn) for one in drawn.strata)
    output.say(f"{count(total, 'ärende', 'ärenden')} dragna enligt {drawn.algorithm}.")
