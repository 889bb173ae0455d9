"""Merging files: what each file is called, what is taken in, undone and settled.

The last part has a test for each of the ways in which other programs have lost work at this.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.facts import make_fact
from egenkontroll.operations import acting, merging
from egenkontroll.operations.closing import lock_round
from egenkontroll.operations.merging import KEEP_A, KEEP_B, OWN, FileClass
from egenkontroll.operations.merging_files import merge_files, preview_files
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.purging import purge, purge_receipt
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.reviewing import find_or_new_reviewer, save_answer
from egenkontroll.operations.verifying import verify_document
from egenkontroll.report.statement_text import statement_lines
from egenkontroll.results.action import Action
from egenkontroll.results.table import CaseResult
from egenkontroll.review.answers import Answer, Role
from egenkontroll.storage import records
from egenkontroll.storage.closing import frozen_fact
from egenkontroll.storage.document import open_document as open_stored
from tests.gui.opened_screens import make_round
from tests.makers import checklist, raw_question
from tests.merge.worlds import (
    CASES,
    DRAWN,
    NOW,
    PURGED,
    REVIEWERS,
    ROUNDS,
    UNIT,
    YEAR,
    Person,
    base,
    identity,
    union,
)
from tests.operations.merged_files import exported, results_of, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from egenkontroll.facts import Fact
    from egenkontroll.storage.document import Document

CASE, OTHER = CASES[0][0], CASES[2][0]
ANNA, BO, CIA = REVIEWERS


def answer(me: Person, question: str, value: str, comment: str = "", **how: object) -> None:
    key = (how.get("case", CASE), question, how.get("role", 1), how.get("who", ANNA))
    me.say("answer", key, (value, comment, ""))


@pytest.fixture
def me() -> Person:
    return Person(0, 0, frozenset(base()))


@pytest.fixture
def you() -> Person:
    return Person(1, 60_000, frozenset(base()))


def saved(folder: Path, *people: Person) -> list[Path]:
    return [write(folder / f"fil {one.at}.egk", one.facts) for one in people]


def classes(main: Path, *others: Path) -> list[tuple[FileClass, ...]]:
    return [one.classes for one in preview_files(main, others).files]


# --- what a file is ---------------------------------------------------------------------------


def test_identical_new_newer_parallel_conflict_and_second(
    tmp_path: Path, me: Person, you: Person
) -> None:
    main = write(tmp_path / "main.egk", base())
    same = write(tmp_path / "samma.egk", base())
    answer(me, "plan", "yes")
    (new,) = saved(tmp_path, me)
    assert classes(main, same, new) == [(FileClass.IDENTICAL,), (FileClass.NEW,)]
    merge_files(main, [new])
    answer(me, "plan", "no")
    newer = write(tmp_path / "nyare.egk", me.facts)
    assert classes(main, newer) == [(FileClass.NEWER,)]
    answer(you, "natverk", "yes")
    parallel = write(tmp_path / "andra frågor.egk", you.facts)
    assert classes(main, parallel) == [(FileClass.PARALLEL,)]
    answer(you, "plan", "cannot_judge", "Otydligt.")
    answer(you, "plan", "no", role=2, who=BO)
    conflict = write(tmp_path / "emot.egk", you.facts)
    (found,) = preview_files(main, [conflict]).files
    assert found.classes == (FileClass.CONFLICT, FileClass.PARALLEL, FileClass.SECOND)
    counts = found.counts
    assert (counts.conflicts, counts.parallel, counts.second, counts.facts) == (1, 1, 1, 3)
    assert found.reviewers == ("Granskare 0", "Granskare 1")
    assert [(one.name, one.known, one.answers) for one in found.rounds] == [("Våren 2024", True, 3)]
    assert found.kinds == (("answer", 3),)


def test_two_files_that_contradict_each_other_are_told_before_anything_is_written(
    tmp_path: Path, me: Person, you: Person
) -> None:
    answer(me, "plan", "yes")
    answer(you, "plan", "no")
    main = write(tmp_path / "main.egk", base())
    before = main.read_bytes()
    found = classes(main, *saved(tmp_path, me, you))
    assert found == [(FileClass.NEW,), (FileClass.CONFLICT,)]
    assert main.read_bytes() == before


def test_another_round_and_another_sample_are_said_and_come_along(
    tmp_path: Path, me: Person
) -> None:
    one = identity("en annan omgång")
    me.say("round", (one,), ("Hösten 2025", "2025-09-01", "2025-10-31", b"", "prov", "1"))
    main = write(tmp_path / "main.egk", base())
    (other,) = saved(tmp_path, me)
    (found,) = preview_files(main, [other]).files
    assert found.main is FileClass.OTHER_ROUND
    assert [(said.name, said.known) for said in found.rounds] == [("Hösten 2025", False)]
    ours, theirs = (Person(at, 0, frozenset(base())) for at in (4, 5))
    for drawn in (ours, theirs):
        drawn.say("draw", (ROUNDS[0], identity("dragning", drawn.at)), (DRAWN,))
    sampled = write(tmp_path / "draget.egk", ours.facts)
    (sample,) = saved(tmp_path, theirs)
    assert classes(main, sample) == [(FileClass.NEW,)]
    assert classes(sampled, sample) == [(FileClass.OTHER_ROUND,)]
    merge_files(sampled, [other, sample])
    assert exported(sampled) == union(me.facts, ours.facts, theirs.facts)


def test_a_sample_drawn_apart_in_two_copies_is_said_to_be_counted_twice(
    tmp_path: Path, me: Person, you: Person
) -> None:
    undrawn = frozenset(fact for fact in base() if fact.kind != "case_drawn")
    for at, person in enumerate((me, you)):
        person.facts = undrawn
        for place, reference in enumerate(("A-0", f"B-{at}")):
            drawn = (reference, UNIT, "{}", place, "drawn", "", 0)
            person.say("case_drawn", (ROUNDS[0], identity("eget ärende", at, place)), drawn)
    mine, yours = saved(tmp_path, me, you)
    main = write(tmp_path / "main.egk", undrawn)
    first, second = preview_files(main, [mine, yours]).files
    assert first.problems == ()
    (said,) = second.problems
    assert (first.twice, second.twice) == (0, 1)
    assert ": 1\N{NO-BREAK SPACE}ärende kommer två gånger" in said
    assert "räknar dem som olika" in said
    merge_files(main, [mine])
    (found,) = preview_files(main, [yours]).files
    assert found.problems == (said,)
    receipt, _ = merge_files(main, [yours])
    assert receipt.files[0].problems == (said,)


def test_a_file_that_locks_a_round_is_said_to(tmp_path: Path) -> None:
    main = make_round(tmp_path / "main.egk")
    other = Path(shutil.copy(main, tmp_path / "kopia.egk"))
    (found,) = preview_files(main, [other]).files
    assert found.problems == ()
    lock_round(other, "Våren 2024")
    (found,) = preview_files(main, [other]).files
    (said,) = found.problems
    assert said.startswith("Filen låser en omgång")


def test_foreign_damaged_newer_locked_sealed_and_missing_files_are_named_and_skipped(
    tmp_path: Path, me: Person
) -> None:
    answer(me, "plan", "yes")
    (good,) = saved(tmp_path, me)
    main = write(tmp_path / "main.egk", base())
    files = {
        "brev.egk": (b"Hej", FileClass.FOREIGN),
        "tom.egk": (b"", FileClass.FOREIGN),
        "lös.egk.age": (b"age-encryption.org/v1\n-> scrypt", FileClass.UNREADABLE),
        "avklippt.egk": (good.read_bytes()[:-5000], FileClass.DAMAGED),
        "framtid.egk": (_with(good, 60, b"\x00\x00\x00\x63"), FileClass.NEWER_PROGRAM),
    }
    for name, (content, _) in files.items():
        (tmp_path / name).write_bytes(content)
    paths = [tmp_path / name for name in files]
    missing, folder = tmp_path / "borta.egk", tmp_path / "mapp.egk"
    folder.mkdir()
    with open_document(write(tmp_path / "öppen.egk", base()), write=True) as busy:
        wanted = [*(said for _, said in files.values()), *[FileClass.UNREADABLE] * 3]
        found = preview_files(main, [*paths, missing, folder, busy.path, good]).files
        assert [one.main for one in found[:-1]] == wanted
        done, _ = merge_files(main, [*paths, missing, folder, busy.path, good])
    assert exported(main) == union(base(), me.facts)
    assert [one.taken for one in done.files] == [False] * 8 + [True]
    assert all(one.problems and one.name in one.problems[0] for one in found[:-1])
    with pytest.raises(UserError, match="Ingen av filerna") as refused:
        merge_files(main, paths)
    assert len(refused.value.problems) == len(paths)


def _with(path: Path, at: int, raw: bytes) -> bytes:
    content = path.read_bytes()
    return content[:at] + raw + content[at + len(raw) :]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE answer SET value = 'no'",
        "UPDATE answer SET role = 7",
        "UPDATE case_drawn SET attributes = '{'",
        "UPDATE reviewer SET clock = 9000000000000000000",
        "UPDATE unit SET name = CAST(x'c3' AS TEXT)",
        "CREATE TRIGGER t AFTER INSERT ON answer BEGIN DELETE FROM answer; END",
        "CREATE TABLE extra (a)",
        "CREATE VIEW v AS SELECT 1",
    ],
)
def test_a_changed_or_hostile_file_is_refused_whole(
    tmp_path: Path, me: Person, change: str
) -> None:
    answer(me, "plan", "yes")
    (other,) = saved(tmp_path, me)
    connection = sqlite3.connect(other)
    connection.execute(change)
    connection.commit()
    connection.close()
    main = write(tmp_path / "main.egk", base())
    with pytest.raises(UserError, match="Ingen av filerna"):
        merge_files(main, [other])
    assert exported(main) == base()


def test_rows_with_sound_digests_that_would_stop_all_reading_are_refused(
    tmp_path: Path, me: Person
) -> None:
    key, device = (CASE, "plan", 1, ANNA), b"12345678"
    bad = make_fact("answer", key, ("påhittat", "", ""), 5, device)
    flag = make_fact("answer", key, ("yes", "", "påhittad"), 5, device)
    agreed = make_fact("consensus", key[:2], ("påhittat", "", "", ANNA), 5, device)
    far = make_fact("unit", (identity("x"),), ("Öst", b"", b""), 2**62, device)
    main = write(tmp_path / "main.egk", base())
    for at, fact in enumerate((bad, flag, agreed, far)):
        other = write(tmp_path / f"ond {at}.egk", {*base(), fact})
        (found,) = preview_files_any(main, other)
        assert found.main is FileClass.DAMAGED
        assert "som inte kan vara skriven" in found.problems[0]


def preview_files_any(main: Path, *others: Path) -> tuple[merging.FilePreview, ...]:
    with open_document(main) as document:
        return merging.preview(document, others).files


def test_a_file_left_with_its_journal_is_read_from_a_copy_and_stays_as_it_was(
    tmp_path: Path, me: Person
) -> None:
    """As after a power cut: half a transaction in the file and the way back beside it."""
    answer(me, "plan", "yes")
    (other,) = saved(tmp_path, me)
    connection = sqlite3.connect(other, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("PRAGMA cache_spill = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM answer")
    for at in range(200):
        row = (os.urandom(16), at, b"12345678", os.urandom(16), b"", "x" * 500, b"", b"")
        connection.execute("INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    left = tmp_path / "strömlös.egk"
    left.write_bytes(other.read_bytes())
    journal = tmp_path / "strömlös.egk-journal"
    journal.write_bytes((tmp_path / f"{other.name}-journal").read_bytes())
    connection.execute("ROLLBACK")
    connection.close()
    assert journal.stat().st_size > 512
    as_found = left.read_bytes(), journal.read_bytes()
    main = write(tmp_path / "main.egk", base())
    merge_files(main, [left])
    assert exported(main) == union(base(), me.facts)
    assert (left.read_bytes(), journal.read_bytes()) == as_found


def test_the_document_itself_and_the_same_file_twice(tmp_path: Path, me: Person) -> None:
    answer(me, "plan", "yes")
    (other,) = saved(tmp_path, me)
    copy = tmp_path / "kopia.egk"
    copy.write_bytes(other.read_bytes())
    main = write(tmp_path / "main.egk", base())
    with open_document(main, write=True) as document:
        found = merging.preview(document, [main, other, copy]).files
        assert [one.main for one in found] == [
            FileClass.IDENTICAL, FileClass.NEW, FileClass.IDENTICAL,
        ]  # fmt: skip
        assert merging.merge(document, [main, other, copy]).added == 1


def test_a_thousand_small_pieces_more_than_sqlite_attaches(tmp_path: Path) -> None:
    files, facts = [], set(base())
    for at in range(23):
        one = Person(at, 0, frozenset(base()))
        answer(one, "plan", "yes", case=CASES[at % 4][0], who=REVIEWERS[at % 3], role=1 + at % 2)
        files += saved(tmp_path, one)
        facts |= one.facts
    merge_files(tmp_path / "alla.egk", files)
    assert exported(tmp_path / "alla.egk") == facts


# --- receipts, backups and undo ---------------------------------------------------------------


def test_the_receipt_names_each_file_with_its_hash_and_counts(tmp_path: Path, me: Person) -> None:
    answer(me, "plan", "yes")
    (other,) = saved(tmp_path, me)
    main = write(tmp_path / "Våren 2024.egk", base())
    before = exported(main)
    done, _ = merge_files(main, [other])
    with open_document(main) as document:
        assert merging.receipts(document) == (done,)
    (one,) = done.files
    assert one.digest == hashlib.sha256(other.read_bytes()).hexdigest()
    assert (one.name, one.counts.new, one.counts.facts, done.added) == ("fil 0.egk", 1, 1, 1)
    assert (one.rounds, one.reviewers, done.last, done.undone) == (
        ("Våren 2024",), ("Granskare 0",), True, False,
    )  # fmt: skip
    backup = tmp_path / "Säkerhetskopior" / done.backup
    assert done.backup.startswith("Våren 2024 (säkerhetskopia 20")
    assert exported(backup) == before


def test_what_was_written_since_stays_when_a_merge_is_undone(tmp_path: Path, me: Person) -> None:
    answer(me, "plan", "yes")
    (other,) = saved(tmp_path, me)
    main = write(tmp_path / "main.egk", base())
    merge_files(main, [other])
    with open_document(main, write=True) as document:
        known = document.read("answer", case_id=CASE)
        changed = Answer(CASE, "plan", Role.FIRST, ANNA, "no", "Läst igen.")
        save_answer(document, changed)
        save_answer(document, Answer(OTHER, "natverk", Role.FIRST, BO, "yes"))
        undone = merging.undo(document)
        assert (undone.removed, undone.kept, undone.receipt.undone) == (1, 2, True)
        held = records.answers(document.read("answer"))
        assert {(said.value, said.comment) for said, _ in held.values()} == {
            ("no", "Läst igen."), ("yes", ""),
        }  # fmt: skip
        assert known[0] not in document.read("answer")
        with pytest.raises(UserError, match="ingen sammanslagning att ångra"):
            merging.undo(document)
        # The same file is no longer known: it can be taken in anew, and fits in as before.
        assert merging.merge(document, [other]).added == 1
        assert merging.conflicts(document) == ()


def test_what_was_known_before_is_as_it_was_when_a_merge_is_undone(
    tmp_path: Path, me: Person, you: Person
) -> None:
    """What the files say of it goes, though the document's own answers are about it."""
    answer(me, "plan", "yes")
    you.say("case_drawn", (CASES[0][1], CASE), ("A-0", UNIT, "{}", 1, "replaced", "Flyttat", 1))
    you.say("reviewer", (ANNA,), ("Anna Lind", UNIT, 1, b""))
    you.say("unit", (UNIT,), ("Norra", b"", b""))
    you.say("round", (ROUNDS[0],), ("Våren", "2024-01-01", "2024-02-01", b"", "", ""))
    main = write(tmp_path / "main.egk", me.facts)
    merge_files(main, saved(tmp_path, you))
    with open_document(main, write=True) as document:
        undone = merging.undo(document)
    assert (undone.removed, undone.needed) == (4, 0)
    assert exported(main) == me.facts


