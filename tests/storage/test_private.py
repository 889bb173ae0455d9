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

from egenkontroll.storage import private
from egenkontroll.storage.private import PREFIX, PrivateFolder, sweep

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


def test_it_is_gone_when_it_is_left(place: Path) -> None:
    with PrivateFolder() as folder:
        (folder / "inre").mkdir()
        (folder / "inre" / "kopia.egk").write_bytes(b"svar")
        assert folder.parent == place
        assert os.name == "nt" or folder.stat().st_mode & 0o077 == 0
    assert list(place.iterdir()) == []
    forgotten = PrivateFolder()
    assert len(list(place.iterdir())) == 1
    del forgotten
    gc.collect()
    assert list(place.iterdir()) == []


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
        assert sweep() == 0
        with PrivateFolder():
            assert (folder / "ärende.pdf").exists()
        if ending == "killed":
            other.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        else:
            other.communicate("\n", timeout=60)
    assert folder.exists() is (ending == "killed")
    assert sweep() == (1 if ending == "killed" else 0)
    assert list(place.iterdir()) == []


def test_a_folder_without_a_lock_is_left_for_a_day(place: Path) -> None:
    fresh, old = place / f"{PREFIX}ny", place / f"{PREFIX}gammal"
    others = place / "annat program"
    for one in (fresh, old, others):
        one.mkdir()
        (one / "blad.pdf").write_bytes(b"%PDF")
    two_days_ago = time.time() - 2 * 24 * 3600
    for one in (old, others):
        os.utime(one, (two_days_ago, two_days_ago))
    assert sweep() == 1
    assert sorted(one.name for one in place.iterdir()) == ["annat program", f"{PREFIX}ny"]


def test_links_and_files_are_not_followed(place: Path) -> None:
    elsewhere = place / "mina dokument"
    elsewhere.mkdir()
    (elsewhere / "viktigt.egk").write_bytes(b"svar")
    try:
        (place / f"{PREFIX}länk").symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    (place / f"{PREFIX}fil").write_bytes(b"")
    assert sweep() == 0
    assert (elsewhere / "viktigt.egk").exists()


def test_nowhere_to_look_is_nothing_to_sweep(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place / "saknas"))
    assert sweep() == 0


def test_a_folder_that_goes_meanwhile_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    gone = place / f"{PREFIX}borta"
    gone.mkdir()

    def then_gone(one: os.DirEntry[str]) -> bool:
        gone.rmdir()
        return True

    monkeypatch.setattr(private, "_is_ours", then_gone)
    assert sweep() == 0
