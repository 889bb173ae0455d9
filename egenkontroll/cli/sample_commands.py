"""Rounds and samples: step 2 on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from egenkontroll.cli import output
from egenkontroll.cli.list_options import LIST_NAMES, choices_from, list_options, told_how
from egenkontroll.cli.options import FILE, PDF, json_option, round_option
from egenkontroll.cli.sample_options import sizing_options, wanted_from
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
    """Planera och dra urval, och visa urvalsintyget."""


@sample_group.command("draw", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@sizing_options
@click.option("--reserves", type=click.IntRange(0, 10_000), default=0,
              help="Reserver i varje enhet eller grupp.")  # fmt: skip
@click.option("--seed", required=True, help="Frö: valfri text, som gör att urvalet kan dras om.")
@click.option("--double", "double_percent", type=click.IntRange(0, 100), default=0,
              help="Andel i procent som ska granskas av två.")  # fmt: skip
@click.option("--calibration", type=click.IntRange(0, 100), default=0,
              help="Ärenden som alla bedömer för övning; räknas aldrig.")  # fmt: skip
@click.option("--by", default="", help="Vem som drar urvalet.")
@click.option("--redraw", "again", is_flag=True, help="Dra om, om ingen har börjat granska.")
@list_options
@json_option
def sample_draw(
    file: Path,
    round_name: str,
    frame_file: Path,
    by: str,
    again: bool,
    as_json: bool,
    **asked: Any,
) -> None:
    """Dra ärenden ur en ärendelista enligt regeln egk-1, eller utöka urvalet."""
    from egenkontroll.operations.certifying import round_certificate
    from egenkontroll.operations.sampling import draw_wanted

    choices = choices_from(**{name: asked.pop(name) for name in LIST_NAMES})
    wanted = wanted_from(**asked)
    with told_how():
        drawn = draw_wanted(file, round_name, frame_file, wanted, by, again=again, choices=choices)
    found = round_certificate(file, round_name)
    if as_json:
        body = found.body
        names = ("algorithm", "seed", "stratum", "strata", "double", "calibration")
        output.write_json(
            {name: body[name] for name in names}
            | {"frame": drawn.frame_digest, "excluded": body["frame"]["excluded"]}
        )
        return
    rows = [(one.name, k_of_n(len(one.drawn), one.size), ", ".join(one.drawn),
             ", ".join(one.reserves)) for one in drawn.strata]  # fmt: skip
    head = "Enhet" if drawn.wanted.stratum == "unit" else "Grupp"
    output.write_table((head, "Dragna", "Ärenden i dragen ordning", "Reserver"), rows)
    output.say(f"{count(len(drawn.drawn), 'ärende', 'ärenden')} dragna enligt {drawn.algorithm}.")
    if drawn.calibration:
        output.say(f"Kalibrering: {', '.join(drawn.calibration)}.")
    if found.paper.excluded:
        many = count(len(found.paper.excluded), "rad i listan", "rader i listan")
        output.say(f"{many} utelämnades; skälen står i intyget (sample certificate).")
    for words in found.paper.cautions:
        output.say(f"Obs: {words}")
    if choices.key_file is not None:
        output.say(
            f"Numren är ersatta med löpnummer. Nyckeln står i {choices.key_file.name}: förvara den "
            "skild från dokumentet."
        )


@sample_group.command("certificate", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@click.option("--out", type=PDF, default=None, help="PDF-fil att skriva (annars text).")
@json_option
def sample_certificate(file: Path, round_name: str, out: Path | None, as_json: bool) -> None:
    """Visa urvalsintyget: allt som behövs för att dra om urvalet."""
    from egenkontroll.operations.certifying import (
        certificate_lines,
        round_certificate,
        write_certificate,
    )

    found = round_certificate(file, round_name)
    if out is not None:
        write_certificate(found, out)
    if as_json:
        output.write_json(found.body)
    elif out is not None:
        output.say(f"{out} är skriven.")
    else:
        for line in certificate_lines(found):
            output.say(line)


@sample_group.command("plan", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@sizing_options
@list_options
@json_option
def sample_plan(file: Path, round_name: str, frame_file: Path, as_json: bool, **asked: Any) -> None:
    """Säg vad så många ärenden kan visa och inte visa. Inget dras."""
    from egenkontroll.operations.planning import plan_json, plan_lines, plan_rows, plan_sample

    choices = choices_from(**{name: asked.pop(name) for name in LIST_NAMES})
    with told_how():
        found = plan_sample(file, round_name, frame_file, wanted_from(**asked), choices)
    if as_json:
        output.write_json(plan_json(found))
        return
    heads, rows = plan_rows(found)
    output.write_table(heads, rows)
    for line in plan_lines(found):
        output.say(line)
