"""Answers checked in another process: the same outcome as without, whatever happens to it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import time
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from egenkontroll.errors import UserError
from egenkontroll.facts import make_fact
from egenkontroll.operations import checking, looking, merging
from egenkontroll.operations.incoming import Beat, CancelledError
from egenkontroll.operations.merging import FileClass
from egenkontroll.operations.opening import open_document
from egenkontroll.storage import backups, connections, inputs, scanning, union
from egenkontroll.storage.digests import LATEST_CLOCK
from tests.merge.worlds import CASES, REVIEWERS, Person, base, identity
from tests.merge.worlds import union as union_of
from tests.operations.merged_files import exported, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from egenkontroll.facts import Fact, Row
    from egenkontroll.merge.receipt import MergeReceipt

BEGAN = 1_780_000_000_000 << 16


@pytest.fixture(autouse=True)
def worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(checking, "FEWEST", 1)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three people's files, each with answers about every case."""
    made = []
    for at, reviewer in enumerate(REVIEWERS):
        person = Person(at, 0, frozenset(base()))
        for case, _ in CASES:
            person.say("answer", (case, "plan", 1, reviewer), ("yes", "", ""))
        made.append(write(tmp_path / f"fil {at}.egk", person.facts))
    return made


@pytest.fixture
def main(tmp_path: Path) -> Path:
    return write(tmp_path / "main.egk", base())


def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "FEWEST", 2**60)


def change(path: Path, statement: str = "UPDATE answer SET value = 'no'") -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def merged(main: Path, files: list[Path], **how: Any) -> MergeReceipt:
    with open_document(main, write=True) as document:
        return merging.merge(document, files, **how)


def told(receipt: MergeReceipt) -> MergeReceipt:
    """What a receipt says, but for its own identity and time."""
    return replace(receipt, id=b"", made_at=0, clock=0, backup="")


def no_children() -> bool:
    until = time.monotonic() + 10
    while multiprocessing.active_children() and time.monotonic() < until:
        time.sleep(0.05)
    return not multiprocessing.active_children()


