"""The one error that is meant for people.

Everything that can go wrong through bad input, a damaged file or a refused deed is a
`UserError`. Anything else that is raised is a bug and is shown as one.
"""

from __future__ import annotations

import errno
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


_REASONS = {
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "utrymmet som du har fått på disken är slut",
    errno.EFBIG: "filen blev för stor för disken",
    errno.EROFS: "disken är skrivskyddad",
    errno.EACCES: "behörighet saknas",
    errno.EPERM: "behörighet saknas",
    errno.ENOENT: "filen eller mappen finns inte",
    errno.ENOTDIR: "mappen finns inte",
    errno.EISDIR: "det är en mapp",
    errno.EEXIST: "där finns redan något annat med det namnet",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.ELOOP: "länken leder tillbaka till sig själv",
    errno.EIO: "disken, stickan eller nätverket svarade inte som den skulle",
}


def reason(error: OSError) -> str:
    """Return in Swedish why the system would not, where it is one of the usual reasons."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
