"""What commands write: sentences, tables and JSON on stdout."""

from __future__ import annotations

import json
import shutil
import textwrap
from typing import TYPE_CHECKING, Any

import click

from egenkontroll.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from egenkontroll.results.table import Results

_GAP = 2
_NARROW = 100


def say(sentence: str) -> None:
    """Write one sentence to the person at the terminal."""
    click.echo(sentence)


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
        click.echo((" " * _GAP).join(parts).rstrip())


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
