"""The counts of a round: those of a large one are kept in the document, and counted once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, overload

from egenkontroll.operations.gathering import Gathered, gather
from egenkontroll.results.kept import WHOLE, Kept, count_splits
from egenkontroll.storage import cube

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.results.table import CaseResult, FrameGroup
    from egenkontroll.storage.document import Document

    Ground = tuple[Kept | None, Sequence[CaseResult], Sequence[FrameGroup]]
    """The counts of a round if it is large, its cases and its frame."""

WORTH_KEEPING = 20_000
"""From so many answers a round's counts are kept: fewer are counted before anybody notices."""

T = TypeVar("T")


def counted(document: Document, one: Round, checklist: Checklist) -> Ground:
    """Return what a round's results are worked out from.

    The cases of a large round are read when somebody looks into them: its counts are enough
    for nearly everything.
    """
    counts = cube.read(document, one.id, one.name, checklist)
    if counts is None:
        since = document.changes
        found = gather(document, one)
        if sum(len(case.values) for case in found.cases) < WORTH_KEEPING:
            return None, found.cases, found.frame
        splits = count_splits(checklist, found.cases, found.frame)
        cube.keep(document, since, cube.New(one.id, checklist, splits))
        counts = Kept(one.name, splits[WHOLE][0].cases, splits[WHOLE][0].reviewed, splits)
    cases = _Cases(document, one)
    listed = counts.splits[WHOLE][0].population
    return (
        counts,
        Later(counts.cases, lambda: cases.gathered.cases),
        Later(listed, lambda: cases.gathered.frame),
    )


class _Cases:
    """A round's cases and frame, gathered together when either is first asked for."""

    def __init__(self, document: Document, one: Round) -> None:
        self._document, self._one = document, one

    @cached_property
    def gathered(self) -> Gathered:
        return gather(self._document, self._one)


class Later(Sequence[T]):
    """A sequence of a known length that is read when somebody first looks into it."""

    def __init__(self, size: int, read: Callable[[], Sequence[T]]) -> None:
        self._size, self._read = size, read

    @cached_property
    def _found(self) -> Sequence[T]:
        return self._read()

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[T]:
        return iter(self._found)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self._found[at]
