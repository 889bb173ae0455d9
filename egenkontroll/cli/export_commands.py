"""Hand out a round in the forms that others work on in: the last step on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from egenkontroll.cli import output
from egenkontroll.cli.options import FILE, round_option
from egenkontroll.cli.swedish import Command

if TYPE_CHECKING:
    from pathlib import Path

_WHAT = ["results", "answers", "frame", "certificate", "agreement", "actions", "all"]


@click.command(cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@click.option("--out", type=FILE, required=True,
              help="Fil att skriva: .xlsx, .csv, .json, .docx eller .pptx.")  # fmt: skip
@click.option("--what", type=click.Choice(_WHAT), default=None,
              help="Vad som skrivs i .xlsx (förval all) och .csv.")  # fmt: skip
@click.option("--compare", "compare_with", default=None,
              help="previous (förvalt om en finns) eller en omgångs namn.")  # fmt: skip
@click.option("--publish", is_flag=True, help="Dölj små grupper, så att filen kan publiceras.")
@click.option("--names", is_flag=True, help="Skriv granskarnas namn i stället för bokstäver.")
def export(
    file: Path,
    round_name: str,
    out: Path,
    what: str | None,
    compare_with: str | None,
    publish: bool,
    names: bool,
) -> None:
    """Skriv omgången som Excel, CSV, JSON, Word eller PowerPoint."""
    from egenkontroll.operations.exporting import Asked, export_file

    done = export_file(file, round_name, out, Asked(what or "", compare_with, publish, names))
    output.say(f"{done.path} är skriven.")
    for words in done.missing:
        output.say(words)
    output.tell_unencrypted(file)
