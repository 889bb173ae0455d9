"""Divide the cases, hand out, hand in, calibrate: between steps 2 and 4 on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from egenkontroll.cli import output
from egenkontroll.cli.options import FILE, json_option, round_option
from egenkontroll.cli.swedish import Command
from egenkontroll.errors import UserError
from egenkontroll.texts import count

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from egenkontroll.operations.assigning import Proposal, Wanted
    from egenkontroll.operations.handing_out import HandedOut
    from egenkontroll.operations.sealing import Seal

_reviewer_option = click.option(
    "--reviewer", "reviewers", multiple=True,
    help='Granskare, gärna med enhet: "Anna Öberg:Utredning Norr". Kan upprepas.',
)  # fmt: skip
_peer_option = click.option(
    "--peer/--no-peer", default=None,
    help="Kollegial granskning: ingen får ärenden från sin egen enhet.",
)  # fmt: skip
_passphrase_option = click.option(
    "--passphrase-file", type=FILE, default=None, help="Fil med lösenfrasen på första raden."
)


def _recipient_option(said: str) -> Callable[[Any], Any]:
    return click.option("--recipient", "recipients", multiple=True, help=said)


@click.command("assign", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@_reviewer_option
@click.option("--leaves", "leaving", multiple=True, help="Granskare som slutar. Kan upprepas.")
@click.option("--hand-over", is_flag=True,
              help="Flytta också det som den som slutar har påbörjat.")  # fmt: skip
@_peer_option
@click.option("--dry-run", is_flag=True, help="Visa fördelningen utan att spara den.")
@json_option
def assign(file: Path, round_name: str, dry_run: bool, as_json: bool, **asked: Any) -> None:
    """Fördela ärendena jämnt på granskarna. Påbörjade ärenden flyttas aldrig av sig själva."""
    from egenkontroll.operations import assigning
    from egenkontroll.operations.opening import find_round, open_document

    wanted = _wanted(**asked)
    with open_document(file, write=not dry_run) as document:
        one = find_round(document, round_name)
        deed = assigning.propose if dry_run else assigning.assign
        made = deed(document, one, wanted)
    if as_json:
        output.write_json(made.as_json())
        return
    _say_plan(made)
    output.say("Inget är sparat." if dry_run else f"Fördelningen är sparad i {file.name}.")


@click.command("handout", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@click.option("--out", type=FILE, required=True, help="Mapp att skriva filerna i.")
@_reviewer_option
@_peer_option
@click.option("--only", multiple=True, help="Bara till den här granskaren. Kan upprepas.")
@_passphrase_option
@_recipient_option("Öppen nyckel (age1…) som filerna låses till. Kan upprepas.")
@click.option("--return-to", default="",
              help="Öppen nyckel (age1…) som det inlämnade ska låsas till.")  # fmt: skip
@json_option
def handout(
    file: Path,
    round_name: str,
    out: Path,
    only: tuple[str, ...],
    passphrase_file: Path | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Skriv en fil för varje granskare, med bara det som granskaren behöver."""
    from egenkontroll.operations import assigning
    from egenkontroll.operations.handing_out import Wish, hand_out, refuse_closed
    from egenkontroll.operations.opening import find_round, open_document

    seal = _seal(passphrase_file, asked.pop("recipients"))
    wish = Wish(seal, asked.pop("return_to"), only)
    wish.seal.check()
    with open_document(file, write=True) as document:
        one = find_round(document, round_name)
        refuse_closed(document, one)
        if asked["reviewers"] or assigning.only_begun(document, one):
            made = assigning.assign(document, one, _wanted(**asked))
            if not as_json:
                _say_plan(made)
        written = hand_out(document, one, out, wish)
    if not wish.seal:
        output.tell_unencrypted(file, " Lås dem med --passphrase-file.")
    if as_json:
        output.write_json({"round": one.name, "files": [each.as_json() for each in written]})
        return
    _say_handed_out(written, passphrase=bool(wish.seal.passphrase))


