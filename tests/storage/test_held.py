"""A document that is open stays locked, whatever else is done with its file in the program."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations import case_lists, past_rounds, sealing
from egenkontroll.operations.opening import is_sealed, open_document, read_table
from egenkontroll.operations.passphrases import is_encrypted, is_locked
from egenkontroll.operations.verifying import verify_document
from egenkontroll.storage import held
from egenkontroll.storage.database import InUseError
from egenkontroll.storage.document import Document, create_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
    done = subprocess.run([sys.executable, "-c", OTHER, str(path)], timeout=60, check=False)
    assert done.returncode in (0, 3)
    return done.returncode == 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.egk"
    create_document(made, lambda document: None)
    return made


def refused(deed: Callable[[Path], object]) -> Callable[[Path], object]:
    def tried(path: Path) -> None:
        with pytest.raises(UserError):
            deed(path)

    return tried


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
