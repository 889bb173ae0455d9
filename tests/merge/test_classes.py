"""What a preview says of its files."""

from __future__ import annotations

from pathlib import Path

from egenkontroll.merge.classes import (
    SWEDISH,
    Counts,
    FileClass,
    FilePreview,
    MergePreview,
    ordered,
    said_of,
)


def preview(*classes: FileClass, **counts: int) -> FilePreview:
    return FilePreview(Path("mapp/anna.egk"), "ab", 1, classes, Counts(**counts))


def test_the_weightiest_class_comes_first_and_there_is_always_one() -> None:
    assert ordered(set()) == (FileClass.IDENTICAL,)
    found = ordered({FileClass.NEW, FileClass.CONFLICT, FileClass.SECOND})
    assert found == (FileClass.CONFLICT, FileClass.SECOND, FileClass.NEW)
    assert set(SWEDISH) == set(FileClass)


def test_a_skipped_file_adds_nothing() -> None:
    new, bad = preview(FileClass.NEW, facts=3), preview(FileClass.DAMAGED, facts=9)
    assert (new.name, new.main, new.taken, bad.taken) == ("anna.egk", FileClass.NEW, True, False)
    assert MergePreview((new, bad)).adds == 3
    assert MergePreview((new, bad)).changes
    assert not MergePreview((bad, preview(FileClass.IDENTICAL))).changes
    assert MergePreview((preview(FileClass.NEW, erased=1),)).changes


def test_a_file_is_named_once() -> None:
    assert said_of("a.egk", "a.egk är tom.") == "a.egk är tom."
    assert said_of("a.egk", "Två togs inte med.") == "a.egk: Två togs inte med."
