"""Qt draws the tests offscreen, and even so needs a few of the system's libraries on Linux.

Run by make after the set-up: says nothing where they are there, installs them where that can be
done without asking (root with apt-get), and otherwise names the command.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from egenkontroll.errors import UserError
from egenkontroll.gui.display import PACKAGES, check_libraries, missing_libraries


def main() -> int:
    """Return 0 where nothing is missing any more."""
    found = importlib.util.find_spec("PySide6")
    if not sys.platform.startswith("linux") or found is None or found.origin is None:
        return 0
    qt = Path(found.origin).parent / "Qt"
    files = [qt / "lib" / "libQt6Widgets.so.6", qt / "plugins" / "platforms" / "libqoffscreen.so"]
    absent = missing_libraries(files)
    packages = sorted({PACKAGES[name] for name in absent if name in PACKAGES})
    apt = shutil.which("apt-get")
    if packages and apt and os.geteuid() == 0:
        subprocess.run([apt, "update", "-qq"], check=False)
        subprocess.run([apt, "install", "-y", "-qq", *packages], check=False)
        absent = missing_libraries(files)
    try:
        check_libraries(absent)
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


sys.exit(main())
