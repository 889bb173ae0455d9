"""Other people's documents, held open to be read: recognised, looked through, never changed."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError, reason
from egenkontroll.merge.classes import FileClass
from egenkontroll.storage import bodies, database, journals, recognising, union
from egenkontroll.storage.fitting import REFERENCES, adrift
from egenkontroll.storage.held import hold_of, refuse_held
from egenkontroll.storage.scanning import Scan, check_answers, survey, survey_answers
from egenkontroll.storage.schema import VERSION
from egenkontroll.storage.telling import GET_ANEW
from egenkontroll.texts import count

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from egenkontroll.facts import Id
    from egenkontroll.storage.tables import Database

_Stamp = tuple[int, int, int]
"""The size of a file, and when it was last written and last changed in any way."""

_SEALED = b"age-encryption.org/"
_BESIDE = ("-journal", "-wal")
_HELD = 16 * 2**20  # bytes: nothing in a file of that size is too large to be held
_SMALL_CACHE = "PRAGMA cache_size = -16"
_LEFT_OUT = "Inget av den togs med."


@dataclass(frozen=True, slots=True)
class Held:
    """Cases, reviewers and units."""

    cases: set[Id]
    reviewers: set[Id]
    units: set[Id]

    def __or__(self, other: Held) -> Held:
        """Return what either holds."""
        return Held(
            self.cases | other.cases, self.reviewers | other.reviewers, self.units | other.units
        )

    def __sub__(self, other: Held) -> Held:
        """Return what the other does not hold."""
        return Held(
            self.cases - other.cases, self.reviewers - other.reviewers, self.units - other.units
        )

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.cases or self.reviewers or self.units)

    def by_column(self) -> dict[str, set[Id]]:
        """Return each set by the name of the columns that refer to it."""
        return {"case_id": self.cases, "reviewer": self.reviewers, "unit": self.units}


def held(connection: sqlite3.Connection) -> Held:
    """Return the cases, reviewers and units that a document tells of."""
    kinds = (("case_drawn", "case_id"), ("reviewer", "reviewer"), ("unit", "unit"))
    return Held(
        *(
            {row[0] for row in connection.execute(f'SELECT DISTINCT "{column}" FROM "{kind}"')}
            for kind, column in kinds
        )
    )


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot be taken in: what it is, and why, in whole sentences."""

    path: Path
    digest: str
    schema: int | None
    why: FileClass
    problem: str