def test_what_the_new_rests_on_stays_when_a_merge_is_undone(tmp_path: Path, me: Person) -> None:
    """Else the document could not be opened again, or what was written since not be found."""
    named = {kind: identity("ny", kind) for kind in ("parent", "unit", "reviewer", "round", "case")}
    sheet = checklist(raw_question("helt_ny"))
    period = ("2026-04-01", "2026-05-31")
    said = ("Våren 2026", *period, sheet.digest, sheet.id, sheet.version)
    me.say("unit", (named["parent"],), ("Kommunen", b"", b""))
    me.say("unit", (named["unit"],), ("Söder", named["parent"], b""))
    me.say("reviewer", (named["reviewer"],), ("Disa", b"", 0, b""))
    me.say("checklist", (sheet.digest,), (sheet.canonical, ""))
    me.say("round", (named["round"],), said)
    drawn = (named["unit"], "{}", 1, "drawn", "", 0)
    me.say("case_drawn", (named["round"], named["case"]), ("B-1", *drawn))
    needed = me.facts - base()
    me.say("case_drawn", (named["round"], identity("nästa")), ("B-2", *drawn))
    me.say("reviewer", (identity("ingen"),), ("Egon", b"", 0, b""))
    me.say("answer", (named["case"], "helt_ny", 1, ANNA), ("no", "", ""))
    main = write(tmp_path / "main.egk", base())
    merge_files(main, saved(tmp_path, me))
    with open_document(main, write=True) as document:
        save_answer(
            document, Answer(named["case"], "helt_ny", Role.FIRST, named["reviewer"], "yes")
        )
    since = exported(main) - me.facts
    with open_document(main, write=True) as document:
        undone = merging.undo(document)
        assert (undone.removed, undone.kept, undone.needed) == (3, len(since), len(needed))
    assert exported(main) == base() | needed | since
    assert verify_document(main).problems == ()


