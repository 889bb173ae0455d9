"""Documents made to do harm: refused or handled, nothing run, nothing written elsewhere."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.facts import make_fact
from egenkontroll.merge.classes import FileClass
from egenkontroll.operations import merging
from egenkontroll.operations.files import file_name
from egenkontroll.operations.opening import create_document, is_sealed, open_document
from egenkontroll.operations.passphrases import is_encrypted
from egenkontroll.operations.repairing import repair_document
from egenkontroll.operations.verifying import verify_document
from egenkontroll.storage import database, schema
from egenkontroll.storage.document import open_document as open_stored
from tests.gui.opened_screens import make_round

if TYPE_CHECKING:
    from collections.abc import Callable

DEVICE = b"12345678"
ID = b"\x01" * 16


@pytest.fixture(scope="module")
def round_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_round(tmp_path_factory.mktemp("round") / "v.egk")


@pytest.fixture
def path(round_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(round_once, tmp_path / "v.egk"))


def run(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("BEGIN" if len(statements) > 9 else "SELECT 1")
    for statement in statements:
        connection.execute(statement)
    if connection.in_transaction:
        connection.execute("COMMIT")
    connection.close()


SCHEMAS = {
    "a table": ["CREATE TABLE extra (a)"],
    "a view": ["CREATE VIEW v AS SELECT * FROM answer"],
    "a trigger": ["CREATE TRIGGER t AFTER INSERT ON answer BEGIN DELETE FROM answer; END"],
    "an index": ["CREATE INDEX i ON answer (value)"],
    "an index on an expression": ["CREATE INDEX i ON answer (hex(zeroblob(length(value))))"],
    "a generated column": [
        "ALTER TABLE answer ADD COLUMN g TEXT GENERATED ALWAYS AS (hex(zeroblob(9))) VIRTUAL"
    ],
    "a column": ["ALTER TABLE answer ADD COLUMN more TEXT"],
    "a check that eats the memory": [
        "UPDATE sqlite_schema SET sql = replace(sql, 'PRIMARY KEY', "
        "'CHECK (length(hex(randomblob(400000000))) > 0), PRIMARY KEY') WHERE name = 'answer'"
    ],
    "a table that is gone": ["DROP TABLE answer"],
    "a virtual table": ["CREATE VIRTUAL TABLE f USING fts5(a)"],
    "a thousand tables": [f"CREATE TABLE t{number} (a)" for number in range(1000)],
    "a line that is no statement": [
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE answer (a, b' WHERE name = 'answer'"
    ],
}


@pytest.mark.parametrize("what", SCHEMAS)
def test_a_schema_that_is_not_ours(path: Path, tmp_path: Path, what: str) -> None:
    try:
        run(path, *SCHEMAS[what])
    except sqlite3.OperationalError as error:
        pytest.skip(f"this SQLite cannot make it: {error}")
    before, began = path.read_bytes(), time.monotonic()
    with pytest.raises(UserError):
        open_document(path)
    with pytest.raises(UserError):
        open_document(path, write=True)
    create_document(tmp_path / "main.egk", lambda document: None)
    with open_document(tmp_path / "main.egk", write=True) as document:
        (looked,) = merging.preview(document, [path]).files
        assert not looked.taken
        assert document.count() == 0
    try:
        repair_document(path, tmp_path / "ny.egk")
    except UserError:
        assert not (tmp_path / "ny.egk").exists()
    else:
        assert verify_document(tmp_path / "ny.egk").problems == ()
    assert path.read_bytes() == before
    assert time.monotonic() - began < 60


def test_nothing_else_is_saved_from_a_file_with_a_trigger(path: Path, tmp_path: Path) -> None:
    run(path, *SCHEMAS["a trigger"], *SCHEMAS["a table"])
    done = repair_document(path, tmp_path / "ny.egk")
    assert done.whole
    connection = sqlite3.connect(tmp_path / "ny.egk")
    found = set(connection.execute("SELECT type, name, sql FROM sqlite_schema"))
    connection.close()
    assert found == database.expected_schema()


def test_a_forged_identity_is_not_enough(tmp_path: Path) -> None:
    path = tmp_path / "a.egk"
    run(path, "CREATE TABLE t (a)", f"PRAGMA application_id = {schema.APPLICATION_ID}",
        f"PRAGMA user_version = {schema.VERSION}")  # fmt: skip
    with pytest.raises(UserError, match="hör hemma"):
        open_document(path)


def test_a_document_whose_texts_are_written_otherwise_is_none_of_ours(
    path: Path, tmp_path: Path
) -> None:
    """SQLite attaches none of them to one of ours: all that is merged with it would stop."""
    other = tmp_path / "utf16.egk"
    source, made = sqlite3.connect(path), sqlite3.connect(other, isolation_level=None)
    made.execute("PRAGMA encoding = 'UTF-16le'")
    for (statement,) in source.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"):
        made.execute(statement)
    made.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    made.execute(f"PRAGMA user_version = {schema.VERSION}")
    made.close()
    source.close()
    with pytest.raises(UserError):
        open_document(other)
    create_document(tmp_path / "main.egk", lambda document: None)
    with open_document(tmp_path / "main.egk", write=True) as document:
        found = merging.merge(document, [other, path])
    assert [one.taken for one in found.files] == [False, True]


# --- rows that are well made and say something impossible ----------------------------------------


def forged(path: Path, kind: str, key: tuple[object, ...], content: tuple[object, ...]) -> None:
    """Add a row whose digest is right."""
    with open_stored(path, write=True) as document, document.writing() as connection:
        document.insert(connection, [make_fact(kind, key, content, 5, DEVICE)])


def _case_of_no_round(path: Path) -> None:
    forged(path, "unit", (ID,), ("Väst", b"", b""))
    forged(path, "case_drawn", (ID, ID), ("1-24", ID, "{}", 1, "drawn", "", 0))


ROWS: dict[str, Callable[[Path], None]] = {
    "an answer larger than any": lambda path: forged(
        path, "answer", (ID, "fraga", 1, ID), ("yes", "x" * 30_000_000, "")
    ),
    "an answer of no kind": lambda path: forged(
        path, "answer", (ID, "fraga", 1, ID), ("kanske", "", "")
    ),
    "a role that is none": lambda path: forged(
        path, "answer", (ID, "fraga", 9, ID), ("yes", "", "")
    ),
    "a case of no unit": lambda path: forged(
        path, "case_drawn", (ID, ID), ("1-24", b"\x07" * 16, "{}", 1, "drawn", "", 0)
    ),
    "a case with broken attributes": lambda path: forged(
        path, "case_drawn", (ID, ID), ("1-24", b"", "{", 1, "drawn", "", 0)
    ),
    "a checklist that is no JSON": lambda path: forged(path, "checklist", (ID,), ("{", "")),
    "an assignment to nobody": lambda path: forged(
        path, "assignment", (ID, 1), (b"\x09" * 16,)
    ),
    "a person who is really nobody": lambda path: forged(
        path, "reviewer", (ID,), ("Ada Berg", b"", 0, b"\x09" * 16)
    ),
    "a unit whose identity is too long": lambda path: forged(
        path, "unit", (b"\x01" * 40,), ("Väst", b"", b"")
    ),
    "figures of a unit that is none": lambda path: forged(
        path, "aggregate", (ID, "fraga", b"\x09" * 16, ""), (1, 2, 50, 0, "", "")
    ),
    "a case of no round": _case_of_no_round,
}  # fmt: skip


@pytest.mark.parametrize("what", ROWS)
def test_rows_that_cannot_be(path: Path, tmp_path: Path, what: str) -> None:
    ROWS[what](path)
    with pytest.raises(UserError):
        open_document(path)
    assert verify_document(path).problems
    create_document(tmp_path / "main.egk", lambda document: None)
    with open_document(tmp_path / "main.egk", write=True) as document:
        (looked,) = merging.preview(document, [path]).files
        assert not looked.taken or looked.problems or looked.counts.refused
        with suppress(UserError):  # nothing could be taken in
            merging.merge(document, [path])
    open_document(tmp_path / "main.egk").close()
    repair_document(path, tmp_path / "ny.egk")
    open_document(tmp_path / "ny.egk").close()
    left = verify_document(tmp_path / "ny.egk").problems
    assert all("checklistan finns inte" in said for said in left)


def test_a_value_of_another_type_is_found(path: Path) -> None:
    raw = path.read_bytes()
    at = raw.index(b"Utredningsplan") if b"Utredningsplan" in raw else raw.index(b"Norr")
    path.write_bytes(raw[:at] + b"\xff" + raw[at + 1 :])
    assert verify_document(path).problems


# --- what only looks like a file ---------------------------------------------------------------


def test_a_file_without_end_is_not_copied(path: Path, tmp_path: Path) -> None:
    """A sparse file takes no room where it lies, but all of it where it is copied."""
    with path.open("rb+") as file:
        file.truncate(2**40)
    for deed in (verify_document, open_document, lambda one: repair_document(one, tmp_path / "r")):
        with pytest.raises(UserError, match="för stor för att vara"):
            deed(path)
    create_document(tmp_path / "main.egk", lambda document: None)
    with open_document(tmp_path / "main.egk", write=True) as document:
        (looked,) = merging.preview(document, [path]).files
        assert not looked.taken


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are none")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "a.egk"
    os.mkfifo(pipe)
    for deed in (verify_document, open_document):
        with pytest.raises(UserError, match="inget Egenkontroll-dokument"):
            deed(pipe)
    assert not is_sealed(pipe)
    assert not is_encrypted(pipe)


def test_a_document_of_no_version_is_none(path: Path) -> None:
    run(path, "PRAGMA user_version = 0")
    with pytest.raises(UserError, match="filens början är ändrad"):
        open_document(path)


# --- beside the file -----------------------------------------------------------------------------


def test_a_journal_that_names_another_file_is_refused(path: Path, tmp_path: Path) -> None:
    """SQLite would play the journal back and then remove the file that it names."""
    victim = tmp_path / "viktig.txt"
    victim.write_text("viktigt")
    name = str(victim).encode()
    journal = path.with_name("v.egk-journal")
    total = sum(byte if byte < 128 else byte - 256 for byte in name) & 0xFFFFFFFF
    head = bytes.fromhex("d9d505f920a163d7") + bytes(8) + (1).to_bytes(4, "big")
    head += (512).to_bytes(4, "big") + (4096).to_bytes(4, "big")
    journal.write_bytes(
        head.ljust(512, b"\0") + bytes(4) + name + len(name).to_bytes(4, "big")
        + total.to_bytes(4, "big") + bytes.fromhex("d9d505f920a163d7")
    )  # fmt: skip
    for write in (False, True):
        with pytest.raises(UserError, match="inte kommer från Egenkontroll"):
            open_document(path, write=write)
    create_document(tmp_path / "main.egk", lambda document: None)
    with open_document(tmp_path / "main.egk", write=True) as document:
        (looked,) = merging.preview(document, [path]).files
        assert looked.classes[0] is not FileClass.NEW
        assert not looked.taken
    with pytest.raises(UserError, match="inte kommer från Egenkontroll"):
        repair_document(path, tmp_path / "ny.egk")
    assert victim.read_text() == "viktigt"
    assert journal.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/x", r"..\..\x", "C:\\x", "/abs", "a/b", "CON", "x\0y", "..", "", "-rf", "~"]
)
def test_names_from_inside_stay_in_their_folder(tmp_path: Path, name: str) -> None:
    made = tmp_path / file_name((name, "resultat"), ".pdf")
    assert made.resolve().parent == tmp_path.resolve()
    assert "\0" not in made.name
    made.write_text("x")
