"""How alike two reviewers judge: after the answers are together, step 4 on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from egenkontroll.cli import output
from egenkontroll.cli.options import FILE, PDF, json_option, round_option
from egenkontroll.cli.swedish import Command

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@click.option("--by", type=click.Choice(["question", "area", "pair"]), default="question",
              help="Visa per fråga, område eller par av granskare.")  # fmt: skip
@click.option("--names", is_flag=True, help="Skriv granskarnas namn i stället för bokstäver.")
@click.option("--out", type=PDF, default=None, help="Skriv samsynsbladet som PDF.")
@json_option
def agreement(
    file: Path, round_name: str, by: str, names: bool, out: Path | None, as_json: bool
) -> None:
    """Visa hur lika två granskare bedömer, och vilka frågor som är oklara."""
    from egenkontroll.operations import agreeing
    from egenkontroll.operations.opening import open_document

    with open_document(file) as document:
        found = agreeing.round_doubled(document, round_name)
    if out is not None:
        agreeing.write_sheet(agreeing.sheet(found, names=names), out)
        output.say(f"{out} är skriven.")
    elif as_json:
        output.write_json(agreeing.as_json(found, by, names=names))
    else:
        heads, rows, notes = agreeing.table(found, by, names=names)
        output.write_table(heads, rows)
        for note in notes:
            output.say("")
            output.say(note)
