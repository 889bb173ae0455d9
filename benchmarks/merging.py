"""Twenty reviewers' files to one: what it costs beside reading every row once, and row by row.

`python -m benchmarks.merging [answers in each file]` prints the figures as JSON. Where there are
enough answers a second process checks them: on a machine that is busy with other things the
processor time of either tells more than the clock does.
"""

from __future__ import annotations

import json
import resource
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from egenkontroll.operations import merging
from egenkontroll.operations.opening import create_document, open_document
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.facts import Pen
    from egenkontroll.storage.document import Document

FILES = 20
ANSWERS = 50_000
QUESTIONS = [f"fraga_{at:02}" for at in range(25)]
_DRAWN = (1_790_000_000_000).to_bytes(6, "big")
_COMMENT = "Framgår av journalanteckning på sidan 4."


@dataclass(frozen=True)
class Measured:
    """Seconds (medians), bytes and ratios; `rows` is the facts of all files.

    `answer_bytes` is what the answers' own pages hold for each; 0 where SQLite cannot say.
    `peak_mib` is this process's, without the one that checks answers beside it.
    """

    files: int
    rows: int
    seconds: dict[str, float]
    bytes_written: int
    result_bytes: int
    answer_bytes: float
    peak_mib: float
    ratios: dict[str, float]


def write_file(path: Path, answers: int, at: int) -> None:
    """Write one reviewer's file: cases dealt at random, and that reviewer's answers.

    The cases' identities lie among those of the other files, as where one draw was dealt out.
    """

    def fill(document: Document) -> None:
        pen: Pen = document.pen
        reviewer, one, unit = (pen.new_id() for _ in range(3))
        new = [
            pen.write("unit", (unit,), (f"Enhet {at}", b"", b"")),
            pen.write("reviewer", (reviewer,), (f"Granskare {at}", unit, 0, b"")),
            pen.write("round", (one,), (f"Omgång {at}", "2026-04-01", "2026-05-31", b"", "c", "1")),
        ]
        for number in range(answers // len(QUESTIONS)):
            case = _DRAWN + pen.random_bytes(10)
            said = (f"A-{at}-{number}", unit, "{}", number + 1, "drawn", "", 0)
            new.append(pen.write("case_drawn", (one, case), said))
            for place, question in enumerate(QUESTIONS):
                comment = _COMMENT if (number + place) % 7 == 0 else ""
                key = (case, question, 1, reviewer)
                new.append(pen.write("answer", key, ("yes", comment, "")))
        with document.writing() as connection:
            document.insert(connection, new)

    create_document(path, fill)


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def sql_decode(files: list[Path]) -> None:
    """Let SQLite look at every column of every row, without handing any to Python."""
    for path in files:
        connection = sqlite3.connect(path)
        for kind, made in KINDS.items():
            every = " + ".join(f'length("{column}")' for column in made.columns)
            connection.execute(f'SELECT sum({every}) FROM "{kind}"').fetchall()
        connection.close()


def python_decode(files: list[Path]) -> None:
    """Read every row into Python once."""
    for path in files:
        connection = sqlite3.connect(path)
        for kind in KINDS:
            for _ in connection.execute(f'SELECT * FROM "{kind}"'):
                pass
        connection.close()


def row_by_row(files: list[Path], target: Path, *, batched: bool) -> None:
    """The plain way: every row as a dictionary through sqlite-utils, in one transaction a file.

    `batched` hands sqlite-utils all rows of a table at once, and it writes a hundred at a time.
    """
    target.unlink(missing_ok=True)
    create_document(target, lambda document: None)
    db = Database(target, execute_plugins=False)
    for path in files:
        source = Database(path, execute_plugins=False)
        with db.atomic():
            for kind, made in KINDS.items():
                keys = [column for column, _ in made.tree]
                table, rows = db.table(kind), source.table(kind).rows
                if batched:
                    table.insert_all(rows, pk=keys, ignore=True)
                    continue
                for row in rows:
                    table.insert(row, pk=keys, ignore=True)
        source.close()
    db.close()


def bytes_an_answer(path: Path) -> float:
    """Return how many bytes of a document's pages its answers take, each; 0 if it is not known."""
    connection = sqlite3.connect(path)
    try:
        asked = (
            "SELECT sum(pgsize), (SELECT count(*) FROM answer) FROM dbstat WHERE name = 'answer'"
        )
        size, rows = connection.execute(asked).fetchone()
    except sqlite3.OperationalError:  # this SQLite is made without dbstat
        return 0.0
    finally:
        connection.close()
    return float(size / rows)


def written() -> int:
    """Return the bytes that this process has written so far (Linux)."""
    lines = Path("/proc/self/io").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("write_bytes")))


