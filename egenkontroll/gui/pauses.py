"""Keeps Python's garbage collector from stopping the window while a lot is being made."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without_pauses() -> Iterator[None]:
    """Do what makes very many objects that stay, such as a desk or an opened document.

    What was made is not looked through again, then or later.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
