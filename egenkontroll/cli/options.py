"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = click.Path(path_type=Path)

json_option = click.option("--json", "as_json", is_flag=True, help="Skriv JSON (UTF-8).")


def round_option(required: bool = True) -> Callable[[Any], Any]:
    """Return the option that names the round."""
    return click.option("--round", "round_name", required=required, help="Omgångens namn.")