def test_an_action_keeps_its_round_and_unit_when_a_merge_is_undone(
    tmp_path: Path, me: Person
) -> None:
    unit, one = identity("ny enhet"), identity("ny omgång")
    me.say("unit", (unit,), ("Söder", b"", b""))
    me.say("round", (one,), ("Våren 2026", "2026-04-01", "2026-05-31", b"", "", ""))
    me.say("unit", (identity("en annan"),), ("Öster", b"", b""))
    main = write(tmp_path / "main.egk", base())
    merge_files(main, saved(tmp_path, me))
    with open_document(main, write=True) as document:
        acting.save_action(document, Action(b"", one, "plan", (unit,), "Läs om.", "", ""))
        undone = merging.undo(document)
        assert (undone.removed, undone.needed) == (1, 2)
        (found,) = acting.described(document)
        assert (found.round, found.units) == ("Våren 2026", ("Söder",))


def test_the_cases_of_a_round_locked_since_stay_when_a_merge_is_undone(
    tmp_path: Path, me: Person
) -> None:
    one, case = identity("ny omgång"), identity("nytt ärende")
    me.say("round", (one,), ("Våren 2026", "2026-04-01", "2026-05-31", b"", "", ""))
    me.say("case_drawn", (one, case), ("B-1", UNIT, "{}", 1, "drawn", "", 0))
    me.say("case_drawn", (one, identity("ett till")), ("B-2", UNIT, "{}", 2, "drawn", "", 0))
    main = write(tmp_path / "main.egk", base())
    merge_files(main, saved(tmp_path, me))
    with open_document(main, write=True) as document:
        locked = CaseResult("B-1", "Norr", {}, frozenset(), {})
        document.add([frozen_fact(document, one, 1, [(case, locked)])])
        undone = merging.undo(document)
        assert (undone.removed, undone.needed) == (1, 2)
        assert set(records.drawn(document, one)) == {case}


