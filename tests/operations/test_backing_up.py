"""A copy is put back without anything being overwritten, and a purge makes one first."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations import backing_up
from egenkontroll.operations.opening import create_document, open_document
from egenkontroll.operations.purging import purge_round
from egenkontroll.operations.verifying import verify_document
from egenkontroll.storage import backups
from tests.gui.opened_screens import make_round

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.storage.document import Document


def add_unit(document: Document, name: str) -> None:
    document.add([document.pen.write("unit", (document.pen.new_id(),), (name, b"", b""))])


def units(path: Path) -> list[str]:
    with open_document(path) as document:
        assert document.problems() == []
        return sorted(fact.content[0] for fact in document.read("unit"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A document with Norr in its copy, and Söder added since."""
    made = tmp_path / "a.egk"
    create_document(made, lambda document: add_unit(document, "Norr"))
    with open_document(made, write=True) as document:
        backups.back_up(document)
        add_unit(document, "Söder")
    return made


def test_a_copy_is_put_back_and_what_was_there_is_set_aside(path: Path) -> None:
    copy = backing_up.find(path, None)
    before = copy.path.read_bytes()
    aside = backing_up.restore(path, copy.path)
    assert aside is not None
    assert units(path) == ["Norr"]
    assert units(aside) == ["Norr", "Söder"]
    assert copy.path.read_bytes() == before
    assert [one.why for one in backing_up.kept(path)].count("Före en återställning") == 1
    assert {one.name for one in path.parent.iterdir()} == {"a.egk", backups.FOLDER}
    backing_up.restore(path, aside)
    assert units(path) == ["Norr", "Söder"]


def test_a_document_that_is_gone_comes_back(path: Path) -> None:
    copy = backing_up.find(path, None)
    path.unlink()
    assert backing_up.restore(path, copy.path) is None
    assert units(path) == ["Norr"]


def test_a_damaged_document_is_set_aside_with_its_journal(path: Path) -> None:
    copy = backing_up.find(path, None)
    path.write_bytes(path.read_bytes()[:5000])
    journal = path.with_name("a.egk-journal")
    journal.write_bytes(b"kvar efter ett avbrott")
    raw = path.read_bytes()
    aside = backing_up.restore(path, copy.path)
    assert aside is not None
    assert aside.read_bytes() == raw
    assert aside.with_name(f"{aside.name}-journal").read_bytes() == b"kvar efter ett avbrott"
    assert not journal.exists()
    assert units(path) == ["Norr"]


def test_a_copy_that_is_not_whole_is_not_put_back(path: Path) -> None:
    copy = backing_up.find(path, None).path
    connection = sqlite3.connect(copy)
    connection.execute("UPDATE unit SET name = 'Väster'")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="inte hel"):
        backing_up.restore(path, copy)
    assert path.read_bytes() == before


def test_an_open_document_is_not_replaced(path: Path) -> None:
    copy = backing_up.find(path, None).path
    with open_document(path, write=True):
        with pytest.raises(UserError, match="öppet i ett annat fönster"):
            backing_up.restore(path, copy)
        assert len(backing_up.kept(path)) == 1
    assert units(path) == ["Norr", "Söder"]


def test_a_copy_that_is_not_there(path: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="finns inte") as raised:
        backing_up.find(path, "annan.egk")
    assert raised.value.problems
    with pytest.raises(UserError, match="ingen säkerhetskopia"):
        backing_up.find(tmp_path / "b.egk", None)


def test_a_copy_is_removed(path: Path) -> None:
    copy = backing_up.find(path, None).path
    backing_up.remove(copy)
    backing_up.remove(copy)
    assert backing_up.kept(path) == ()


def test_a_purge_makes_a_copy_and_the_receipt_names_it(tmp_path: Path) -> None:
    path = make_round(tmp_path / "v.egk")
    done = purge_round(path, "Våren 2024")
    (copy,) = backing_up.kept(path)
    assert copy.why == "Före en gallring"
    assert done.backups == (copy.path.name,)
    with open_document(copy.path) as before:
        assert before.has("answer")
    with open_document(path) as after:
        assert not after.has("answer")


def test_a_purge_without_a_copy_is_no_purge(tmp_path: Path) -> None:
    path = make_round(tmp_path / "v.egk")
    (tmp_path / backups.FOLDER).write_text("i vägen")
    with pytest.raises(UserError, match="Säkerhetskopian kunde inte skrivas"):
        purge_round(path, "Våren 2024")
    with open_document(path) as document:
        assert document.has("answer")


def test_verify_tells_of_the_place_and_the_newest_copy(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive - Kommunen"
    folder.mkdir()
    path = make_round(folder / "v.egk")
    with open_document(path, write=True) as document:
        backups.back_up(document)
    said = verify_document(path)
    assert said.problems == ()
    assert "synkas med OneDrive" in said.lines()[-2]
    assert said.lines()[-1].startswith("Senaste säkerhetskopian: 20")
