"""Lock, open again and purge rounds: what closes step 5 on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from egenkontroll.cli import output
from egenkontroll.cli.options import FILE, json_option, round_option
from egenkontroll.cli.swedish import Command
from egenkontroll.texts import listing

if TYPE_CHECKING:
    from pathlib import Path


@click.command("lock", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@click.option("--by", default="", help="Vem som låser.")
@json_option
def lock(file: Path, round_name: str, by: str, as_json: bool) -> None:
    """Lås omgången: siffrorna får ett sigill och ändras inte mer."""
    from egenkontroll.operations.closing import difference_lines, lock_round, unready_words

    done = lock_round(file, round_name, by)
    changed = difference_lines(done)
    if as_json:
        output.write_json(
            {
                "round": done.round,
                "edition": done.edition,
                "seal": done.seal,
                "unreviewed": done.unreviewed,
                "unready": done.unready,
                "changes": changed,
            }
        )
        return
    output.say(f"{done.round} är låst: utgåva {done.edition}, sigill {done.seal}.")
    if said := unready_words(done):
        output.say(said)
    if done.edition > 1:
        output.say("Ändrat sedan utgåvan före:" if changed else "Inga siffror har ändrats.")
    for line in changed:
        output.say(f"  {line}")


@click.command("reopen", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@click.option("--reason", required=True, help="Varför siffrorna ska rättas.")
@click.option("--by", default="", help="Vem som öppnar.")
def reopen(file: Path, round_name: str, reason: str, by: str) -> None:
    """Öppna en låst omgång för rättelse: nästa låsning blir en ny utgåva."""
    from egenkontroll.operations.closing import reopen_round

    number = reopen_round(file, round_name, reason, by)
    output.say(f"{round_name} är öppen för rättelse. Nästa låsning blir utgåva {number}.")


@click.command("purge", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@click.option("--receipt", type=FILE, default=None, help="Skriv kvittot som PDF.")
@click.option("--yes", is_flag=True, help="Fråga inte.")
@json_option
def purge(file: Path, round_name: str, receipt: Path | None, yes: bool, as_json: bool) -> None:
    """Gallra omgången: ärendena raderas för gott, siffrorna behålls."""
    from egenkontroll.operations.purging import purge_round, unsettled_of

    unsettled = unsettled_of(file, round_name, receipt)
    said = " ".join([f"Ärenden och svar i {round_name} raderas för gott.", *unsettled])
    output.agree(f"{said} Fortsätta?", "Inget är gallrat.", yes=yes)
    if yes and not as_json:
        for words in unsettled:
            output.say(words)
    done = purge_round(file, round_name, receipt)
    if as_json:
        output.write_json(done.as_json())
        return
    gone = listing([f"{number} {noun}" for noun, number in done.erased])
    output.say(f"{done.round} är gallrad. Raderat: {gone}.")
    output.say(
        "Behållet: resultatet för varje fråga, för hela omgången, för varje enhet och för varje "
        "uppgift som resultaten delas upp på."
    )
    if done.backups:
        output.say(
            "Säkerhetskopior från tiden före gallringen har kvar ärendena. Radera dem när de "
            f"inte längre behövs: {listing(list(done.backups))}."
        )
    if receipt is not None:
        output.say(f"{receipt} är skriven.")
