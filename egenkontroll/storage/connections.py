"""How SQLite is connected to, plain or encrypted, and the settings that keep a document safe."""

from __future__ import annotations

import os
import sqlite3
import sys
from typing import TYPE_CHECKING, Any, cast

from egenkontroll.errors import UserError
from egenkontroll.storage import keys

if TYPE_CHECKING:
    from pathlib import Path, PurePath

_LARGEST_VALUE = 256 * 1024 * 1024
_LARGEST_ANSWER = 4 * 1024 * 1024
_SAFE = ("trusted_schema = OFF", "cell_size_check = ON")
_WRITING = ("locking_mode = EXCLUSIVE", "journal_mode = TRUNCATE", "synchronous = FULL")
_READING = ("query_only = ON",)
_AT_REST = "journal_mode = DELETE"
_WAIT = 1.0  # seconds for a lock that somebody else holds
_REMEMBERED = {"ro": 4, "rw": 128, "rwc": 128}
"""How many statements each remembers: of those that are read from, many may be open at once."""
_WRONG = "not a database"


def settle(connection: sqlite3.Connection, *, write: bool) -> None:
    """Give a connection the settings of a document; see the test of power cuts for what they do."""
    for pragma in (*_SAFE, *(_WRITING if write else _READING)):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def hold_little(connection: sqlite3.Connection) -> None:
    """Let the reading of anything fail that is larger than an answer can be. Not for encrypted."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_ANSWER)


def bring_to_rest(connection: sqlite3.Connection) -> None:
    """Leave exactly one file: no journal beside it. Nothing where nothing could be written."""
    if not connection.execute("PRAGMA query_only").fetchone()[0]:
        connection.execute(f"PRAGMA {_AT_REST}").fetchall()


def errors(*also: type[Exception]) -> tuple[type[Exception], ...]:
    """Return what SQLite's complaints are raised as: the encrypted ones have a class of their own.

    To be used as `except errors():`.
    """
    cipher = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error, *also) if cipher is None else (sqlite3.Error, cipher.Error, *also)


def is_encrypted(connection: sqlite3.Connection) -> bool:
    """Tell whether a connection is to an encrypted document."""
    return not isinstance(connection, sqlite3.Connection)


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Connect to a file: `mode` is ro, rw or rwc. Raises LockedError without its passphrase."""
    salt = keys.salt_of(path)
    if salt is not None:
        return _decrypting(path, mode, salt)
    made = sqlite3.connect(
        _uri(path, mode),
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_WAIT,
        cached_statements=_REMEMBERED[mode],
    )
    made.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE)
    return made


def new_beside(path: Path, other: Path) -> sqlite3.Connection:
    """Connect to a new file that is opened with the same passphrase as another, or with none.

    It has the other's salt, since its passphrase may be known no longer but by its key.
    """
    salt = keys.salt_of(other)
    if salt is None:
        return connect(path, "rwc")
    return _keyed(path, "rwc", keys.fitting(other, salt, lambda one: _opens(other, one)))


def new_encrypted(path: Path, passphrase: str) -> sqlite3.Connection:
    """Connect to a new file that is encrypted. Raises UserError where that cannot be done here."""
    salt = keys.MARK + os.urandom(keys.SALT - len(keys.MARK))
    key = keys.key_of(passphrase, salt)
    made = _keyed(path, "rwc", key)
    keys.remember(salt, key)
    return made


def unlock(path: Path, passphrase: str) -> None:
    """Remember the passphrase that opens an encrypted document. Raises LockedError if it does not.

    Does nothing for a document that is not encrypted.
    """
    salt = keys.salt_of(path)
    if salt is not None:
        key = keys.key_of(passphrase, salt)
        if not _opens(path, key):
            raise keys.wrong(path)
        keys.give(passphrase)
        keys.remember(salt, key)


def alike(path: Path, beside: sqlite3.Connection | None) -> sqlite3.Connection:
    """Connect to a new private file that is encrypted if what it stands beside is."""
    if beside is None or not is_encrypted(beside):
        return connect(path, "rwc")
    return new_encrypted(path, os.urandom(32).hex())  # nobody opens it when the program is closed


def attach(connection: sqlite3.Connection, name: str, path: Path, mode: str = "ro") -> None:
    """Attach a document for reading under a name. A plain one may be attached to any.

    `mode` is as in `connect`. Raises LockedError for an encrypted one whose passphrase is not
    known.
    """
    uri = _uri(path, mode)
    if not is_encrypted(connection):
        connection.execute(f"ATTACH ? AS {name}", (uri,))
        return
    salt, key = keys.salt_of(path), ""
    if salt is not None:
        key = keys.fitting(path, salt, lambda one: _opens(path, one))
    connection.execute(f"ATTACH ? AS {name} KEY ?", (uri, key))


def _decrypting(path: Path, mode: str, salt: bytes) -> sqlite3.Connection:
    return _keyed(path, mode, keys.fitting(path, salt, lambda one: _opens(path, one)))


def has_journal(path: Path) -> bool:
    """Tell whether something stands beside a document that was begun and never finished."""
    journal = path.with_name(f"{path.name}-journal")
    return journal.is_file() and journal.stat().st_size > 0


def _opens(path: Path, key: str) -> bool:
    """Tell whether a key opens a document. Raises what SQLite says where that cannot be known."""
    try:
        return _reads(path, "ro", key)
    except errors() as error:
        if not (has_journal(path) and "readonly" in str(error)):
            raise
    # What was begun and never finished has to be undone first, and that is to write.
    import shutil
    from contextlib import ExitStack

    from egenkontroll.storage import journals

    def tried(folder: Path) -> bool:
        copy = folder / "copy.egk"
        for ending in ("", "-journal"):
            shutil.copyfile(f"{path}{ending}", f"{copy}{ending}")
        return _reads(copy, "rw", key)

    with ExitStack() as held:
        return journals.in_room(path, held, tried)[0]


def _reads(path: Path, mode: str, key: str) -> bool:
    tried = _keyed(path, mode, key)
    try:
        tried.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except errors() as error:
        if _WRONG in str(error):
            return False
        raise
    finally:
        tried.close()
    return True


def _keyed(path: Path, mode: str, key: str) -> sqlite3.Connection:
    """Connect with a key, which may be the wrong one: that shows when something is read."""
    cipher = _library(path)
    made = cast(
        "sqlite3.Connection",
        cipher.connect(
            _uri(path, mode), uri=True, isolation_level=None, check_same_thread=False, timeout=_WAIT
        ),
    )
    # What cannot be opened is told by us. Nothing of the content is ever put in a plain file.
    for pragma in ("cipher_log_level = NONE", f'key = "{key}"', "temp_store = MEMORY"):
        made.execute(f"PRAGMA {pragma}").fetchall()
    return made


def _library(path: Path) -> Any:
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise UserError(
            f"{path.name} är eller ska bli krypterad, och det kan den här installationen inte. "
            "Inget är ändrat. Be den som sköter datorn att installera egenkontroll[kryptering]."
        ) from None
    return dbapi2


def _uri(path: Path, mode: str) -> str:
    return f"{as_uri(path.absolute())}?mode={mode}"


def as_uri(path: PurePath) -> str:
    """Return an absolute path as SQLite takes it: a computer's name is no authority to it."""
    said = path.as_uri()
    return said if said.startswith("file:///") else said.replace("file://", "file:////", 1)