def test_an_action_of_what_is_not_there_can_be_shown(tmp_path: Path, me: Person) -> None:
    """As where what could be saved of a damaged document did not hold its round."""
    main = write(tmp_path / "main.egk", base())
    with open_document(main, write=True) as document:
        gone = Action(b"", identity("borta"), "plan", (identity("också"),), "Läs om.", "", "")
        acting.save_action(document, gone)
        (found,) = acting.described(document)
        assert (found.round, found.question, found.units) == (
            "Okänd omgång", "plan", ("Okänd enhet",),
        )  # fmt: skip


def test_undo_leaves_no_trace_of_the_text_in_the_file(tmp_path: Path, me: Person) -> None:
    answer(me, "plan", "no", "Hemligheten om trädgården")
    (other,) = saved(tmp_path, me)
    main = write(tmp_path / "main.egk", base())
    merge_files(main, [other])
    assert b"Hemligheten" in main.read_bytes()
    with open_document(main, write=True) as document:
        merging.undo(document)
    assert b"Hemligheten" not in main.read_bytes()


def test_a_failed_backup_stops_everything(tmp_path: Path, me: Person) -> None:
    answer(me, "plan", "yes")
    (other,) = saved(tmp_path, me)
    main = write(tmp_path / "main.egk", base())
    (tmp_path / "Säkerhetskopior").write_text("en fil i vägen")
    with pytest.raises(UserError, match="Säkerhetskopian kunde inte skrivas"):
        merge_files(main, [other])
    assert exported(main) == base()


