"""Figures and earlier years' figures: step 5 on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from egenkontroll.cli import output
from egenkontroll.cli.options import FILE, json_option, round_option
from egenkontroll.cli.swedish import Command, Group
from egenkontroll.errors import UserError
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
@click.option("--change-means", default=None,
              type=click.Choice(["procent", "procentenheter", "oklart"]),
              help="Vad ”ökning med 44 procent” i källan betyder.")  # fmt: skip
def history_import(
    file: Path, table_file: Path, checklist_files: tuple[Path, ...], change_means: str | None
) -> None:
    """Läs in tidigare års k, n eller procent, med källa."""
    from egenkontroll.operations.histories import import_history
    from egenkontroll.results.history import Means

    means = Means(change_means) if change_means is not None else None
    done = import_history(file, table_file, checklist_files, means)
    output.say(
        f"{count(done.new, 'ny siffra', 'nya siffror')} av {done.figures} sparade för "
        f"{listing(done.rounds)}."
    )
    for note in done.notes:
        output.say(note)


@history_group.command("import-cases", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--round", "round_name", required=True, help="Omgångens namn.")
@click.option("--checklist", "checklist_file", type=FILE, required=True, help="Checklistan då.")
@click.option("--period", required=True, help="Första och sista dag: 2023-04-01/2023-05-31.")
@click.option("--table", "table_file", type=FILE, required=True,
              help="Tabell med ett ärende per rad, eller referens;fråga;svar.")  # fmt: skip
def history_import_cases(
    file: Path, round_name: str, checklist_file: Path, period: str, table_file: Path
) -> None:
    """Läs in ett tidigare års ärenden och svar som en färdig omgång."""
    from egenkontroll.operations.past_rounds import import_cases

    done = import_cases(file, round_name, checklist_file, period, table_file)
    output.say(
        f"{done.round} är inläst i sin helhet: {count(done.cases, 'ärende', 'ärenden')} i "
        f"{count(done.units, 'enhet', 'enheter')}, {count(done.answers, 'svar', 'svar')}."
    )
    for note in done.notes:
        output.say(note)


@click.command(cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option(required=False)
@click.option("--year", default=None, help="Ett kvalitetsår i stället för en omgång: 2024.")
@click.option("--by", default=None, help="Dela upp på unit, area eller en uppgift i checklistan.")
@click.option("--compare", "compare_with", default=None,
              help="previous, en omgångs namn, eller ett kvalitetsår.")  # fmt: skip
@click.option("--trend", is_flag=True, help="Säg vilka frågor som stiger eller faller.")
@click.option("--publish", is_flag=True, help="Så som det får publiceras: små grupper döljs.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv", "xlsx"]),
              default=None, help="Form (annars filens ändelse, eller table).")  # fmt: skip
@click.option("--out", type=FILE, default=None, help="Fil att skriva till.")
@json_option
def results(  # noqa: PLR0913 - what may be asked of the results
    file: Path,
    round_name: str | None,
    year: str | None,
    by: str | None,
    compare_with: str | None,
    trend: bool,
    publish: bool,
    form: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Visa resultaten: k av n, andel, intervall och förändring."""
    from egenkontroll.operations import publishing
    from egenkontroll.operations.opening import open_document
    from egenkontroll.operations.resulting import round_results
    from egenkontroll.operations.trends import trend_lines
    from egenkontroll.operations.years import read_year, several_checklists, year_results

    notes: tuple[str, ...] = ()
    form = output.results_form(form, out, as_json=as_json)
    if publish and (year is not None or trend):
        raise UserError("--publish gäller en omgångs resultat, utan --year och --trend.")
    with open_document(file) as document:
        if year is not None:
            if round_name is not None and not several_checklists(document, read_year(year)):
                raise click.UsageError(
                    "Välj --round eller --year, inte båda: --round säger vilken checklista som "
                    "gäller bara där året har flera."
                )
            asked = year_results(document, read_year(year), by, compare_with, round_name)
            found, notes = asked.results, asked.notes
        else:
            found = round_results(document, round_name, by, compare_with)
        if publish:
            found = publishing.published_results(document, found)
            notes = (publishing.publishing_words(publishing.threshold_of(document)),)
        if trend:
            notes = (*notes, *trend_lines(document, round_name))
    output.write_results(found, form, out)
    for note in notes if form == "table" else ():
        output.say(note)


