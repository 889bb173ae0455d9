"""Where a document lies, told by its path, the system and what the services set."""

from __future__ import annotations

from pathlib import Path

import pytest

from egenkontroll.operations.backing_up import place_warning
from egenkontroll.storage.places import Kind, Place, is_unc, place_of, system_of

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:44 / /mnt/gemensam rw - cifs //server/gemensam rw
41 22 0:45 / /mnt/en\\040mapp rw - nfs4 server:/x rw
skräp
"""


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Ekhamns kommun", "OneDrive"),
        ("Dropbox (Privat)", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("iCloudDrive", "iCloud"),
        ("com~apple~CloudDocs", "iCloud"),
        ("Nextcloud", "Nextcloud"),
    ],
)
def test_folders_that_are_synced(tmp_path: Path, folder: str, name: str) -> None:
    path = tmp_path / folder / "under" / "a.egk"
    assert place_of(path, {}) == Place(Kind.SYNCED, name)


def test_a_folder_that_onedrive_says_is_its_own(tmp_path: Path) -> None:
    path = tmp_path / "Kommunen" / "a.egk"
    for variable in ("OneDrive", "OneDriveCommercial"):
        said = {variable: str(tmp_path / "kommunen")}
        assert place_of(path, said) == Place(Kind.SYNCED, "OneDrive")
        assert place_of(tmp_path / "Kommunen 2" / "a.egk", said) is None
        assert place_of(path, {variable: ""}) is None


def test_the_file_s_own_name_says_nothing(tmp_path: Path) -> None:
    assert place_of(tmp_path / "OneDrive.egk", {}) is None


def test_a_roaming_profile(tmp_path: Path) -> None:
    assert place_of(tmp_path / "a.egk", {"APPDATA": str(tmp_path)}) == Place(Kind.ROAMING)


@pytest.mark.parametrize("path", [r"\\server\share\a.egk", r"\\?\UNC\server\share\a.egk",
                                  "//server/share/a.egk"])  # fmt: skip
def test_shares(path: str) -> None:
    assert is_unc(path)


@pytest.mark.parametrize("path", [r"C:\a.egk", r"\\?\C:\a.egk", r"\\.\C:\a.egk", "a.egk", "/a/b"])
def test_what_is_no_share(path: str) -> None:
    assert not is_unc(path)


def test_the_file_system_of_a_path() -> None:
    assert system_of(Path("/mnt/gemensam/a/b.egk"), MOUNTS) == "cifs"
    assert system_of(Path("/mnt/en mapp/b.egk"), MOUNTS) == "nfs4"
    assert system_of(Path("/mnt/gemensamt/b.egk"), MOUNTS) == "ext4"
    assert system_of(Path("/hem/b.egk"), "") == ""


def test_what_is_said_tells_what_to_do(tmp_path: Path) -> None:
    assert place_warning(tmp_path / "a.egk") == ""
    said = place_warning(tmp_path / "OneDrive" / "a.egk")
    assert said.startswith("a.egk ligger i en mapp som synkas med OneDrive.")
    assert "en dator i taget" in said.replace("\n", " ")
