"""Files that are locked with a passphrase or a key: ask for it, and open them for this once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog, QLineEdit

from egenkontroll.errors import UserError
from egenkontroll.gui import files
from egenkontroll.operations.private import PrivateFolder
from egenkontroll.texts import count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Opening:
    """What locked files are to be opened with."""

    passphrase: str = ""
    key_file: Path | None = None


class Sealed:
    """The documents in locked files, opened in a private folder that goes with the program."""

    def __init__(self) -> None:
        self._folder: PrivateFolder | None = None
        self.opened: dict[Path, Path] = {}

    def ask(self, parent: QWidget, paths: Sequence[Path]) -> Opening | None:
        """Ask for what opens the files; None where the person changed their mind."""
        from egenkontroll.operations import sealing

        phrase, key = "", None
        if locked := [one for one in paths if sealing.wants_passphrase(one)]:
            phrase = _ask_passphrase(parent, locked)
            if not phrase:
                return None
        if any(not sealing.wants_passphrase(one) for one in paths):
            key = files.choose_file(parent, "Välj filen med den hemliga nyckeln", "Filer (*)")
        return Opening(phrase, key)

    def open(self, paths: Sequence[Path], opening: Opening) -> tuple[str, ...]:
        """Open the files; return what was wrong with those that could not be opened."""
        from egenkontroll.operations import sealing

        if self._folder is None:
            self._folder = PrivateFolder()
        told = []
        for number, path in enumerate(paths, len(self.opened)):
            place = self._folder.path / str(number)
            try:
                place.mkdir(exist_ok=True)
                out = sealing.opened_name(place / path.name)
                sealing.unseal(path, out, passphrase=opening.passphrase, key_file=opening.key_file)
                self.opened[path] = out
            except UserError as error:
                told.append(f"{path.name}: {error.message}")
        return tuple(told)

    def forget(self) -> None:
        """Take away what was opened."""
        self.opened.clear()
        if self._folder is not None:
            self._folder.remove()
            self._folder = None


def _ask_passphrase(parent: QWidget, locked: Sequence[Path]) -> str:
    names = [one.name for one in locked[:_MOST_NAMES]]
    if more := len(locked) - len(names):
        names.append(count(more, "fil till", "filer till"))
    dialog = QInputDialog(parent)
    dialog.setWindowTitle("Låsta filer")
    dialog.setInputMode(QInputDialog.InputMode.TextInput)
    dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
    dialog.setLabelText("\n".join(["Lösenfras för", *names]))  # its words are never wrapped
    dialog.setOkButtonText("Öppna")
    dialog.setCancelButtonText("Avbryt")
    return dialog.textValue() if dialog.exec() else ""
