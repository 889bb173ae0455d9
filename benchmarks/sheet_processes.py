"""200 unit sheets written by one process, and by two: whole processes' wall time.

`python -m benchmarks.sheet_processes [sheets]` prints one line. Every run is a process of its
own, from its start to its end, in turn; the files are compared byte by byte. Other work on the
machine weighs more on two processes than on one.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

SHEETS, TURNS = 200, 3


@dataclass(frozen=True)
class Measured:
    """Median seconds from start to end of writing the sheets, by one process and by two."""

    one: float
    two: float
    same: bool

    @property
    def times(self) -> float:
        """What part of the time of one process two take."""
        return self.two / self.one


def write(document: Path, folder: Path, many: int, *, two: bool) -> int:
    """Write so many sheets into the folder and return how many are there."""
    # The other process reads this module too, and needs none of these.
    from benchmarks.sheets import sheets_of
    from egenkontroll.operations import batch
    from egenkontroll.operations.opening import open_document
    from egenkontroll.operations.sheets import round_basis

    with open_document(document) as opened:
        basis = round_basis(opened, "Våren 2025")
    made = sheets_of(basis)
    jobs = [(folder / f"{at}.pdf", partial(next, made)) for at in range(many)]
    return sum(1 for _ in batch.write_all(jobs, many if two else 0))


def measure(folder: Path, many: int = SHEETS) -> Measured:
    """Write the sheets by one process and by two in turn, each time from the start."""
    from egenkontroll.operations.demo import write_demo

    document = folder / "blad på två.egk"
    write_demo(document)
    took: dict[str, list[float]] = {"one": [], "two": []}
    for _ in range(TURNS):
        for how, times in took.items():
            (folder / how).mkdir(exist_ok=True)
            start = time.perf_counter()
            words = [sys.executable, "-m", __spec__.name, how, document, folder / how, many]
            subprocess.run([str(word) for word in words], check=True)
            times.append(time.perf_counter() - start)
    names = [f"{at}.pdf" for at in range(many)]
    same = all(
        (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()
        for name in names
    )
    return Measured(statistics.median(took["one"]), statistics.median(took["two"]), same)


def main() -> None:
    """Measure and print, or write as one of the processes that are measured."""
    words = list(islice(sys.argv, 1, None))
    if words[:1] in (["one"], ["two"]):
        write(Path(words[1]), Path(words[2]), int(words[3]), two=words[0] == "two")
        return
    many = int(words[0]) if words else SHEETS
    with TemporaryDirectory() as name:
        found = measure(Path(name), many)
    print(
        f"{many} blad: en process {found.one:.2f} s, två processer {found.two:.2f} s, "
        f"× {found.times:.2f}; {'samma byte' if found.same else 'OLIKA FILER'}"
    )


if __name__ == "__main__":
    main()