def test_progress_goes_from_start_to_end(tmp_path: Path, me: Person, you: Person) -> None:
    answer(me, "plan", "yes")
    files = saved(tmp_path, me, you)
    main = write(tmp_path / "main.egk", base())
    steps: list[tuple[int, int]] = []
    with open_document(main, write=True) as document:
        merging.merge(document, files, lambda done, of: steps.append((done, of)))
    assert [done for done, _ in steps] == list(range(1, steps[-1][1] + 1))


# --- purged rounds ----------------------------------------------------------------------------


def test_a_purged_round_never_comes_back_and_a_purge_comes_along(
    tmp_path: Path, me: Person, you: Person
) -> None:
    answer(me, "plan", "yes", "Ord om ett ärende")
    me_again = write(tmp_path / "före.egk", me.facts)
    you.say("purge", (ROUNDS[0],), (PURGED,))
    (purged,) = saved(tmp_path, you)
    main = write(tmp_path / "main.egk", me.facts)
    (found,) = preview_files(main, [purged]).files
    gone = len(me.facts) - len(union(me.facts, you.facts)) + 1
    assert found.counts.erased == gone
    done, _ = merge_files(main, [purged])
    assert done.erased == gone
    assert exported(main) == union(me.facts, you.facts)
    assert b"Ord om" not in main.read_bytes()
    (found,) = preview_files(main, [me_again]).files
    assert (found.main, found.counts.purged) == (FileClass.IDENTICAL, gone)
    assert "gallrad" in found.problems[0]
    with open_document(main, write=True) as document:
        assert merging.merge(document, [me_again]).id == b""
        undone = merging.undo(document)
        assert undone.purges_kept == 1
    assert exported(main) == union(me.facts, you.facts), "a purge is not taken back"


