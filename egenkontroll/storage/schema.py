"""The tables of a document: one tree for each kind of fact, and the migrations that make them.

Migrations are append-only: an applied one is never edited, and uses no live domain code. The
first makes what `KINDS` says until it is released and written out; a stored document of version
1 fails the tests if that changes.
To add a kind: add it to `KINDS` and add a migration that creates its table; to give a kind
another column: a new migration that rebuilds the table, and the same in `KINDS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x45474B31  # "EGK1"
Column: TypeAlias = tuple[str, str]

_HEADER: tuple[Column, ...] = (("clock", "INTEGER"), ("device", "BLOB"), ("digest", "BLOB"))
_REPLACES: Column = ("replaces", "BLOB")


class Kind(NamedTuple):
    """One kind of fact: the columns of its natural key, and of what it says."""

    key: tuple[Column, ...]
    content: tuple[Column, ...]

    @property
    def tree(self) -> tuple[Column, ...]:
        """The columns of the primary key, in order: they must come first in the table."""
        return (*self.key, *_HEADER)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column's name, in the table's order."""
        return tuple(name for name, _ in (*self.tree, _REPLACES, *self.content))


KINDS: dict[str, Kind] = {
    "unit": Kind(
        (("unit", "BLOB"),),
        (("name", "TEXT"), ("parent", "BLOB"), ("predecessors", "BLOB")),
    ),
    # `left` is 1 for a reviewer who has stopped; `same_as` the one that this one really is.
    "reviewer": Kind(
        (("reviewer", "BLOB"),),
        (("name", "TEXT"), ("unit", "BLOB"), ("left", "INTEGER"), ("same_as", "BLOB")),
    ),
    "checklist": Kind((("checklist", "BLOB"),), (("body", "TEXT"), ("source", "TEXT"))),
    "round": Kind(
        (("round", "BLOB"),),
        (
            ("name", "TEXT"),
            ("starts", "TEXT"),
            ("ends", "TEXT"),
            ("checklist", "BLOB"),
            ("checklist_id", "TEXT"),
            ("version", "TEXT"),
        ),
    ),
    "frame": Kind(
        (("round", "BLOB"), ("frame", "BLOB")),
        (("source", "TEXT"), ("hash", "TEXT"), ("cases", "TEXT"), ("excluded", "TEXT")),
    ),
    "draw": Kind((("round", "BLOB"), ("draw", "BLOB")), (("body", "TEXT"),)),
    "case_drawn": Kind(
        (("round", "BLOB"), ("case_id", "BLOB")),
        (
            ("reference", "TEXT"),
            ("unit", "BLOB"),
            ("attributes", "TEXT"),
            ("position", "INTEGER"),
            ("status", "TEXT"),
            ("reason", "TEXT"),
            ("double", "INTEGER"),
        ),
    ),
    # One-way codes of the caseworker, for assignment alone: never in a hand-out or a result.
    "handler": Kind((("round", "BLOB"), ("case_id", "BLOB")), (("code", "TEXT"),)),
    "assignment": Kind((("case_id", "BLOB"), ("role", "INTEGER")), (("reviewer", "BLOB"),)),
    "review_state": Kind(
        (("case_id", "BLOB"), ("role", "INTEGER"), ("reviewer", "BLOB")),
        (("state", "TEXT"), ("reason", "TEXT")),
    ),
    "answer": Kind(
        (
            ("case_id", "BLOB"),
            ("question", "TEXT"),
            ("role", "INTEGER"),
            ("reviewer", "BLOB"),
        ),
        (("value", "TEXT"), ("comment", "TEXT"), ("flags", "TEXT")),
    ),
    "consensus": Kind(
        (("case_id", "BLOB"), ("question", "TEXT")),
        (("value", "TEXT"), ("comment", "TEXT"), ("reason", "TEXT"), ("reviewer", "BLOB")),
    ),
    # How a contradiction was settled after a merge: which answer was kept, and why.
    "decision": Kind(
        (
            ("case_id", "BLOB"),
            ("question", "TEXT"),
            ("role", "INTEGER"),
            ("reviewer", "BLOB"),
        ),
        (("chosen", "TEXT"), ("reason", "TEXT")),
    ),
    "concern": Kind(
        (("round", "BLOB"), ("concern", "BLOB")), (("duty", "TEXT"), ("reviewer", "BLOB"))
    ),
    "aggregate": Kind(
        (("round", "BLOB"), ("question", "TEXT"), ("unit", "BLOB"), ("split", "TEXT")),
        (
            ("k", "INTEGER"),
            ("n", "INTEGER"),
            ("printed", "INTEGER"),
            ("turned", "INTEGER"),
            ("source", "TEXT"),
            ("note", "TEXT"),
        ),
    ),
    # What is said of a whole round: handed out, merged, locked, purged.
    "handout": Kind(
        (("round", "BLOB"), ("reviewer", "BLOB")), (("file", "TEXT"), ("body", "TEXT"))
    ),
    "merge_receipt": Kind((("receipt", "BLOB"),), (("body", "TEXT"),)),
    "lock": Kind(
        (("round", "BLOB"), ("edition", "INTEGER")),
        (("seal", "TEXT"), ("body", "TEXT"), ("reason", "TEXT"), ("by", "TEXT")),
    ),
    # The cases as they were counted when a round was locked: erased with the rest at a purge.
    "locked_cases": Kind((("round", "BLOB"), ("edition", "INTEGER")), (("body", "TEXT"),)),
    "purge": Kind((("round", "BLOB"),), (("body", "TEXT"),)),
    # What holds over the years: relations between questions, actions, plans, settings.
    "ledger": Kind(
        (
            ("old", "BLOB"),
            ("new", "BLOB"),
            ("old_question", "TEXT"),
            ("new_question", "TEXT"),
        ),
        (("relation", "TEXT"), ("reason", "TEXT"), ("by", "TEXT")),
    ),
    "clarification": Kind(
        (("round", "BLOB"), ("question", "TEXT")),
        (("decision", "TEXT"), ("words", "TEXT"), ("by", "TEXT")),
    ),
    "focus": Kind((("round", "BLOB"), ("question", "TEXT")), (("wanted", "INTEGER"),)),
    "action": Kind((("action", "BLOB"),), (("body", "TEXT"),)),
    "plan": Kind((("plan", "BLOB"),), (("body", "TEXT"),)),
    "setting": Kind((("name", "TEXT"),), (("value", "TEXT"),)),
}

