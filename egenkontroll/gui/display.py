"""Can a window be shown here? Asked before Qt is loaded, since Qt itself would just abort."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

WITHOUT_DISPLAY = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")

PACKAGES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libGLX.so.0": "libglx0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libz.so.1": "zlib1g",
}


def check() -> None:
    """Raise UserError where no window can be shown; on other systems than Linux it always can."""
    if sys.platform.startswith("linux"):
        check_display(os.environ)
        if not _drawn_nowhere(os.environ):
            files = _libraries_for(os.environ)
            if not all(loads(file) for file in files):
                check_libraries(missing_libraries(files))


def check_display(environment: Mapping[str, str]) -> None:
    """Raise UserError where neither X nor Wayland is there."""
    if _drawn_nowhere(environment):
        return
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        raise UserError(
            "Fönstret behöver en skärm (varken DISPLAY eller WAYLAND_DISPLAY är satt); skriv i "
            "stället ett exempel med egenkontroll demo exempel.egk och arbeta med kommandona, "
            "som visas av egenkontroll --help."
        )


def check_libraries(absent: list[str]) -> None:
    """Raise UserError with the command that installs the libraries, where any is absent."""
    if not absent:
        return
    packages = sorted({PACKAGES[name] for name in absent if name in PACKAGES})
    unknown = sorted(name for name in absent if name not in PACKAGES)
    said = f"Fönstret behöver bibliotek som saknas ({', '.join(sorted(absent))})."
    if packages:
        said += f" Installera dem med: sudo apt install {' '.join(packages)}"
    if unknown and not packages:
        said += " Installera dem med systemets pakethanterare."
    raise UserError(said)


def loads(file: Path) -> bool:
    """Tell whether a shared library can be loaded, with all that it needs.

    Qt is about to load the same ones, so this costs nothing; what is missing, if any, is
    looked up afterwards.
    """
    import ctypes

    try:
        ctypes.CDLL(str(file))
    except OSError:
        return False
    return True


def missing_libraries(files: list[Path]) -> list[str]:
    """Return the shared libraries that the files need and the system does not have."""
    import shutil
    import subprocess

    ldd = shutil.which("ldd")
    absent: set[str] = set()
    for file in files if ldd else ():
        done = subprocess.run(
            [str(ldd), str(file)], capture_output=True, text=True, check=False, timeout=20
        )
        for line in done.stdout.splitlines():
            if "=> not found" in line:
                absent.add(line.split("=>", maxsplit=1)[0].strip())
    return sorted(absent)


def _drawn_nowhere(environment: Mapping[str, str]) -> bool:
    platform = environment.get("QT_QPA_PLATFORM", "").split(":", maxsplit=1)[0]
    return platform in WITHOUT_DISPLAY


def _libraries_for(environment: Mapping[str, str]) -> list[Path]:
    """Return the parts of Qt that the display at hand needs. Qt itself is not loaded."""
    from importlib.util import find_spec

    found = find_spec("PySide6")
    if found is None or not found.submodule_search_locations:
        return []
    qt = Path(next(iter(found.submodule_search_locations))) / "Qt"
    wayland = environment.get("WAYLAND_DISPLAY") and not environment.get("DISPLAY")
    plugin = "libqwayland.so" if wayland else "libqxcb.so"
    files = [
        qt / "plugins" / "platforms" / plugin,
        qt / "lib" / "libQt6Gui.so.6",
        qt / "lib" / "libQt6Widgets.so.6",
    ]
    return [file for file in files if file.is_file()]
