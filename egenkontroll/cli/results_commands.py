"""Figures and earlier years' figures: step 5 on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from egenkontroll.cli import output
from egenkontroll.cli.options import FILE, json_option, round_option
from egenkontroll.cli.swedish import Command, Group
from egenkontroll.texts import count, listing

if TYPE_CHECKING:
    from pathlib import Path


@click.group("history", cls=Group)
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


@click.command(cls=Command)
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