@click.command("setting", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--quality-year-start", default=None, help="Månad och dag: 09-01.")
@click.option("--named-after", default=None, type=click.Choice(["start", "end"]),
              help="Året heter efter det år det börjar (start) eller slutar (end).")  # fmt: skip
@click.option("--smallest-group", type=click.IntRange(5, 1000), default=None,
              help="Så många ärenden måste en grupp ha för att publiceras.")  # fmt: skip
@click.option("--purge-after", type=click.IntRange(0, 1200), default=None,
              help="Efter så många månader föreslås gallring; 0 aldrig.")  # fmt: skip
def settings(
    file: Path,
    quality_year_start: str | None,
    named_after: str | None,
    smallest_group: int | None,
    purge_after: int | None,
) -> None:
    """Ställ in kvalitetsår, publicering och gallring, eller visa det."""
    from egenkontroll.operations import publishing, purge_time
    from egenkontroll.operations.opening import open_document
    from egenkontroll.operations.years import set_year_rule, year_rule_of

    if quality_year_start is None and named_after is None:
        output.say(year_rule_of(file).words())
    else:
        output.say(set_year_rule(file, quality_year_start, named_after).words())
    if smallest_group is not None or purge_after is not None:
        with open_document(file, write=True) as document:
            if smallest_group is not None:
                publishing.set_threshold(document, smallest_group)
            if purge_after is not None:
                purge_time.set_purge_after(document, purge_after)
    with open_document(file) as document:
        output.say(f"Minsta grupp som publiceras: {publishing.threshold_of(document)} ärenden.")
        months = purge_time.purge_after(document)
    said = f"efter {count(months, 'månad', 'månader')}" if months else "aldrig"
    output.say(f"Gallring föreslås {said}. Inget gallras av sig självt.")


@click.group("unit", cls=Group)
def unit_group() -> None:
    """Enheter över omorganisationer."""


@unit_group.command("predecessors", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--unit", "name", required=True, help="Enheten som den heter nu.")
@click.option("--from", "came_from", required=True, multiple=True,
              help="Enhet som den kom ur; kan upprepas.")  # fmt: skip
def unit_predecessors(file: Path, name: str, came_from: tuple[str, ...]) -> None:
    """Säg vilka enheter som en enhet kom ur, så att åren kan jämföras."""
    from egenkontroll.operations.years import state_predecessors

    unit = state_predecessors(file, name, came_from)
    output.say(f"{unit.name} kom ur {listing(list(came_from))}.")


@unit_group.command("department", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@click.option("--name", required=True, help="Avdelningens namn; en ny läggs till.")
@click.option("--unit", "units", multiple=True,
              help="Enhet i avdelningen; upprepas. Utan enheter töms den.")  # fmt: skip
def unit_department(file: Path, name: str, units: tuple[str, ...]) -> None:
    """Säg vilka enheter en avdelning har, så att den får en egen sammanställning."""
    from egenkontroll.operations.departments import state_department

    made = state_department(file, name, units)
    held = listing(list(made.units)) if made.units else "inga enheter nu"
    output.say(f"{made.name} har {held}.")


@click.command("focus", cls=Command)
@click.argument("file", metavar="FIL", type=FILE)
@round_option()
@click.option("--question", "questions", required=True, multiple=True,
              help="Frågans id; en till fem, upprepas.")  # fmt: skip
def round_focus(file: Path, round_name: str, questions: tuple[str, ...]) -> None:
    """Nämn fokusfrågor innan granskningen börjar: de prövas för sig."""
    from egenkontroll.operations.focusing import set_focus

    named = set_focus(file, round_name, questions)
    output.say(f"Fokusfrågor i {round_name}: {listing(list(named))}.")
