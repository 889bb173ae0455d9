"""Copies of a document, plain and encrypted, and saving what can be saved of a damaged one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from egenkontroll.cli import output
from egenkontroll.cli.options import FILE, json_option
from egenkontroll.cli.swedish import Command, Group

if TYPE_CHECKING:
    from pathlib import Path


@click.command("repair", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--out", type=FILE, required=True, help="Ny fil för det som räddas.")
@json_option
def repair(file: Path, out: Path, as_json: bool) -> None:
    """Rädda det som går ur ett skadat dokument till ett nytt. Det skadade rörs inte."""
    from egenkontroll.operations.repairing import repair_document

    done = repair_document(file, out)
    if as_json:
        output.write_json(done.as_json())
        return
    for line in done.lines():
        output.say(line)


@click.command("encrypt", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--out", type=FILE, default=None, help="Ny fil (annars bredvid FIL).")
@click.option("--new-passphrase-file", "passphrase_file", type=FILE, default=None,
              help="Fil med den nya lösenfrasen på första raden.")  # fmt: skip
@click.option("--yes", is_flag=True, help="Bekräfta att en tappad lösenfras inte går att återfå.")
def encrypt(file: Path, out: Path | None, passphrase_file: Path | None, yes: bool) -> None:
    """Gör en krypterad kopia av dokumentet, eller byt lösenfras på ett som är krypterat."""
    from egenkontroll.cli import passphrases
    from egenkontroll.operations import encrypting
    from egenkontroll.operations.opening import open_document
    from egenkontroll.operations.passphrases import LEFT

    target = out or encrypting.encrypted_name(file)
    with open_document(file) as document:
        encrypting.encrypt(document, target, passphrases.new(passphrase_file, yes=yes))
        plain = not document.encrypted
    output.say(f"{target} är krypterad, och varje rad i den är kontrollerad mot {file.name}.")
    if plain:
        output.say(LEFT.format(name=file.name))


@click.command("decrypt", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--out", type=FILE, default=None, help="Ny fil (annars bredvid FIL).")
def decrypt(file: Path, out: Path | None) -> None:
    """Gör en okrypterad kopia av ett krypterat dokument."""
    from egenkontroll.operations import encrypting
    from egenkontroll.operations.opening import open_document

    target = out or encrypting.plain_name(file)
    with open_document(file) as document:
        encrypting.decrypt(document, target)
    output.say(
        f"{target} är skriven och är inte krypterad: alla som kommer åt filen kan läsa den. "
        f"{file.name} är kvar som den var."
    )


@click.group("backup", cls=Group)
def backup_group() -> None:
    """Visa och återställ säkerhetskopior."""


@backup_group.command("list", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@json_option
def backup_list(file: Path, as_json: bool) -> None:
    """Visa dokumentets säkerhetskopior, nyast först."""
    from egenkontroll.operations import backing_up

    found = backing_up.kept(file)
    if as_json:
        output.write_json([one.as_json() for one in found])
    elif found:
        rows = [(one.when, one.why, one.space, one.path.name) for one in found]
        output.write_table(("När", "Varför", "Storlek", "Kopia"), rows)
    else:
        output.say(f"Det finns inga säkerhetskopior av {file.name}.")


@backup_group.command("restore", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--copy", "name", default=None, help="Kopians namn (annars den senaste).")
@json_option
def backup_restore(file: Path, name: str | None, as_json: bool) -> None:
    """Sätt tillbaka en kopia. Dokumentet som det är nu läggs först bland kopiorna."""
    from egenkontroll.operations import backing_up

    copy = backing_up.find(file, name)
    aside = backing_up.restore(file, copy.path)
    if as_json:
        output.write_json(
            {"restored": copy.as_json(), "aside": str(aside) if aside is not None else None}
        )
        return
    output.say(f"{file.name} är återställt från kopian {copy.when}.")
    if aside is not None:
        output.say(f"Dokumentet som det var finns kvar som {aside.name}.")
