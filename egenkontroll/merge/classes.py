"""What a file would mean for a document: its classes, its counts and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class FileClass(StrEnum):
    """What a file is beside the document, the weightiest first. A file can be several."""

    FOREIGN = "foreign"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    NEWER_PROGRAM = "newer_program"
    CONFLICT = "conflict"
    OTHER_ROUND = "other_round"
    OLDER_PROGRAM = "older_program"
    NEWER = "newer"
    PARALLEL = "parallel"
    SECOND = "second"
    NEW = "new"
    IDENTICAL = "identical"


SKIPPED = frozenset(
    {
        FileClass.FOREIGN,
        FileClass.DAMAGED,
        FileClass.UNREADABLE,
        FileClass.NEWER_PROGRAM,
    }
)
"""The classes whose files are named and left out; the others go on without them."""

SWEDISH = {
    FileClass.FOREIGN: "hör inte hit",
    FileClass.DAMAGED: "skadad",
    FileClass.UNREADABLE: "går inte att läsa",
    FileClass.NEWER_PROGRAM: "gjord i ett nyare program",
    FileClass.CONFLICT: "säger emot",
    FileClass.OTHER_ROUND: "från en annan omgång eller ett annat urval",
    FileClass.OLDER_PROGRAM: "gjord i ett äldre program",
    FileClass.NEWER: "nyare från samma granskare",
    FileClass.PARALLEL: "andra frågor från samma granskare",
    FileClass.SECOND: "andra granskning",
    FileClass.NEW: "ny",
    FileClass.IDENTICAL: "inget nytt",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many answers of a file are what, and how many other facts.

    `new`, `newer`, `parallel`, `second` and `conflicts` are answers as they stand in the file
    and not in the document; `known` is facts of every kind that the document has already;
    `facts` is facts of every kind that would be added, history included; `erased` is facts in
    the document that a purge in the file takes away, `purged` facts in the file that are not
    taken in since their round is purged, `refused` answers about a case that is nowhere.
    """

    new: int = 0
    newer: int = 0
    parallel: int = 0
    second: int = 0
    conflicts: int = 0
    known: int = 0
    facts: int = 0
    erased: int = 0
    purged: int = 0
    refused: int = 0

    @property
    def changes(self) -> bool:
        """Whether the file changes the document at all."""
        return bool(self.facts or self.erased)


@dataclass(frozen=True, slots=True)
class RoundTouched:
    """A round in the file: its name, whether the document has it, and its new answers."""

    name: str
    known: bool
    answers: int


@dataclass(frozen=True, slots=True)
class FilePreview:
    """One file beside the document.

    `digest` is the SHA-256 of the file in hexadecimal ("" where it cannot be read), `schema`
    the document version it was made with (None where unknown). `classes` are the weightiest
    first and never empty. `kinds` is (kind, new facts) for each kind with any. `reviewers` are
    those with new answers. `problems` are whole sentences in Swedish. `twice` is how many cases
    are in the document or in a file before as other cases, since copies drew samples apart.
    """

    path: Path
    digest: str
    schema: int | None
    classes: tuple[FileClass, ...]
    counts: Counts = Counts()
    kinds: tuple[tuple[str, int], ...] = ()
    rounds: tuple[RoundTouched, ...] = ()
    reviewers: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    twice: int = 0

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.name

    @property
    def main(self) -> FileClass:
        """The class that matters most."""
        return self.classes[0]

    @property
    def taken(self) -> bool:
        """Whether the file's facts are taken in; a skipped file changes nothing."""
        return not SKIPPED & set(self.classes)


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging would do, file by file in the order given; nothing has been written.

    Each file is held against the document and the files before it in the list.
    """

    files: tuple[FilePreview, ...]

    @property
    def adds(self) -> int:
        """How many facts would be added in all."""
        return sum(one.counts.facts for one in self.files if one.taken)

    @property
    def changes(self) -> bool:
        """Whether merging would change the document at all."""
        return any(one.counts.changes for one in self.files if one.taken)


def ordered(classes: set[FileClass]) -> tuple[FileClass, ...]:
    """Return the classes, the weightiest first; a file without any is identical."""
    return tuple(one for one in FileClass if one in classes) or (FileClass.IDENTICAL,)


def said_of(name: str, problem: str) -> str:
    """Return a problem with the file's name before it, unless it is in the sentence already."""
    return problem if name in problem else f"{name}: {problem}"
