"""The commands. Each reads its words, calls one operation and says what was done.

What an operation needs is imported when its command runs, so that the program starts quickly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from egenkontroll.cli import output
from egenkontroll.cli.checklist_commands import checklist_group
from egenkontroll.cli.options import FILE, json_option, round_option
from egenkontroll.cli.results_commands import history_group, results
from egenkontroll.cli.sample_commands import round_group, sample_group
from egenkontroll.cli.swedish import Command, Group
from egenkontroll.errors import UserError
from egenkontroll.texts import count

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


program.add_command(round_group)
program.add_command(sample_group)


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


program.add_command(history_group)
program.add_command(results)


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
