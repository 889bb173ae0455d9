"""What SQLite and the system complain of, as sentences for people."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError, reason
from egenkontroll.storage.connections import errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_UNFINISHED = re.compile(r"\.(?:(?P<name>.+)\.[0-9a-f]{8}\.ny|[0-9a-f]+\.tmp)")

GET_ANEW = "Hämta den senaste säkerhetskopian eller be den som lämnade filen om en ny."
"""What to do about a document that is not whole."""


class NewerError(UserError):
    """The document says that a newer program made it, and has the tables of this one all the same.

    Either the next version changed no table, or the number is damaged.
    """


class DamagedError(UserError):
    """The file is a document, but part of it is gone or changed."""


class InUseError(UserError):
    """Another window or computer has the document open."""


class ReadOnlyError(UserError):
    """Nothing may be written in the document."""


class NotOursError(UserError):
    """What lies under an open document's name is no longer the file as it was left."""


class FullError(UserError):
    """There is no room left on the disk."""


def read_only(name: str) -> ReadOnlyError:
    """Return the error for a document that nothing may be written in."""
    return ReadOnlyError(
        f"Dokumentet {name} är skrivskyddat, så inget kan sparas i det. "
        "Kopiera filen till en egen mapp eller ta bort skrivskyddet och försök igen."
    )


def damaged(name: str) -> DamagedError:
    """Return the error for a document that is not whole."""
    return DamagedError(
        f"Dokumentet {name} är skadat: en del av filen saknas eller går inte att läsa. Filen är "
        f"orörd. {GET_ANEW}"
    )


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into a sentence for people."""
    try:
        yield
    except errors() as error:
        raise _in_swedish(error, path) from error
    except UnicodeDecodeError as error:  # where SQLite's own message quotes what is damaged
        raise damaged(path.name) from error
    except OSError as error:
        raise UserError(f"{_shown(path)} kan inte skrivas: {reason(error)}.") from error


def _shown(path: Path) -> str:
    """Return the name that a file is to have, where it is being written under another."""
    unfinished = _UNFINISHED.fullmatch(path.name)
    return path.name if unfinished is None else unfinished["name"] or "kopian"


def _in_swedish(error: Exception, path: Path) -> UserError:
    name, said = _shown(path), str(error)
    if "closed database" in said:
        return UserError(f"Dokumentet {name} är stängt. Öppna det igen.")
    if "locked" in said:
        return InUseError(
            f"Dokumentet {name} är öppet i ett annat fönster eller på en annan dator. "
            "Stäng det där och försök igen."
        )
    if "readonly" in said:
        return read_only(name)
    if "full" in said:
        return FullError(
            f"Disken är full. Inget nytt sparades i {name}; det som fanns är kvar. Frigör plats på "
            "disken, eller välj en annan, och försök igen."
        )
    if "I/O" in said:
        return UserError(
            f"{name} gick inte att läsa eller skriva: disken, stickan eller nätverket svarade inte "
            "som den skulle. Det som visades som sparat är kvar. Kontrollera att disken finns där "
            "och har plats, och försök igen."
        )
    if "unable to open" in said:
        return UserError(f"{name} kan inte öppnas för att skriva. Kontrollera mappens behörighet.")
    return damaged(name)
