"""The options that say how a case list is to be read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from egenkontroll.cli.options import FILE
from egenkontroll.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from egenkontroll.operations.case_lists import Choices

_COLUMN = click.option("--column", "columns", multiple=True, metavar="UPPGIFT=KOLUMN",
                       help='Var uppgiften står: "Enhet=Arbetsgrupp"; kan upprepas.')  # fmt: skip
_SHEET = click.option("--sheet", metavar="BLAD", help="Bladet som är ärendelistan.")
_KEY = click.option("--pseudonymise", "key_file", type=FILE, metavar="FIL",
                    help="Ersätt numren med löpnummer; nyckeln skrivs till FIL (CSV).")  # fmt: skip


LIST_NAMES = ("columns", "sheet", "key_file")


def list_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options: which column, which sheet, and running numbers for references."""
    for option in (_KEY, _SHEET, _COLUMN):
        command = option(command)
    return command


@contextmanager
def told_how() -> Iterator[None]:
    """Say which option helps, where a list is stopped for something that a person can choose."""
    from egenkontroll.operations.case_lists import SheetsError
    from egenkontroll.sample.columns import ColumnsError
    from egenkontroll.sample.frame import PersonalNumbersError

    try:
        yield
    except UserError as error:
        hint = ""
        if isinstance(error, ColumnsError):
            hint = 'Säg vilken kolumn det är, till exempel --column "Enhet=Arbetsgrupp".'
        elif isinstance(error, SheetsError):
            hint = f'Säg vilket, till exempel --sheet "{error.sheets[0]}".'
        elif isinstance(error, PersonalNumbersError) and error.replaceable:
            hint = "Programmet ersätter dem med --pseudonymise och namnet på en ny nyckelfil."
        if not hint:
            raise
        raise UserError(error.message, [*error.problems, hint]) from error


def choices_from(columns: tuple[str, ...], sheet: str | None, key_file: Path | None) -> Choices:
    """Return what the options choose; raise UsageError for a column that is not told."""
    from egenkontroll.operations.case_lists import Choices

    chosen = {}
    for text in columns:
        said, sign, head = (part.strip() for part in text.partition("="))
        if not (said and sign and head):
            raise click.UsageError(
                f"--column {text} går inte att tolka. Skriv uppgiften, = och rubriken i listan, "
                'till exempel "Enhet=Arbetsgrupp".',
                click.get_current_context(),
            )
        chosen[said] = head
    return Choices(chosen, sheet, key_file)
