"""What a merge did, as its receipt keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.texts import count

if TYPE_CHECKING:
    from egenkontroll.facts import Id
    from egenkontroll.merge.classes import Counts, FileClass


@dataclass(frozen=True, slots=True)
class FileReceipt:
    """What one file gave: as in its preview, but as it was done."""

    name: str
    digest: str
    classes: tuple[FileClass, ...]
    counts: Counts
    rounds: tuple[str, ...]
    reviewers: tuple[str, ...]
    problems: tuple[str, ...]
    taken: bool


@dataclass(frozen=True, slots=True)
class MergeReceipt:
    """What a merge did. `id` is empty where nothing was new, and then nothing was written.

    `made_at` is milliseconds since 1970 UTC and `clock` the hybrid clock of the same moment,
    `program` the program's version, `backup` the name of the copy made first (in the folder
    that `storage.backups` decides; "" where the document was empty), `added` and `erased`
    facts, `undone` whether it has been taken back, `last` whether it is the one that is taken
    back next.
    """

    id: Id
    made_at: int
    clock: int
    program: str
    backup: str
    files: tuple[FileReceipt, ...]
    added: int
    erased: int
    undone: bool = False
    last: bool = False

    @property
    def taken(self) -> int:
        """How many of the files were taken in."""
        return sum(one.taken for one in self.files)

    @property
    def gave(self) -> tuple[str, ...]:
        """The names of the files that were taken in and had something new."""
        return tuple(one.name for one in self.files if one.taken and one.counts.changes)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A contradiction that nobody has settled: which case, question and reviewer."""

    reference: str
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A contradiction that was settled: which side was kept, what it says, why and when.

    `chosen` is "A", "B" and so on, or "eget svar"; `said` is the answer in words.
    """

    reference: str
    text: str
    name: str
    chosen: str
    said: str
    reason: str
    said_at: int


def needed_words(needed: int) -> str:
    """Return that so many facts stay when a merge is taken back, and why; no full stop."""
    many, them = count(needed, "uppgift", "uppgifter"), "den" if needed == 1 else "dem"
    return (
        f"{many} om personer, enheter, omgångar och ärenden som kom med filerna är kvar, eftersom "
        f"det som har skrivits sedan dess bygger på {them}"
    )
