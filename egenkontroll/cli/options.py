"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from egenkontroll.errors import UserError
from egenkontroll.texts import listing

if TYPE_CHECKING:
    from collections.abc import Callable


class _File(click.Path):
    """A path with a name of its own, also where "." is written, and one of some endings."""

    def __init__(self, *endings: str) -> None:
        super().__init__(path_type=Path)
        self._endings = endings

    def convert(self, value: Any, param: Any, ctx: Any) -> Path:
        """Return the path; raise UserError where its ending tells of another form."""
        if not str(value).strip():
            self.fail("", param, ctx)
        found = Path(str(super().convert(value, param, ctx)))
        if found.name in ("", ".."):
            found = found.resolve()
        if self._endings and found.suffix.casefold() not in self._endings and not found.is_dir():
            raise UserError(
                f"{found.name} har fel ändelse för det som ska skrivas. Sluta filnamnet med "
                f"{listing(list(self._endings), 'eller')}."
            )
        return found


FILE = _File()
PDF = _File(".pdf")
"""A file that is written as PDF."""

json_option = click.option("--json", "as_json", is_flag=True, help="Skriv JSON (UTF-8).")


def round_option(required: bool = True) -> Callable[[Any], Any]:
    """Return the option that names the round."""
    return click.option("--round", "round_name", required=required, help="Omgångens namn.")
