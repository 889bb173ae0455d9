"""Ten years of results: what they cost beside bare SQL, and beside reading every row once.

`python -m benchmarks.results [answers] [turns]` prints the figures as JSON: how long the results
take to open, on screen too, and what counting and reading kept counts cost. DuckDB and Polars
count the same where they are installed (`pip install --group bench`).
"""

from __future__ import annotations

import json
import os
import platform
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from benchmarks.merging import sql_decode
from egenkontroll.checklist.model import Checklist
from egenkontroll.checklist.rounds import Round
from egenkontroll.gui.application import prepare
from egenkontroll.gui.main_window import MainWindow
from egenkontroll.gui.memory import Memory
from egenkontroll.gui.theme import Theme
from egenkontroll.operations import analysing
from egenkontroll.operations.counting import counted
from egenkontroll.operations.opening import create_document, find_round, open_document
from egenkontroll.results.analysis import EVERY
from egenkontroll.sample.cases import Case, Status
from egenkontroll.sample.drawn import Frame, FrameCase
from egenkontroll.storage import draws, records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from egenkontroll.facts import Fact, Id
    from egenkontroll.operations.opening import Document

ROUNDS, UNITS, QUESTIONS = 20, 100, 60
ANSWERS = 1_000_000
_AREAS = 6
_FRAME = 3
"""The list that a sample is drawn from has so many times its cases."""
_VALUES = ("yes", "no", "not_applicable", "not_in_record")
_ODDS = (72, 20, 5, 3)
_CORRECTED = 0.1
_COMMENT = "Framgår av journalanteckning på sidan 4."
_KINDS = ("flicka", "pojke")

BARE = """
SELECT c.round, c.unit, a.question, sum(a.value = 'yes'),
       sum(a.value IN ('yes', 'no', 'not_in_record'))
FROM (SELECT case_id, question, value, max(clock) FROM answer WHERE role = 1
      GROUP BY case_id, question) AS a
JOIN case_drawn AS c ON c.case_id = a.case_id
GROUP BY c.round, c.unit, a.question
"""
"""Met and judged by round, unit and question, from the answers that hold: the yardstick."""


