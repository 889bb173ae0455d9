"""Settings of the organisation that the document is about, by name; merged like all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.facts import current, standing
from egenkontroll.storage import bodies
from egenkontroll.storage.telling import DamagedError

if TYPE_CHECKING:
    from egenkontroll.facts import Fact
    from egenkontroll.storage.document import Document


_DIGITS = 9


def setting(document: Document, name: str, otherwise: str = "") -> str:
    """Return a setting's value; `otherwise` where it has never been set."""
    fact = current(document.read("setting", name=name)).get((name,))
    return otherwise if fact is None else str(fact.content[0])


def number(document: Document, name: str, otherwise: int) -> int:
    """Return a setting that is a whole number; `otherwise` where it is none."""
    said = setting(document, name)
    return int(said) if said.isascii() and said.isdigit() and len(said) < _DIGITS else otherwise


def mapping(document: Document, name: str) -> dict[str, str]:
    """Return a setting that is texts by name; nothing where it is none."""
    try:
        found: dict[str, str] = bodies.read(
            "setting of texts", "value", setting(document, name), (name,)
        )
    except DamagedError:
        return {}
    return found


def setting_fact(document: Document, name: str, value: str) -> Fact:
    """Return the fact that a setting has a value, replacing the one before."""
    known = standing(document.read("setting", name=name))
    return document.pen.write("setting", (name,), (value,), known)
