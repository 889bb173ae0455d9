"""A whole document under SQLCipher: all that is done to a plain one can be done to it."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations import backing_up, encrypting, merging, passphrases
from egenkontroll.operations.opening import create_document, open_document
from egenkontroll.operations.repairing import repair_document
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.verifying import verify_document
from egenkontroll.storage import backups, connections, keys
from egenkontroll.storage.database import DamagedError, InUseError, LockedError
from egenkontroll.storage.schema import KINDS
from tests.gui.opened_screens import make_round

if TYPE_CHECKING:
    from collections.abc import Iterator

    from egenkontroll.storage.document import Document

PASSPHRASE = "fyra ord som 'inte' hör ihop"
WORDS = b"KLARTEXT-I-KOMMENTAR"


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    keys.forget()
    yield
    keys.forget()


def remark(document: Document, words: str = WORDS.decode()) -> None:
    """Write something that would be seen in a plain file."""
    key = (document.pen.new_id(),)
    document.add([document.pen.write("unit", key, (words * 20, b"", b""))])


@pytest.fixture(scope="module")
def plain_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make_round(tmp_path_factory.mktemp("round") / "v.egk")
    with open_document(path, write=True) as document:
        remark(document)
    return path


@pytest.fixture
def plain(plain_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(plain_once, tmp_path / "v.egk"))


@pytest.fixture
def secret(plain: Path) -> Path:
    """An encrypted document alone in its folder."""
    folder = plain.parent / "hemlig"
    folder.mkdir()
    with open_document(plain) as document:
        encrypting.encrypt(document, folder / "h.egk", PASSPHRASE)
    return folder / "h.egk"


def everything(path: Path) -> list[object]:
    with open_document(path) as document:
        return [fact for kind in KINDS for fact in document.written(kind)]


def readable(folder: Path) -> list[str]:
    """Return the files where something that was written can be read."""
    files = [one for one in folder.rglob("*") if one.is_file()]
    return [one.name for one in files if WORDS in (raw := one.read_bytes()) or b"SQLite" in raw]


def test_it_is_made_opened_and_taken_back(plain: Path, secret: Path) -> None:
    before = plain.read_bytes()
    assert WORDS in before
    assert readable(secret.parent) == []
    assert everything(secret) == everything(plain)
    assert verify_document(secret).problems == ()
    with open_document(secret) as document:
        assert document.encrypted
        encrypting.decrypt(document, plain.with_name("åter.egk"))
    assert everything(plain.with_name("åter.egk")) == everything(plain)
    assert plain.read_bytes() == before
    with open_document(plain) as document, pytest.raises(UserError, match="inte krypterad"):
        encrypting.decrypt(document, plain.with_name("igen.egk"))


def test_without_the_passphrase_nothing_is_opened_or_changed(secret: Path) -> None:
    keys.forget()
    before = secret.read_bytes()
    assert passphrases.is_locked(secret)
    for write in (False, True):
        with pytest.raises(LockedError, match="är krypterad"):
            open_document(secret, write=write)
    with pytest.raises(LockedError, match="stämmer inte"):
        passphrases.unlock(secret, "en helt annan fras")
    assert passphrases.is_locked(secret)
    passphrases.unlock(secret, f" {PASSPHRASE} ")
    assert not passphrases.is_locked(secret)
    assert verify_document(secret).problems == ()
    assert secret.read_bytes() == before


def test_it_is_asked_for_where_it_is_needed(secret: Path) -> None:
    keys.forget()
    asked: list[Path] = []

    def ask(path: Path) -> str:
        asked.append(path)
        return "fel fras som är lång" if len(asked) == 1 else PASSPHRASE

    passphrases.ask_with(ask)
    with pytest.raises(LockedError, match="stämmer inte"):
        open_document(secret)
    for _ in range(2):
        open_document(secret).close()
    assert asked == [secret, secret]


def test_any_program_with_sqlcipher_opens_it_with_the_passphrase(secret: Path) -> None:
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(secret))
    said = PASSPHRASE.replace("'", "''")
    connection.execute(f"PRAGMA key = '{said}'")
    assert connection.execute("SELECT count(*) FROM unit").fetchone()[0] > 1
    connection.close()


@pytest.mark.parametrize("word", ["kort", "tolv tecken\x00", " " * 20])
def test_a_passphrase_that_keeps_nobody_out(plain: Path, word: str) -> None:
    with open_document(plain) as document, pytest.raises(UserError, match="Lösenfrasen"):
        encrypting.encrypt(document, plain.with_name("h.egk"), word)
    assert not plain.with_name("h.egk").exists()


def test_work_copies_and_journals_are_never_plain(secret: Path) -> None:
    with open_document(secret, write=True) as document:
        for _ in range(5):
            remark(document)
            assert readable(secret.parent) == []
        with pytest.raises(ZeroDivisionError), document.writing() as connection:  # noqa: PT012
            connection.execute("PRAGMA cache_size = 1")
            for number in range(300):
                new = document.pen.write("unit", (bytes([1] * 14) + number.to_bytes(2, "big"),),
                                         (WORDS.decode() * 50, b"", b""))  # fmt: skip
                document.insert(connection, [new])
            assert len(list(secret.parent.iterdir())) == 2  # its journal is there
            assert readable(secret.parent) == []
            raise ZeroDivisionError
        backups.back_up(document)
        document.rewrite()
    assert readable(secret.parent) == []
    assert verify_document(secret).problems == ()


def test_a_copy_is_put_back(secret: Path) -> None:
    with open_document(secret, write=True) as document:
        backups.back_up(document)
        before = document.count()
        remark(document, "ny")
    (copy,) = backing_up.kept(secret)
    aside = backing_up.restore(secret, copy.path)
    assert aside is not None
    with open_document(secret) as document:
        assert document.count() == before
    with open_document(aside) as document:
        assert document.count() == before + 1
    assert readable(secret.parent) == []


def test_another_passphrase(secret: Path) -> None:
    with open_document(secret) as document:
        encrypting.encrypt(document, secret.with_name("ny.egk"), "en alldeles ny lösenfras")
    keys.forget()
    keys.give(PASSPHRASE)
    with pytest.raises(LockedError):
        open_document(secret.with_name("ny.egk"))
    keys.give("en alldeles ny lösenfras")
    assert everything(secret.with_name("ny.egk")) == everything(secret)


def test_it_is_locked_against_a_second_editor(secret: Path) -> None:
    with open_document(secret, write=True), pytest.raises(InUseError):
        open_document(secret, write=True)


# --- merging --------------------------------------------------------------------------------------


def test_plain_and_encrypted_files_are_taken_into_it_and_back(
    secret: Path, plain: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "main"
    folder.mkdir()
    create_document(folder / "main.egk", lambda document: None, passphrase=PASSPHRASE)
    others = [plain]
    for number in range(11):
        other = tmp_path / f"fil{number}.egk"
        shutil.copy(plain, other)
        with open_document(other, write=True) as document:
            remark(document, f"nytt {number} ")
        others.append(other)
    with open_document(secret, write=True) as document:
        remark(document, "hemligt ")
    others.append(secret)
    with open_document(folder / "main.egk", write=True) as document:
        receipt = merging.merge(document, others)
        assert all(one.taken for one in receipt.files)
        assert document.problems() == []
        assert round_results(document).rows
        merged = document.count()
        assert readable(folder) == []
        merging.undo(document)
        assert document.count() < merged
    assert readable(folder) == []


def test_staged_files_are_never_plain(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be read at once is first copied to private files, or brought together there."""
    from egenkontroll.storage import adding

    monkeypatch.setattr(adding, "MOST_ATTACHED", 2)
    monkeypatch.setattr(adding, "MOST_AT_ONCE", 3)
    main = tmp_path / "main.egk"
    seen: list[Path] = []
    create_document(main, lambda document: None, passphrase=PASSPHRASE)
    others = []
    for number in range(4):
        other = tmp_path / f"fil{number}.egk"
        shutil.copy(plain, other)
        with open_document(other, write=True) as document:
            remark(document, f"{WORDS.decode()} {number}")
        others.append(other)
    real = adding.add

    def watched(connection: Any, sources: Any, *asked: Any) -> int:
        used = [Path(one[2]) for one in connection.execute("PRAGMA database_list")]
        seen.extend(one for one in used if one.suffix == ".db")
        assert not any(WORDS in one.read_bytes() for one in seen)
        return real(connection, sources, *asked)

    monkeypatch.setattr(adding, "add", watched)
    with open_document(main, write=True) as document:
        merging.merge(document, others)
    assert len(set(seen)) == 2


