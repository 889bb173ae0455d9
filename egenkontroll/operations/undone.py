"""What opening a document has taken back of what a stopped program had begun: said to who asks.

The window says it when it opens a document. A command opens its documents deep in what it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TAKEN_BACK = (
    "{name} stängdes inte som det skulle, och det som var påbörjat är ångrat. Saknas något som var "
    "sparat? Se efter i kopian från före ångringen, under Säkerhetskopior: {copy}."
)
_telling: list[Callable[[str], object]] = []


def tell_with(say: Callable[[str], object]) -> None:
    """Let whatever is taken back from now on be said so, whoever opens the document."""
    _telling[:] = [say]


def tell(name: str, copy: str) -> str:
    """Return, and say, that what was begun is undone, with the copy from before as its name is."""
    said = _TAKEN_BACK.format(name=name, copy=copy)
    for say in _telling:
        say(said)
    return said
