"""Guards against a fault in PySide6 6.12.0, which would end the program without a word.

In that version every Qt call that returns nothing gives back None without counting it. Python
3.12 and newer do not count None; in 3.11 its count goes down by one with each call, and when it
reaches zero the interpreter aborts, after some minutes of work. 6.11.3 does not have the fault.
"""

from __future__ import annotations

import ctypes
import sys

_PLENTY = 1 << (40 if sys.maxsize > 1 << 32 else 28)


def guard_none() -> None:
    """Give None so high a count that it never reaches zero, as Python 3.12 does by itself."""
    if sys.version_info < (3, 12) and sys.implementation.name == "cpython":
        for one in (None, True, False):
            ctypes.c_ssize_t.from_address(id(one)).value += _PLENTY