# --- conflicts and people ---------------------------------------------------------------------


@pytest.fixture
def contradicting(tmp_path: Path, me: Person, you: Person) -> Iterator[Document]:
    answer(me, "plan", "yes", "Planen finns på sidan 3.")
    answer(you, "plan", "no")
    main = write(tmp_path / "main.egk", base())
    merge_files(main, saved(tmp_path, me, you))
    with open_document(main, write=True) as document:
        yield document


def test_a_conflict_shows_both_sides_in_words(contradicting: Document) -> None:
    (one,) = merging.conflicts(contradicting)
    assert (one.reference, one.unit, one.text, one.name) == (
        "A-0", "Norr", "Fråga plan?", "Granskare 0",
    )  # fmt: skip
    assert [(side.said, side.comment) for side in one.sides] == [
        ("Ja", "Planen finns på sidan 3."), ("Nej", ""),
    ]  # fmt: skip
    assert one.sides[1].said_at - one.sides[0].said_at == 60_000


@pytest.mark.parametrize(
    ("choice", "how", "expected"),
    [
        (KEEP_A, {}, ("yes", "Planen finns på sidan 3.")),
        (KEEP_B, {}, ("no", "Planen finns på sidan 3.")),
        (KEEP_B, {"comment": "Ny."}, ("no", "Ny.")),
        (KEEP_B, {"comment": "", "reason": "Sidan är struken."}, ("no", "")),
        (OWN, {"value": "cannot_judge", "reason": "Läste om."},
         ("cannot_judge", "Planen finns på sidan 3.")),
    ],
)  # fmt: skip
def test_settling_replaces_both_and_keeps_them_in_the_history(
    contradicting: Document, choice: str, how: dict[str, str], expected: tuple[str, str]
) -> None:
    (one,) = merging.conflicts(contradicting)
    merging.settle(contradicting, one, choice, **how)
    assert merging.conflicts(contradicting) == ()
    held = records.answers(contradicting.read("answer"))
    ((said, fact),) = held.values()
    assert (said.value, said.comment) == expected
    assert set(fact.replaced) == {side.fact.digest for side in one.sides}
    assert len(contradicting.read("answer")) == 3
    with pytest.raises(UserError, match="har ändrats"):
        merging.settle(contradicting, one, KEEP_A)


@pytest.mark.parametrize(
    ("choice", "how", "said"),
    [
        (OWN, {"value": "no"}, "Skriv varför"),
        (KEEP_A, {"comment": " "}, "Kommentaren försvinner"),
        (KEEP_A, {"comment": "Ring 070-123 45 67"}, "telefonnummer"),
        (OWN, {"value": "no", "reason": "Pappan 191212121212"}, "personnummer"),
    ],
)
def test_what_may_not_be_settled_saves_nothing(
    contradicting: Document, choice: str, how: dict[str, str], said: str
) -> None:
    (one,) = merging.conflicts(contradicting)
    with pytest.raises(UserError, match=said):
        merging.settle(contradicting, one, choice, **how)
    assert merging.conflicts(contradicting) == (one,)


def test_a_settled_conflict_stays_settled_when_the_files_come_again(
    contradicting: Document, tmp_path: Path
) -> None:
    (one,) = merging.conflicts(contradicting)
    merging.settle(contradicting, one, KEEP_B, reason="Sidan är struken.")
    assert merging.merge(contradicting, [tmp_path / "fil 0.egk"]).id == b""
    assert merging.conflicts(contradicting) == ()


