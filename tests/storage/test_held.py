"""A document that is open stays locked, whatever else is done with its file in the program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.merge.classes import FileClass
from egenkontroll.operations import (
    case_lists,
    checklist_editing,
    checklists,
    files,
    passphrases,
    past_rounds,
    repairing,
    sealing,
)
from egenkontroll.operations.opening import is_sealed, open_document, read_table
from egenkontroll.operations.passphrases import is_encrypted, is_locked
from egenkontroll.operations.verifying import verify_document
from egenkontroll.sample.drawn import Frame
from egenkontroll.sample.pseudonyms import Renumbered
from egenkontroll.storage import held, inputs
from egenkontroll.storage.database import InUseError, version_of
from egenkontroll.storage.document import Document, create_document
from egenkontroll.storage.sealing import new_key, to_keys

if TYPE_CHECKING:
    from collections.abc import Callable

OTHER = """
import sys
from pathlib import Path
from egenkontroll.errors import UserError
from egenkontroll.storage.document import open_document
try:
    open_document(Path(sys.argv[1]), write=True).close()
except UserError as error:
    sys.exit(type(error).__name__ == "InUseError" and 3)
"""


def another_may_write(path: Path) -> bool:
    """Tell whether another program gets to write in the document."""
    done = subprocess.run([sys.executable, "-c", OTHER, str(path)], timeout=600, check=False)
    assert done.returncode in (0, 3)
    return done.returncode == 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.egk"
    create_document(made, lambda document: None)
    return made


def not_taken_in(path: Path) -> None:
    """It is refused as a file to merge, and not as one that is none of ours."""
    found = inputs.open_input(path, path.parent, {}, lambda: None)
    assert isinstance(found, inputs.Refused)
    assert found.why is FileClass.UNREADABLE
    assert "Stäng den" in found.problem


def faults_of(path: Path) -> None:
    _, faults = checklists.check_checklists([path])
    assert "öppet och ingen checklista" in str(faults[0])


def refused(deed: Callable[[Path], object]) -> Callable[[Path], object]:
    def tried(path: Path) -> None:
        with pytest.raises(UserError):
            deed(path)

    return tried


def secret_key(path: Path) -> None:
    """Open a file that is sealed to a key, and choose the document as the file with the key."""
    _, public = new_key()
    locked = path.with_name("låst.age")
    locked.write_bytes(to_keys(b"", [public]))
    sealing.unseal(locked, path.with_name("ut.egk"), key_file=path)


def key_of_numbers(path: Path) -> None:
    """Choose the document as the file for the key between old and new case numbers."""
    with case_lists.kept_key(case_lists.Choices(key_file=path), Renumbered(Frame("", "", ()), ())):
        pass


LOOKS: dict[str, Callable[[Path], object]] = {
    "is it sealed": is_sealed,
    "is it one of those to open": sealing.is_sealed,
    "which passphrase": sealing.wants_passphrase,
    "is it encrypted": is_encrypted,
    "is it locked": is_locked,
    "opened again": refused(open_document),
    "opened again to write": refused(lambda path: open_document(path, write=True)),
    "verified": refused(verify_document),
    "read as a table": refused(read_table),
    "read as a case list": refused(lambda path: case_lists.read_list(Document, path)),  # type: ignore[arg-type]
    "read as earlier figures": refused(past_rounds.read_sheets),
    "read as a checklist": refused(checklists.read_checklist),
    "compared as a checklist": refused(lambda path: checklists.diff(path, path)),
    "checked as a checklist": faults_of,
    "changed as a checklist": refused(checklist_editing.open_file),
    "read for a passphrase": refused(passphrases.give_file),
    "read for a secret key": refused(secret_key),
    "repaired": refused(lambda path: repairing.repair_document(path, path.with_name("räddad.egk"))),
    "which version": refused(version_of),
    "its digest": refused(inputs.digest_of_file),
    "merged": not_taken_in,
    "written over": refused(lambda path: files.write_text(path, "")),
    "written over later": refused(files.refuse_unwritable),
    "written over with a key": refused(key_of_numbers),
}


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_lets_go_of_the_lock(path: Path, look: str) -> None:
    """A program that closes a file loses its locks on it, except on Windows."""
    with open_document(path, write=True):
        LOOKS[look](path)
        link = path.with_name("b.egk")
        link.symlink_to(path)
        LOOKS[look](link)
        assert not another_may_write(path)
    assert another_may_write(path)


def test_it_is_let_go_of_when_the_document_is_closed(path: Path) -> None:
    document = open_document(path, write=True)
    assert held.hold_of(path) is not None
    with pytest.raises(InUseError):
        open_document(path)
    document.close()
    assert held.hold_of(path) is None
    open_document(path).close()
    assert held.hold_of(path.with_name("finns inte")) is None


def test_nothing_of_it_is_held_when_it_is_closed(path: Path) -> None:
    fds = Path("/proc/self/fd")
    if not fds.is_dir():
        pytest.skip("the open files cannot be found here")

    def opened() -> int:
        links = [link.readlink() for link in list(fds.iterdir()) if link.is_symlink()]
        return sum(str(link).startswith(str(path)) for link in links)

    document = open_document(path, write=True)
    assert opened() >= 2  # SQLite's, and that by which it is seen that another writes in it
    document.close()
    assert opened() == 0
