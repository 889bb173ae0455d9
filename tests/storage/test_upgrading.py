"""A document of an older version: copied first, then made into this version, or left as it was."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.merge.classes import FileClass
from egenkontroll.operations import incoming, looking, merging, verifying
from egenkontroll.operations.backing_up import kept, restore
from egenkontroll.operations.opening import create_document, open_document
from egenkontroll.operations.repairing import repair_document
from egenkontroll.operations.verifying import verify_document
from egenkontroll.storage import inputs, schema, tables
from egenkontroll.storage.database import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

OLD = Path(__file__).parents[1] / "data" / "documents" / "format-1.egk"


def m002_notes(db: Database) -> None:
    """A table more, and something written in it."""
    db.conn.execute('CREATE TABLE "note" ("note" TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID')
    db.conn.execute("INSERT INTO note VALUES ('ny')")


def m002_faulty(db: Database) -> None:
    """Half of it is done when it fails."""
    m002_notes(db)
    db.conn.execute("DELETE FROM answer")
    db.conn.execute("INSERT INTO nowhere VALUES (1)")


def m002_full(db: Database) -> None:
    """The disk is full."""
    m002_notes(db)
    db.conn.execute("PRAGMA max_page_count = 1")
    db.conn.execute("INSERT INTO note SELECT hex(randomblob(99999)) FROM answer")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(OLD, tmp_path / "a.egk"))


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The program as it is when there is a second migration."""
    step(monkeypatch, m002_notes)
    yield monkeypatch
    monkeypatch.undo()
    tables.expected_schema.cache_clear()


def step(monkeypatch: pytest.MonkeyPatch, made: object) -> None:
    monkeypatch.setattr(schema, "STEPS", (schema.m001_facts, made))
    for module in (schema, inputs, incoming, looking, verifying):
        monkeypatch.setattr(module, "VERSION", 2)
    tables.expected_schema.cache_clear()


def version(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64], "big")


def notes(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return [row[0] for row in connection.execute("SELECT note FROM note")]
    finally:
        connection.close()


@pytest.mark.usefixtures("newer")
def test_an_older_document_is_copied_and_made_newer(path: Path) -> None:
    before = verify_document(OLD)
    with open_document(path, write=True) as document:
        document.add([document.pen.write("setting", ("prov",), ("1",))])
        assert document.problems() == []
    assert (version(path), notes(path)) == (2, ["ny"])
    after = verify_document(path)
    assert (after.rounds, after.facts) == (before.rounds, before.facts + 1)
    (copy,) = kept(path)
    assert copy.why == "Före en uppgradering"
    assert version(copy.path) == 1
    with open_document(path, write=True):
        assert len(kept(path)) == 1  # it is done once


@pytest.mark.usefixtures("newer")
def test_an_older_document_is_read_without_being_changed(path: Path) -> None:
    before = path.read_bytes()
    assert verify_document(path).problems == ()
    with open_document(path) as document:
        assert document.count() == verify_document(OLD).facts
        with pytest.raises(UserError):
            document.add([document.pen.write("setting", ("prov",), ("1",))])
    assert path.read_bytes() == before
    assert kept(path) == ()


@pytest.mark.usefixtures("newer")
def test_the_copy_can_be_put_back_and_is_made_newer_again(path: Path) -> None:
    open_document(path, write=True).close()
    (copy,) = kept(path)
    restore(path, copy.path)
    assert version(path) == 1
    open_document(path, write=True).close()
    assert version(path) == 2


@pytest.mark.parametrize(("made", "said"), [(m002_faulty, "är som det var"), (m002_full, "full")])
def test_what_fails_leaves_the_document_as_it_was(
    path: Path, newer: pytest.MonkeyPatch, made: object, said: str
) -> None:
    before = path.read_bytes()
    step(newer, made)
    with pytest.raises(UserError, match=said) as told:
        open_document(path, write=True)
    assert "säkerhetskopiorna" in told.value.message
    assert path.read_bytes() == before
    assert {one.name for one in path.parent.iterdir()} == {"a.egk", "Säkerhetskopior"}
    newer.undo()
    tables.expected_schema.cache_clear()
    (copy,) = kept(path)
    for one in (path, copy.path):
        assert verify_document(one).problems == ()


def test_without_a_copy_nothing_is_made_newer(path: Path, newer: pytest.MonkeyPatch) -> None:
    (path.parent / "Säkerhetskopior").write_text("en fil där mappen skulle vara")
    before = path.read_bytes()
    with pytest.raises(UserError, match="Säkerhetskopian kunde inte skrivas"):
        open_document(path, write=True)
    assert path.read_bytes() == before


@pytest.mark.usefixtures("newer")
def test_an_older_document_with_something_foreign_in_it_is_refused(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TRIGGER t AFTER INSERT ON answer BEGIN DELETE FROM answer; END")
    connection.commit()
    connection.close()
    for write in (False, True):
        with pytest.raises(UserError, match="inte hör hemma"):
            open_document(path, write=write)
    assert kept(path) == ()


@pytest.mark.usefixtures("newer")
def test_older_files_are_taken_in(path: Path, tmp_path: Path) -> None:
    main, before = tmp_path / "main.egk", path.read_bytes()
    create_document(main, lambda document: None)
    with open_document(main, write=True) as document:
        (looked,) = merging.preview(document, [path]).files
        assert looked.taken
        assert looked.classes[0] is FileClass.OLDER_PROGRAM
        merging.merge(document, [path])
        assert document.problems() == []
        assert document.read("answer")
    assert path.read_bytes() == before


def test_a_newer_document_is_refused_kindly(path: Path, newer: pytest.MonkeyPatch) -> None:
    open_document(path, write=True).close()
    newer.undo()
    tables.expected_schema.cache_clear()
    before = path.read_bytes()
    for write in (False, True):
        with pytest.raises(UserError, match="nyare version") as told:
            open_document(path, write=write)
        assert "Filen är orörd" in told.value.message
        assert "Uppdatera programmet" in told.value.message
    create_document(path.with_name("main.egk"), lambda document: None)
    with open_document(path.with_name("main.egk"), write=True) as document:
        (looked,) = merging.preview(document, [path]).files
        assert looked.classes[0] is FileClass.NEWER_PROGRAM
    assert path.read_bytes() == before


def test_what_is_known_of_the_tables_is_what_the_migrations_make() -> None:
    assert schema.TOLD == schema.VERSION
    assert tables.expected_schema() == tables.made_schema(schema.VERSION)


@pytest.mark.usefixtures("newer")
@pytest.mark.parametrize("said", [1, 2 + 2**20])
def test_a_document_that_says_another_version_than_it_has_is_damaged(
    path: Path, tmp_path: Path, said: int
) -> None:
    """By a flipped bit in the head: it is not to be made into what it is already."""
    with open_document(path, write=True) as document:
        facts = document.count()
    raw = bytearray(path.read_bytes())
    assert version(path) == 2
    raw[60:64] = said.to_bytes(4, "big")
    path.write_bytes(raw)
    for write in (False, True):
        with pytest.raises(DamagedError, match="filens början är ändrad"):
            open_document(path, write=write)
    assert path.read_bytes() == raw
    assert repair_document(path, tmp_path / "ny.egk").whole
    with open_document(tmp_path / "ny.egk") as document:
        assert document.count() == facts
