"""Sealed files from somebody else, and what passphrases are read from: never more than is fair."""

from __future__ import annotations

import os
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations import sealing
from egenkontroll.operations.opening import create_document, open_document
from egenkontroll.operations.sealing import Seal, read_passphrase, unseal

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "blå hästar äter gräs"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    plain = tmp_path / "a.egk"
    create_document(plain, lambda document: None)
    made = tmp_path / "a.egk.age"
    made.write_bytes(Seal(PASSPHRASE).close(plain.read_bytes()))
    return made


def test_a_sealed_file_without_end_is_not_read(sealed: Path) -> None:
    with sealed.open("rb+") as file:
        file.truncate(2**40)
    with pytest.raises(UserError, match="för stor för att vara en låst fil"):
        unseal(sealed, sealed.with_name("ut.egk"), passphrase=PASSPHRASE)
    assert not sealed.with_name("ut.egk").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are none")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "a.egk.age"
    os.mkfifo(pipe)
    assert not sealing.is_sealed(pipe)
    with pytest.raises(UserError, match="är inte låst"):
        unseal(pipe, tmp_path / "ut.egk", passphrase=PASSPHRASE)


def test_a_document_that_is_open_here_is_not_sealed(tmp_path: Path, sealed: Path) -> None:
    with (
        open_document(tmp_path / "a.egk", write=True),
        pytest.raises(UserError, match="är inte låst"),
    ):
        unseal(tmp_path / "a.egk", tmp_path / "ut.egk", passphrase=PASSPHRASE)
    with pytest.raises(UserError, match="finns inte"):
        unseal(tmp_path / "b.egk.age", tmp_path / "ut.egk", passphrase=PASSPHRASE)


def test_only_the_beginning_of_a_file_with_a_passphrase_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ord.txt"
    path.write_text(f"{PASSPHRASE}\n" + "x" * 30_000_000, encoding="utf-8")
    tracemalloc.start()
    assert read_passphrase(path) == PASSPHRASE
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1_000_000