def test_nothing_is_different_with_another_process(
    tmp_path: Path, main: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []

    def progress(*_: int) -> None:
        started.append(len(multiprocessing.active_children()))

    with open_document(main) as document:
        looked = merging.preview(document, files, progress)
    assert max(started) == 1
    assert no_children()
    other = write(tmp_path / "ensam.egk", base())
    beside = merged(main, files)
    assert no_children()
    alone(monkeypatch)
    with open_document(other) as document:
        assert merging.preview(document, files) == looked
    assert told(merged(other, files)) == told(beside)
    assert exported(main) == exported(other) == union_of(*map(exported, files))


@pytest.mark.parametrize("at", [0, 2])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answer SET value = 'no'",
        "UPDATE answer SET role = 7",
        "UPDATE answer SET comment = CAST(x'c3' AS TEXT)",
        "UPDATE unit SET name = 'Söder'",
    ],
)
def test_what_is_changed_is_said_as_without_another_process(
    tmp_path: Path, main: Path, files: list[Path], at: int, statement: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    other = write(tmp_path / "ensam.egk", base())
    change(files[at], statement)
    copy = tmp_path / "kopia.egk"  # of what is changed: neither is in, and neither is the other's
    copy.write_bytes(files[at].read_bytes())
    every = [*files, copy]
    done: list[tuple[int, int]] = []
    with open_document(main) as document:
        looked = merging.preview(document, every, lambda *so_far: done.append(so_far))
    assert done[-1] == (len(every), len(every) + 1)
    beside = merged(main, every)
    assert len(list((tmp_path / backups.FOLDER).iterdir())) == 1
    alone(monkeypatch)
    with open_document(other) as document:
        assert merging.preview(document, every) == looked
    assert told(merged(other, every)) == told(beside)
    assert [one.taken for one in beside.files] == [*(n != at for n in range(3)), False]
    assert exported(main) == exported(other)
    damaged = [one for one in looked.files if not one.taken]
    assert [one.main for one in damaged] == [FileClass.DAMAGED] * 2


def _odd(key: Row, content: Row, clock: int = 0) -> Fact:
    return make_fact("answer", key, content, clock or BEGAN, b"12345678")


@pytest.mark.parametrize(
    "odd",
    [
        _odd((CASES[0][0], "plan", 7, REVIEWERS[0]), ("yes", "", "")),
        _odd((CASES[0][0], "plan", 1, REVIEWERS[0]), ("kanske", "", "")),
        _odd((CASES[0][0], "plan", 1, REVIEWERS[0]), ("yes", "x" * 100_001, "")),
        _odd((CASES[0][0], "plan", 1, REVIEWERS[0]), ("yes", "", ""), LATEST_CLOCK + 1),
    ],
)
def test_what_nobody_can_have_written_is_said_as_without_another_process(
    tmp_path: Path, main: Path, files: list[Path], odd: Fact, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its digest is right: it has not been changed since somebody made it so."""
    files.append(write(tmp_path / "konstig.egk", [*base(), odd]))
    other = write(tmp_path / "ensam.egk", base())
    beside = merged(main, files)
    alone(monkeypatch)
    assert told(merged(other, files)) == told(beside)
    assert [one.taken for one in beside.files] == [True, True, True, False]
    assert "uppgift som inte kan vara skriven av Egenkontroll" in beside.files[3].problems[0]
    assert exported(main) == exported(other) == union_of(*map(exported, files[:3]))


def test_a_large_file_is_checked_at_once(
    main: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is too large to be held is then found before any of it is read."""
    monkeypatch.setattr(inputs, "_HELD", files[0].stat().st_size - 1)
    asked: list[str] = []
    real = scanning.check_answers

    def check_answers(*given: Any) -> None:
        asked.append("")
        real(*given)

    monkeypatch.setattr(inputs, "check_answers", check_answers)
    merged(main, files[:1])
    assert asked == [""]


def test_a_changed_clock_does_not_set_the_documents_own(main: Path, files: list[Path]) -> None:
    """The document goes on from the newest clock that it has taken in, and only from that."""
    change(files[1], f"UPDATE answer SET clock = {LATEST_CLOCK - 1}")
    with open_document(main, write=True) as document:
        assert [one.taken for one in merging.merge(document, files).files] == [True, False, True]
        assert document.pen.last < LATEST_CLOCK // 2


def test_where_all_is_changed_nothing_is_taken(main: Path, files: list[Path]) -> None:
    before = exported(main)
    for path in files:
        change(path)
    with pytest.raises(UserError, match="Ingen av filerna") as refused:
        merged(main, files)
    assert len(refused.value.problems) == 3
    assert exported(main) == before


def test_changed_rows_that_were_taken_in_before_are_not_called_known(
    main: Path, files: list[Path]
) -> None:
    merged(main, files)
    change(files[1], "UPDATE answer SET flags = 'x'")
    found = merged(main, files)
    assert [one.classes for one in found.files] == [
        (FileClass.IDENTICAL,), (FileClass.DAMAGED,), (FileClass.IDENTICAL,),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "held"),
    [
        ("DELETE FROM merge_undo", True),
        ("DELETE FROM answer WHERE case_id = (SELECT min(case_id) FROM answer)", False),
        ("UPDATE answer SET comment = 'x'", True),
    ],
)
def test_answers_that_the_document_has_are_not_looked_up_again(
    main: Path, files: list[Path], statement: str, held: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged(main, files)
    change(main, "DELETE FROM merge_undo")  # nothing is remembered of the files
    change(main, statement)
    asked: list[str] = []
    real = union._look_up

    def look_up(connection: Any, table: tuple[str, str], *rest: Any) -> None:
        asked.append(table[1])
        real(connection, table, *rest)

    monkeypatch.setattr(union, "_look_up", look_up)
    with open_document(main) as document:
        looked = merging.preview(document, files)
    assert asked.count("answer") == (0 if held else 3)
    assert asked.count("unit") == 3
    gone = statement.startswith("DELETE FROM answer")
    assert [one.counts.facts > 0 for one in looked.files] == [gone] * 3
    assert all(one.taken for one in looked.files)


@pytest.mark.parametrize("place", range(6))
def test_one_answer_that_the_document_lacks_is_found(
    main: Path, files: list[Path], place: int
) -> None:
    merged(main, files)
    change(main, "DELETE FROM merge_undo")
    gone = f"SELECT digest FROM answer ORDER BY digest LIMIT 1 OFFSET {place}"
    change(main, f"DELETE FROM answer WHERE digest = ({gone})")
    with open_document(main) as document:
        looked = merging.preview(document, files)
    assert sorted(one.counts.facts for one in looked.files) == [0, 0, 1]
    receipt = merged(main, files)
    assert receipt.added == 1
    assert answers_in(main) == {fact for path in files for fact in answers_in(path)}


def answers_in(path: Path) -> set[Fact]:
    return {fact for fact in exported(path) if fact.kind == "answer"}


def test_a_clock_that_is_no_number_is_said_as_without_another_process(
    main: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is found where the answers are looked through, before they are held to their digests."""
    loosened(files[1], "UPDATE answer SET clock = 'i dag'")
    beside = told(merged(main, files))
    assert [one.taken for one in beside.files] == [True, False, True]
    again = write(main.with_name("igen.egk"), base())
    alone(monkeypatch)
    assert told(merged(again, files)) == beside


def loosened(path: Path, statement: str) -> None:
    """Change what the table's own rules forbid, and put the rules back."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'answer'").fetchone()
    asked = "UPDATE sqlite_master SET sql = ? WHERE name = 'answer'"
    loose = sql.replace('"clock" INTEGER', '"clock" BLOB').replace("STRICT, ", "")
    connection.execute(asked, (loose,))
    connection.commit()
    connection.close()
    change(path, statement)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(asked, (sql,))
    connection.commit()
    connection.close()


def test_the_same_harm_in_both_is_found(main: Path, files: list[Path]) -> None:
    """A copy of a document that is damaged is as damaged as that is."""
    merged(main, files)
    change(main, "UPDATE answer SET value = 'no'")
    copy = main.with_name("kopia.egk")
    copy.write_bytes(main.read_bytes())
    with open_document(main) as document:
        (looked,) = merging.preview(document, [copy]).files
    assert looked.main is FileClass.DAMAGED
    assert not looked.taken


@pytest.mark.parametrize("beside", [True, False])
def test_a_file_with_known_answers_that_is_written_over_meanwhile_is_not_taken(
    main: Path, files: list[Path], beside: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some other program puts other bytes in its place between the looking and the taking in."""
    merged(main, files)
    person = Person(0, 0, exported(files[0]))
    person.say("review_state", (CASES[0][0], 1, REVIEWERS[0]), ("started", ""))
    newer = write(main.with_name("nyare.egk"), person.facts)
    worse = main.with_name("sämre.egk")
    worse.write_bytes(newer.read_bytes())
    change(worse, "UPDATE answer SET value = 'no', digest = zeroblob(16)")
    if not beside:
        alone(monkeypatch)
    real = looking.look

    def look(*given: Any) -> Any:
        found = real(*given)
        newer.write_bytes(worse.read_bytes())
        return found

    monkeypatch.setattr(merging, "look", look)
    before = exported(main)
    with pytest.raises(UserError):
        merged(main, [newer])
    assert exported(main) == before


def test_a_file_that_another_program_has_set_to_keep_a_log_is_taken(
    main: Path, files: list[Path]
) -> None:
    merged(main, files[:1])
    change(files[0], "UPDATE answer SET value = 'no' WHERE question = 'plan'")
    for path in files:
        change(path, "PRAGMA journal_mode = WAL")
    found = merged(main, files)
    assert [one.taken for one in found.files] == [False, True, True]
    assert exported(main) == union_of(exported(main), *map(exported, files[1:]))


def test_after_a_doubt_all_is_done_again_with_nothing_left_open(
    main: Path, files: list[Path]
) -> None:
    """A text that is no UTF-8 any more stops the reading in the middle of a statement."""
    merged(main, files)
    change(files[0], "UPDATE answer SET question = CAST(x'c3706c616e' AS TEXT)")
    for path in files[1:]:
        person = Person(7, 0, exported(path))
        person.say("review_state", (CASES[0][0], 1, REVIEWERS[0]), ("started", ""))
        path.unlink()
        write(path, person.facts)
    found = merged(main, files)
    assert [one.taken for one in found.files] == [False, True, True]


def test_a_file_that_changes_meanwhile_is_read_again(
    main: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's program puts new bytes in it, without asking SQLite."""
    before = files[0].stat()
    asked: list[bool] = []
    real = looking.look

    def look(*given: Any) -> Any:
        if not asked:
            os.utime(files[0], ns=(before.st_atime_ns, before.st_mtime_ns + 10**9))
        asked.append(True)
        return real(*given)

    monkeypatch.setattr(merging, "look", look)
    merged(main, files)
    assert len(asked) == 2
    assert exported(main) == union_of(*map(exported, files))


def test_a_file_that_goes_meanwhile_is_what_is_said_to_be_gone(
    main: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick that is pulled out: the document is not to blame."""
    before, real = exported(main), looking.look

    def look(*given: Any) -> Any:
        files[0].unlink(missing_ok=True)
        return real(*given)

    monkeypatch.setattr(merging, "look", look)
    with (
        open_document(main, write=True) as document,
        pytest.raises(UserError, match="Ingen av filerna kunde tas med") as told,
    ):
        merging.merge(document, files[:1])
    assert told.value.problems == ("fil 0.egk finns inte.",)
    assert exported(main) == before


def test_what_is_about_nothing_is_left_out_after_it_is_checked(
    tmp_path: Path, main: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person(7, 0, frozenset(base()))
    person.say("answer", (identity("ingens"), "plan", 1, REVIEWERS[0]), ("yes", "", ""))
    stray = write(tmp_path / "lös.egk", person.facts)
    other = write(tmp_path / "ensam.egk", base())
    beside = merged(main, [files[0], stray, files[1]])
    assert [one.counts.refused for one in beside.files] == [0, 1, 0]
    alone(monkeypatch)
    assert told(merged(other, [files[0], stray, files[1]])) == told(beside)
    change(stray)
    monkeypatch.setattr(checking, "FEWEST", 1)
    assert [one.taken for one in merged(main, [stray, files[2]]).files] == [False, True]


def test_stopping_while_it_checks_leaves_the_document_as_it_was(
    main: Path, files: list[Path]
) -> None:
    whole = exported(main)
    for moment in count(1, 4):
        asked = count(1)
        try:
            merged(main, files, cancelled=lambda: next(asked) == moment)  # noqa: B023
        except CancelledError:
            assert exported(main) == whole
            assert not multiprocessing.active_children()
        else:
            break
    assert moment > 10
    assert exported(main) == union_of(*map(exported, files))


class _Pool:
    """A pool that gives in as told; `result` is what a check comes to, and when."""

    def __init__(self, *_args: object, gives_in: str) -> None:
        self.gives_in = gives_in
        if gives_in == "made":
            raise OSError("no semaphores")

    def submit(self, *_args: object) -> Future[int]:
        if self.gives_in == "submit":
            raise BrokenProcessPool
        held: Future[int] = Future()
        if self.gives_in != "begin":
            held.set_running_or_notify_cancel()
        if self.gives_in == "result":
            held.set_exception(BrokenProcessPool())
        if self.gives_in == "never":
            held.set_result(-1)
        return held

    def shutdown(self, **_how: object) -> None:
        pass


@pytest.mark.parametrize("gives_in", ["made", "submit", "begin", "result", "never"])
@pytest.mark.parametrize("bad", [False, True])
def test_a_process_that_gives_in_is_done_without(
    main: Path, files: list[Path], gives_in: str, bad: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "ProcessPoolExecutor", partial(_Pool, gives_in=gives_in))
    if bad:
        change(files[1])
    other = write(main.with_name("ensam.egk"), base())
    found = merged(main, files)
    assert [one.taken for one in found.files] == [True, not bad, True]
    alone(monkeypatch)
    assert told(merged(other, files)) == told(found)
    assert exported(main) == exported(other)


def test_a_slow_process_is_waited_for_with_one_file_and_can_be_stopped(
    main: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    real: Callable[..., int] = Future.result

    def result(self: Future[int], timeout: float | None = None) -> int:
        waited.append(timeout or 0)
        return real(self, timeout)

    monkeypatch.setattr(Future, "result", result)
    monkeypatch.setattr(checking, "ProcessPoolExecutor", partial(_Pool, gives_in="hangs"))
    here: list[Path] = []
    plain = checking._changed_here

    def changed_here(one: inputs.Input, *rest: Any) -> int:
        here.append(one.path)
        return plain(one, *rest)

    monkeypatch.setattr(checking, "_changed_here", changed_here)
    before = exported(main)
    with pytest.raises(CancelledError):
        merged(main, files, cancelled=lambda: len(waited) > 2)
    assert exported(main) == before
    assert here == files[:0:-1]  # only the first can have been begun in the other


def test_a_process_that_hangs_is_done_without(
    main: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "ProcessPoolExecutor", partial(_Pool, gives_in="hangs"))
    monkeypatch.setattr(checking, "_PATIENCE", 0.2)
    merged(main, files)
    assert exported(main) == union_of(*map(exported, files))


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="nothing can be held still here")
def test_a_process_that_hangs_is_not_waited_for_when_all_is_stopped(
    main: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_PATIENCE", 0.3)

    def progress(*_: int) -> None:
        for child in multiprocessing.active_children():
            assert child.pid is not None
            os.kill(child.pid, signal.SIGSTOP)

    before = exported(main)
    asked = count(1)
    with pytest.raises(CancelledError):
        merged(main, files, progress=progress, cancelled=lambda: next(asked) > 10)
    assert no_children()
    assert exported(main) == before


def test_a_file_that_is_put_in_anothers_place_is_not_taken_for_it(
    main: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its digest would be the former's, which would then be said to be in the document."""
    real = inputs.digest_of_file

    def digest_of_file(path: Path) -> str:
        found = real(path)
        if path == files[0]:
            path.write_bytes(files[1].read_bytes())
        return found

    monkeypatch.setattr(inputs, "digest_of_file", digest_of_file)
    with open_document(main) as document:
        (found,) = merging.preview(document, files[:1]).files
    assert not found.taken
    assert "ändrades medan den lästes" in found.problems[0]


def test_a_killed_process_is_done_without(main: Path, files: list[Path]) -> None:
    def progress(done: int, of: int) -> None:
        for child in multiprocessing.active_children():
            child.kill()

    merged(main, files, progress=progress)
    assert exported(main) == union_of(*map(exported, files))
    assert no_children()


@pytest.mark.parametrize("processors", [1, None])
def test_one_processor_or_few_answers_start_nothing(
    main: Path, files: list[Path], processors: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def checks() -> checking.Checks:
        beat = Beat(None, None, 1)
        return checking.Checks([*files, main.with_name("saknas")], beat, beside=True)

    with checks() as found:
        assert found.later
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    with checks() as found:
        assert not found.later
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    alone(monkeypatch)
    with checks() as found:
        assert not found.later


def test_what_runs_in_the_other_process_runs_here_too(files: list[Path]) -> None:
    before = signal.getsignal(signal.SIGINT)
    stop = multiprocessing.get_context("spawn").Event()
    try:
        checking._begin(stop)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        assert checking._changed(files[0]) == 0
        change(files[0])
        assert checking._changed(files[0]) == len(CASES)
        assert checking._changed(files[0].with_name("saknas.egk")) == -1
        stop.set()
        assert checking._changed(files[0]) == -1
    finally:
        checking._stopping.clear()
        signal.signal(signal.SIGINT, before)


def test_an_unreadable_file_found_here_is_in_doubt(files: list[Path]) -> None:
    class Broken:
        connection = connections.connect(files[0], "ro")

    Broken.connection.close()
    assert checking._changed_here(Broken(), lambda: None) == -1  # type: ignore[arg-type]


def test_what_goes_wrong_here_is_told_once_all_is_checked(
    main: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of our own is not taken for a fault of a file."""
    tried: list[bool] = []

    def look(*_given: object) -> None:
        tried.append(bool(multiprocessing.active_children()))
        raise UserError("Disken är full.")

    monkeypatch.setattr(merging, "look", look)
    with pytest.raises(UserError, match="Disken är full"):
        merged(main, files)
    assert tried == [True, False]
