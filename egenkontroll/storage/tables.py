"""The tables of a document of any version: made, held against what they should be, copied."""

from __future__ import annotations

import sqlite3
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from egenkontroll.storage import schema

if TYPE_CHECKING:
    from collections.abc import Callable

_SCHEMA = "SELECT type, name, sql FROM sqlite_schema"
_LONGEST_SCHEMA = 1_000_000


class Database(NamedTuple):
    """An open document's connection.

    The library that keeps account of migrations has a class of its own for it; it takes long to
    import, and a document is opened when the program starts. So it is only asked for in `migrate`.
    """

    conn: sqlite3.Connection

    def close(self) -> None:
        """Close the connection."""
        self.conn.close()


def has_schema(connection: sqlite3.Connection, version: int) -> bool:
    """Tell whether a database has just the tables of a version, made as ours are."""
    wanted = expected_schema(version)
    asked = "SELECT total(length(sql)) < ? AND count(*) = ? FROM sqlite_schema"
    same = connection.execute(asked, (_LONGEST_SCHEMA, len(wanted))).fetchone()[0]
    return bool(same) and set(connection.execute(_SCHEMA)) == wanted


@cache
def expected_schema(version: int = schema.VERSION) -> frozenset[tuple[str, str, str]]:
    """Return what the tables of a version are made by: (type, name, statement)."""
    if version == schema.TOLD:
        return frozenset(schema.tables())
    return made_schema(version)


def made_schema(version: int) -> frozenset[tuple[str, str, str]]:
    """Return the same as the migrations make it."""
    expected = in_memory(version)
    try:
        return frozenset(expected.conn.execute(_SCHEMA))
    finally:
        expected.close()


def in_memory(version: int) -> Database:
    """Return an empty document of a version that lies in memory."""
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    return filled(made, version)


def filled(connection: sqlite3.Connection, version: int) -> Database:
    """Make the tables of a version in an empty database."""
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    db = wrapped(connection)
    migrate(db, version)
    return db


def migrate(db: Database, version: int) -> None:
    """Apply the migrations that a document has not had, up to a version."""
    import sqlite_utils

    schema.migrations(version).apply(sqlite_utils.Database(db.conn, execute_plugins=False))
    # When the facts were said stands in the facts; the time here would only make two documents
    # with the same content differ.
    db.conn.execute("UPDATE _sqlite_migrations SET applied_at = ''")


def copy_rows(
    source: sqlite3.Connection, target: sqlite3.Connection, beat: Callable[[], object] | None = None
) -> None:
    """Copy every row of a document into another, empty one of the same version."""
    target.execute("BEGIN IMMEDIATE")
    for table, names in _columns(target).items():
        if beat is not None:
            beat()
        places = ", ".join("?" for _ in names.split(", "))
        rows = source.execute(f'SELECT {names} FROM "{table}"')
        target.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)
    target.execute("COMMIT")


def same_rows(one: sqlite3.Connection, other: sqlite3.Connection) -> bool:
    """Tell whether two documents of the same version hold just the same rows."""
    for table, names in _columns(one).items():
        asked = f'SELECT {names} FROM "{table}"'  # in the order of their keys: they are trees
        if any(a != b for a, b in zip_longest(one.execute(asked), other.execute(asked))):
            return False
    return True


def _columns(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the columns of each table of ours, as they are written in a statement."""
    tables = [name for type_, name, _ in connection.execute(_SCHEMA).fetchall() if type_ == "table"]
    found = {}
    for table in tables:
        if not table.startswith(("_", "sqlite_")):
            columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
            found[table] = ", ".join(f'"{row[1]}"' for row in columns)
    return found


def wrapped(connection: sqlite3.Connection) -> Database:
    """Return the connection as an open document has it."""
    return Database(connection)
