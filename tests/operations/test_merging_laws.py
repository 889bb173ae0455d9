"""The laws of union on real files, and that the files agree with plain sets of facts."""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from egenkontroll.errors import UserError
from egenkontroll.facts import make_fact
from egenkontroll.operations import merging
from egenkontroll.operations.incoming import CancelledError
from egenkontroll.operations.merging_files import merge_files
from egenkontroll.operations.opening import open_document
from egenkontroll.storage.closing import OF_CASE
from tests.merge.worlds import PURGED, base, documents, union
from tests.operations.merged_files import exported, results_of, write

if TYPE_CHECKING:
    from egenkontroll.facts import Fact

EXAMPLES = 60

EVERY = int(os.environ.get("EGK_STATEMENTS", "29"))
"""Between which statements a merge is stopped; `make torture` stops it at every one."""


@settings(max_examples=EXAMPLES)
@given(documents(most=25), st.randoms(use_true_random=False))
def test_files_merge_as_sets_do(made: list[frozenset[Fact]], chance: object) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [write(folder / f"{at}.egk", facts) for at, facts in enumerate(made)]
        as_sent = [path.read_bytes() for path in files]
        order = list(files)
        chance.shuffle(order)  # type: ignore[attr-defined]
        merge_files(folder / "alla.egk", files)
        for path in order:
            merge_files(folder / "en-i-taget.egk", [path])
        whole = union(*made)
        assert exported(folder / "alla.egk") == whole
        assert exported(folder / "en-i-taget.egk") == whole
        assert results_of(folder / "alla.egk") == results_of(folder / "en-i-taget.egk")
        again, _ = merge_files(folder / "alla.egk", order)
        assert (again.id, again.added) == (b"", 0)
        assert [path.read_bytes() for path in files] == as_sent


@settings(max_examples=25)
@given(documents(most=25))
def test_groups_of_files_merge_as_sets_do(made: list[frozenset[Fact]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [write(folder / f"{at}.egk", facts) for at, facts in enumerate(made)]
        parts = []
        for at, group in enumerate(_pairs(files)):
            parts.append(folder / f"par{at}.egk")
            merge_files(parts[-1], group)
        merge_files(folder / "alla.egk", parts)
        assert exported(folder / "alla.egk") == union(*made)


def _pairs(files: list[Path]) -> list[list[Path]]:
    return [files[at : at + 2] for at in range(0, len(files), 2)]


@settings(max_examples=40)
@given(documents(most=25), st.integers(0, 3))
def test_what_is_taken_in_can_be_taken_back(made: list[frozenset[Fact]], split: int) -> None:
    """Undone last first, each merge leaves what was there before it; a purge stays."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        main, *files = [write(folder / f"{at}.egk", facts) for at, facts in enumerate(made)]
        expected = [exported(main)]
        for group in (files[:split], files[split:]):
            if group:
                done, _ = merge_files(main, group)
                if done.id:
                    expected.append(exported(main))
        purges = {fact for fact in exported(main) if fact.kind == "purge"}
        with open_document(main, write=True) as document:
            for before in reversed(expected[:-1]):
                merging.undo(document)
                held = _held(document)
                assert held == union(before, purges)
            assert not any(receipt.last for receipt in merging.receipts(document))


_NAMED = {"unit": 0, "reviewer": 0, "checklist": 0, "round": 0, "case_drawn": 1}


@settings(max_examples=25)
@given(documents(most=15), documents(most=15))
def test_what_is_taken_back_is_never_what_the_rest_is_about(
    made: list[frozenset[Fact]], others: list[frozenset[Fact]]
) -> None:
    """Everything else that others wrote since stays; the document can be opened and is whole."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        main = write(folder / "main.egk", [])
        merge_files(main, [write(folder / f"{at}.egk", facts) for at, facts in enumerate(made)])
        came = exported(main)
        cases = {fact.key[1] for fact in came if fact.kind == "case_drawn"}
        since = {
            make_fact(fact.kind, fact.key, fact.content, fact.clock, b"sedermer")
            for fact in union(*others) - came
            if fact.kind not in {"purge", "case_drawn"}
            and (fact.kind not in OF_CASE or fact.key[0] in cases)
        }
        with open_document(main, write=True) as document:
            with document.writing() as connection:
                document.insert(connection, since)
            undone = merging.undo(document)
        held = exported(main)
        stayed = {fact for fact in held - since if fact.kind != "purge"}
        assert since <= held <= came | since
        assert undone.needed == len(stayed)
        assert {fact.kind for fact in stayed} <= _NAMED.keys()
        for fact in stayed:
            named = fact.key[_NAMED[fact.kind]]
            assert any(named in (*other.key, *other.content) for other in held - {fact})


def _held(document: object) -> frozenset[Fact]:
    path = document.path  # type: ignore[attr-defined]
    copy = path.with_name("kopia.egk")
    copy.unlink(missing_ok=True)
    document.write_copy(copy)  # type: ignore[attr-defined]
    return exported(copy)


def test_stopped_at_any_moment_the_document_is_as_it_was(tmp_path: Path) -> None:
    """Asked whether to stop for the k-th time, for every k, until it is no longer asked."""
    files = _two_files(tmp_path)
    main = write(tmp_path / "main.egk", base())
    whole = union(base(), *(exported(path) for path in files))
    for moment in itertools.count(1, 3):
        asked = itertools.count(1)
        path = Path(shutil.copy(main, tmp_path / "avbruten.egk"))
        with open_document(path, write=True) as document:
            try:
                merging.merge(document, files, cancelled=lambda: next(asked) == moment)  # noqa: B023
            except CancelledError:
                pass
            else:
                break
            assert _held(document) == base()
            assert merging.receipts(document) == ()
            merging.merge(document, files)
        assert exported(path) == whole
    assert moment > 10
    assert exported(path) == whole


def test_refused_at_any_statement_the_document_is_as_it_was(tmp_path: Path) -> None:
    """SQLite itself refuses the k-th thing it is asked to do: for every 29th k, or as asked."""
    files = _two_files(tmp_path)
    main = write(tmp_path / "main.egk", base())
    whole = union(base(), *(exported(path) for path in files))
    failures = 0
    for moment in itertools.count(1, EVERY):
        path = Path(shutil.copy(main, tmp_path / "avbruten.egk"))
        with open_document(path, write=True) as document:
            counted = itertools.count(1)
            document._db.conn.set_authorizer(
                lambda *_: int(next(counted) == moment)  # noqa: B023 - 1 is refused
            )
            try:
                merging.merge(document, files)
            except (UserError, sqlite3.Error):
                failures += 1
            else:
                break
            finally:
                document._db.conn.set_authorizer(None)
            assert _held(document) == base()
            merging.merge(document, files)
            assert _held(document) == whole
    assert failures > 30


def _two_files(folder: Path) -> list[Path]:
    from tests.merge.worlds import CASES, REVIEWERS, ROUNDS, Person

    files = []
    for at in range(2):
        person = Person(at, 0, frozenset(base()))
        for case, _ in CASES[at:]:
            person.say("answer", (case, "plan", 1, REVIEWERS[at]), ("yes", "", ""))
        if at:
            person.say("purge", (ROUNDS[0],), (PURGED,))
        files.append(write(folder / f"fil{at}.egk", person.facts))
    return files