def test_a_round_with_settled_conflicts_is_purged_with_its_receipt(contradicting: Document) -> None:
    (one,) = merging.conflicts(contradicting)
    merging.settle(contradicting, one, KEEP_B)
    held = next(
        each for each in records.rounds(contradicting)
        if contradicting.read("case_drawn", round=each.id, case_id=one.case)
    )  # fmt: skip
    done = purge(contradicting, held)
    assert dict(done.erased)["val av svar"] == 1
    assert "Val av svar | 1" in statement_lines(purge_receipt(contradicting, held))


# --- what other programs have done wrong ------------------------------------------------------


def test_fault_not_idempotent_the_same_file_twice_doubles_nothing(
    tmp_path: Path, me: Person
) -> None:
    answer(me, "plan", "yes")
    (other,) = saved(tmp_path, me)
    renamed = tmp_path / "samma fil, annat namn.egk"
    renamed.write_bytes(other.read_bytes())
    main = write(tmp_path / "main.egk", base())
    merge_files(main, [other])
    before = main.read_bytes()
    for path in (other, renamed):
        done, _ = merge_files(main, [path])
        assert (done.id, done.added, done.backup) == (b"", 0, "")
        assert "togs med" in done.files[0].problems[0]
    assert main.read_bytes() == before
    # Also where the file is another one with the same content.
    with open_document(other, write=True) as document:
        document.rewrite()
    write(tmp_path / "ny fil.egk", me.facts)
    assert merge_files(main, [tmp_path / "ny fil.egk"])[0].id == b""


def test_fault_orphan_rows_are_refused_and_named_until_their_case_comes(
    tmp_path: Path, me: Person
) -> None:
    answer(me, "plan", "yes")
    orphans = {fact for fact in me.facts if fact.kind in ("answer", "reviewer")}
    lost = write(tmp_path / "utan ärenden.egk", orphans)
    (whole,) = saved(tmp_path, me)
    main = tmp_path / "main.egk"
    done, _ = merge_files(main, [lost])
    assert done.files[0].counts.refused == 1
    assert "inte finns i någon fil" in done.files[0].problems[0]
    assert not [fact for fact in exported(main) if fact.kind == "answer"]
    assert lost.exists()
    # With the cases, in the same go or before, the very same file is taken in.
    merge_files(main, [lost, whole])
    assert exported(main) == me.facts
    later = write(tmp_path / "senare.egk", base())
    assert merge_files(later, [lost])[0].files[0].counts.refused == 0
    assert exported(later) == me.facts


def test_fault_a_transaction_left_open_the_document_can_be_used_at_once_after_a_failure(
    tmp_path: Path, me: Person
) -> None:
    answer(me, "plan", "yes")
    (other,) = saved(tmp_path, me)
    main = write(tmp_path / "main.egk", base())
    with open_document(main, write=True) as document:
        asked = iter([False] * 12)
        with pytest.raises(UserError, match="Avbrutet"):
            merging.merge(document, [other], cancelled=lambda: next(asked, True))
        assert not document._db.conn.in_transaction
        attached = document._db.conn.execute("PRAGMA database_list").fetchall()
        assert [name for _, name, _ in attached if name not in ("main", "temp")] == []
        save_answer(document, Answer(CASE, "barn", Role.FIRST, BO, "yes"))
        assert merging.merge(document, [other]).added == 1
    assert list(tmp_path.glob("*-journal")) == []


def test_fault_lost_links_everything_a_fact_refers_to_comes_with_it(
    tmp_path: Path, me: Person, you: Person
) -> None:
    """Replaced facts, assignments, consensus and their reviewers keep hanging together."""
    answer(me, "plan", "yes")
    answer(me, "plan", "no", "Ändrat.")
    me.say("assignment", (CASE, 1), (ANNA,))
    answer(you, "plan", "yes", role=2, who=BO)
    you.take(me)
    you.say("consensus", (CASE, "plan"), ("no", "", "Läst om", BO))
    main = tmp_path / "main.egk"
    merge_files(main, saved(tmp_path, you, me))
    facts = exported(main)
    digests = {fact.digest for fact in facts}
    assert all(before in digests for fact in facts for before in fact.replaced)
    with open_document(main) as document:
        people = records.reviewers(document)
        assert {people[who].name for who in records.assignments(document, ROUNDS[0]).values()} == {
            "Granskare 0"
        }
        assert records.consensus(document, ROUNDS[0])[CASE, "plan"][0] == "no"


