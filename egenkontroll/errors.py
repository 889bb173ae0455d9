"""The one error that is meant for people.

Everything that can go wrong through bad input, a damaged file or a refused deed is a
`UserError`. Anything else that is raised is a bug and is shown as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class UserError(Exception):
    """What happened, what was kept and what to do, in Swedish.

    `message` is one clear sentence (or two). `problems` are the single faults behind it, one
    line each, for inputs where all faults are listed at once.
    """

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join((self.message, *(f"  {line}" for line in self.problems)))
