"""A document is one whole file, holds what it was given, and adds all or nothing."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from egenkontroll.errors import UserError
from egenkontroll.facts import Fact, make_fact
from egenkontroll.storage import schema
from egenkontroll.storage.document import Document, create_document, open_document

if TYPE_CHECKING:
    from pathlib import Path

YEAR_MS = 365 * 24 * 3600 * 1000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ett dokument ' med å.egk"
    create_document(path, lambda document: None)
    return path


def unit(document: Document, name: str = "Norr") -> Fact:
    return document.pen.write("unit", (document.pen.new_id(),), (name, b"", b""))


def test_facts_come_back_as_they_were(path: Path) -> None:
    with open_document(path, write=True) as document:
        facts = [unit(document, name) for name in ("Åker", "Äng", "Ö'n\x00\n😀")]
        assert document.add(facts) == 3
        assert sorted(document.read("unit"), key=lambda fact: fact.clock) == facts
    with open_document(path) as document:
        assert sorted(document.read("unit"), key=lambda fact: fact.clock) == facts
        assert document.read("unit", unit=facts[0].key[0]) == [facts[0]]
        assert document.problems() == []


def test_at_rest_and_in_use_no_fact_is_outside_the_file(path: Path) -> None:
    with open_document(path, write=True) as document:
        document.add([unit(document)])
        beside = [file for file in path.parent.iterdir() if file != path]
        assert all(file.stat().st_size == 0 for file in beside)
    assert list(path.parent.iterdir()) == [path]


def test_the_same_fact_twice_is_one_fact(path: Path) -> None:
    with open_document(path, write=True) as document:
        fact = unit(document)
        document.add([fact, fact])
        document.add([fact])
        assert document.read("unit") == [fact]
        assert document.add([]) == 0


def test_all_or_nothing(path: Path) -> None:
    with open_document(path, write=True) as document:
        good = unit(document)
        short = make_fact("reviewer", (b"kort",), ("Anna", b"", 0, b""), 1, b"12345678")
        with pytest.raises(UserError):
            document.add([good, short])
        assert document.count() == 0
        document.add([good])
        assert document.count() == 1


def test_the_clock_goes_on_where_the_newest_fact_left_it(path: Path) -> None:
    with open_document(path, write=True, clock=lambda: 50 * YEAR_MS) as document:
        document.add([unit(document)])
    with open_document(path, write=True, clock=lambda: 40 * YEAR_MS) as document:
        late = unit(document)
        assert late.clock > document.read("unit")[0].clock


def test_nothing_is_left_where_making_fails(tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        document.add([unit(document)])
        raise UserError("avbrutet")

    with pytest.raises(UserError, match="avbrutet"):
        create_document(tmp_path / "nytt.egk", fill)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_overwritten(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(UserError, match="finns redan"):
        create_document(path, lambda document: None)
    assert path.read_bytes() == before


def test_reading_changes_nothing_and_cannot_write(path: Path) -> None:
    before = path.read_bytes()
    with open_document(path) as document, pytest.raises(UserError):
        document.add([unit(document)])
    assert path.read_bytes() == before


def test_a_full_disk_is_told_and_nothing_is_lost(path: Path) -> None:
    with open_document(path, write=True) as document:
        document.add([unit(document, "Först")])
        pages = document._db.conn.execute("PRAGMA page_count").fetchone()[0]
        document._db.conn.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(UserError, match="Disken är full"):
            document.add([unit(document, "x" * 100_000)])
        document._db.conn.execute("PRAGMA max_page_count = 100000")
        document.add([unit(document, "Sist")])
    with open_document(path) as document:
        assert sorted(fact.content[0] for fact in document.read("unit")) == ["Först", "Sist"]
        assert document.problems() == []


def test_every_kind_is_one_strict_tree_with_its_key_first(path: Path) -> None:
    connection = sqlite3.connect(path)
    tables = dict(
        connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall()
    )
    indexes = connection.execute(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name NOT LIKE '\\_%' "
        "ESCAPE '\\'"
    ).fetchone()[0]
    application, version = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version")
    )
    connection.close()
    assert set(tables) - {"_sqlite_migrations", "merge_undo", "cube"} == set(schema.KINDS)
    assert indexes == 0
    assert (application, version) == (schema.APPLICATION_ID, schema.VERSION)
    for name, kind in schema.KINDS.items():
        assert tables[name].endswith("STRICT, WITHOUT ROWID")
        assert kind.columns[: len(kind.tree)] == tuple(column for column, _ in kind.tree)
    empty = Database(memory=True, execute_plugins=False)
    assert len(schema.migrations().pending(empty)) == schema.VERSION
    empty.close()


def test_a_changed_row_is_found_by_its_digest(path: Path) -> None:
    with open_document(path, write=True) as document:
        document.add([unit(document)])
    connection = sqlite3.connect(path)
    connection.execute("UPDATE unit SET name = 'Söder'")
    connection.commit()
    connection.close()
    with open_document(path) as document:
        assert document.problems() == [
            "1\u00a0rad av slaget unit har ändrats efter att den sparades"
        ]


def test_an_answer_takes_at_most_110_bytes(tmp_path: Path) -> None:
    """Not a matter of speed: the size decides whether a document can be mailed."""
    path = tmp_path / "stor.egk"
    rows = 50_000  # as a reviewer's file in the measurements; a new document is some 90 kB

    def fill(document: Document) -> None:
        reviewer = document.pen.new_id()
        questions = ["utredningsplan", "natverk", "kommunicerad", "barnets_delaktighet"]
        document.add(
            document.pen.write("answer", (case, question, 1, reviewer), ("yes", "", ""))
            for case in [document.pen.new_id() for _ in range(rows // len(questions))]
            for question in questions
        )

    create_document(path, fill)
    assert path.stat().st_size / rows <= 110