# Tables that are this file's own and never merged: how the latest merges are undone, and what
# has been counted (see `cube`), which can be thrown away at any time.
LOCAL_TABLES = (
    'CREATE TABLE "merge_undo" ("receipt" BLOB PRIMARY KEY NOT NULL, "body" BLOB NOT NULL)'
    " STRICT, WITHOUT ROWID",
    'CREATE TABLE "cube" ("round" BLOB NOT NULL, "split" TEXT NOT NULL, "key" BLOB NOT NULL,'
    ' "first" BLOB NOT NULL, "last" BLOB NOT NULL, "digest" BLOB NOT NULL,'
    ' "groups" TEXT NOT NULL, "counts" BLOB NOT NULL,'
    ' PRIMARY KEY ("round", "split")) STRICT, WITHOUT ROWID',
)

# How sqlite-utils keeps account of what has been applied.
_ACCOUNT = (
    'CREATE TABLE "_sqlite_migrations" (\n   "id" INTEGER PRIMARY KEY,\n'
    '   "migration_set" TEXT,\n   "name" TEXT,\n   "applied_at" TEXT\n)'
)
_ACCOUNT_INDEX = (
    'CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"\n'
    '    ON "_sqlite_migrations" ("migration_set", "name")'
)

# What may be unknown; every other column must be given.
_NULLABLE = {"k", "n", "printed"}
_SIZES = {"digest": 16, "unit": 16, "reviewer": 16, "round": 16, "case_id": 16}


def m001_facts(db: Database) -> None:
    """Make every table."""
    for name, kind in KINDS.items():
        db.conn.execute(table_sql(name, kind))
    for statement in LOCAL_TABLES:
        db.conn.execute(statement)


STEPS: tuple[Callable[[Database], None], ...] = (m001_facts,)
"""The migrations, in order."""

TOLD = 1
"""The version that `tables` tells of: the newest; a test holds it to what the migrations make."""

VERSION = len(STEPS)
"""The number of migrations: the document's version, kept in `user_version`."""


def migrations(version: int | None = None) -> Migrations:
    """Return the document's migrations, in order: all, or those up to a version."""
    from sqlite_utils import Migrations

    made = Migrations("egenkontroll")
    for number, step in enumerate(STEPS[:version], 1):
        made(name=step.__name__)(_numbered(number, step))
    return made


def _numbered(number: int, step: Callable[[Database], None]) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        step(db)
        db.conn.execute(f"PRAGMA user_version = {number}")

    return run


def tables() -> list[tuple[str, str, str]]:
    """Return what a document of the version TOLD holds: (type, name, statement).

    The same as the migrations make, without the library that keeps account of them.
    """
    made = [table_sql(name, kind) for name, kind in KINDS.items()]
    return [
        *(("table", sql.split('"')[1], sql) for sql in (*made, *LOCAL_TABLES, _ACCOUNT)),
        ("index", "idx__sqlite_migrations_migration_set_name", _ACCOUNT_INDEX),
    ]


def table_sql(name: str, kind: Kind) -> str:
    """Return the statement that makes a kind's table: one tree, its key columns first."""
    tree = {column for column, _ in kind.tree}
    lines = [
        f'  "{column}" {affinity}'
        + ("" if column in _NULLABLE else " NOT NULL")
        + (f' CHECK (length("{column}") = {_SIZES[column]})' if _fixed(column, tree) else "")
        for column, affinity in (*kind.tree, _REPLACES, *kind.content)
    ]
    key = ", ".join(f'"{column}"' for column, _ in kind.tree)
    body = ",\n".join([*lines, f"  PRIMARY KEY ({key})"])
    return f'CREATE TABLE "{name}" (\n{body}\n) STRICT, WITHOUT ROWID'


def _fixed(column: str, tree: set[str]) -> bool:
    # The empty identity stands for "the whole round" or "unknown", so only some are fixed.
    return column in _SIZES and column in tree and column != "unit"
