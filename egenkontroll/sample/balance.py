"""Even out who reads what: as even as the rules allow, and with as few moves as possible.

What is made small is, in turn: the sum of the squared loads, the number of readings that leave
the one who had them, and the sum of the squared uses of each pair of readers. The first two are
exact: moves along cycles that make them smaller are made until there is none left.
Source: Harvey et al. 2006, Semi-matchings for bipartite graphs and load balancing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from egenkontroll.facts import Id

_END = -1
_Move = tuple["Job", "Id", "Id"]


@dataclass(eq=False, slots=True)
class Job:
    """One case: `free` readers are wanted of `permitted`, beside those who are `fixed`.

    `before` is those of `permitted` who have it already and may lose it. `given` is what comes
    of it. `place` orders the jobs, `group` is the unit that it comes from.
    """

    place: int
    group: object
    permitted: frozenset[Id]
    fixed: frozenset[Id]
    before: frozenset[Id]
    free: int
    given: set[Id] = field(default_factory=set)

    @property
    def readers(self) -> set[Id]:
        """Everyone who reads it."""
        return self.given | self.fixed

    @property
    def lacking(self) -> list[Id]:
        """Those who could be given it, where somebody is wanted."""
        if len(self.given) >= self.free:
            return []
        return sorted(self.permitted - self.readers)


class Balance:
    """Gives jobs to readers. `order` is the readers, the first preferred where all is equal."""

    def __init__(self, jobs: Sequence[Job], order: Sequence[Id]) -> None:
        self._jobs = sorted(jobs, key=lambda job: job.place)
        self._order = {reader: place for place, reader in enumerate(order)}
        self._load: Counter[Id] = Counter()
        self._pairs: Counter[frozenset[Id]] = Counter()
        self._groups: Counter[tuple[object, Id]] = Counter()
        for job in self._jobs:
            for reader in job.readers:
                self._count(job, reader, 1)

    def even_out(self) -> None:
        """Give every job as many readers as it wants and may have, evenly."""
        for job in self._jobs:
            for reader in sorted(job.before, key=self._rank)[: job.free]:
                self._give(job, reader)
        # Those that few may read first: they leave the least to choose from.
        for job in sorted(self._jobs, key=lambda job: (-job.free, len(job.permitted), job.place)):
            self._fill(job)
        for job in self._jobs:
            self._ease(job)
        while moves := self._better():
            for job, old, new in moves:
                self._move(job, old, new)
        while self._rotate():
            pass

    # --- counting -----------------------------------------------------------------------------

    def _rank(self, reader: Id) -> int:
        return self._order.get(reader, len(self._order))

    def _count(self, job: Job, reader: Id, step: int) -> None:
        self._load[reader] += step
        self._groups[job.group, reader] += step
        for other in job.readers - {reader}:
            self._pairs[frozenset((reader, other))] += step

    def _give(self, job: Job, reader: Id) -> None:
        job.given.add(reader)
        self._count(job, reader, 1)

    def _move(self, job: Job, old: Id, new: Id) -> None:
        self._count(job, old, -1)
        job.given.discard(old)
        self._give(job, new)

    # --- the first giving ---------------------------------------------------------------------

    def _fill(self, job: Job) -> None:
        if job.free - len(job.given) > 1 and len(job.lacking) > 1:
            pairs = combinations(sorted(job.lacking, key=self._rank), 2)
            for reader in min(pairs, key=lambda pair: self._cost_of_pair(job, pair)):
                self._give(job, reader)
        while lacking := job.lacking:
            self._give(job, min(lacking, key=lambda reader: self._cost(job, reader)))

    def _cost_of_pair(self, job: Job, pair: tuple[Id, Id]) -> tuple[int, ...]:
        one, two = pair
        loads = self._load[one], self._load[two]
        seen = self._groups[job.group, one] + self._groups[job.group, two]
        return self._pairs[frozenset(pair)], max(loads), sum(loads), seen

    def _cost(self, job: Job, reader: Id) -> tuple[int, ...]:
        used = sum(self._pairs[frozenset((reader, other))] for other in job.readers)
        return self._load[reader], used, self._groups[job.group, reader], self._rank(reader)

    def _ease(self, job: Job) -> None:
        """Move a job straight from one who has much to one who has little: quick, not exact."""
        others = job.permitted - job.readers
        if job.given and others:
            old = max(job.given, key=lambda reader: (self._load[reader], self._rank(reader)))
            new = min(others, key=lambda reader: (self._load[reader], self._rank(reader)))
            if self._load[old] - self._load[new] > 1:
                self._move(job, old, new)

    # --- moves that make it more even, or fewer ------------------------------------------------

    def _better(self) -> list[_Move]:
        """Return moves that together make the loads more even, or the moves made fewer."""
        arcs = {
            (old, new): (cost, (job, old, new)) for (old, new), (cost, job) in self._arcs().items()
        }
        nodes = [*range(len(self._order)), _END]
        weights: dict[tuple[int, int], int] = {
            (self._order[old], self._order[new]): cost for (old, new), (cost, _) in arcs.items()
        }
        heavy = 2 * sum(job.free for job in self._jobs) + 1
        for reader, place in self._order.items():
            weights[place, _END] = heavy * (2 * self._load[reader] + 1)
            weights[_END, place] = heavy * (1 - 2 * self._load[reader])
        names = list(self._order)
        return [
            arcs[names[old], names[new]][1]
            for old, new in _negative_cycle(nodes, weights)
            if _END not in (old, new)
        ]

    def _arcs(self) -> dict[tuple[Id, Id], tuple[int, Job]]:
        """Return the cheapest move from each reader to each other: (more moves made, job)."""
        found: dict[tuple[Id, Id], tuple[int, Job]] = {}
        for job in self._jobs:
            single = len(job.readers) == 1
            for old in job.given:
                for new in job.permitted - job.readers:
                    cost = (old in job.before) - (new in job.before)
                    known = found.get((old, new))
                    # A case read by one is moved first: the pairs then stay as they are.
                    if known is None or (cost, not single) < (known[0], len(known[1].readers) > 1):
                        found[old, new] = (cost, job)
        return found

    # --- pairs --------------------------------------------------------------------------------

    def _rotate(self) -> bool:
        """Let two readers change places where that makes the pairs more evenly used."""
        alike: dict[object, Job] = {}
        for job in self._jobs:
            known = (job.permitted, job.fixed, job.before, frozenset(job.given))
            alike.setdefault(known, job)
        having: dict[Id, list[Job]] = defaultdict(list)
        for job in alike.values():
            for reader in sorted(job.given - job.before):
                having[reader].append(job)
        for job, old, new in self._overused(alike.values()):
            for other in having[new]:
                gain = self._gain(job, old, new) + self._gain(other, new, old)
                if old in other.permitted - other.readers and gain > 0:
                    self._move(job, old, new)
                    self._move(other, new, old)
                    return True
        return False

    def _overused(self, jobs: Iterable[Job]) -> Iterator[_Move]:
        for job in jobs:
            if len(job.readers) > 1:
                for old in sorted(job.given - job.before):
                    for new in sorted(job.permitted - job.readers):
                        if self._gain(job, old, new) > 0:
                            yield job, old, new

    def _gain(self, job: Job, old: Id, new: Id) -> int:
        """Return how much smaller the sum of the squared uses of pairs would be, halved."""
        return sum(
            self._pairs[frozenset((old, other))] - self._pairs[frozenset((new, other))] - 1
            for other in job.readers - {old}
        )


def _negative_cycle(
    nodes: Sequence[int], weights: dict[tuple[int, int], int]
) -> list[tuple[int, int]]:
    """Return the arcs of a cycle whose weights are less than nothing, or none (Bellman–Ford)."""
    distance = dict.fromkeys(nodes, 0)
    before: dict[int, int] = {}
    shortened = nodes[0]
    for _ in nodes:
        changed = False
        for (old, new), weight in weights.items():
            if distance[old] + weight < distance[new]:
                distance[new], before[new] = distance[old] + weight, old
                shortened, changed = new, True
        if not changed:
            return []
    for _ in nodes:
        shortened = before[shortened]
    cycle: list[tuple[int, int]] = []
    here = shortened
    while not cycle or here != shortened:
        cycle.append((before[here], here))
        here = before[here]
    return cycle
