"""Processes that score and merge, killed at random moments: what they said is done is there."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from egenkontroll.operations import merging
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.reviewing import save_answer
from egenkontroll.review.answers import Answer, Role
from egenkontroll.storage import records
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from egenkontroll.facts import Fact

FRESH_AFTER = 20
_LONGEST = 0.12
"""Seconds from a process' start until it is killed, at most: some dozens of answers."""


@dataclass
class Tally:
    """What became of it: kills, acknowledged deeds, and journals that were left to play back."""

    kills: int = 0
    acknowledged: int = 0
    journals: int = 0
    faults: list[str] = field(default_factory=list)


def score(path: Path, kills: int, seed: int) -> Tally:
    """Kill a process that saves answers, and hold each one that it acknowledged to the file."""
    chance, tally = random.Random(seed), Tally()
    work = path.with_name("scored.egk")
    held: set[str] = set()
    for number in range(kills):
        if number % FRESH_AFTER == 0:
            shutil.copy(path, work)
            held = set()

        def child(say: Callable[[bytes], object], number: int = number) -> None:
            with open_document(work, write=True) as document:
                one = records.rounds(document)[-1]
                case = records.cases(document, one.id)[0]
                who = next(iter(records.reviewers(document)))
                for count in range(10_000):
                    said = f"svar {number} {count}"
                    answer = Answer(case.id, f"fraga_{count % 7}", Role.FIRST, who, "yes", said, ())
                    save_answer(document, answer)
                    say(said.encode() + b"\n")

        said = {line.decode() for line in _killed(child, chance).split(b"\n")[:-1]}
        held |= said
        tally.acknowledged += len(said)
        _look(work, tally)
        with open_document(work, write=chance.random() < 0.5) as document:
            there = {fact.content[1] for fact in document.read("answer")}
            tally.faults += [f"kill {number}: {said} is gone" for said in sorted(held - there)]
            tally.faults += [f"kill {number}: {said}" for said in document.problems()]
    return tally


def merge(path: Path, others: list[Path], kills: int, seed: int) -> Tally:
    """Kill a process that merges files and takes it back: all of it is there, or nothing."""
    chance, tally = random.Random(seed), Tally()
    work = path.with_name("merged.egk")
    shutil.copy(path, work)
    alone = _facts(work)
    with open_document(work, write=True) as document:
        merging.merge(document, others)
    together = _facts(work)
    for number in range(kills):
        if number % FRESH_AFTER == 0:
            shutil.copy(path, work)
            shutil.rmtree(path.with_name("Säkerhetskopior"), ignore_errors=True)

        def child(say: Callable[[bytes], object]) -> None:
            with open_document(work, write=True) as document:
                while True:
                    if any(not one.undone for one in merging.receipts(document)):
                        merging.undo(document)
                        say(b"u")
                    merging.merge(document, others)
                    say(b"m")

        tally.acknowledged += len(_killed(child, chance, 3 * _LONGEST))
        _look(work, tally)
        found = _facts(work)
        if found not in (alone, together):
            tally.faults.append(f"kill {number}: neither before nor after the merge")
    return tally


def _facts(path: Path) -> Counter[Fact]:
    with open_document(path) as document:
        problems = document.problems()
        assert problems == [], problems
        kinds = [kind for kind in KINDS if kind != "merge_receipt"]
        return Counter(fact for kind in kinds for fact in document.written(kind))


def _look(path: Path, tally: Tally) -> None:
    journal = path.with_name(f"{path.name}-journal")
    tally.kills += 1
    tally.journals += journal.exists() and journal.stat().st_size > 0


def _killed(
    child: Callable[[Callable[[bytes], object]], None],
    chance: random.Random,
    longest: float = _LONGEST,
) -> bytes:
    """Run a process, kill it at a random moment, and return what it had said by then."""
    reading, writing = os.pipe()
    made = os.fork()
    if made == 0:
        os.close(reading)
        try:
            child(lambda said: os.write(writing, said))
        finally:
            os._exit(1)
    os.close(writing)
    if chance.random() < 0.8:  # else it may be killed while it opens the document
        select.select([reading], [], [], 20)
    time.sleep(chance.random() * longest)
    os.kill(made, signal.SIGKILL)
    _, status = os.waitpid(made, 0)
    assert os.WIFSIGNALED(status), "the process ended by itself"
    said = b""
    while part := os.read(reading, 65536):
        said += part
    os.close(reading)
    return said