@dataclass(slots=True)
class Input:
    """A document that can be taken in, locked against changes until it is closed.

    `at` is the file that is read: the document itself, or a private copy of it. `digest` is
    the SHA-256 of the document as it was handed in. Where it is not `checked` it is still to be
    found out whether there is doubt of its answers, and `look_through` has to be asked about them
    unless the document has them all: that is what `held` says.
    """

    path: Path
    at: Path
    digest: str
    schema: int
    scan: Scan
    checked: bool
    _db: Database = field(repr=False)
    _stamp: _Stamp
    held: bool = False

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection to read it with."""
        return self._db.conn

    def look_through(self, beat: Callable[[], object]) -> None:
        """Find out what the answers are about: see `Scan`."""
        survey_answers(self.connection, self.scan, beat)
        self.connection.execute("PRAGMA shrink_memory")

    def close(self) -> None:
        """Let the file go."""
        database.close(self._db)

    def is_as_opened(self) -> bool:
        """Tell whether the file, where it is read where it lies, was left alone since."""
        try:
            return self.at != self.path or _stamp(self.path) == self._stamp
        except OSError:
            return False

    @property
    def about(self) -> Held:
        """The cases, reviewers and units that some row is about."""
        cases = self.scan.cases | {case for case, _, _ in self.scan.answers}
        return Held(cases, self.scan.reviewers, self.scan.units - {b""})


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal.

    Raises OSError where it cannot be read, and UserError where it is open in this program.
    """
    refuse_held(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_input(
    path: Path,
    folder: Path,
    known: Mapping[str, str],
    beat: Callable[[], object],
    *,
    later: bool = False,
) -> Input | Refused:
    """Open and look through one file; `folder` is private and takes copies where one is needed.

    `known` is what to say of files that need not be opened, by digest.
    A file is copied where it was not left at rest (there is a journal beside it), was made by
    an older program, or was set by another one to keep a log; else it is read where it is.
    `later` leaves it to the caller to look for doubtful answers, and through them at all, where
    nothing else is wrong.
    """
    digest, schema = "", None
    try:
        refuse_held(path)
        before = _stamp(path)
        if path.stat().st_size == 0:
            return Refused(path, digest, None, FileClass.FOREIGN, f"{path.name} är tom.")
        if (sealed := _sealed(path)) is not None:
            return Refused(path, digest, None, FileClass.UNREADABLE, sealed)
        schema = database.version_of(path)
        digest = digest_of_file(path)
        if digest in known:
            return Refused(path, digest, schema, FileClass.IDENTICAL, known[digest])
        database.recognise(path)
        with database.told(path):
            return _opened(path, folder, (digest, before), beat, later=later)
    except database.DamagedError as error:
        return Refused(path, digest, schema, FileClass.DAMAGED, f"{error.message} {_LEFT_OUT}")
    except database.LockedError as error:
        return Refused(path, digest, schema, FileClass.UNREADABLE, error.message)
    except UserError as error:
        return Refused(path, digest, schema, _why(path, schema), error.message)
    except FileNotFoundError:
        return Refused(path, "", None, FileClass.UNREADABLE, f"{path.name} finns inte.")
    except OSError as error:
        said = f"{path.name} går inte att läsa ({reason(error)})."
        return Refused(path, digest, schema, FileClass.UNREADABLE, said)


def _why(path: Path, schema: int | None) -> FileClass:
    if schema is None and path.is_file() and hold_of(path) is None:
        return FileClass.FOREIGN
    if schema is not None and schema > VERSION:
        return FileClass.NEWER_PROGRAM
    return FileClass.UNREADABLE


def _sealed(path: Path) -> str | None:
    with path.open("rb") as file:
        if not file.read(len(_SEALED)).startswith(_SEALED):
            return None
    return database.locked_words(path.name)


def _opened(
    path: Path, folder: Path, known: tuple[str, _Stamp], beat: Callable[[], object], *, later: bool
) -> Input | Refused:
    """Open a file; `known` is its digest, and how it stood before that was made."""
    digest, before = known
    schema = database.version_of(path) or 0
    at = path
    if schema < VERSION or any(map(_size, _companions(path))) or recognising.keeps_a_log(path):
        journals.refuse_unfitting(path)
        at = _copied(path, folder)
    db = database.connect(at, write=False)
    try:
        # What was taken to open it is given back: SQLite then takes only so much anew.
        db.conn.execute(_SMALL_CACHE)
        db.conn.execute("PRAGMA shrink_memory")
        # A read transaction keeps the file as it is until it is closed.
        db.conn.execute("BEGIN")
        # Its key would have to be told to whoever checks an encrypted one.
        later = later and _size(at) <= _HELD and not database.is_encrypted(db)
        found = _surveyed(db.conn, beat, later=later)
        if later and (found.changed or found.malformed):
            later, found = False, _surveyed(db.conn, beat, later=False)
        if not later:
            check_answers(db.conn, found, beat)
        db.conn.execute("PRAGMA shrink_memory")
        if problem := _problem(path.name, found):
            database.close(db)
            said = f"{problem} {_LEFT_OUT} {GET_ANEW}"
            return Refused(path, digest, schema, FileClass.DAMAGED, said)
        if _stamp(path) != before:
            raise changed_meanwhile(path.name)
    except BaseException:
        database.close(db)
        raise
    return Input(path, at, digest, schema, found, not later, db, before)


def changed_meanwhile(name: str) -> UserError:
    """Return what to say of a file that somebody else writes in while it is read."""
    return UserError(f"{name} ändrades medan den lästes. Försök igen om en stund.")


def _surveyed(connection: sqlite3.Connection, beat: Callable[[], object], *, later: bool) -> Scan:
    found = survey(connection, beat, later=later)
    for kind in [*(kind for kind, *_ in bodies.faults(connection)), *adrift(connection).elements()]:
        found.malformed[kind] = found.malformed.get(kind, 0) + 1
    return found


def _problem(name: str, found: Scan) -> str:
    if found.changed:
        changed = sum(found.changed.values())
        rows, they = count(changed, "uppgift", "uppgifter"), "den" if changed == 1 else "de"
        return f"{name} är skadad: {rows} har ändrats efter att {they} sparades."
    if found.malformed:
        malformed = sum(found.malformed.values())
        rows, written = count(malformed, "uppgift", "uppgifter"), "skriven"
        if malformed != 1:
            written = "skrivna"
        return f"{name} har {rows} som inte kan vara {written} av Egenkontroll."
    return ""


def _companions(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in _BESIDE]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _stamp(path: Path) -> _Stamp:
    now = path.stat()
    return now.st_size, now.st_mtime_ns, now.st_ctime_ns


def _copied(path: Path, folder: Path) -> Path:
    """Return a private copy, brought to rest, of a file and what stands beside it."""
    copy = folder / f"{os.urandom(8).hex()}{database.SUFFIX}"
    shutil.copyfile(path, copy)
    for ending, beside in zip(_BESIDE, _companions(path), strict=True):
        if _size(beside):
            shutil.copyfile(beside, copy.with_name(copy.name + ending))
    with database.private_copy(copy):
        pass  # its journal and its older tables are seen to when it is opened
    return copy


def without(
    one: Input, folder: Path, gone: Held, rounds: set[Id], beat: Callable[[], object]
) -> tuple[Input, int]:
    """Return the input anew from a private copy, and how many rows were about what is gone.

    What is about single cases of `rounds`, which are purged, is left out too. The input must
    have been checked.
    """
    copy = folder / f"{os.urandom(8).hex()}{database.SUFFIX}"
    shutil.copyfile(one.at, copy)
    one.close()
    removed = 0
    with database.private_copy(copy) as connection:
        union.erase_purged(connection, rounds)
        for kind, columns in REFERENCES.items():
            for column in columns:
                statement = f'DELETE FROM "{kind}" WHERE "{column}" = ?'
                for value in gone.by_column()[column]:
                    removed += connection.execute(statement, (value,)).rowcount
    db = database.connect(copy, write=False)
    db.conn.execute("BEGIN")
    found = survey(db.conn, beat)
    return Input(one.path, copy, one.digest, one.schema, found, True, db, one._stamp), removed