def checklist() -> Checklist:
    """Return a checklist of sixty questions."""
    areas = [
        {
            "id": f"omrade_{area}",
            "title": f"Område {area}",
            "questions": [
                {
                    "id": f"fraga_{at:02}",
                    "text": f"Framgår det av akten att del {at} är utredd?",
                    "type": "yes_no",
                }
                for at in range(area * QUESTIONS // _AREAS, (area + 1) * QUESTIONS // _AREAS)
            ],
        }
        for area in range(_AREAS)
    ]
    kind = {"id": "kon", "label": "Kön", "type": "choice", "choices": list(_KINDS)}
    raw = {"id": "stor", "version": "1", "title": "Stor", "attributes": [kind], "areas": areas}
    return Checklist.model_validate_json(json.dumps(raw))


def write_years(path: Path, answers: int) -> None:
    """Write ten years of two rounds each, a hundred units and sixty questions; the same anew."""
    chance = random.Random(f"år {answers}")
    moment = iter(range(1_700_000_000_000, 10**15))
    create_document(
        path,
        lambda document: _fill(document, answers // (ROUNDS * QUESTIONS), chance),
        clock=lambda: next(moment),
        random_bytes=chance.randbytes,
    )


def _fill(document: Document, per_round: int, chance: random.Random) -> None:
    pen, asked = document.pen, checklist()
    named = {f"Enhet {at:03}": pen.new_id() for at in range(UNITS)}
    reviewer = pen.new_id()
    first = [pen.write("unit", (key,), (name, b"", b"")) for name, key in named.items()]
    first.append(pen.write("reviewer", (reviewer,), ("Amina Holm", b"", 0, b"")))
    first.append(records.checklist_fact(document, asked, ""))
    with document.writing() as connection:
        document.insert(connection, first)
        for at in range(ROUNDS):
            one = _round(document, asked, at)
            for some in _of_round(document, one, named, reviewer, per_round, chance):
                document.insert(connection, some)


def _round(document: Document, asked: Checklist, at: int) -> Round:
    year, spring = 2016 + at // 2, at % 2 == 0
    starts, ends = (f"{year}-04-01", f"{year}-05-31") if spring else (
        f"{year}-10-01", f"{year}-11-30")  # fmt: skip
    name = f"{'Våren' if spring else 'Hösten'} {year}"
    return Round(document.pen.new_id(), name, starts, ends, asked.digest, asked.id, asked.version)


def _of_round(
    document: Document, one: Round, named: dict[str, Id], reviewer: Id, cases: int,
    chance: random.Random,
) -> Iterator[list[Fact]]:  # fmt: skip
    """Yield the facts of one round, a unit's at a time."""
    units = list(named)
    kinds = [{"kon": kind} for kind in _KINDS]
    listed = tuple(
        FrameCase(f"{one.name} {at}", units[at % UNITS], kinds[at // UNITS % 2])
        for at in range(cases * _FRAME)
    )
    yield [
        records.round_fact(document, one),
        draws.frame_fact(document, one.id, Frame("ärenden.csv", "0" * 64, listed)),
    ]
    pen = document.pen
    for at, case in enumerate(listed[:cases]):
        key = pen.new_id()
        drawn = Case(key, one.id, case.reference, named[case.unit], case.attributes,
                     at // UNITS + 1, Status.DRAWN)  # fmt: skip
        new = [records.case_fact(document, drawn)]
        for place in range(QUESTIONS):
            subject = (key, f"fraga_{place:02}", 1, reviewer)
            value = chance.choices(_VALUES, _ODDS)[0]
            comment = _COMMENT if (at + place) % 7 == 0 else ""
            said = pen.write("answer", subject, (value, comment, ""))
            new.append(said)
            if chance.random() < _CORRECTED:
                new.append(pen.write("answer", subject, ("yes", "", ""), {subject: (said,)}))
        yield new


# --- what is measured ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Measured:
    """Seconds (medians), ratios of them, and our own peak memory; `left_out` is not installed.

    `_cpu` is processor time, which a busy machine drifts less in.
    """

    machine: dict[str, str]
    answers: int
    facts: int
    file_bytes: int
    cube_bytes: int
    seconds: dict[str, float]
    ratios: dict[str, float]
    peak_mib: float
    left_out: tuple[str, ...]


def forget(document: Document) -> None:
    """Throw away all that has been counted."""
    with document.writing() as connection:
        connection.execute("DELETE FROM cube")


def read_all(document: Document) -> int:
    """Look at every group of every split of every round; return how many tallies there are."""
    definitions = records.checklists(document)
    found = 0
    for one in records.rounds(document):
        counts, _, _ = counted(document, one, definitions[one.checklist])
        splits = counts.splits.values() if counts is not None else ()
        found += sum(len(group.tallies) for groups in splits for group in groups)
    return found


def open_results(document: Document) -> object:
    """Do what the window does when Resultat is opened."""
    material = analysing.material(document, find_round(document, None))
    material.analysis.warm(EVERY)
    before = material.analysis.earlier[0].name
    return material.analysis.table(EVERY, None, before), material.analysis.trends(EVERY)


def on_screen(path: Path, folder: Path) -> float:
    """Return the seconds from asking for Resultat until it is painted."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    prepare(app)
    window = MainWindow(Theme(app), Memory(folder / "fonster.ini"))
    window.resize(1366, 768)
    window.show()
    window.session.open(path)
    window.session.wait()
    _live(lambda: window.session.round is not None)
    start = time.perf_counter()
    window.go_to("results")
    # Not by its type: to import the screen is a part of what is measured.
    screen: Any = window.screen_shown
    _live(lambda: bool(screen.table.shown_lines) and screen.table.isVisible())
    window.grab()
    took = time.perf_counter() - start
    window.close_document()
    window.close()
    return took


def _live(done: Callable[[], bool]) -> None:
    end = time.perf_counter() + 600
    while not done():
        if time.perf_counter() > end:
            raise TimeoutError("the window never came so far")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)


def duckdb_counts(path: Path) -> Callable[[], object] | None:
    """Return how DuckDB counts the same, reading the file itself; None where it is not there."""
    try:
        duckdb: Any = import_module("duckdb")
        scanner = import_module("duckdb_extension_sqlite_scanner")
    except ImportError:
        return None
    connection = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    (found,) = Path(scanner.__path__[0]).rglob("*.duckdb_extension")
    connection.execute(f"LOAD '{found}'")
    connection.execute(f"ATTACH '{path}' AS egk (TYPE sqlite, READ_ONLY)")
    asked = BARE.replace("max(clock)", "").replace("question, value,", "question, "
                         "arg_max(value, clock) AS value", 1)  # fmt: skip
    asked = asked.replace("answer", "egk.answer").replace("case_drawn", "egk.case_drawn")
    return lambda: connection.execute(asked).fetchall()


def polars_counts(path: Path) -> Callable[[], object] | None:
    """Return how Polars counts the same, fed with the rows; None where it is not there."""
    try:
        polars: Any = import_module("polars")
    except ImportError:
        return None

    def count() -> object:
        connection = sqlite3.connect(path)
        frames = [
            polars.DataFrame(connection.execute(asked).fetchall(), schema=names, orient="row")
            for asked, names in (
                (
                    "SELECT case_id, question, value, clock FROM answer WHERE role = 1",
                    ["case_id", "question", "value", "clock"],
                ),
                ("SELECT case_id, round, unit FROM case_drawn", ["case_id", "round", "unit"]),
            )
        ]
        connection.close()
        value = polars.col("value")
        newest = value.sort_by("clock").last()
        judged = value.is_in(["yes", "no", "not_in_record"]).sum()
        return (
            frames[0].group_by("case_id", "question").agg(newest).join(frames[1], on="case_id")
            .group_by("round", "unit", "question").agg((value == "yes").sum().alias("k"),
                                                       judged.alias("n"))
        )  # fmt: skip

    return count


def bare_counts(path: Path) -> object:
    """Count with plain SQL, on a connection of its own."""
    connection = sqlite3.connect(path)
    found = connection.execute(BARE).fetchall()
    connection.close()
    return found


def measure(folder: Path, answers: int = ANSWERS, turns: int = 3) -> Measured:
    """Measure in turn, so that a machine that drifts does so for all alike."""
    path = folder / "tio år.egk"
    write_years(path, answers)
    others = {"duckdb": duckdb_counts(path), "polars": polars_counts(path)}
    kept: dict[str, list[float]] = {}
    peak = 0.0

    def note(what: str, run: Callable[[], object]) -> None:
        start, worked = time.perf_counter(), time.process_time()
        run()
        kept.setdefault(what, []).append(time.perf_counter() - start)
        kept.setdefault(f"{what}_cpu", []).append(time.process_time() - worked)

    for _ in range(turns):
        note("decode", lambda: sql_decode([path]))
        note("bare", lambda: bare_counts(path))
        with open_document(path, write=True) as document:
            forget(document)
            note("count", lambda: read_all(document))
            note("read", lambda: read_all(document))
            note("open", lambda: open_results(document))
            forget(document)
            note("open_first", lambda: open_results(document))
            facts = document.count()
            with document.using() as connection:
                sizes = connection.execute("SELECT sum(length(groups) + length(counts)) FROM cube")
                cube_bytes = sizes.fetchone()[0]
        kept.setdefault("screen", []).append(on_screen(path, folder))
        if not peak:  # before the others have taken theirs
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        for name, count in others.items():
            if count is not None:
                note(name, count)
    took = {what: statistics.median(times) for what, times in kept.items()}
    return Measured(
        {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version,
         "system": platform.platform()},
        answers, facts, path.stat().st_size, cube_bytes,
        {f"{what}_s": round(seconds, 3) for what, seconds in took.items()},
        {what: round(ratio, 3) for what, ratio in _ratios(took).items()},
        round(peak, 1),
        tuple(name for name, count in others.items() if count is None),
    )  # fmt: skip


def _ratios(took: dict[str, float]) -> dict[str, float]:
    found = {
        "results opened / bare SQL (goal 2)": took["open"] / took["bare"],
        "results on screen / bare SQL (goal 2)": took["screen"] / took["bare"],
        "results opened, nothing kept / bare SQL": took["open_first"] / took["bare"],
        "counted in full / SQLite decoding every row (goal 7)": took["count"] / took["decode"],
        "the same in processor time": took["count_cpu"] / took["decode_cpu"],
        "kept counts read / counted in full (goal 0.05)": took["read"] / took["count"],
    }
    for name in ("duckdb", "polars"):
        if name in took:
            found[f"counted in full / {name}"] = took["count"] / took[name]
    return found


def main() -> None:
    """Measure with as many answers, and as many turns, as is asked for."""
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else ANSWERS
    turns = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as name:
        found = measure(Path(name), answers, turns)
    print(json.dumps(asdict(found), indent=2, ensure_ascii=False))
    for missing in found.left_out:
        print(f"{missing} is not installed and was left out: pip install --group bench",
              file=sys.stderr)  # fmt: skip


if __name__ == "__main__":
    main()
