"""Keeps Python and PySide from stopping the window while a lot is being made or imported."""

from __future__ import annotations

import builtins
import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def without_reading_sources() -> None:
    """Import as Python does from now on, and not as PySide makes it.

    Once it is there, PySide reads and keeps the whole source of every module imported after it,
    to see whether the module may want its "features" (`from __feature__ import snake_case`).
    No module here does. PySide itself keeps the plain import under this name.
    """
    import PySide6.QtCore  # noqa: F401 - what puts its own import in place

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


@contextmanager
def without_pauses() -> Iterator[None]:
    """Do what makes very many objects that stay, such as a desk or an opened document.

    What was made is not looked through again, then or later.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()
