"""What opening a document has taken back of what a stopped program had begun: said to who asks.

The window says it when it opens a document. A command opens its documents deep in what it does.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TAKEN_BACK = (
    "{name} stängdes inte som det skulle, och det som var påbörjat är ångrat. Saknas något som var "
    "sparat? Se efter i kopian från före ångringen, under Säkerhetskopior: {copy}."
)
_listening: ContextVar[Callable[[str], object] | None] = ContextVar("listening", default=None)


@contextmanager
def told_to(say: Callable[[str], object]) -> Iterator[None]:
    """Have whatever is taken back meanwhile said so, whoever opens the document."""
    before = _listening.set(say)
    try:
        yield
    finally:
        _listening.reset(before)


def tell(name: str, copy: str) -> str:
    """Return, and say, that what was begun is undone, with the copy from before as its name is."""
    said = _TAKEN_BACK.format(name=name, copy=copy)
    if (say := _listening.get()) is not None:
        say(said)
    return said
