"""Commands about the document as a whole: demo, answers, report, verify and self-test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from egenkontroll.cli import output
from egenkontroll.cli.options import FILE, json_option, round_option
from egenkontroll.cli.swedish import Command, Group
from egenkontroll.errors import UserError
from egenkontroll.texts import count

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
def demo(file: Path) -> None:
    """Skriv ett exempeldokument: en påhittad stad med fyra kvalitetsår."""
    from egenkontroll.operations.demo import write_demo

    write_demo(file)
    named = f'"{file}"' if " " in str(file) else file
    output.say(f"{file} är skrivet. Öppna det med: egenkontroll {named}")


@click.group("answers", cls=Group)
def answers_group() -> None:
    """Läs in svar."""


@answers_group.command("import", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@click.option("--table", "table_file", type=FILE, required=True,
              help="Tabell: referens;fråga;svar;kommentar;roll.")  # fmt: skip
@click.option("--reviewer", default=None,
              help="Granskarens namn (annars den som filen är utlämnad till, eller tabellens "
                   "namn).")  # fmt: skip
def answers_import(file: Path, round_name: str, table_file: Path, reviewer: str | None) -> None:
    """Läs in en tabell med svar: allt eller inget."""
    from egenkontroll.operations.reviewing import import_answers

    done = import_answers(file, round_name, table_file, reviewer)
    known = done.rows - done.new
    output.say(
        f"{count(done.new, 'nytt svar', 'nya svar')} av {done.reviewer} sparade i {done.round}"
        f"{f'; {known} fanns redan' if known else ''}."
    )
    if done.others:
        output.say(
            f"{count(done.others, 'svar', 'svar')} gäller ärenden som är fördelade på andra "
            f"({', '.join(done.assigned_to)})."
        )


@click.command(cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@click.option("--out", type=FILE, required=True, help="Mapp att skriva bladen i.")
@click.option("--unit", "units", multiple=True, help="Bara den här enheten; kan upprepas.")
@click.option("--all-units", is_flag=True, help="Ett blad för varje enhet.")
@click.option("--compare", "compare_with", default=None,
              help="previous (förvalt om en finns) eller en omgångs namn.")  # fmt: skip
@click.option("--paper", "papers", multiple=True, default=("result",), metavar="PAPPER",
              help="result (förvalt), summary eller summary:AVDELNING, years, "
                   "attribute:UPPGIFT, trail:FRÅGA, certificate, agreement, meeting, "
                   "case:REFERENS, form, merge eller purge; kan upprepas.")  # fmt: skip
@click.option("--publish", is_flag=True,
              help="Dölj små grupper, så att papperen kan publiceras.")  # fmt: skip
def report(  # noqa: PLR0913 - what may be asked of the papers
    file: Path,
    round_name: str,
    out: Path,
    units: tuple[str, ...],
    all_units: bool,
    compare_with: str | None,
    papers: tuple[str, ...],
    publish: bool,
) -> None:
    """Skriv resultatblad och andra papper som PDF."""
    from egenkontroll.operations.reporting import Wanted, write_papers

    wanted = Wanted(units, all_units, compare_with, papers, publish)
    write_papers(file, round_name, out, wanted, tell=lambda path: output.say(str(path)))
    output.tell_unencrypted(file)


@click.command(cls=Command)
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


@click.command("self-test", cls=Command)
def self_test() -> None:
    """Gå hela vägen på en tillfällig kopia (för den som installerar)."""
    from egenkontroll.operations.self_testing import self_test as run

    for line in run():
        output.say(line)
    output.say("Allt fungerar.")
