"""What every process beside the program's own does first."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading


def belong() -> None:
    """Let this process be the other's: Ctrl+C is for that one, and without it there is no work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
