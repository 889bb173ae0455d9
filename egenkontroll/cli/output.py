"""What commands write: sentences, tables and JSON on stdout."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import click

from egenkontroll.errors import UserError
from egenkontroll.texts import listing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from egenkontroll.results.table import Results

_GAP = 2
_ACTED_ON = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ANSWERS = {"j": True, "ja": True, "n": False, "nej": False, "": False}
_ENDINGS = {"table": ".txt", "json": ".json", "csv": ".csv", "xlsx": ".xlsx"}
_NARROW = 100


def say(sentence: str) -> None:
    """Write one sentence to the person at the terminal."""
    click.echo(seen(sentence))


def say_aside(sentence: str) -> None:
    """Say something on stderr, beside what the command gives."""
    click.echo(seen(sentence), err=True)


def seen(text: str) -> str:
    """Return the text without signs that a terminal acts on: a name may have any."""
    return _ACTED_ON.sub("\N{REPLACEMENT CHARACTER}", text)


def at_terminal() -> bool:
    """Tell whether a person sits at the terminal and can be asked."""
    return sys.stdin.isatty()


def confirm(question: str) -> bool:
    """Ask and return whether the person says yes; nothing, or leaving, is no."""
    while True:
        try:
            said = click.prompt(
                f"{question} [j/N]", default="", show_default=False, prompt_suffix=" ", err=True
            )
        except click.Abort:
            click.echo(err=True)
            return False
        answer = _ANSWERS.get(said.strip().casefold())
        if answer is not None:
            return answer
        click.echo("Svara j eller n.", err=True)


def agree(question: str, refused: str, read: str = "", *, yes: bool) -> None:
    """Ask before something that is hard to take back, unless it is agreed to with --yes.

    Raises UserError with `refused` where the person says no, and where nobody can be asked: what
    stands in a pipe is no answer. `read` is what --yes confirms, where it is more than the deed.
    """
    if yes:
        return
    if not at_terminal():
        raise UserError(f"Inget är gjort. Ange --yes för att bekräfta{read}.")
    if not confirm(question):
        raise UserError(refused)


def tell_unencrypted(file: Path, hint: str = "") -> None:
    """Say on stderr, of an encrypted document, that the files written of it are not encrypted."""
    from egenkontroll.operations.passphrases import is_encrypted, plain_words

    if is_encrypted(file):
        click.echo(f"{plain_words(file)}{hint}", err=True)


def quoted(word: object) -> str:
    """Return a file or a name so that it can be copied into a command."""
    text = str(word)
    return shlex.quote(f"./{text}" if text.startswith("-") else text)


def write_json(value: Any) -> None:
    """Write JSON, readable and in UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def write_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write columns that fit the terminal; the widest column is wrapped."""
    every = [list(heads), *(list(row) for row in rows)]
    widths = [max(len(row[column]) for row in every) for column in range(len(heads))]
    room = max(_NARROW, shutil.get_terminal_size((_NARROW, 24)).columns)
    while sum(widths) + _GAP * (len(widths) - 1) > room and max(widths) > 24:
        widths[widths.index(max(widths))] -= 1
    rule = ["-" * width for width in widths]
    for row in [every[0], rule, *every[1:]]:
        _write_row(row, widths)


def _write_row(row: Sequence[str], widths: Sequence[int]) -> None:
    cells = [
        textwrap.wrap(cell, width, break_on_hyphens=False) or [""]
        for cell, width in zip(row, widths, strict=True)
    ]
    for line in range(max(len(cell) for cell in cells)):
        parts = [
            (cell[line] if line < len(cell) else "").ljust(width)
            for cell, width in zip(cells, widths, strict=True)
        ]
        say((" " * _GAP).join(parts).rstrip())


def results_form(form: str | None, out: Path | None, *, as_json: bool) -> str:
    """Return the form that results are written in; raise where what is asked for is two forms."""
    if as_json and form not in (None, "json"):
        raise click.UsageError(f"Välj --json eller --format {form}, inte båda.")
    wanted = "json" if as_json else form
    if out is None or out.is_dir():
        return wanted or "table"
    written = {ending: name for name, ending in _ENDINGS.items()}.get(out.suffix.casefold())
    if written is None or wanted not in (None, written):
        endings = list(_ENDINGS.values()) if wanted is None else [_ENDINGS[wanted]]
        raise UserError(
            f"{out.name} har fel ändelse för det som ska skrivas. Sluta filnamnet med "
            f"{listing(endings, 'eller')}."
        )
    return written


def write_results(found: Results, form: str, out: Path | None) -> None:
    """Write results in the form asked for, to a file or the terminal."""
    from egenkontroll.operations.reporting import results_text, write_results_file

    if form == "xlsx" and out is None:
        raise UserError("Ange filen att skriva till: --out resultat.xlsx.")
    if out is not None:
        write_results_file(found, form, out)
        click.echo(f"{out} är skriven.")
    elif form == "table":
        _write_results_table(found)
    else:
        click.echo(results_text(found, form), nl=False)


def _write_results_table(found: Results) -> None:
    from egenkontroll.operations.reporting import results_table

    heads, rows, notes = results_table(found)
    write_table(heads, rows)
    for note in notes:
        click.echo()
        click.echo(note)
