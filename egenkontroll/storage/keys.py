"""Passphrases of encrypted documents, while the program runs. They are never written anywhere."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.storage.held import hold_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MARK = b"EGK\x01"
"""An encrypted document begins with this and twelve random bytes: its salt, which is no secret.

All else in the file looks random, so it is by the mark that a person can be told what it is.
"""

SALT = 16
SHORTEST = 12
"""A passphrase has at least so many characters."""

_ROUNDS, _KEY_SIZE = 256_000, 32  # those of SQLCipher 4
_given: list[str] = []
_fitting: dict[bytes, str] = {}
_asking: list[Callable[[Path], str]] = []


class LockedError(UserError):
    """The document is encrypted, and no passphrase that has been given opens it."""


def normal(passphrase: str) -> str:
    """Return the passphrase so that the same letters are the same bytes on every keyboard."""
    return unicodedata.normalize("NFC", passphrase.strip())


def check(passphrase: str) -> None:
    """Raise UserError where a passphrase is too short to keep anybody out, or no text."""
    if len(normal(passphrase)) < SHORTEST:
        raise UserError(
            f"Lösenfrasen är för kort: den behöver minst {SHORTEST} tecken. Fyra eller fem ord "
            "som inte hör ihop är lätta att minnas och svåra att gissa."
        )
    if not normal(passphrase).isprintable():
        raise UserError("Lösenfrasen har tecken som inte går att skriva. Välj en annan.")


def give(passphrase: str) -> None:
    """Try this passphrase, before those given earlier, wherever an encrypted document is opened."""
    one = normal(passphrase)
    _given[:] = [one, *(other for other in _given if other != one)]


def key_of(passphrase: str, salt: bytes) -> str:
    """Return the key that a passphrase gives with a salt, as SQLCipher takes it.

    It is worked out just as SQLCipher does by itself, so that any program with SQLCipher opens
    the document with the passphrase; worked out here it need be done only once.
    """
    key = hashlib.pbkdf2_hmac("sha512", normal(passphrase).encode(), salt, _ROUNDS, _KEY_SIZE)
    return f"x'{key.hex()}{salt.hex()}'"


def remember(salt: bytes, key: str) -> None:
    """Open the document with the salt with this key, until the program is closed."""
    _fitting[salt] = key


def knows(salt: bytes) -> bool:
    """Tell whether the passphrase of the document with the salt is known."""
    return salt in _fitting


def when_missing(ask: Callable[[Path], str]) -> None:
    """Ask for the passphrase of a document so; "" gives up. Without it LockedError is raised."""
    _asking[:] = [ask]


def forget() -> None:
    """Forget every passphrase, and whom to ask."""
    _given.clear()
    _fitting.clear()
    _asking.clear()


def salt_of(path: Path) -> bytes | None:
    """Return an encrypted document's salt; None where the file is not one, or is not there."""
    if (hold := hold_of(path)) is not None:
        return hold.salt
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            head = file.read(SALT)
    except OSError:
        return None
    return head if head.startswith(MARK) and len(head) == SALT else None


def fitting(path: Path, salt: bytes, opens: Callable[[str], bool]) -> str:
    """Return the key that opens a document; its passphrase is asked for where none known does.

    `opens` tries a key. Raises LockedError where there is none.
    """
    if salt in _fitting:
        return _fitting[salt]
    for passphrase in _given:
        key = key_of(passphrase, salt)
        if opens(key):
            _fitting[salt] = key
            return key
    if _asking:
        passphrase = normal(_asking[0](path))
        key = key_of(passphrase, salt)
        if opens(key):
            give(passphrase)
            _fitting[salt] = key
            return key
    if _given or _asking:
        raise wrong(path)
    raise LockedError(
        f"{path.name} är krypterad. Filen är orörd. Ange lösenfrasen för att öppna den."
    )


def wrong(path: Path) -> LockedError:
    """Return the error for a passphrase that does not open a document."""
    return LockedError(
        f"Lösenfrasen stämmer inte med {path.name}, eller så är filens början skadad. Filen är "
        "orörd. Skriv lösenfrasen igen, med samma stora och små bokstäver."
    )