def processor_times() -> tuple[float, float]:
    """Return the seconds of processor time of this process, and of those it has started."""
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time(), others.ru_utime + others.ru_stime


def measure(folder: Path, answers: int = ANSWERS, turns: int = 5) -> Measured:
    """Measure in turn, so that a machine that drifts does so for all alike."""
    files = [folder / f"granskare {at}.egk" for at in range(FILES)]
    for at, path in enumerate(files):
        write_file(path, answers, at)
    kept: dict[str, list[float]] = {}

    def note(what: str, run: Callable[[], object]) -> None:
        before = processor_times()
        kept.setdefault(what, []).append(timed(run))
        here, beside = (now - then for now, then in zip(processor_times(), before, strict=True))
        kept.setdefault(f"{what}_cpu", []).append(here)
        kept.setdefault(f"{what}_cpu_beside", []).append(beside)

    main = folder / "alla.egk"
    bytes_out = 0
    for _ in range(turns):
        main.unlink(missing_ok=True)
        shutil.rmtree(folder / "Säkerhetskopior", ignore_errors=True)
        create_document(main, lambda document: None)
        note("sql", lambda: sql_decode(files))
        note("python", lambda: python_decode(files))
        before = written()
        with open_document(main, write=True) as document:
            note("preview", lambda: merging.preview(document, files))
            note("merge", lambda: merging.merge(document, files))
            bytes_out = written() - before
            note("known", lambda: merging.merge(document, files))
            # As if nothing were remembered of the files: every row is looked at again.
            with document.writing() as connection:
                connection.execute("DELETE FROM merge_undo")
            note("again", lambda: merging.merge(document, files))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    plain = folder / "rad för rad.egk"
    note("batches", lambda: row_by_row(files, plain, batched=True))
    note("rows", lambda: row_by_row(files, plain, batched=False))
    sizes = main.stat().st_size, bytes_an_answer(main)
    return _measured(kept, bytes_out, *sizes, rows=(answers * 26) // 25 * FILES + 60, peak=peak)


def _measured(
    kept: dict[str, list[float]], bytes_out: int, size: int, each: float, rows: int, peak: float
) -> Measured:
    took = {what: statistics.median(times) for what, times in kept.items()}
    ratios = {
        "merge / SQLite decoding every row (goal 8)": took["merge"] / took["sql"],
        "merge / reading every row into Python": took["merge"] / took["python"],
        "merge, processor time here / SQLite's": took["merge_cpu"] / took["sql_cpu"],
        "merge, processor time beside / SQLite's": took["merge_cpu_beside"] / took["sql_cpu"],
        "looking first / SQLite decoding every row": took["preview"] / took["sql"],
        "row by row / merge (goal at least 5)": took["rows"] / took["merge"],
        "row by row in batches / merge": took["batches"] / took["merge"],
        "bytes written / result (goal 3)": bytes_out / size,
        "again / merge (goal 0.8)": took["again"] / took["merge"],
        "known by digest / merge (goal 0.1)": took["known"] / took["merge"],
    }
    seconds = {f"{what}_s": round(value, 3) for what, value in took.items()}
    rounded = {what: round(ratio, 2) for what, ratio in ratios.items()}
    each = round(each, 1)
    return Measured(FILES, rows, seconds, bytes_out, size, each, round(peak, 1), rounded)


def main() -> None:
    """Measure with as many answers in each file as is asked for."""
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else ANSWERS
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(asdict(measure(Path(name), answers)), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
