"""Print a checklist as a blank form, with the system's dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.gui.printing import print_made
from egenkontroll.operations import reporting

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.gui.session import Session


def print_form(parent: QWidget, session: Session, checklist: Checklist) -> None:
    """Make the form off the window's thread, and then ask for the printer."""
    name = f"{checklist.id} {checklist.version} blankett"
    print_made(parent, session, name, lambda path: reporting.write_form(checklist, path))
