"""Settings of the organisation that the document is about, by name; merged like all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.facts import current, standing

if TYPE_CHECKING:
    from egenkontroll.facts import Fact
    from egenkontroll.storage.document import Document


def setting(document: Document, name: str, otherwise: str = "") -> str:
    """Return a setting's value; `otherwise` where it has never been set."""
    fact = current(document.read("setting", name=name)).get((name,))
    return otherwise if fact is None else str(fact.content[0])


def setting_fact(document: Document, name: str, value: str) -> Fact:
    """Return the fact that a setting has a value, replacing the one before."""
    known = standing(document.read("setting", name=name))
    return document.pen.write("setting", (name,), (value,), known)
