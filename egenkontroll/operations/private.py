"""Private folders, for what the window has to lay on a disk for a while."""

from egenkontroll.storage.private import PrivateFolder, sweep

__all__ = ["PrivateFolder", "sweep"]
