"""Copies of a document: list them, put one back, remove one; and where the document lies.

`storage.backups` says where copies lie and which are kept.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from egenkontroll.errors import UserError, reason
from egenkontroll.storage import backups, document, places
from egenkontroll.storage.database import DamagedError, InUseError, ReadOnlyError
from egenkontroll.storage.places import Kind
from egenkontroll.texts import number

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from egenkontroll.storage.backups import Copy

__all__ = ["DamagedError", "Kept", "is_copy", "kept", "place_warning", "remove", "restore"]

RULE = (
    f"Som mest sparas {backups.MOST} kopior: den sista från var och en av de {backups.DAYS} "
    f"senaste dagarna, {backups.WEEKS} veckorna och {backups.MONTHS} månaderna, och de "
    f"{backups.DEEDS} senaste från före en sammanslagning, gallring, inläsning, "
    "återställning, uppgradering eller ångring efter ett avbrott."
)
_WHY = {
    backups.Why.DAILY: "Daglig kopia",
    backups.Why.MERGE: "Före en sammanslagning",
    backups.Why.PURGE: "Före en gallring",
    backups.Why.IMPORT: "Före en inläsning",
    backups.Why.RESTORE: "Före en återställning",
    backups.Why.UPGRADE: "Före en uppgradering",
    backups.Why.UNDO: "Före ångring efter avbrott",
}
_BESIDE = ("-journal", "-wal")


class Kept(NamedTuple):
    """One copy of a document: its file, when and why it was made, and its size in bytes."""

    path: Path
    made: dt.datetime
    why: str
    size: int

    @property
    def when(self) -> str:
        """When it was made, in Swedish, by the clock on the wall."""
        return f"{self.made:%Y-%m-%d %H.%M}"

    @property
    def space(self) -> str:
        """The size in words."""
        if self.size < 1_000_000:
            return f"{number(-(-self.size // 1000))} kB"
        return f"{number(self.size / 1_000_000, 1)} MB"

    def as_json(self) -> dict[str, Any]:
        """Return the published form: see the README."""
        return {
            "file": str(self.path),
            "made": self.made.isoformat(timespec="minutes"),
            "why": self.why,
            "bytes": self.size,
        }


def is_copy(path: Path) -> bool:
    """Tell whether a file lies among copies, and so is one to look into and not to work in."""
    return backups.is_copy(path)


def kept(path: Path) -> tuple[Kept, ...]:
    """Return a document's copies, the newest first. The document itself may be gone."""
    return tuple(_kept(copy) for copy in backups.copies(path))


def _kept(copy: Copy) -> Kept:
    return Kept(copy.path, copy.made, _WHY[copy.why], copy.size)


def find(path: Path, name: str | None) -> Kept:
    """Return the copy with the file name, or the newest. Raises UserError where it is not there."""
    found = kept(path)
    if not found:
        raise UserError(
            f"Det finns ingen säkerhetskopia av {path.name} i {backups.folder_of(path)}."
        )
    for one in found:
        if name is None or one.path.name == name:
            return one
    raise UserError(
        f"Kopian {name} finns inte. Det här är kopiorna av {path.name}:",
        [one.path.name for one in found],
    )


def restore(path: Path, copy: Path) -> Path | None:
    """Put a copy in the document's place; return where what was there has been set aside.

    The document must not be open anywhere. The copy is checked first, row by row, and stays
    where it is. Raises UserError where it cannot be done; the document is then as it was.
    """
    with document.open_document(copy) as opened:
        problems = opened.problems()
        now_ms = opened.pen.now_ms()
    if problems:
        raise UserError(
            f"Kopian {copy.name} är inte hel, så inget är återställt. Välj en annan.", problems
        )
    aside = None
    if path.exists():
        _refuse_open(path)
        aside = backups.set_aside(path, now_ms, lambda target: _copy(path, target))
    import uuid

    part = path.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        try:
            _copy(copy, part)
            for beside in _beside(path):
                if aside is not None:
                    _copy(beside, aside.with_name(aside.name + beside.name[len(path.name) :]))
                # Left here it would be played back into the copy.
                beside.unlink(missing_ok=True)
            part.replace(path)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            f"{path.name} kunde inte återställas ({reason(error)}). Kopian är kvar, och "
            "dokumentet som det var finns i mappen med säkerhetskopior. Stäng dokumentet om det "
            "är öppet någonstans, se till att disken har plats, och försök igen."
        ) from error
    return aside


def remove(copy: Path) -> None:
    """Remove one copy for good. Raises UserError where it cannot be removed."""
    try:
        copy.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            f"{copy.name} kunde inte raderas ({reason(error)}). Stäng den om den är öppen."
        ) from error


def _refuse_open(path: Path) -> None:
    """Refuse where somebody has it open; one that is damaged may be replaced all the same."""
    try:
        document.open_document(path, write=True).close()
    except (InUseError, ReadOnlyError):
        raise
    except UserError:
        return


def _beside(path: Path) -> list[Path]:
    found = [path.with_name(path.name + ending) for ending in _BESIDE]
    return [one for one in found if one.is_file()]


def _copy(path: Path, target: Path) -> None:
    with path.open("rb") as source, target.open("xb") as file:
        shutil.copyfileobj(source, file, 1024 * 1024)
        file.flush()
        os.fsync(file.fileno())


# --- where the document lies ------------------------------------------------------------------

_NETWORK = (
    "{name} ligger på en nätverksplats. Programmet låser dokumentet medan det är öppet, skriver "
    "varje svar hela vägen innan det visas som sparat och tar en kopia varje dag. Alla nätverk "
    "håller inte lås: öppna det aldrig på två datorer samtidigt. Säkrast är att arbeta i en kopia "
    "på den egna datorn och slå ihop."
)
_SYNCED = (
    "{name} ligger i en mapp som synkas med {service}. Programmet håller dokumentet som en enda "
    "hel fil, låser det medan det är öppet och tar en kopia varje dag. Öppna det på en dator i "
    "taget, och vänta tills synkningen är klar innan du byter. Blir det två versioner av filen: "
    "slå ihop dem, så försvinner inget."
)
_ROAMING = (
    "{name} ligger i en profil som flyttas mellan datorer. Flytta det till en vanlig mapp: "
    "profilen kan skrivas över av en äldre när du loggar in på en annan dator."
)


def place_warning(path: Path) -> str:
    """Return what to know of where the document lies, in whole sentences; "" where nothing."""
    place = places.place_of(path)
    if place is None:
        return ""
    said = {Kind.NETWORK: _NETWORK, Kind.SYNCED: _SYNCED, Kind.ROAMING: _ROAMING}[place.kind]
    return said.format(name=path.name, service=place.name)


def folder_of(path: Path) -> Path:
    """Return the folder where a document's copies lie."""
    return backups.folder_of(path)
