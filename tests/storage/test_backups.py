"""Copies are made in time, are whole, are few, and nothing that is no copy is ever removed."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.errors import UserError
from egenkontroll.operations.opening import open_document, open_for_work
from egenkontroll.storage import backups
from egenkontroll.storage import document as stored
from egenkontroll.storage.backups import Copy, Why
from egenkontroll.storage.document import Document, create_document

DAY = dt.timedelta(days=1)
NOON = dt.datetime.fromisoformat("2026-11-22 12:00")


def add_unit(document: Document, name: str) -> None:
    document.add([document.pen.write("unit", (document.pen.new_id(),), (name, b"", b""))])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "Våren [2024] (ny).egk"
    create_document(made, lambda document: add_unit(document, "Norr"))
    return made


def left(path: Path, ago: dt.timedelta) -> None:
    """Make the document one that was last written so long ago."""
    when = (dt.datetime.now().astimezone() - ago).timestamp()
    os.utime(path, (when, when))


def test_the_first_opening_of_a_day_makes_a_copy(path: Path) -> None:
    left(path, DAY)
    with open_document(path, write=True) as document:
        add_unit(document, "Söder")
    (copy,) = backups.copies(path)
    assert copy.why is Why.DAILY
    with open_document(copy.path) as old:
        assert [fact.content[0] for fact in old.read("unit")] == ["Norr"]
        assert old.problems() == []
    open_document(path, write=True).close()
    assert backups.copies(path) == (copy,)


def test_no_copy_where_nothing_has_changed_or_nothing_is_written(path: Path) -> None:
    open_document(path, write=True).close()  # made today
    left(path, 3 * DAY)
    open_document(path).close()
    assert backups.copies(path) == ()
    open_document(path, write=True).close()
    open_document(path, write=True).close()
    assert len(backups.copies(path)) == 1


def test_a_copy_has_no_copies(path: Path) -> None:
    with stored.open_document(path, write=True) as document:
        copy = backups.back_up(document)
    left(copy, DAY)
    open_document(copy, write=True).close()
    assert not backups.folder_of(copy).exists()


def test_that_a_copy_cannot_be_made_stops_nothing_and_is_told(path: Path) -> None:
    left(path, DAY)
    (path.parent / backups.FOLDER).write_text("i vägen")
    document, said = open_for_work(path)
    with document:
        add_unit(document, "Söder")
    assert "Säkerhetskopian kunde inte skrivas" in said


def test_names_say_when_and_why_and_two_in_a_minute_are_two(path: Path) -> None:
    with stored.open_document(path, write=True, clock=lambda: 1_790_000_000_000) as document:
        made = [backups.back_up(document, why) for why in (Why.MERGE, Why.MERGE, Why.PURGE)]
    assert len({*made}) == 3
    found = backups.copies(path)
    assert {copy.path for copy in found} == {*made}
    assert sorted(copy.why for copy in found) == [Why.PURGE, Why.MERGE, Why.MERGE]
    assert all(copy.made == backups.local_time(1_790_000_000_000).replace(second=0, microsecond=0)
               for copy in found)  # fmt: skip


def test_only_copies_of_this_document_are_listed_or_removed(path: Path) -> None:
    folder = backups.folder_of(path)
    folder.mkdir()
    others = [
        folder / path.name,
        folder / "Annan (säkerhetskopia 2020-01-01 10.00 daglig).egk",
        folder / f"{path.stem} (säkerhetskopia 2020-01-01 10.00 min egen).egk",
        folder / f"{path.stem} (säkerhetskopia 2020-13-41 10.00 daglig).egk",
        folder / f"{path.stem} (säkerhetskopia 2020-01-01 10.00 daglig).pdf",
        folder / f"{path.stem}2 (säkerhetskopia 2020-01-01 10.00 daglig).egk",
    ]
    for other in others:
        other.write_text("x")
    (folder / f"{path.stem} (säkerhetskopia 2020-01-01 10.00 daglig).egk").symlink_to(others[0])
    for day in range(60):
        moment = NOON - (60 - day) * DAY
        copy = folder / f"{path.stem} (säkerhetskopia {moment:%Y-%m-%d %H.%M} daglig).egk"
        copy.write_text("x")
    with stored.open_document(path, write=True) as document:
        new = backups.back_up(document, Why.PURGE)
    assert all(other.exists() for other in others)
    found = backups.copies(path)
    assert found[0].path == new
    assert 7 <= len(found) <= backups.MOST


def copies_at(minutes: list[tuple[int, Why]]) -> list[Copy]:
    return [
        Copy(Path(f"{number}.egk"), NOON - dt.timedelta(minutes=ago), why, 1, 0)
        for number, (ago, why) in enumerate(minutes)
    ]


TWO_YEARS = 2 * 365 * 24 * 60


@given(st.lists(st.tuples(st.integers(0, TWO_YEARS), st.sampled_from(Why)), max_size=120))
def test_the_rule_keeps_few_and_always_the_newest(minutes: list[tuple[int, Why]]) -> None:
    found = copies_at(minutes)
    kept = backups.kept(found)
    assert kept <= {*found}
    assert len(kept) <= backups.MOST
    newest = sorted(found, key=lambda copy: copy.order, reverse=True)
    whole = [copy for copy in newest if copy.why not in (Why.RESTORE, Why.UNDO)]
    deeds = [copy for copy in newest if copy.why is not Why.DAILY]
    assert kept >= {*whole[:1], *deeds[: backups.DEEDS]}
    days = list(dict.fromkeys(copy.made.date() for copy in whole))
    assert {copy.made.date() for copy in kept} >= {*days[: backups.DAYS]}
    assert backups.kept(kept) == kept


def test_a_year_of_days_leaves_days_weeks_and_months() -> None:
    kept = backups.kept(copies_at([(day * 24 * 60, Why.DAILY) for day in range(365)]))
    ages = sorted((NOON - copy.made).days for copy in kept)
    assert ages[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert max(ages) > 300
    assert len(kept) <= 7 + 4 + 12


def test_a_folder_that_cannot_be_read_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backups.folder_of(path).mkdir()

    def refuse(_self: Path) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(UserError, match="går inte att läsa"):
        backups.copies(path)