@click.command("handin", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--out", type=FILE, default=None, help="Fil eller mapp (annars bredvid FIL).")
@_passphrase_option
@_recipient_option("Öppen nyckel (age1…) som filen låses till.")
@json_option
def handin(
    file: Path,
    out: Path | None,
    passphrase_file: Path | None,
    recipients: tuple[str, ...],
    as_json: bool,
) -> None:
    """Gör filen som ska skickas tillbaka. Det går att göra flera gånger."""
    from egenkontroll.operations.handing_in import NEXT, hand_in
    from egenkontroll.operations.opening import open_document
    from egenkontroll.operations.sealing import LOST

    seal = _seal(passphrase_file, recipients)
    with open_document(file) as document:
        made = hand_in(document, out, seal)
    if as_json:
        output.write_json(made.as_json())
        return
    output.say(made.ready.said())
    for line in made.ready.left:
        output.say(f"  {line}")
    output.say(f"{made.path} är skriven. {NEXT}")
    if seal.passphrase:
        output.say(LOST)


@click.command("calibration", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@json_option
def calibration(file: Path, round_name: str, as_json: bool) -> None:
    """Jämför svaren på kalibreringens ärenden: vem svarade vad. De räknas aldrig."""
    from egenkontroll.operations import calibration as comparing
    from egenkontroll.operations.opening import find_round, open_document

    with open_document(file) as document:
        found = comparing.calibration(document, find_round(document, round_name))
    if as_json:
        output.write_json(found.as_json())
        return
    rows, notes = comparing.table(found)
    if rows:
        output.write_table(comparing.HEADS, rows)
    else:
        output.say("Ingen fråga har svar från två granskare än.")
    for note in notes:
        output.say(note)


@click.command("unseal", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--out", type=FILE, default=None, help="Filen att skriva (annars bredvid FIL).")
@_passphrase_option
@click.option("--key", "key_file", type=FILE, default=None, help="Fil med den hemliga nyckeln.")
def unseal(
    file: Path, out: Path | None, passphrase_file: Path | None, key_file: Path | None
) -> None:
    """Lås upp en fil som är låst med lösenfras eller nyckel (.egk.age)."""
    from egenkontroll.operations import sealing

    passphrase = sealing.read_passphrase(passphrase_file) if passphrase_file else ""
    if not passphrase and key_file is None and sealing.wants_passphrase(file):
        if not output.at_terminal():
            raise UserError(
                f"{file.name} är låst med en lösenfras, och här finns ingen att fråga efter den. "
                "Lägg lösenfrasen på första raden i en fil och ange den med --passphrase-file."
            )
        passphrase = click.prompt("Lösenfras", hide_input=True, err=True)
    target = out or sealing.opened_name(file)
    sealing.unseal(file, target, passphrase=passphrase, key_file=key_file)
    output.say(f"{target} är upplåst. {file.name} är kvar som den var.")


@click.command("key", cls=Command)
@click.argument("file", metavar="NYCKELFIL", type=FILE)
@json_option
def key(file: Path, as_json: bool) -> None:
    """Gör en nyckel: den hemliga halvan i en fil, den öppna att lämna ut."""
    from egenkontroll.operations.sealing import make_key

    public = make_key(file)
    if as_json:
        output.write_json({"file": str(file), "public": public})
        return
    output.say(f"Öppen nyckel, att ge till den som ska låsa filer åt er: {public}")
    output.say(
        f"{file} är den hemliga halvan. Förvara den så att bara ni kommer åt den. Tappas den går "
        "det som är låst till den aldrig att öppna."
    )


def _wanted(
    reviewers: tuple[str, ...],
    peer: bool | None,
    leaving: tuple[str, ...] = (),
    hand_over: bool = False,
) -> Wanted:
    from egenkontroll.operations.assigning import Wanted, read_named

    return Wanted([read_named(text) for text in reviewers], leaving, peer, hand_over)


def _seal(passphrase_file: Path | None, recipients: tuple[str, ...]) -> Seal:
    from egenkontroll.operations.sealing import Seal, read_passphrase

    passphrase = read_passphrase(passphrase_file) if passphrase_file is not None else ""
    return Seal(passphrase, recipients)


def _say_plan(made: Proposal) -> None:
    rows = [
        (load.reader.name, str(load.first), str(load.second), str(load.begun), str(load.new))
        for load in made.plan.loads
    ]
    output.write_table(("Granskare", "Första", "Andra", "Påbörjade", "Nya"), rows)
    for sentence in made.explained():
        output.say(sentence)


def _say_handed_out(written: list[HandedOut], *, passphrase: bool) -> None:
    from egenkontroll.operations.handing_out import HOW_TO_SEND, HOW_TO_SEND_SEALED
    from egenkontroll.operations.sealing import LOST

    for one in written:
        output.say(f"{one.path}: {one.said()}")
    output.say(f"{count(len(written), 'fil utlämnad', 'filer utlämnade')}. {HOW_TO_SEND}")
    if passphrase:
        output.say(f"{HOW_TO_SEND_SEALED} {LOST}")


COMMANDS = (assign, handout, handin, calibration, unseal, key)
"""In the order that they are listed."""
