"""Passphrases of encrypted documents: who is asked for them, and from where they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.storage import keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHORTEST = keys.SHORTEST
LOST = (
    "Tappas lösenfrasen går dokumentet aldrig att öppna igen, inte heller för den som har gjort "
    "programmet eller sköter datorn. Säkerhetskopiorna har samma lösenfras. Skriv den på papper "
    "och lägg papperet där ni förvarar annat som är viktigt."
)
"""What to know before a passphrase is set; to be shown and confirmed."""

LEFT = (
    "{name} och dess säkerhetskopior är kvar okrypterade. Öppna den krypterade filen, se att allt "
    "är där, och radera sedan de andra. Det som raderas kan gå att få fram ur disken en tid "
    "efteråt."
)
"""What to know of the plain file when an encrypted one has been made of it."""


WRITTEN_PLAIN = "Den är inte krypterad: alla som kommer åt filen kan läsa den."
"""What to know of a file that has been written of an encrypted document."""


def plain_words(path: Path) -> str:
    """Return that what is written of an encrypted document is not encrypted."""
    return (
        f"{path.name} är krypterad, men det som skrivs ur den är inte det: alla som kommer åt "
        "filerna kan läsa dem."
    )


def is_encrypted(path: Path) -> bool:
    """Tell whether a file is an encrypted document; False where it cannot be read."""
    return keys.salt_of(path) is not None


def is_locked(path: Path) -> bool:
    """Tell whether a file is an encrypted document that no passphrase given so far has opened."""
    salt = keys.salt_of(path)
    return salt is not None and not keys.knows(salt)


def unlock(path: Path, passphrase: str) -> None:
    """Let an encrypted document be opened with a passphrase, until the program is closed.

    Raises LockedError where it is the wrong one.
    """
    from egenkontroll.storage import connections
    from egenkontroll.storage.telling import told

    with told(path):
        connections.unlock(path, passphrase)


def give_file(path: Path) -> None:
    """Open encrypted documents with the passphrase on a file's first line."""
    from egenkontroll.operations.sealing import read_passphrase

    keys.give(read_passphrase(path))


def ask_with(ask: Callable[[Path], str]) -> None:
    """Ask so for the passphrase of a document that none that is known opens."""
    keys.when_missing(ask)
