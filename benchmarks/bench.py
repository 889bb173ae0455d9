"""`make bench`: what things cost beside a yardstick in the same run, as a table and JSON.

Only the ratios mean anything: the machine's speed drifts, and both sides drift with it.
"""

from __future__ import annotations

import json
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import large_document, merging, sheets
from egenkontroll import __name__ as program_name
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.reviewing import desk, find_or_new_reviewer, save_answer
from egenkontroll.review.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 9


@dataclass(frozen=True)
class Line:
    what: str
    yardstick: str
    ours_ms: float
    yardstick_ms: float
    ratio: float


def side_by_side(
    what: str, yardstick: str, ours: Callable[[], object], bare: Callable[[], object]
) -> Line:
    """Time both in turn and keep the medians."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for run, kept in zip((ours, bare), times, strict=True):
            start = time.perf_counter()
            run()
            kept.append(1000 * (time.perf_counter() - start))
    own, other = (statistics.median(kept) for kept in times)
    return Line(what, yardstick, round(own, 2), round(other, 2), round(own / other, 2))


def process(*words: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *words], check=True, capture_output=True)


def start_up() -> Line:
    ours = process("-m", program_name, "--help")
    return side_by_side("egenkontroll --help", "python -c pass", ours, process("-c", "pass"))


def one_answer(folder: Path) -> Line:
    path = folder / "spara.egk"
    write_demo(path)
    with open_document(path, write=True) as document:
        one = find_round(document, None)
        reviewer = find_or_new_reviewer(document, "Amina Holm", [])
        task = desk(document, one, reviewer).tasks[-1]
        connection = sqlite3.connect(folder / "naken.db", isolation_level=None)
        for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = TRUNCATE", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)")
        turn = iter(range(1_000_000))

        def ours() -> None:
            for _ in range(20):
                value = ("yes", "no")[next(turn) % 2]
                save_answer(
                    document, Answer(task.case.id, "natverk", task.role, reviewer.id, value)
                )

        def bare() -> None:
            for _ in range(20):
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO t (b) VALUES ('yes')")
                connection.execute("COMMIT")

        line = side_by_side("20 svar sparade", "20 tomma INSERT med samma inställning", ours, bare)
        connection.close()
    return line


def results(folder: Path) -> Line:
    path = folder / "resultat.egk"
    write_demo(path)
    with open_document(path) as document:
        one = find_round(document, "Våren 2025")

        def bare() -> None:
            document.read_of_round("answer", one.id)

        def ours() -> None:
            round_results(document, "Våren 2025")

        return side_by_side("en omgångs resultat", "omgångens svar lästa", ours, bare)


def large_window(folder: Path) -> Line:
    found = large_document.measure(folder)
    ours = max(found.opening_ms, found.moving_ms)
    return Line(
        "längsta stopp, 20 000 ärenden",
        "tomt fönster",
        ours,
        found.empty_ms,
        round(ours / found.empty_ms, 2),
    )


def twenty_files(folder: Path) -> list[Line]:
    """Twenty files of 10,000 answers; `python -m benchmarks.merging` measures 50,000."""
    took = merging.measure(folder, answers=10_000).seconds
    pairs = (
        ("20 filer slås ihop", "SQLite läser varje rad", "merge", "sql"),
        ("rad för rad, sqlite-utils", "20 filer slås ihop", "rows", "merge"),
        ("samma filer igen", "första gången", "again", "merge"),
        ("kända kontrollsummor", "första gången", "known", "merge"),
    )
    return [
        Line(what, beside, 1000 * took[ours], 1000 * took[bare], round(took[ours] / took[bare], 2))
        for what, beside, ours, bare in pairs
    ]


def unit_sheets(folder: Path) -> Line:
    """200 unit sheets; `python -m benchmarks.sheets` tells their memory too."""
    found = sheets.measure(folder)
    ours, bare = 1000 * found.ours, 1000 * found.bare
    return Line("200 enhetsblad", "samma sidor med bar reportlab", ours, bare,
                round(found.times, 2))  # fmt: skip


def main() -> None:
    """Measure, print the table, and keep the JSON beside it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = [start_up(), one_answer(folder), results(folder), large_window(folder)]
        lines += twenty_files(folder)
        lines.append(unit_sheets(folder))
    for line in lines:
        print(
            f"{line.what:24} {line.ours_ms:9.2f} ms   {line.yardstick:40} "
            f"{line.yardstick_ms:9.2f} ms   × {line.ratio:.2f}"
        )
    machine = {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.platform(),
        "rounds": ROUNDS,
    }
    print(json.dumps({"machine": machine, "lines": [asdict(line) for line in lines]}, indent=2))


if __name__ == "__main__":
    main()
