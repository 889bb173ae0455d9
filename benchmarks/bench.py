"""`make bench`: what things cost beside a yardstick in the same run, as one table and JSON.

Only the ratios mean anything: the machine's speed drifts, and both sides drift with it. Each
part is measured in a process of its own and can be asked for alone: `python -m benchmarks.bench
start help`. What is not installed, or could not be measured, is said under the table.
"""

from __future__ import annotations

import json
import os
import platform
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.table import Line, from_ratios, table

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 21
MERGED, COUNTED = 10_000, 1_000_000
"""So many answers in each of twenty files, and in ten years, where the counts of smaller rounds
would not be kept. The goals' larger sizes take longer: `python -m benchmarks.merging 50000` and
`python -m benchmarks.results 10000000`."""
FLIPS = 40
_LIBRARIES = ("PySide6-Essentials", "sqlite-utils", "pydantic", "reportlab", "click")
_PEERS = ("duckdb", "polars", "fpdf2", "weasyprint", "typst")


def start(folder: Path) -> list[Line]:
    """Measure the way to a window with the example in it."""
    from benchmarks import startup

    found = startup.measure(folder)
    bare = "tomt PySide6-fönster"
    return [
        Line("fönstret med exemplet", found.ours_ms, "ms", bare, found.bare_ms, goal=1.8),
        Line("minne då", found.ours_mib, "MiB", bare, found.bare_mib, goal=1.4),
        Line("fönstret med exemplets Hem", found.home_ms, "ms", bare, found.bare_ms, goal=1.8),
        Line("minne med Hem", found.home_mib, "MiB", bare, found.bare_mib, goal=1.4),
        Line("tunga bibliotek då", len(found.heavy), "st", goal=0),
    ]


def help_text(folder: Path) -> list[Line]:
    """Measure `egenkontroll --help`, started as the installed command is."""
    from benchmarks.startup import compiled

    place = compiled(folder)

    def run(code: str) -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=place)
        return 1000 * (time.perf_counter() - begun)

    ours = "import sys; from egenkontroll.__main__ import main; sys.exit(main(['--help']))"
    pairs = [(run(ours), run("pass")) for _ in range(ROUNDS + 1)][1:]
    both = [statistics.median(times) for times in zip(*pairs, strict=True)]
    return [Line("egenkontroll --help", both[0], "ms", "python -c pass", both[1], goal=3)]


def save(folder: Path) -> list[Line]:
    """Measure answers given with keys in the real window."""
    from benchmarks import saving

    commit, shown = saving.naked(folder)
    lines = [Line("samma sak i ett naket fönster", shown, "ms", "bar COMMIT", commit)]
    for where, path in saving.documents(folder).items():
        found = saving.measure(folder, path)
        bare = ("bar COMMIT", found.bare_ms)
        lines += [
            Line(f"svar på disken, {where}", found.durable_ms, "ms", *bare, goal=1.3),
            Line(f"svar sparat och visat, {where}", found.shown_ms, "ms", *bare, goal=1.3),
            Line(f"längsta bild, 99 %, {where}", found.frame_ms, "ms", goal=16),
            Line(f"dess processortid, 99 %, {where}", found.frame_cpu_ms, "ms", goal=16),
        ]
    return lines


def pauses(folder: Path) -> list[Line]:
    """Measure how long the window stands still with 20,000 cases."""
    from benchmarks import large_document

    found = large_document.measure(folder)
    idle = ("tomt fönster", found.empty_ms)
    return [
        Line("längsta stopp, öppna 20 000 ärenden", found.opening_ms, "ms", *idle),
        Line("längsta stopp, byta ärende", found.moving_ms, "ms", *idle),
    ]


def merge(folder: Path) -> list[Line]:
    """Measure twenty reviewers' files merged."""
    from benchmarks import merging

    found = merging.measure(folder, answers=MERGED)
    return [
        *from_ratios(found.ratios),
        Line("byte för varje svar, svarens sidor", found.answer_bytes, "B", goal=110),
        Line("byte för varje uppgift, hela filen", found.result_bytes / found.rows, "B"),
    ]


def results(folder: Path) -> list[Line]:
    """Measure the results of ten years."""
    from benchmarks import results as counting

    return from_ratios(counting.measure(folder, COUNTED).ratios)


def sheets(folder: Path) -> list[Line]:
    """Measure unit sheets, beside a bare canvas, the peers and two processes."""
    from benchmarks import sheet_peers, sheet_processes
    from benchmarks import sheets as drawing

    drawn = drawing.measure(folder)
    bare = ("samma sidor, bar reportlab", 1000 * drawn.bare)
    peers = sheet_peers.measure()
    ours = peers.pop("egenkontroll") or 0.0
    shared = sheet_processes.measure(folder)
    return [
        Line("200 enhetsblad", 1000 * drawn.ours, "ms", *bare),
        *(
            Line("ett tvåsidigt blad", ours, "ms", peer, took)
            for peer, took in peers.items()
            if took is not None
        ),
        Line("200 blad på två processer", 1000 * shared.two, "ms", "på en process",
             1000 * shared.one, goal=0.65),
    ]  # fmt: skip


