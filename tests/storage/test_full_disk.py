"""A disk that takes no more: what was saved stays, the person is told, and it goes on after."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import sys
import traceback
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError, reason
from egenkontroll.storage import backups
from egenkontroll.storage.document import Document, create_document, open_document
from egenkontroll.storage.telling import FullError, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="limits are set in a fork")


def forked(work: Callable[[], None]) -> None:
    """Run the work in a process of its own, and fail where it fails."""
    made = os.fork()
    if made == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:  # noqa: BLE001 - told by the parent
            traceback.print_exc(file=sys.stderr)
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(made, 0)[1]) == 0


def limit(size: int) -> None:
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))


def unit(document: Document, name: str) -> None:
    document.add([document.pen.write("unit", (document.pen.new_id(),), (name, b"", b""))])


def names(path: Path) -> list[str]:
    with open_document(path) as document:
        assert document.problems() == []
        return [fact.content[0] for fact in document.read("unit")]


def test_writing_beyond_what_the_disk_takes(tmp_path: Path) -> None:
    path = tmp_path / "a.egk"
    create_document(path, lambda document: unit(document, "Först"))
    size = path.stat().st_size

    def work() -> None:
        with open_document(path, write=True) as document:
            limit(size + 40_000)
            saved = ["Först"]
            names_of = (f"{number} " + "x" * 5_000 for number in range(100))
            with pytest.raises(UserError) as told:  # noqa: PT012
                for name in names_of:
                    unit(document, name)
                    saved.append(name)
            assert "skadat" not in told.value.message
            assert "Det som visades som sparat är kvar" in told.value.message
            assert sorted(fact.content[0] for fact in document.read("unit")) == sorted(saved)
            limit(size + 400_000)
            unit(document, "Sist")
            (tmp_path / "saved.txt").write_text("\n".join([*saved, "Sist"]))

    forked(work)
    assert sorted(names(path)) == sorted((tmp_path / "saved.txt").read_text().split("\n"))
    assert {one.name for one in tmp_path.iterdir()} == {"a.egk", "saved.txt"}


def test_a_copy_and_a_new_document_that_do_not_fit_leave_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.egk"
    create_document(path, lambda document: unit(document, "Först"))

    def work() -> None:
        from egenkontroll.storage import backups

        with open_document(path, write=True) as document:
            limit(20_000)
            with pytest.raises(UserError, match="Säkerhetskopian kunde inte skrivas"):
                backups.back_up(document)
            with pytest.raises(UserError):
                create_document(tmp_path / "b.egk", lambda new: unit(new, "x"))

    forked(work)
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == ["a.egk"]
    assert names(path) == ["Först"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (".Våren_Anna Öberg.egk.d497b0fe.ny", "i Våren_Anna Öberg.egk;"),
        (".335294b0b8cc.tmp", "i kopian;"),
        ("a.egk", "i a.egk;"),
    ],
)
def test_the_file_is_called_what_it_is_to_be_called(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(FullError) as told_of, told(tmp_path / name):
        raise sqlite3.OperationalError("database or disk is full")
    assert said in told_of.value.message
    assert "Frigör plats" in told_of.value.message


def test_a_backup_that_does_not_fit_says_so_once(tmp_path: Path) -> None:
    def write(_target: object) -> None:
        raise FullError("Disken är full. Inget nytt sparades i kopian; det som fanns är kvar.")

    with pytest.raises(UserError) as told_of:
        backups.set_aside(tmp_path / "a.egk", 0, write)
    assert "så inget gjordes: disken är full. Se till att" in told_of.value.message


@pytest.mark.parametrize(
    ("code", "said"),
    [(errno.ENOSPC, "disken är full"), (errno.EIO, "svarade inte"), (errno.EROFS, "skrivskyddad")],
)
def test_the_system_s_reasons_are_swedish(tmp_path: Path, code: int, said: str) -> None:
    error = OSError(code, os.strerror(code))
    assert said in reason(error)
    with pytest.raises(UserError, match=said), told(tmp_path / "a.egk"):
        raise error
    assert reason(OSError("konstigt")) == "konstigt"
    assert reason(OSError(errno.EPIPE, "Broken pipe")) == "Broken pipe"