def test_fault_a_reviewer_spelled_two_ways_is_one_person_when_it_is_said(tmp_path: Path) -> None:
    main = write(tmp_path / "main.egk", base())
    with open_document(main, write=True) as document:
        new: list[Fact] = []
        one = find_or_new_reviewer(document, "Anna Ek", new)
        document.add(new)
        twin = records.new_reviewer(document, "Ek, ANNA")
        document.add([twin])
        other = twin.key[0]
        save_answer(document, Answer(CASE, "plan", Role.FIRST, one.id, "yes"))
        save_answer(document, Answer(CASE, "plan", Role.FIRST, other, "no", "Saknas."))
        save_answer(document, Answer(OTHER, "plan", Role.FIRST, other, "yes"))
        assert merging.conflicts(document) == ()
        ((keep, drop),) = merging.spelled_twice(document)
        assert (keep.name, drop.name) == ("Anna Ek", "Ek, ANNA")
        merging.same_person(document, keep.id, drop.id)
        assert merging.spelled_twice(document) == ()
        assert [who.name for who in records.reviewers(document).values()].count("Anna Ek") == 1
        assert find_or_new_reviewer(document, "ek, anna", []).id == keep.id
        # Everything counts as one person's, and what was said two ways is a conflict to settle.
        assert {key[3] for key in records.answers(document.read("answer"))} == {keep.id}
        assert len(records.given(document, ROUNDS[0], keep.id)) == 2
        assert records.given(document, ROUNDS[0], drop.id).keys() == (
            records.given(document, ROUNDS[0], keep.id).keys()
        )
        (conflict,) = merging.conflicts(document)
        assert [side.said for side in conflict.sides] == ["Ja", "Nej"]
        merging.settle(document, conflict, KEEP_B)
        assert merging.conflicts(document) == ()
        # Also an answer that a window still gives under the other name.
        save_answer(document, Answer(CASE, "plan", Role.FIRST, drop.id, "yes", "Hittad."))
        assert merging.conflicts(document) == ()
        assert document.problems() == []
        with pytest.raises(UserError, match="redan samma person"):
            merging.same_person(document, keep.id, drop.id)


def test_fault_vanished_work_a_changed_setting_or_checklist_takes_nothing_away(
    tmp_path: Path, me: Person, you: Person
) -> None:
    """One renames the round, stops a reviewer and changes a setting; the other's work stays."""
    answer(me, "plan", "yes")
    held = next(fact for fact in you.facts if fact.kind == "round" and fact.key[0] == ROUNDS[0])
    you.say("round", held.key, ("Vår 24", *held.content[1:]))
    you.say("reviewer", (ANNA,), ("Anna", b"", 1, b""))
    you.say("setting", ("handlers",), ("[]",))
    main = tmp_path / "main.egk"
    merge_files(main, saved(tmp_path, me, you))
    with open_document(main) as document:
        rows = {row.question.id: row.counts.met for row in round_results(document, "Vår 24").rows}
        assert rows["plan"] == 1
    assert exported(main) == union(me.facts, you.facts)


def test_fault_an_empty_comment_never_wins_over_a_full_one_unsaid(
    tmp_path: Path, me: Person, you: Person
) -> None:
    answer(me, "plan", "yes", "Hela resonemanget.")
    answer(you, "plan", "yes", "")
    main = tmp_path / "main.egk"
    merge_files(main, saved(tmp_path, me, you))
    with open_document(main, write=True) as document:
        # The later file has the same answer without words: that is a conflict, not a loss.
        (one,) = merging.conflicts(document)
        merging.settle(document, one, KEEP_B)
        ((said, _),) = records.answers(document.read("answer")).values()
        assert said.comment == "Hela resonemanget."


def test_clocks_that_are_wrong_by_years_do_not_decide(tmp_path: Path) -> None:
    late, early = Person(0, 5 * YEAR, frozenset(base())), Person(1, -3 * YEAR, frozenset(base()))
    answer(late, "plan", "yes")
    early.take(late)
    answer(early, "plan", "no")  # knew the other, whose clock is eight years ahead
    main = write(tmp_path / "main.egk", base())
    merge_files(main, saved(tmp_path, early, late))
    with open_stored(main, write=True, clock=lambda: NOW) as document:
        ((said, _),) = records.answers(document.read("answer")).values()
        assert said.value == "no"
        save_answer(document, Answer(CASE, "plan", Role.FIRST, ANNA, "yes"))
        ((said, fact),) = records.answers(document.read("answer")).values()
        assert said.value == "yes"
        assert fact.clock == max(one.clock for one in document.read("answer"))
    assert len(results_of(main)) == 2
