"""The commands. Each reads its words, calls one operation and says what was done.

What an operation needs is imported when its command runs, so that the program starts quickly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from egenkontroll.cli import output
from egenkontroll.cli.checklist_commands import checklist_group
from egenkontroll.cli.options import FILE, json_option, round_option
from egenkontroll.cli.swedish import Command, Group
from egenkontroll.errors import UserError
from egenkontroll.texts import count, k_of_n, listing

if TYPE_CHECKING:
    from pathlib import Path


@click.group(cls=Group)
@click.version_option(package_name="egenkontroll", message="Egenkontroll %(version)s",
                      help="Visa programmets version.")  # fmt: skip
def program() -> None:
    """Egenkontroll: från checklista till resultatblad.

    Utan kommando öppnas fönstret: egenkontroll [FIL].
    """


@program.command(cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
def demo(file: Path) -> None:
    """Skriv ett exempeldokument: en påhittad stad med fyra kvalitetsår."""
    from egenkontroll.operations.demo import write_demo

    write_demo(file)
    output.say(f"{file} är skrivet. Öppna det med: egenkontroll {file}")


program.add_command(checklist_group)


# --- urval ------------------------------------------------------------------------------------


@program.group("round", cls=Group)
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


@program.group("sample", cls=Group)
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


# --- granskning -------------------------------------------------------------------------------


@program.group("answers", cls=Group)
def answers_group() -> None:
    """Läs in svar."""


@answers_group.command("import", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@click.option("--table", "table_file", type=FILE, required=True,
              help="Tabell: referens;fråga;svar;kommentar;roll.")  # fmt: skip
@click.option("--reviewer", default=None, help="Granskarens namn (annars filens namn).")
def answers_import(file: Path, round_name: str, table_file: Path, reviewer: str | None) -> None:
    """Läs in en tabell med svar: allt eller inget."""
    from egenkontroll.operations.reviewing import import_answers

    done = import_answers(file, round_name, table_file, reviewer)
    known = done.rows - done.new
    output.say(
        f"{count(done.new, 'nytt svar', 'nya svar')} av {done.reviewer} sparade i {done.round}"
        f"{f'; {known} fanns redan' if known else ''}."
    )


# --- resultat ---------------------------------------------------------------------------------


@program.group("history", cls=Group)
def history_group() -> None:
    """Läs in tidigare års siffror."""


@history_group.command("import", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--table", "table_file", type=FILE, required=True, help="Tabell med siffror.")
@click.option("--checklist", "checklist_files", type=FILE, multiple=True,
              help="Checklistan som siffrorna räknades efter.")  # fmt: skip
def history_import(file: Path, table_file: Path, checklist_files: tuple[Path, ...]) -> None:
    """Läs in tidigare års k, n eller procent, med källa."""
    from egenkontroll.operations.histories import import_history

    done = import_history(file, table_file, checklist_files)
    output.say(
        f"{count(done.new, 'ny siffra', 'nya siffror')} av {done.figures} sparade för "
        f"{listing(done.rounds)}."
    )
    for note in done.notes:
        output.say(note)


@program.command(cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option(required=False)
@click.option("--by", default=None, help="Dela upp på unit, area eller en uppgift i checklistan.")
@click.option("--compare", "compare_with", default=None, help="previous eller en omgångs namn.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv", "xlsx"]),
              default="table", help="Form.")  # fmt: skip
@click.option("--out", type=FILE, default=None, help="Fil att skriva till.")
@json_option
def results(
    file: Path,
    round_name: str | None,
    by: str | None,
    compare_with: str | None,
    form: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """Visa resultaten: k av n, andel, intervall och förändring."""
    from egenkontroll.operations.opening import open_document
    from egenkontroll.operations.resulting import round_results

    with open_document(file) as document:
        found = round_results(document, round_name, by, compare_with)
    output.write_results(found, "json" if as_json else form, out)


# --- rapport ----------------------------------------------------------------------------------


@program.command(cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@click.option("--out", type=FILE, required=True, help="Mapp att skriva bladen i.")
@click.option("--unit", "units", multiple=True, help="Bara den här enheten; kan upprepas.")
@click.option("--all-units", is_flag=True, help="Ett blad för varje enhet.")
@click.option("--compare", "compare_with", default=None,
              help="previous (förvalt om en finns) eller en omgångs namn.")  # fmt: skip
def report(
    file: Path,
    round_name: str,
    out: Path,
    units: tuple[str, ...],
    all_units: bool,
    compare_with: str | None,
) -> None:
    """Skriv resultatblad som PDF: hela omgången, och enheter som väljs."""
    from egenkontroll.operations.reporting import write_sheets

    for path in write_sheets(file, round_name, out, units, all_units, compare_with):
        output.say(str(path))


@program.command(cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@json_option
def verify(file: Path, as_json: bool) -> None:
    """Kontrollera att dokumentet är helt, och visa vad det innehåller."""
    from egenkontroll.operations.verifying import verify_document

    found = verify_document(file)
    if as_json:
        output.write_json(found.as_json())
    else:
        for line in found.lines():
            output.say(line)
    if found.problems:
        raise UserError(f"{file.name} är inte helt.", () if as_json else found.problems)


@program.command("self-test", cls=Command)
def self_test() -> None:
    """Gå hela vägen på en tillfällig kopia (för den som installerar)."""
    from egenkontroll.operations.self_testing import self_test as run

    for line in run():
        output.say(line)
    output.say("Allt fungerar.")
