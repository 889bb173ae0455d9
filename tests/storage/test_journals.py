"""What stands beside a document: played back where it belongs there, and only there."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from egenkontroll.errors import UserError
from egenkontroll.merge.classes import FileClass
from egenkontroll.operations.repairing import repair_document
from egenkontroll.operations.verifying import verify_document
from egenkontroll.storage import connections
from egenkontroll.storage.database import DamagedError, InUseError
from egenkontroll.storage.document import Document, create_document, open_document
from egenkontroll.storage.inputs import Refused, open_input

MANY = 300


def unit(document: Document, name: str) -> None:
    document.add([document.pen.write("unit", (document.pen.new_id(),), (name, b"", b""))])


def names(path: Path) -> list[str]:
    with open_document(path) as document:
        assert document.problems() == []
        return sorted(fact.content[0] for fact in document.read("unit"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.egk"

    def fill(document: Document) -> None:
        for number in range(40):
            unit(document, f"Enhet {number:02} {'x' * 500}")

    create_document(made, fill)
    return made


def stopped(path: Path, folder: Path) -> Path:
    """Return a copy of the document as it was in the middle of a transaction, and its journal."""
    folder.mkdir()
    with (
        open_document(path, write=True) as document,
        suppress(ZeroDivisionError),
        document.writing() as connection,
    ):
        connection.execute("PRAGMA cache_size = 1").fetchall()
        connection.execute("DELETE FROM unit")
        for _ in range(MANY):
            new = document.pen.write("unit", (document.pen.new_id(),), ("ny" * 500, b"", b""))
            document.insert(connection, [new])
        for name in (path.name, f"{path.name}-journal"):
            shutil.copy(path.with_name(name), folder / name)
        1 / 0  # noqa: B018
    assert connections.has_journal(folder / path.name)
    return folder / path.name


@pytest.mark.parametrize("write", [False, True])
def test_what_was_begun_is_undone(path: Path, tmp_path: Path, write: bool) -> None:
    before = names(path)
    left = stopped(path, tmp_path / "kvar")
    open_document(left, write=write).close()
    assert names(left) == before
    assert [one.name for one in left.parent.iterdir()] == ["a.egk"]


@pytest.mark.parametrize("write", [False, True])
def test_an_older_journal_put_back_beside_a_newer_document_spoils_nothing(
    path: Path, tmp_path: Path, write: bool
) -> None:
    left = stopped(path, tmp_path / "kvar")
    for number in range(2):
        with open_document(path, write=True) as document:
            for _ in range(MANY):
                unit(document, f"Senare {number}")
    before, raw = names(path), path.read_bytes()
    journal = Path(shutil.copy(f"{left}-journal", f"{path}-journal"))
    with pytest.raises(UserError, match="hör till en annan version av dokumentet") as told:
        open_document(path, write=write)
    assert "Flytta a.egk-journal till en annan mapp" in told.value.message
    assert not isinstance(told.value, DamagedError)
    assert path.read_bytes() == raw
    assert repair_document(path, tmp_path / "ny.egk").whole
    assert names(tmp_path / "ny.egk") == before
    journal.rename(tmp_path / "bort")
    assert names(path) == before


def test_a_file_to_be_merged_with_an_older_journal_beside_it_is_told_by_its_own_name(
    path: Path, tmp_path: Path
) -> None:
    left = stopped(path, tmp_path / "kvar")
    for number in range(2):
        with open_document(path, write=True) as document:
            for _ in range(MANY):
                unit(document, f"Senare {number}")
    shutil.copy(f"{left}-journal", f"{path}-journal")
    work = tmp_path / "eget"
    work.mkdir()
    found = open_input(path, work, {}, lambda: None)
    assert isinstance(found, Refused)
    assert found.why is FileClass.UNREADABLE
    assert "Flytta a.egk-journal till en annan mapp" in found.problem
    assert list(work.iterdir()) == []


def test_a_journal_that_would_only_take_answers_back_is_told_too(
    path: Path, tmp_path: Path
) -> None:
    """What it gives is whole, but older: only how often the file has been written tells."""
    folder = tmp_path / "kvar"
    folder.mkdir()
    with open_document(path, write=True) as document, suppress(ZeroDivisionError):  # noqa: SIM117
        with document.writing() as connection:
            connection.execute("PRAGMA cache_size = 1").fetchall()
            connection.execute("PRAGMA user_version = 1")  # as a commit does: the first page
            connection.execute("UPDATE unit SET name = replace(name, 'x', 'y')")
            shutil.copy(f"{path}-journal", folder)
            1 / 0  # noqa: B018
    for number in range(3):
        with open_document(path, write=True) as document:
            unit(document, f"Senare {number}")
    before = names(path)
    shutil.copy(folder / "a.egk-journal", tmp_path)
    with pytest.raises(UserError):
        open_document(path)
    (tmp_path / "a.egk-journal").unlink()
    assert names(path) == before


def test_a_document_that_is_spoiled_with_it_and_without_it_is_damaged(
    path: Path, tmp_path: Path
) -> None:
    left = stopped(path, tmp_path / "kvar")
    raw = bytearray(Path(f"{left}-journal").read_bytes())
    raw[600:4000] = bytes(3400)  # a page that does not add up ends what is played back
    Path(f"{left}-journal").write_bytes(raw)
    held = left.read_bytes()
    with pytest.raises(DamagedError):
        open_document(left)
    assert left.read_bytes() == held


def test_somebody_who_is_writing_is_no_power_cut(path: Path) -> None:
    with open_document(path, write=True) as document, document.writing() as connection:
        connection.execute("PRAGMA cache_size = 1").fetchall()
        connection.execute("UPDATE unit SET name = name || 'x'")
        assert connections.has_journal(path)
        with pytest.raises(InUseError):
            open_document(path)
        connection.execute("UPDATE unit SET name = rtrim(name, 'x')")


def test_a_log_beside_a_document_that_keeps_none_is_not_read(path: Path) -> None:
    """SQLite would take its pages for the document's."""
    import sqlite3

    before = names(path)
    other = path.with_name("b.egk")
    shutil.copy(path, other)
    connection = sqlite3.connect(other)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("DELETE FROM unit")
    connection.commit()
    shutil.copy(path.with_name("b.egk-wal"), path.with_name("a.egk-wal"))
    connection.close()
    for write in (False, True):
        with pytest.raises(UserError, match=r"a\.egk-wal, som inte kommer från Egenkontroll"):
            open_document(path, write=write)
    path.with_name("a.egk-wal").unlink()
    assert names(path) == before
    assert verify_document(path).problems == ()
