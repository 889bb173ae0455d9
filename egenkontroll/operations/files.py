"""Write files whole or not at all, under names that every system can hold."""

from __future__ import annotations

import os
import re
import unicodedata
import uuid
from contextlib import suppress
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError, reason
from egenkontroll.sample.identity import refuse_identity
from egenkontroll.storage.held import refuse_held

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_REFUSED = re.compile(r'[<>:"/\\|?*]')
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])[ .]*(\.|$)", re.I)
_PART_BYTES = 72
_NAMELESS = "namnlös"


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8, whole or not at all."""
    write_bytes(path, text.encode())


def refuse_unwritable(path: Path, others: Sequence[Path] = ()) -> None:
    """Raise UserError where a file could not be written, or would be written over `others`.

    Asked before something that cannot be done again is done; nothing is left behind.
    """
    if any(path.resolve() == other.resolve() for other in others):
        raise UserError(f"{path.name} är ett av dokumenten. Välj ett annat filnamn.")
    refuse_over(path)
    if path.is_dir():
        raise _is_folder(path)
    part = _part(path)
    try:
        with suppress(FileNotFoundError):
            path.stat()
        part.open("xb").close()
        part.unlink()
    except OSError as error:
        raise _not_written(path, error) from error


def refuse_over(path: Path) -> None:
    """Raise UserError where a file to write is a document that is open here."""
    refuse_held(path, "och skrivs inte över. Inget är sparat. Välj ett annat filnamn.")


def _part(path: Path) -> Path:
    return path.parent / f".{uuid.uuid4().hex}.tmp"


def write_bytes(path: Path, data: bytes) -> None:
    """Write beside the target and rename, so that there is never half a file.

    Raises UserError where it cannot be written; what was there before is then still there.
    """
    refuse_over(path)
    if path.is_dir():
        raise _is_folder(path)
    part = _part(path)
    try:
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        raise _not_written(path, error) from error


def make_folder(folder: Path) -> None:
    """Make the folder if it is not there. Its parent must be.

    Its name goes with the files in it: one that identifies a person is refused.
    """
    refuse_identity("Mappens namn", folder.name)
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError as error:
        raise UserError(
            f"Mappen {folder.parent} finns inte, så {folder.name} kan inte skapas i den. "
            "Skapa den först eller välj en annan mapp."
        ) from error
    except FileExistsError as error:
        raise UserError(f"{folder} är en fil och ingen mapp. Välj en annan mapp.") from error
    except OSError as error:
        raise UserError(
            f"Mappen {folder} kunde inte skapas ({reason(error)}). Välj en mapp där du får spara."
        ) from error


def file_name(parts: Sequence[str], suffix: str) -> str:
    """Return the parts joined to a name that Windows can hold: "Våren 2024_Ungdom_resultat.pdf"."""
    name = "_".join(_safe(part) for part in parts) + suffix
    return f"_{name}" if _RESERVED.match(name) else name


def distinct(names: Sequence[str]) -> list[str]:
    """Return the names with numbers where two would be the same file: "Ungdom (2).pdf"."""
    taken: set[str] = set()
    found = []
    for name in names:
        stem, dot, suffix = name.rpartition(".")
        number, tried = 1, name
        while tried.casefold() in taken:
            number += 1
            tried = f"{stem} ({number}){dot}{suffix}"
        taken.add(tried.casefold())
        found.append(tried)
    return found


def _safe(part: str) -> str:
    composed = unicodedata.normalize("NFC", part)
    seen = "".join(
        " " if unicodedata.category(sign) in _UNSEEN else sign
        for sign in _REFUSED.sub("-", composed)
    )
    short = " ".join(seen.split()).encode()[:_PART_BYTES].decode(errors="ignore")
    return short.strip(" .") or _NAMELESS


def _is_folder(path: Path) -> UserError:
    name = path.resolve().name or path
    return UserError(f"{name} är en mapp, så ingen fil kan skrivas där. Välj ett annat filnamn.")


def _not_written(path: Path, error: OSError) -> UserError:
    if path.is_dir():
        return _is_folder(path)
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return UserError(
            f"Filen {path.name} kunde inte skrivas: mappen {path.parent} finns inte. Välj en "
            "annan mapp och försök igen."
        )
    if isinstance(error, PermissionError):
        return UserError(
            f"Filen {path.name} kunde inte skrivas. Stäng den om den är öppen i ett annat "
            "program, eller välj en mapp där du får spara, och försök igen."
        )
    return UserError(
        f"Filen {path.name} kunde inte skrivas ({reason(error)}). Kontrollera att "
        "disken har plats, eller välj en annan mapp, och försök igen."
    )