def test_the_key_is_never_told_to_another_process(
    plain: Path, secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An encrypted file is checked where its passphrase is known; plain ones beside it are not."""
    from egenkontroll.operations import checking

    handed: list[Path] = []
    real = checking.Checks.hand_over

    def watched(self: Any, one: Any) -> None:
        if not one.checked:
            handed.append(one.path)
        real(self, one)

    monkeypatch.setattr(checking, "FEWEST", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(checking.Checks, "hand_over", watched)
    other = tmp_path / "annan.egk"
    shutil.copy(plain, other)
    with open_document(other, write=True) as document:
        remark(document, "nytt ")
    create_document(tmp_path / "main.egk", lambda document: None, passphrase=PASSPHRASE)
    with open_document(tmp_path / "main.egk", write=True) as document:
        receipt = merging.merge(document, [other, secret])
        assert all(one.taken for one in receipt.files)
        assert document.problems() == []
    assert handed == [other]


def test_an_encrypted_file_is_not_taken_into_a_plain_document(secret: Path, plain: Path) -> None:
    with open_document(plain, write=True) as document:
        (looked,) = merging.preview(document, [secret]).files
        assert not looked.taken
        assert "krypterad, men inte dokumentet" in looked.problems[0]
        with pytest.raises(UserError):
            merging.merge(document, [secret])


def test_a_file_with_another_passphrase_is_told(secret: Path, tmp_path: Path) -> None:
    with open_document(secret) as document:
        encrypting.encrypt(document, tmp_path / "annan.egk", "en alldeles annan fras")
    keys.forget()
    keys.give(PASSPHRASE)
    with open_document(secret, write=True) as document:
        (looked,) = merging.preview(document, [tmp_path / "annan.egk"]).files
    assert not looked.taken
    assert "Lösenfrasen stämmer inte" in looked.problems[0]


# --- damage ---------------------------------------------------------------------------------------


def test_a_changed_bit_is_found_and_the_rest_is_saved(secret: Path) -> None:
    raw = bytearray(secret.read_bytes())
    for page in range(52, 58):
        raw[page * 4096 + 100] ^= 1
    secret.write_bytes(raw)
    assert verify_document(secret).problems
    with pytest.raises(DamagedError):
        open_document(secret, write=True)
    done = repair_document(secret, secret.with_name("räddad.egk"))
    assert not done.whole
    assert sum(done.saved.values()) > 0
    assert readable(secret.parent) == []
    with open_document(secret.with_name("räddad.egk")) as document:
        assert document.encrypted
        assert document.problems() == [] or all("checklista" in one for one in document.problems())


@pytest.mark.parametrize("size", [3, 16, 40, 4096, 8000])
def test_a_part_of_one_is_told(secret: Path, size: int) -> None:
    secret.write_bytes(secret.read_bytes()[:size])
    with pytest.raises(UserError):
        open_document(secret)


def test_where_it_is_not_installed_it_is_told(
    secret: Path, plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(UserError, match=r"egenkontroll\[kryptering\]"):
        open_document(secret)
    with open_document(plain) as document, pytest.raises(UserError, match="Inget är ändrat"):
        encrypting.encrypt(document, plain.with_name("ny.egk"), PASSPHRASE)
    assert not plain.with_name("ny.egk").exists()


def test_a_wrong_passphrase_is_not_taken_while_another_holds_the_file(secret: Path) -> None:
    holder = open_document(secret, write=True)
    with holder:
        known = dict(keys._fitting)
        keys.forget()
        with pytest.raises(InUseError):
            passphrases.unlock(secret, "en helt annan fras")
    assert passphrases.is_locked(secret)
    with pytest.raises(LockedError):
        passphrases.unlock(secret, "en helt annan fras")
    passphrases.unlock(secret, PASSPHRASE)
    assert dict(keys._fitting) == known
    assert everything(secret)


def test_a_wrong_passphrase_is_not_taken_where_a_journal_stands(
    secret: Path, tmp_path: Path
) -> None:
    passphrases.unlock(secret, PASSPHRASE)
    before = everything(secret)
    left = tmp_path / "kvar"
    left.mkdir()
    with (
        open_document(secret, write=True) as document,
        suppress(ZeroDivisionError),
        document.writing() as connection,
    ):
        connection.execute("PRAGMA cache_size = 1").fetchall()
        connection.execute("DELETE FROM case_drawn")
        connection.execute("UPDATE unit SET name = name || 'x'")
        for one in (one for one in secret.parent.iterdir() if one.is_file()):
            shutil.copy(one, left)
        1 / 0  # noqa: B018
    keys.forget()
    path = left / secret.name
    assert connections.has_journal(path)
    with pytest.raises(LockedError):
        passphrases.unlock(path, "en helt annan fras")
    passphrases.unlock(path, PASSPHRASE)
    assert everything(path) == before


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/tmp/å b.egk"), "file:///tmp/%C3%A5%20b.egk"),
        (PureWindowsPath("C:\\a\\b.egk"), "file:///C:/a/b.egk"),
        (PureWindowsPath("\\\\server\\dela\\b.egk"), "file:////server/dela/b.egk"),
    ],
)
def test_sqlite_is_given_no_computers_name_as_authority(path: PurePath, uri: str) -> None:
    assert connections.as_uri(path) == uri
