"""The comparability ledger on the command line: decide and list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from egenkontroll.checklist.compare import SWEDISH
from egenkontroll.cli import output
from egenkontroll.cli.options import FILE, json_option
from egenkontroll.cli.swedish import Command, Group
from egenkontroll.texts import k_of_n, listing

if TYPE_CHECKING:
    from pathlib import Path


@click.group("ledger", cls=Group)
def ledger_group() -> None:
    """Besluta vilka frågor som är jämförbara mellan två versioner."""


@ledger_group.command("decide", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--old", required=True, help="Den tidigare versionen: id@version.")
@click.option("--new", required=True, help="Den nyare versionen: id@version.")
@click.option("--question", required=True, help="Frågans id i den nyare versionen.")
@click.option("--old-question", default=None, help="Frågans id då, om det var ett annat.")
@click.option(
    "--relation",
    required=True,
    help=listing([f"{one} ({word})" for one, word in SWEDISH.items()], "eller") + ".",
)
@click.option("--reason", required=True, help="Varför.")
@click.option("--by", required=True, help="Vem som beslutar.")
def ledger_decide(  # noqa: PLR0913 - what a decision says
    file: Path, old: str, new: str, question: str, old_question: str | None, relation: str,
    reason: str, by: str,
) -> None:  # fmt: skip
    """Spara ett beslut om en fråga. Ett nytt beslut ersätter det förra."""
    from egenkontroll.operations.ledger import decide_in_file

    asked = (old_question or question, question)
    done = decide_in_file(file, (old, new), asked, relation, reason, by)
    output.say(f"Beslutet är sparat: {question} är {SWEDISH[done.relation]}, enligt {done.by}.")


@ledger_group.command("list", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@json_option
def ledger_list(file: Path, as_json: bool) -> None:
    """Visa frågornas förhållanden mellan dokumentets versioner, och besluten."""
    from egenkontroll.operations import ledger

    found = ledger.listed(file)
    if as_json:
        output.write_json([ledger.as_json(one) for one in found])
        return
    if not found:
        output.say("Dokumentet har inga versioner att jämföra.")
    for one in found:
        output.say(f"{one.old.id} {one.old.version} → {one.new.version}: "
                   f"{k_of_n(*one.comparable)} frågor är jämförbara.")  # fmt: skip
        output.write_table(
            ("Fråga", "Var då", "Förhållande", "Varför", "Beslutat av"),
            [
                (row.question, ", ".join(row.linked), SWEDISH[row.relation], row.reason, row.by)
                for row in one.rows
            ],
        )
        for question, said in one.waiting.items():
            output.say(f"Att förtydliga, {question}: {'; '.join(said)}.")
        for proposal in one.proposals:
            output.say(ledger.proposal_words(proposal))
        output.say("")
