"""Ask for passphrases at the terminal: never as an argument, which others can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from egenkontroll.cli import output
from egenkontroll.errors import UserError
from egenkontroll.operations import passphrases

if TYPE_CHECKING:
    from pathlib import Path


def ready(passphrase_file: Path | None) -> None:
    """Open encrypted documents with the passphrase in the file, or ask where it is needed."""
    if passphrase_file is not None:
        passphrases.give_file(passphrase_file)
    else:
        passphrases.ask_with(_ask)


def _ask(path: Path) -> str:
    if not output.at_terminal():
        raise UserError(
            f"{path.name} är krypterad, och här finns ingen att fråga efter lösenfrasen. Lägg den "
            "på första raden i en fil och ange filen: egenkontroll --passphrase-file FIL …"
        )
    return str(click.prompt(f"Lösenfras till {path.name}", hide_input=True, err=True))


def new(from_file: Path | None, *, yes: bool) -> str:
    """Return a new passphrase, asked for twice or from a file.

    What it means to lose it is said first, and has to be agreed to. Raises UserError where it
    is not, or where nobody can be asked.
    """
    asked = output.at_terminal()
    click.echo(passphrases.LOST, err=True)
    output.agree(
        "Har du läst det, och vill fortsätta?",
        "Inget är krypterat.",
        " att du har läst det",
        yes=yes,
    )
    if from_file is not None:
        from egenkontroll.operations.sealing import read_passphrase

        return read_passphrase(from_file)
    if not asked:
        raise UserError(
            "Här finns ingen att fråga efter en lösenfras. Lägg den på första raden i en fil och "
            "ange den med --new-passphrase-file."
        )
    first = str(click.prompt("Ny lösenfras", hide_input=True, err=True))
    if first != str(click.prompt("Samma lösenfras igen", hide_input=True, err=True)):
        raise UserError("De två lösenfraserna är inte lika. Inget är krypterat. Försök igen.")
    return first
