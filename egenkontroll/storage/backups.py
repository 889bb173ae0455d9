"""Copies of a document: where they lie, what they are called, and which are kept.

They lie in a folder beside the document, so that they are found where the document is and never
end up in a profile that roams. A copy's name says when and why it was made.

At most 28 are kept: of the copies of a usable document the newest of each of the last 7 days, 4
weeks and 12 months that have any, and beside them the last 5 made before something large was
done. Older ones are removed when a new one has been written, never before.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from egenkontroll.errors import UserError, reason
from egenkontroll.storage.telling import FullError, NotOursError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from egenkontroll.storage.document import Document

FOLDER = "Säkerhetskopior"
DAYS, WEEKS, MONTHS, DEEDS = 7, 4, 12, 5
MOST = DAYS + WEEKS + MONTHS + DEEDS


class Why(StrEnum):
    """Why a copy was made, as it stands in its name."""

    DAILY = "daglig"
    MERGE = "före sammanslagning"
    PURGE = "före gallring"
    IMPORT = "före inläsning"
    RESTORE = "före återställning"
    UPGRADE = "före uppgradering"
    UNDO = "före ångring efter avbrott"


class Copy(NamedTuple):
    """One copy. `made` is by the clock on the wall, to the minute; `number` tells two apart."""

    path: Path
    made: dt.datetime
    why: Why
    number: int
    size: int

    @property
    def order(self) -> tuple[dt.datetime, int, str]:
        """What copies are sorted by: the oldest first."""
        return self.made, self.number, self.path.name


def folder_of(path: Path) -> Path:
    """Return the folder beside a document where its copies lie."""
    return path.absolute().parent / FOLDER


def is_copy(path: Path) -> bool:
    """Tell whether a file lies among copies, and so is one to look into and not to work in."""
    return path.absolute().parent.name == FOLDER


def copies(path: Path) -> tuple[Copy, ...]:
    """Return a document's copies, the newest first. Raises UserError if they cannot be listed."""
    folder, named = folder_of(path), _named(path)
    found = []
    try:
        if not folder.is_dir():
            return ()
        for one in folder.iterdir():
            said = named.fullmatch(one.name)
            if said is None or one.is_symlink() or not one.is_file():
                continue
            with suppress(ValueError):
                made = dt.datetime.fromisoformat(said["made"].replace(".", ":"))
                why = Why(said["why"] or Why.MERGE)
                found.append(Copy(one, made, why, int(said["number"] or 1), one.stat().st_size))
    except OSError as error:
        raise UserError(
            f"Mappen {folder} går inte att läsa ({reason(error)}). Kontrollera behörigheten."
        ) from error
    return tuple(sorted(found, key=lambda copy: copy.order, reverse=True))


def back_up(document: Document, why: Why = Why.MERGE) -> Path:
    """Write a copy of the document as it is; it appears under its name only when it is whole.

    Raises UserError where it cannot be written; nothing is then changed.
    """
    return _keep(document.path, why, document.pen.now_ms(), document.write_copy)


def back_up_of_the_day(document: Document) -> Path | None:
    """Write a copy when the document is first opened for writing on a day, if it has changed.

    It is the document as it was left: nothing has been written in it today. None where it has,
    where the newest copy is the same, and where the document is a copy itself.
    """
    if is_copy(document.path):
        return None
    now = local_time(document.pen.now_ms())
    left = local_time(document.path.stat().st_mtime_ns // 1_000_000)
    if left.date() >= now.date():
        return None
    newest = next(iter(copies(document.path)), None)
    if newest is not None and newest.made > left:
        return None
    return back_up(document, Why.DAILY)


def set_aside(path: Path, now_ms: int, write: Callable[[Path], object]) -> Path:
    """Write a copy of a document that is to be replaced; `write` is given where to write it."""
    return _keep(path, Why.RESTORE, now_ms, write)


def before_upgrade(path: Path, now_ms: int, write: Callable[[Path], object]) -> Path | None:
    """Write a copy of a document as an older program left it; None where it is itself a copy."""
    return None if is_copy(path) else _keep(path, Why.UPGRADE, now_ms, write)


def before_undoing(path: Path, now_ms: int, found: Path) -> Path | None:
    """Copy a document as it was found, before what was begun in it is undone.

    `found` is a private copy of it. None where such a copy of just the same is there already.
    """
    import filecmp

    for copy in copies(path):
        if copy.why is Why.UNDO and filecmp.cmp(copy.path, found, shallow=False):
            return None
    return _keep(path, Why.UNDO, now_ms, lambda target: _copied(found, target))


def kept(found: Iterable[Copy]) -> set[Copy]:
    """Return which copies the rule keeps: see the module's text."""
    newest = sorted(found, key=lambda copy: copy.order, reverse=True)
    deeds = [copy for copy in newest if copy.why is not Why.DAILY]
    # What was replaced may be damaged, and what was undone half done: they stand for no day.
    whole = [copy for copy in newest if copy.why not in (Why.RESTORE, Why.UNDO)]
    days = _first_of_each(whole, lambda made: made.date())
    weeks = _first_of_each(whole, lambda made: made.isocalendar()[:2])
    months = _first_of_each(whole, lambda made: (made.year, made.month))
    return {*deeds[:DEEDS], *days[:DAYS], *weeks[:WEEKS], *months[:MONTHS]}


def local_time(milliseconds: int) -> dt.datetime:
    """Return what the clock on the wall shows, for milliseconds since 1970 UTC."""
    moment = dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
    return moment.astimezone().replace(tzinfo=None)


def _first_of_each(newest: list[Copy], of: Callable[[dt.datetime], object]) -> list[Copy]:
    found: dict[object, Copy] = {}
    for copy in newest:
        found.setdefault(of(copy.made), copy)
    return list(found.values())


def _keep(path: Path, why: Why, now_ms: int, write: Callable[[Path], object]) -> Path:
    folder = folder_of(path)
    part = folder / f".{os.urandom(6).hex()}.tmp"
    try:
        folder.mkdir(exist_ok=True)
        try:
            write(part)
            target = _free(folder, path, why, local_time(now_ms))
            part.replace(target)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except NotOursError:
        raise
    except (OSError, UserError) as error:
        said = error.message if isinstance(error, UserError) else f"{reason(error)}."
        if isinstance(error, FullError):
            said = "disken är full."
        raise UserError(
            f"Säkerhetskopian kunde inte skrivas i {folder}, så inget gjordes: {said} Se till att "
            "mappen går att skriva i och att disken har plats, och försök igen."
        ) from error
    _remove_old(path, target)
    return target


def _copied(found: Path, target: Path) -> None:
    shutil.copyfile(found, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _remove_old(path: Path, new: Path) -> None:
    with suppress(UserError):
        found = copies(path)
        for copy in {*found} - kept(found):
            if copy.path != new:
                with suppress(OSError):
                    copy.path.unlink()


def _named(path: Path) -> re.Pattern[str]:
    return re.compile(
        rf"{re.escape(path.stem)} \(säkerhetskopia (?P<made>\d{{4}}-\d\d-\d\d \d\d\.\d\d)"
        rf"(?: (?P<why>[^\W\d]+(?: [^\W\d]+)*))?(?:, (?P<number>\d{{1,4}}))?\)"
        + re.escape(path.suffix)
    )


def _free(folder: Path, path: Path, why: Why, made: dt.datetime) -> Path:
    name = f"{path.stem} (säkerhetskopia {made:%Y-%m-%d %H.%M} {why}"
    target, number = folder / f"{name}){path.suffix}", 1
    while target.exists():
        number += 1
        target = folder / f"{name}, {number}){path.suffix}"
    return target
