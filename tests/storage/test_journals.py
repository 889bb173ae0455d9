"""What stands beside a document: played back where it belongs there, and only there."""

from __future__ import annotations

import errno
import os
import shutil
import struct
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.merge.classes import FileClass
from egenkontroll.operations import backing_up
from egenkontroll.operations.opening import open_for_work
from egenkontroll.operations.repairing import repair_document
from egenkontroll.operations.verifying import verify_document
from egenkontroll.storage import backups, connections, keys
from egenkontroll.storage.database import DamagedError, InUseError
from egenkontroll.storage.document import Document, create_document, open_document
from egenkontroll.storage.inputs import Refused, open_input
from tests.storage.test_full_disk import forked, limit

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY = 300
PHRASE = "ett långt hemligt ord"
MAGIC = bytes.fromhex("d9d505f920a163d7")


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    yield
    keys.forget()


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


# --- what could be a power cut's, or be older -----------------------------------------------------


def synced(journal: bytes) -> bytes:
    """Return a journal as it is when all of it is on the disk."""
    sector, page = struct.unpack(">II", journal[20:28])
    return MAGIC + struct.pack(">I", (len(journal) - sector) // (page + 8)) + journal[12:]


def journal_of_one(document: Document, name: str) -> bytes:
    with document.writing() as connection:
        new = document.pen.write("unit", (document.pen.new_id(),), (name, b"", b""))
        document.insert(connection, [new])
        return synced(document.path.with_name(f"{document.path.name}-journal").read_bytes())


def with_an_older_journal(folder: Path, passphrase: str) -> Path:
    """Make a document with two more answers than when the journal beside it was written."""
    path = folder / "a.egk"
    create_document(path, lambda document: unit(document, "Första"), passphrase=passphrase)
    with open_document(path, write=True) as document:
        unit(document, "Andra")
        journal = journal_of_one(document, "Tredje")
        unit(document, "Fjärde")
    path.with_name("a.egk-journal").write_bytes(journal)
    return path


@pytest.mark.parametrize("passphrase", ["", PHRASE])
@pytest.mark.parametrize("write", [False, True])
def test_what_an_older_journal_of_the_same_session_takes_back_is_kept(
    tmp_path: Path, passphrase: str, write: bool
) -> None:
    if passphrase:
        pytest.importorskip("sqlcipher3")
    path = with_an_older_journal(tmp_path, passphrase)
    raw = path.read_bytes()
    document, said = open_for_work(path, write=write)
    document.close()
    assert names(path) == ["Andra", "Första"]
    (copy,) = backing_up.kept(path)
    assert copy.why == "Före ångring efter avbrott"
    assert copy.path.name in said
    assert copy.path.read_bytes() == raw
    assert names(copy.path) == ["Andra", "Fjärde", "Första", "Tredje"]
    document, said = open_for_work(path, write=write)
    document.close()
    assert said == ""
    backing_up.restore(path, copy.path)
    assert names(path) == ["Andra", "Fjärde", "Första", "Tredje"]


def test_the_same_is_kept_once_however_often_it_is_found(tmp_path: Path) -> None:
    path = with_an_older_journal(tmp_path, "")
    shutil.copytree(tmp_path, tmp_path / "igen")
    for _ in range(3):
        open_document(path).close()
        for name in ("a.egk", "a.egk-journal"):
            shutil.copy(tmp_path / "igen" / name, tmp_path)
    assert len(backing_up.kept(path)) == 1


@pytest.mark.parametrize("write", [False, True])
def test_nothing_is_undone_where_it_cannot_be_kept_first(tmp_path: Path, write: bool) -> None:
    path = with_an_older_journal(tmp_path, "")
    (tmp_path / backups.FOLDER).write_text("i vägen")
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    with pytest.raises(UserError, match="Säkerhetskopian kunde inte skrivas"):
        open_document(path, write=write)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before
    (tmp_path / backups.FOLDER).unlink()
    open_document(path, write=write).close()
    assert len(backing_up.kept(path)) == 1


def test_no_copy_is_made_where_nothing_would_be_taken_back(path: Path) -> None:
    before = names(path)
    with open_document(path, write=True) as document:
        with suppress(ZeroDivisionError), document.writing() as connection:
            connection.execute("DELETE FROM unit WHERE name LIKE 'Enhet 0%'")
            journal = synced(path.with_name("a.egk-journal").read_bytes())
            1 / 0  # noqa: B018
        with document.writing() as connection:
            connection.execute("DELETE FROM unit WHERE name LIKE 'Enhet 0%'")
    assert len(names(path)) == len(before) - 10
    path.with_name("a.egk-journal").write_bytes(journal)
    document, said = open_for_work(path)
    document.close()
    assert said == ""
    assert names(path) == before
    assert [one.name for one in path.parent.iterdir()] == ["a.egk"]


def test_a_file_to_be_merged_is_left_as_it_is_and_gets_no_copy(tmp_path: Path) -> None:
    path = with_an_older_journal(tmp_path, "")
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    work = tmp_path / "eget"
    work.mkdir()
    found = open_input(path, work, {}, lambda: None)
    assert not isinstance(found, Refused)
    found.close()
    shutil.rmtree(work)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before


# --- where there is no room to try it -------------------------------------------------------------


def fill(monkeypatch: pytest.MonkeyPatch, *places: Path) -> None:
    """Let the disk be full where the places are."""
    copyfile = shutil.copyfile

    def copied(source: Path | str, target: Path | str) -> object:
        if any(Path(target).is_relative_to(place) for place in places):
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        return copyfile(source, target)

    monkeypatch.setattr(shutil, "copyfile", copied)


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("write", [False, True])
def test_it_is_tried_beside_the_document_where_the_disk_for_that_is_full_or_gone(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: bool, write: bool
) -> None:
    before = names(path)
    left = stopped(path, tmp_path / "kvar")
    place = tmp_path / "tillfälligt"
    if not gone:
        place.mkdir()
        fill(monkeypatch, place)
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    open_document(left, write=write).close()
    assert names(left) == before
    assert [one.name for one in left.parent.iterdir()] == ["a.egk"]


def test_where_it_can_be_tried_nowhere_both_places_are_told(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names(path)
    left = stopped(path, tmp_path / "kvar")
    raw = {one.name: one.read_bytes() for one in left.parent.iterdir()}
    place = tmp_path / "tillfälligt"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    with monkeypatch.context() as full:
        fill(full, tmp_path)
        with pytest.raises(UserError, match="Dokumentet är orört") as told:
            open_document(left, write=True)
    assert told.value.problems == (
        f"Datorns tillfälliga filer i {place}: disken är full",
        f"{left.parent}: disken är full",
    )
    assert {one.name: one.read_bytes() for one in left.parent.iterdir()} == raw
    assert names(left) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits are set in a fork")
def test_a_disk_that_is_full_in_the_middle_of_the_trial_is_no_damage(path: Path) -> None:
    """What is undone may be larger than what there is to undo it in."""
    before, raw = names(path), path.read_bytes()
    size, half = 4096, len(raw) // 4096 // 2
    journal = MAGIC + struct.pack(">IIIII", len(raw) // size - half, 0, len(raw) // size, 512, size)
    journal += bytes(512 - len(journal))
    for number in range(half, len(raw) // size):
        page = raw[number * size : (number + 1) * size]
        check = sum(page[size - 200 : 0 : -200])
        journal += struct.pack(">I", number + 1) + page + struct.pack(">I", check)
    path.write_bytes(raw[: half * size])
    path.with_name("a.egk-journal").write_bytes(journal)

    def work() -> None:
        limit(len(raw) - size)
        with pytest.raises(UserError, match="Gör plats på någon av de här platserna"):
            open_document(path)

    forked(work)
    assert path.read_bytes() == raw[: half * size]
    assert names(path) == before


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
