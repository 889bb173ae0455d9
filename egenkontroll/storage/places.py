"""Where a document lies: on a network, in a folder that is synced, or in a roaming profile."""

from __future__ import annotations

import os
import sys
from enum import Enum
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_REMOTE_DRIVE = 4  # DRIVE_REMOTE of the Windows function GetDriveTypeW
_NETWORK_SYSTEMS = {
    "9p", "afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.rclone",
    "fuse.sshfs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs",
}  # fmt: skip
_ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_SYNCED = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("iclouddrive", "iCloud"),
    ("icloud drive", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
)
"""What the folders of the usual services begin with, also as "OneDrive - Kommunen"."""


class Kind(Enum):
    """What is special about a place."""

    NETWORK = "network"
    SYNCED = "synced"
    ROAMING = "roaming"


class Place(NamedTuple):
    """A place that is not simply this computer's own disk; `name` is that of the service."""

    kind: Kind
    name: str = ""


def place_of(path: Path, environment: Mapping[str, str] = os.environ) -> Place | None:
    """Return what is special about where a file lies, or None.

    As far as can be told without asking any service: by the path's own form, what kind of drive
    or file system it is on, the variables that OneDrive sets and the usual folder names. A
    library that is synced from SharePoint under another name is not recognised.
    """
    whole = _whole(path)
    if (synced := _synced(whole, environment)) is not None:
        return Place(Kind.SYNCED, synced)
    if is_unc(str(whole)) or _on_network_drive(whole):
        return Place(Kind.NETWORK)
    roaming = environment.get("APPDATA")
    if roaming and _inside(whole.parts, Path(roaming).parts):
        return Place(Kind.ROAMING)
    return None


def is_unc(path: str) -> bool:
    r"""Tell whether a Windows path names a share: \\server\share or \\?\UNC\server\share."""
    drive = PureWindowsPath(path).drive.casefold()
    return drive.startswith("\\\\?\\unc\\") or (
        drive.startswith("\\\\") and not drive.startswith(("\\\\?\\", "\\\\.\\"))
    )


def _whole(path: Path) -> Path:
    try:
        return path.resolve()
    except OSError:
        return path.absolute()


def _synced(path: Path, environment: Mapping[str, str]) -> str | None:
    for variable in _ONEDRIVE:
        if (root := environment.get(variable)) and _inside(path.parts, Path(root).parts):
            return "OneDrive"
    for part in path.parent.parts:
        for begins, name in _SYNCED:
            if part.casefold().startswith(begins):
                return name
    return None


def _inside(parts: Sequence[str], root: Sequence[str]) -> bool:
    folded = [part.casefold() for part in parts[: len(root)]]
    return bool(root) and folded == [part.casefold() for part in root]


def _on_network_drive(path: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _REMOTE_DRIVE)
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return system_of(path, mounts) in _NETWORK_SYSTEMS


def system_of(path: Path, mounts: str) -> str:
    """Return the file system that a path is on, by the lines of /proc/self/mountinfo (Linux)."""
    above = {one.as_posix() for one in (path, *path.parents)}
    longest, system = 0, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields, kinds = before.split(), after.split()
        if len(fields) < 5 or not kinds:
            continue
        point = fields[4].replace("\\040", " ")
        if point in above and len(point) >= longest:
            longest, system = len(point), kinds[0]
    return system