def memory(folder: Path) -> list[Line]:
    """Measure that memory does not grow with the number of files or sheets."""
    from benchmarks import sheets as drawing

    drawn = drawing.measure(folder)
    few, many = (_merge_peak(folder, files) for files in (5, 20))
    return [
        Line("minne, 200 blad", drawn.memory_all / 2**20, "MiB", "efter 20 blad",
             drawn.memory_few / 2**20, goal=1.1),
        Line("minne, 20 filer slås ihop", many, "MiB", "5 filer", few, goal=1.1),
    ]  # fmt: skip


def _merge_peak(folder: Path, files: int) -> float:
    """Return the most memory, MiB, of a process that merges so many files (Linux)."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom benchmarks import merging\n"
        "from egenkontroll.operations.opening import create_document, open_document\n"
        "folder, main = Path(sys.argv[1]), Path(sys.argv[1]) / f'alla {sys.argv[2]}.egk'\n"
        "create_document(main, lambda document: None)\n"
        "files = sorted(folder.glob('granskare *.egk'))[: int(sys.argv[2])]\n"
        "with open_document(main, write=True) as document:\n"
        "    merging.merging.merge(document, files)\n"
        # Not the kernel's account of the process, which begins with its parent's size.
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(status.split('VmHWM:')[1].split()[0]) / 1024)\n"
    )
    from benchmarks import merging

    for at in range(files):
        path = folder / f"granskare {at:02}.egk"
        if not path.exists():
            merging.write_file(path, MERGED, at)
    words = [sys.executable, "-c", code, str(folder), str(files)]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def bits(folder: Path) -> list[Line]:
    """Flip single bits of a document; each that changes anything must be noticed."""
    from egenkontroll.operations.demo import write_demo
    from tests.torture import corruption

    path = folder / "exempel.egk"
    write_demo(path)
    unnoticed: list[str] = []
    chance, ways = random.Random(1), corruption.WAYS
    for number in chance.sample(range(1_000), FLIPS):
        at = number * len(ways) + ways.index(corruption.flip)
        unnoticed += corruption.damage(path, at, 1, Counter())
    return [Line(f"ändrade bitar som inte märks, av {FLIPS}", len(unnoticed), "st", goal=0)]


PARTS: dict[str, Callable[[Path], list[Line]]] = {
    "start": start, "help": help_text, "save": save, "pauses": pauses, "merge": merge,
    "results": results, "sheets": sheets, "memory": memory, "bits": bits,
}  # fmt: skip


def machine() -> dict[str, Any]:
    """Return what was measured on and with."""
    versions: dict[str, str | None] = {}
    for name in (*_LIBRARIES, *_PEERS):
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = None
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.platform(),
        "cpus": os.cpu_count(),
        "load": os.getloadavg() if hasattr(os, "getloadavg") else None,
        "versions": versions,
    }


def measured(part: str) -> list[Line] | str:
    """Measure a part in a process of its own; return its lines, or why there are none."""
    words = [sys.executable, "-m", "benchmarks.bench", "--lines", part]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["okänt fel"])[-1]
    return [Line(**line) for line in json.loads(done.stdout.splitlines()[-1])]


def notes(failed: dict[str, str], versions: dict[str, str | None]) -> list[str]:
    """Return what is to be said under the table: what could not be measured, and why."""
    said = [f"{part}: kunde inte mätas ({why})" for part, why in failed.items()]
    absent = [name for name in _PEERS if versions.get(name) is None]
    if absent:
        said.append(f"Saknas och är inte mätta: {', '.join(absent)} (pip install --group bench)")
    return said


def main() -> None:
    """Measure the parts asked for, or all; print the table and the JSON."""
    words = sys.argv[1:]
    if words[:1] == ["--lines"]:
        with tempfile.TemporaryDirectory() as name:
            found = PARTS[words[1]](Path(name))
        print(json.dumps([vars(line) for line in found]))
        return
    if unknown := [word for word in words if word not in PARTS]:
        sys.exit(f"{', '.join(unknown)}: delarna är {', '.join(PARTS)}")
    lines: list[Line] = []
    failed: dict[str, str] = {}
    for part in words or PARTS:
        print(f"mäter {part} ...", file=sys.stderr)
        got = measured(part)
        if isinstance(got, str):
            failed[part] = got
        else:
            lines += got
    on = machine()
    under = notes(failed, on["versions"])
    print(table(lines), *under, sep="\n")
    told = {"machine": on, "lines": [line.as_json() for line in lines], "notes": under}
    print(json.dumps(told, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
