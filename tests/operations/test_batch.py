"""Many papers at once: the same bytes with a process beside, and nothing left of it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations import batch
from tests.pdf.conftest import made as made
from tests.pdf.conftest import vt2024 as vt2024

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.operations.batch import Making
    from egenkontroll.report.sheet import Sheet


@pytest.fixture
def sheet(made: dict[str | None, Sheet]) -> Sheet:
    return made["Ungdom"]


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def jobs(sheet: Sheet, folder: Path, many: int) -> list[tuple[Path, Making]]:
    """Sheets, each with its own title, and in the middle a paper that is drawn already."""
    folder.mkdir()

    def one(at: int) -> Sheet:
        return replace(sheet, title=f"Enhet {at}")

    listed: list[tuple[Path, Making]] = [
        (folder / f"{at:03}.pdf", partial(one, at)) for at in range(many)
    ]
    listed.insert(many // 2, (folder / "färdig.pdf", lambda: b"%PDF"))
    return listed


def read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def no_children() -> bool:
    until = time.monotonic() + 10
    while multiprocessing.active_children() and time.monotonic() < until:
        time.sleep(0.05)
    return not multiprocessing.active_children()


def test_two_processes_write_what_one_does_in_order(sheet: Sheet, tmp_path: Path) -> None:
    alone, helped = jobs(sheet, tmp_path / "en", 25), jobs(sheet, tmp_path / "två", 25)
    assert list(batch.write_all(alone)) == [path for path, _ in alone]
    writing = batch.write_all(helped, 25)
    first = next(writing)
    assert multiprocessing.active_children()
    assert [first, *writing] == [path for path, _ in helped]
    assert read(tmp_path / "två") == read(tmp_path / "en")
    assert no_children()


@pytest.mark.parametrize("processors", [1, None])
def test_few_sheets_or_one_processor_start_nothing(
    sheet: Sheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processors: int | None
) -> None:
    few = batch.write_all(jobs(sheet, tmp_path / "få", 3), batch.FEWEST - 1)
    assert next(few).exists()
    assert not multiprocessing.active_children()
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    single = batch.write_all(jobs(sheet, tmp_path / "en", 3), batch.FEWEST)
    assert next(single).exists()
    assert not multiprocessing.active_children()


def test_stopping_leaves_what_is_written_and_no_process(sheet: Sheet, tmp_path: Path) -> None:
    listed = jobs(sheet, tmp_path / "ut", 40)
    writing = batch.write_all(listed, 40)
    written = [next(writing), next(writing)]
    writing.close()
    assert no_children()
    assert sorted((tmp_path / "ut").iterdir()) == written


def test_a_fault_ends_the_other_process_too(sheet: Sheet, tmp_path: Path) -> None:
    listed = jobs(sheet, tmp_path / "ut", 30)
    listed[5] = (tmp_path / "finns inte" / "blad.pdf", listed[5][1])
    with pytest.raises(UserError, match="mappen"):
        list(batch.write_all(listed, 30))
    assert no_children()
    assert len(read(tmp_path / "ut")) == 5


def test_a_process_that_dies_is_done_without(sheet: Sheet, tmp_path: Path) -> None:
    listed = jobs(sheet, tmp_path / "ut", 25)
    writing = batch.write_all(listed, 25)
    next(writing)
    for child in multiprocessing.active_children():
        child.kill()
    assert len(list(writing)) == 25
    assert list(batch.write_all(jobs(sheet, tmp_path / "en", 25)))
    assert read(tmp_path / "ut") == read(tmp_path / "en")
    assert no_children()


class _Pool:
    """A pool that gives in as told: when made, when handed a sheet, or when asked for it."""

    def __init__(self, *_args: object, gives_in: str) -> None:
        self.gives_in = gives_in
        if gives_in == "made":
            raise OSError("no semaphores")

    def submit(self, *_args: object) -> Future[bytes]:
        if self.gives_in == "submit":
            raise BrokenProcessPool
        held: Future[bytes] = Future()
        held.set_exception(BrokenProcessPool())
        return held

    def shutdown(self, **_how: object) -> None:
        pass


@pytest.mark.parametrize("gives_in", ["made", "submit", "result"])
def test_a_process_that_cannot_start_is_done_without(
    sheet: Sheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gives_in: str
) -> None:
    monkeypatch.setattr(batch, "ProcessPoolExecutor", partial(_Pool, gives_in=gives_in))
    listed = jobs(sheet, tmp_path / "ut", 4)
    assert list(batch.write_all(listed, batch.FEWEST)) == [path for path, _ in listed]
    assert all(data.startswith(b"%PDF") for data in read(tmp_path / "ut").values())


def test_a_slow_process_is_waited_for_before_memory_grows(
    sheet: Sheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting: list[Future[bytes]] = []

    class Slow(_Pool):
        def submit(self, *_args: object) -> Future[bytes]:
            waiting.append(Future())
            return waiting[-1]

    done: list[int] = []

    def making(at: int, make: Making) -> Making:
        def run() -> Sheet | bytes:
            done.append(at)
            if len(done) == batch._AHEAD + 1:
                for one in waiting:
                    one.set_result(b"sen")
            return make()

        return run

    monkeypatch.setattr(batch, "ProcessPoolExecutor", partial(Slow, gives_in=""))
    listed = [(path, making(at, make)) for at, (path, make)
              in enumerate(jobs(sheet, tmp_path / "ut", batch._AHEAD + 3))]  # fmt: skip
    writing = batch.write_all(listed, batch.FEWEST)
    assert next(writing).read_bytes() == b"sen"
    assert len(done) == batch._AHEAD + 1
    for one in waiting:
        if not one.done():
            one.set_result(b"sen")
    writing.close()


ALONE = """
import sys
from functools import partial
from pathlib import Path
from egenkontroll.operations import batch
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.sheets import round_basis

folder = Path(sys.argv[1])
write_demo(folder / "demo.egk")
with open_document(folder / "demo.egk") as document:
    basis = round_basis(document, "Våren 2025")
jobs = [(folder / f"{at}.pdf", partial(basis.sheet, "Ungdom")) for at in range(10_000)]
batch.os.cpu_count = lambda: 2
for _ in batch.write_all(jobs, len(jobs)):
    for child in batch.multiprocessing.active_children():
        print(child.pid, flush=True)
"""


def alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        return stat.rsplit(")", 1)[1].split()[0] != "Z"
    except (OSError, IndexError):
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks in /proc")
def test_a_killed_program_leaves_no_process_behind(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ALONE, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        child = int(program.stdout.readline())
        assert alive(child)
        program.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while alive(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(child)


def test_what_runs_in_the_other_process_runs_here_too(sheet: Sheet) -> None:
    from egenkontroll.pdf.sheets import sheet_pdf

    before: Callable[..., object] | int | None = signal.getsignal(signal.SIGINT)
    try:
        batch._begin()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        assert batch._draw(sheet) == sheet_pdf(sheet)
    finally:
        signal.signal(signal.SIGINT, before)
