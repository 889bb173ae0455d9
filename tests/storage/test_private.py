"""What lies on the disk for a while is gone afterwards, however the program ended."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from egenkontroll.errors import UserError
from egenkontroll.storage import private
from egenkontroll.storage.private import LOCK, PREFIX, PrivateFolder, sweep

_HOLDS = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from egenkontroll.storage.private import PrivateFolder
folder = PrivateFolder()
(folder.path / "ärende.pdf").write_text("E26-0188")
print(folder.path, flush=True)
sys.stdin.readline()
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make tmp_path the place for temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def _aged(folder: Path, seconds: float = 120) -> None:
    then = time.time() - seconds
    os.utime(folder, (then, then))


def test_it_is_gone_when_it_is_left(place: Path) -> None:
    with PrivateFolder() as folder:
        (folder / "inre").mkdir()
        (folder / "inre" / "kopia.egk").write_bytes(b"svar")
        assert folder.parent == place
        assert os.name == "nt" or folder.stat().st_mode & 0o077 == 0
    assert list(place.iterdir()) == []
    forgotten = PrivateFolder()
    assert list(place.iterdir()) == []
    (forgotten.path / "blad.pdf").write_bytes(b"%PDF")
    assert len(list(place.iterdir())) == 1
    del forgotten
    gc.collect()
    assert list(place.iterdir()) == []
    PrivateFolder().remove()


@pytest.mark.parametrize("ending", ["killed", "ended"])
def test_what_a_dead_program_left_is_swept_and_what_a_living_one_has_is_not(
    place: Path, ending: str
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(place)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        folder = Path(other.stdout.readline().strip())
        _aged(folder)
        assert sweep() == 0
        with PrivateFolder():
            assert (folder / "ärende.pdf").exists()
        if ending == "killed":
            other.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        else:
            other.communicate("\n", timeout=600)
    assert folder.exists() is (ending == "killed")
    if ending == "killed":
        _aged(folder, 0)
        assert sweep() == 0, "it may be about to be locked"
        _aged(folder)
        assert sweep() == 1
    assert list(place.iterdir()) == []


def test_nothing_that_a_person_has_made_is_taken_away(place: Path) -> None:
    own = [
        place / "egenkontroll-2026" / "VT",
        place / "egenkontroll-privat-våren" / "VT",
        place / "egenkontroll-privat-abcdefgh" / "VT",  # just as ours, but nobody locked it
        place / "egenkontroll-privat-abcdefghi" / "VT",
    ]
    for one in own:
        one.mkdir(parents=True)
        (one / "ifo.egk").write_bytes(b"svar")
        if one.parent.name != "egenkontroll-privat-abcdefgh":
            (one.parent / LOCK).write_bytes(b"")
        _aged(one.parent, 1e6)
    assert sweep() == 0
    assert all((one / "ifo.egk").exists() for one in own)
    empty = place / f"{PREFIX}12345678"
    empty.mkdir()
    _aged(empty)
    assert sweep() == 1
    assert not empty.exists()


def test_links_and_files_are_not_followed(place: Path) -> None:
    elsewhere = place / "mina dokument"
    elsewhere.mkdir()
    for name in ("viktigt.egk", LOCK):
        (elsewhere / name).write_bytes(b"")
    try:
        (place / f"{PREFIX}abcdefgh").symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    (place / f"{PREFIX}abcdefgi").write_bytes(b"")
    _aged(elsewhere)
    assert sweep() == 0
    assert (elsewhere / "viktigt.egk").exists()


def test_where_no_folder_can_be_made_it_is_said(
    monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place / "saknas"))
    assert sweep() == 0
    with pytest.raises(UserError, match="tillfälliga filer på datorn"):
        PrivateFolder().path  # noqa: B018


def test_a_folder_that_goes_meanwhile_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    gone = place / f"{PREFIX}abcdefgh"
    gone.mkdir()

    def then_gone(one: os.DirEntry[str]) -> bool:
        gone.rmdir()
        return True

    monkeypatch.setattr(private, "_is_ours", then_gone)
    assert sweep() == 0
