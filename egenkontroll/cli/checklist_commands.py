"""The commands of the first step: check, compare, list and print checklists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from egenkontroll.cli import output
from egenkontroll.cli.options import FILE, PDF, json_option
from egenkontroll.cli.swedish import Command, Group
from egenkontroll.errors import UserError
from egenkontroll.texts import count

if TYPE_CHECKING:
    from pathlib import Path


@click.group("checklist", cls=Group)
def checklist_group() -> None:
    """Kontrollera och jämför checklistor."""


@checklist_group.command("check", cls=Command)
@click.argument("files", metavar="SÖKVÄG...", type=FILE, nargs=-1, required=True)
@json_option
def checklist_check(files: tuple[Path, ...], as_json: bool) -> None:
    """Säg alla fel på en gång, som fil:rad: vad som är fel."""
    from egenkontroll.operations.checklists import check_checklists

    checked, faults = check_checklists(files)
    if as_json:
        rows = [{"file": f.file, "line": f.line, "message": f.message} for f in faults]
        output.write_json({"checked": checked, "faults": rows})
    if faults:
        lines = [] if as_json else [str(fault) for fault in faults]
        raise UserError("\n".join([*lines, f"{count(len(faults), 'fel', 'fel')}."]))
    if not as_json:
        output.say(f"{count(checked, 'checklista', 'checklistor')} utan fel.")


@checklist_group.command("diff", cls=Command)
@click.argument("old", metavar="GAMMAL", type=FILE)
@click.argument("new", metavar="NY", type=FILE)
@json_option
def checklist_diff(old: Path, new: Path, as_json: bool) -> None:
    """Säg för varje fråga om den är jämförbar mellan två versioner."""
    from egenkontroll.checklist.compare import SWEDISH
    from egenkontroll.checklist.likeness import proposals
    from egenkontroll.operations.checklists import changed_texts, diff
    from egenkontroll.operations.ledger import proposal_words, proposals_json

    before, after, rows = diff(old, new)
    alike = proposals(before, after, rows)
    if as_json:
        said = [
            {"question": row.question, "relation": str(row.relation), "reason": row.reason}
            for row in rows
        ]
        versions = {"old": f"{before.id} {before.version}", "new": f"{after.id} {after.version}"}
        output.write_json({**versions, "rows": said, "proposals": proposals_json(alike)})
        return
    output.write_table(
        ("Fråga", "Förhållande", "Varför"),
        [(row.question, SWEDISH[row.relation], row.reason) for row in rows],
    )
    for line in (*changed_texts(before, after, rows), *map(proposal_words, alike)):
        output.say(line)


@checklist_group.command("list", cls=Command)
@json_option
def checklist_list(as_json: bool) -> None:
    """Visa checklistorna som följer med programmet."""
    from egenkontroll.operations.checklists import bundled

    found = bundled()
    if as_json:
        output.write_json(
            [
                {"file": str(file), "id": one.id, "version": one.version, "title": one.title}
                for file, one in found
            ]
        )
        return
    rows = [(one.id, one.title, one.version, str(len(one.questions))) for _, one in found]
    output.write_table(("Id", "Checklista", "Version", "Frågor"), rows)
    output.say("")
    for file, _ in found:
        output.say(str(file))


@checklist_group.command("print", cls=Command)
@click.argument("file", metavar="CHECKLISTA", type=FILE)
@click.option("--out", type=PDF, required=True, help="PDF-fil att skriva.")
def checklist_print(file: Path, out: Path) -> None:
    """Skriv checklistan som en blankett att fylla i för hand (PDF)."""
    from egenkontroll.operations.checklists import read_checklist
    from egenkontroll.operations.reporting import write_form

    write_form(read_checklist(file), out)
    output.say(f"{out} är skriven.")


@checklist_group.command("schema", cls=Command)
def checklist_schema() -> None:
    """Skriv checklistans JSON Schema och hjälptexten till resources/ (för utvecklare)."""
    from egenkontroll import paths
    from egenkontroll.cli.commands import help_text
    from egenkontroll.operations.checklists import write_schema

    output.say(f"{write_schema()} är skrivet.")
    kept = paths.resources() / "help.txt"
    kept.write_text(help_text(), encoding="utf-8")
    output.say(f"{kept} är skriven.")
