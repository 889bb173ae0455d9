"""Python's garbage is collected on the window's thread alone: what is Qt's must end there.

Python collects on whichever thread happens to make an object, and what it finds may be a widget
that nobody refers to any more. To end one on another thread can end the program.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_EVERY_MS = 1_000


def collect_here(owner: QObject) -> None:
    """Collect on this thread, now and then, for as long as the owner lives; not by itself."""
    gc.disable()
    timer = QTimer(owner)
    timer.timeout.connect(collect)
    timer.start(_EVERY_MS)


def collect() -> None:
    """Collect the oldest generation that has come to its limit, if any has."""
    counts, limits = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > limits[generation] > 0:
            gc.collect(generation)
            return
