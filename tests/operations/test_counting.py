"""Results from kept counts are those of counting anew, whatever happens to the document."""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egenkontroll.checklist.model import from_canonical
from egenkontroll.errors import UserError
from egenkontroll.facts import make_fact
from egenkontroll.operations import (
    closing,
    counting,
    merging,
    purging,
    replacing,
    reviewing,
    settling,
    years,
)
from egenkontroll.operations.comparing import round_data
from egenkontroll.operations.gathering import gather
from egenkontroll.operations.opening import open_document
from egenkontroll.results.analysis import EVERY, RoundData, Selection
from egenkontroll.results.kept import WHOLE, count_splits
from egenkontroll.results.table import UNIT
from egenkontroll.review.answers import Answer, Role
from egenkontroll.review.reading import Reading, State
from egenkontroll.sample.cases import Status
from egenkontroll.sample.drawn import Frame, FrameCase
from egenkontroll.storage import cube, draws, handouts, records, stale
from egenkontroll.storage.schema import KINDS
from tests.makers import attribute, checklist, raw_question
from tests.merge import worlds
from tests.operations.merged_files import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from egenkontroll.facts import Fact, Id
    from egenkontroll.operations.opening import Document
    from egenkontroll.sample.cases import Case

SOUTH = worlds.identity("enhet söder")
KINDS_OF_CHILD = ("flicka", "pojke")
ASKED = checklist(
    *(raw_question(name) for name in worlds.QUESTIONS[:2]),
    raw_question("barn", applies_when={"plan": "ja"}),
    attributes=[attribute("kon", "Kön", *KINDS_OF_CHILD), attribute("alder", "Ålder", kind="text")],
)
LOOKS = [
    (selection, by)
    for selection in (
        EVERY, Selection("Norr"), Selection("Söder"), Selection("Väster"),
        Selection(attribute=("kon", "flicka")), Selection("Söder", ("kon", "pojke")),
    )
    for by in (None, UNIT, "area", "kon", "alder")
]  # fmt: skip


def world() -> list[Fact]:
    """Return what the documents of `worlds` begin with, and two units, attributes and reserves."""
    found = list(worlds.base())
    clock = max(fact.clock for fact in found)

    def say(kind: str, key: tuple[object, ...], said: tuple[object, ...]) -> None:
        nonlocal clock
        clock += 1
        before = [one for one in found if one.kind == kind and one.key == key]
        found.append(make_fact(kind, key, said, clock, worlds.BASE_DEVICE, before))

    say("unit", (SOUTH,), ("Söder", b"", b""))
    say("checklist", (ASKED.digest,), (ASKED.canonical, ""))
    for at, one in enumerate(worlds.ROUNDS):
        period = (f"{2024 + at}-04-01", f"{2024 + at}-05-31")
        say("round", (one,), (f"Våren {2024 + at}", *period, ASKED.digest, ASKED.id, ASKED.version))
        for number in range(6):
            case = worlds.identity("eget ärende", at, number)
            unit = (worlds.UNIT, SOUTH)[number % 2]
            about = json.dumps({"kon": KINDS_OF_CHILD[number // 2 % 2], "alder": f"{number}"})
            status = "drawn" if number < 4 else "reserve"
            said = (f"B-{at}-{number}", unit, about, 10 + number, status, "", 0)
            say("case_drawn", (one, case), said)
    return found


# --- counting anew, the plain way ---------------------------------------------------------------


def plainly_counted(document: Document, one: object) -> RoundData:
    """Return the round with its cases read fact by fact, and nothing counted beforehand."""
    now = gather(document, one)  # type: ignore[arg-type]
    if closing.locked_edition(document, one) is not None:  # type: ignore[arg-type]
        return _of(now.round.name, now.checklist, now.cases, now.frame, document)
    units = records.units(document)
    said = _first(document, now.round.id)
    for (case, question), (value, _) in records.consensus(document, now.round.id).items():
        said.setdefault(case, {})[question] = value
    cases = [
        replace(
            found,
            values=(values := said.get(case.id, {})),
            applies=Reading(now.checklist, case.attributes, values, {}).applies,
        )
        for found, case in zip(
            now.cases,
            [c for c in records.cases(document, now.round.id) if c.status is Status.DRAWN],
            strict=True,
        )
        if found.unit == units[case.unit].name
    ]
    return _of(now.round.name, now.checklist, cases, now.frame, document)


def _of(name: str, asked: object, cases: object, frame: object, document: Document) -> RoundData:
    return RoundData(name, asked, cases, frame)  # type: ignore[arg-type]


def _first(document: Document, round_id: Id) -> dict[Id, dict[str, str]]:
    newest: dict[tuple[Id, str], tuple[int, bytes, str]] = {}
    found = records.answers(records.answer_facts(document, round_id))
    for (case, question, role, _), (answer, fact) in found.items():
        said = (fact.clock, fact.digest, answer.value)
        if role is Role.FIRST and answer.value:
            newest[case, question] = max(said, newest.get((case, question), said))
    values: dict[Id, dict[str, str]] = {}
    for (case, question), (_, _, value) in newest.items():
        values.setdefault(case, {})[question] = value
    return values


def assert_same(document: Document) -> None:
    """Hold everything that a round's results are asked for against counting it anew."""
    for one in records.rounds(document):
        if not document.has("case_drawn", round=one.id):
            continue
        plain = plainly_counted(document, one)
        for turn in range(2):
            found = round_data(document, one)
            asked = from_canonical(records.checklists(document)[one.checklist].canonical)
            assert cube.read(document, one.id, one.name, asked) is not None, turn
            for selection, by in LOOKS:
                assert found.table(selection, by) == plain.table(selection, by)
            assert found.units == plain.units
            assert found.reviewed() == plain.reviewed()
            for unit in plain.units:
                for selection in (EVERY, Selection(attribute=("kon", "flicka"))):
                    assert found.sizes(selection).get(unit, 0) == plain.sizes(selection)[unit]
            whole = plain.with_estimates(plain.table(EVERY))
            assert found.with_estimates(found.table(EVERY)) == whole
            assert (list(found.cases), list(found.frame)) == (
                list(plain.cases),
                list(plain.frame),
            )


# --- what may happen ----------------------------------------------------------------------------


def answer(document: Document, folder: Path, a: int, b: int, c: int) -> None:
    cases = _cases(document)
    reviewer = worlds.REVIEWERS[b % 3]
    said = Answer(cases[a % len(cases)].id, worlds.QUESTIONS[c % 3], Role(1 + b // 3 % 2),
                  reviewer, worlds.VALUES[(a + b + c) % 5])  # fmt: skip
    reviewing.save_answer(document, said)


def settle(document: Document, folder: Path, a: int, b: int, c: int) -> None:
    case = _cases(document)[a % len(_cases(document))]
    value = ("yes", "no", "")[c % 3]
    document.add([records.consensus_fact(document, case.id, worlds.QUESTIONS[b % 3], value, "",
                                         "läst igen", worlds.REVIEWERS[0])])  # fmt: skip


def replace_case(document: Document, folder: Path, a: int, b: int, c: int) -> None:
    drawn = [one for one in _cases(document) if one.status is Status.DRAWN]
    replacing.replace_case(document, drawn[a % len(drawn)], "jäv")


def take_in(document: Document, folder: Path, a: int, b: int, c: int) -> None:
    files = sorted(folder.glob("annan-*.egk"))
    merging.merge(document, [files[a % len(files)]])


def take_back(document: Document, folder: Path, a: int, b: int, c: int) -> None:
    merging.undo(document)


def same_person(document: Document, folder: Path, a: int, b: int, c: int) -> None:
    settling.same_person(document, worlds.REVIEWERS[a % 3], worlds.REVIEWERS[b % 3])


def move_unit(document: Document, folder: Path, a: int, b: int, c: int) -> None:
    years.set_predecessors(document, "Söder", ["Norr"] if a % 2 else [])


def rename_unit(document: Document, folder: Path, a: int, b: int, c: int) -> None:
    units = records.units(document)
    name = ("Söder", "Norr", "Öster")[b % 3]
    document.add([records.unit_fact(document, replace(units[SOUTH], name=name))])


def list_cases(document: Document, folder: Path, a: int, b: int, c: int) -> None:
    one = worlds.ROUNDS[a % 2]
    listed = tuple(
        FrameCase(f"L-{at}", ("Norr", "Söder", "Väster")[at % 3], {"kon": KINDS_OF_CHILD[at % 2]})
        for at in range(b % 4 * 5)
    )
    document.add([draws.frame_fact(document, one, Frame("lista.csv", "0" * 64, listed))])


def lock(document: Document, folder: Path, a: int, b: int, c: int) -> None:
    one = records.rounds(document)[a % 2]
    if closing.locked_edition(document, one) is None:
        closing.lock(document, one)
    else:
        closing.reopen(document, one, "rättas")


def purge(document: Document, folder: Path, a: int, b: int, c: int) -> None:
    if (a + b + c) % 5 == 0:
        purging.purge(document, records.rounds(document)[a % 2])


def fail(document: Document, folder: Path, a: int, b: int, c: int) -> None:
    """Something is written, and then the transaction is broken off."""
    with suppress(ZeroDivisionError), document.writing() as connection:
        connection.execute("DELETE FROM answer")
        document.insert(connection, [records.new_unit(document, "Aldrig")])
        raise ZeroDivisionError


def copy(document: Document, folder: Path, a: int, b: int, c: int) -> None:
    """A copy of the document, kept counts and all, goes on by itself."""
    path = folder / f"kopia-{a}-{b}-{c}.egk"
    if not path.exists():
        document.write_copy(path)
        with open_document(path, write=True) as other:
            answer(other, folder, c, a, b)
            assert_same(other)


def _cases(document: Document) -> list[Case]:
    return [case for one in records.rounds(document) for case in records.cases(document, one.id)]


DEEDS = (answer, answer, answer, settle, replace_case, take_in, take_in, take_back, same_person,
         move_unit, rename_unit, list_cases, lock, purge, fail, copy)  # fmt: skip


@pytest.fixture
def _keep_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "WORTH_KEEPING", 0)


@pytest.mark.usefixtures("_keep_all")
def test_after_every_change_they_are_what_counting_anew_gives() -> None:
    step = st.tuples(st.sampled_from(DEEDS), *(st.integers(0, 11) for _ in range(3)))

    @settings(max_examples=20)
    @given(worlds.documents(most=15), st.lists(step, max_size=8))
    def holds(others: list[frozenset[Fact]], deeds: list[tuple[object, int, int, int]]) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for at, facts in enumerate(others):
                write(folder / f"annan-{at}.egk", facts)
            with open_document(write(folder / "main.egk", world()), write=True) as document:
                assert_same(document)
                for deed, *how in deeds:
                    with suppress(UserError, ZeroDivisionError):  # not everything is allowed
                        deed(document, folder, *how)  # type: ignore[operator]
                    assert_same(document)

    holds()


# --- when they are used, and when not -----------------------------------------------------------


@pytest.fixture
def document(tmp_path: Path, _keep_all: None) -> Iterator[Document]:
    with open_document(write(tmp_path / "main.egk", world()), write=True) as opened:
        yield opened


def _kept(document: Document) -> set[Id]:
    with document.using() as connection:
        return {row[0] for row in connection.execute("SELECT round FROM cube")}


def _look(document: Document) -> list[object]:
    return [round_data(document, one).table(EVERY, UNIT) for one in records.rounds(document)]


def _say(document: Document, reviewer: Id, value: str, case: Id = worlds.CASES[0][0]) -> None:
    reviewing.save_answer(document, Answer(case, "plan", Role.FIRST, reviewer, value))


def test_what_is_kept_is_not_counted_again(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _look(document)
    monkeypatch.setattr(counting, "gather", None)
    assert _look(document) == found
    assert _kept(document) == set(worlds.ROUNDS)


def test_small_rounds_are_counted_every_time(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "WORTH_KEEPING", 1)
    _look(document)
    assert _kept(document) == set()


def test_an_answer_throws_away_the_counts_of_its_own_round(document: Document) -> None:
    first = min(_cases(document), key=lambda case: case.id)  # between no two of the other round
    _look(document)
    _say(document, worlds.REVIEWERS[0], "yes", first.id)
    assert _kept(document) == {one for one in worlds.ROUNDS if one != first.round}
    _look(document)
    begun = records.state_fact(document, first.id, Role.FIRST, worlds.REVIEWERS[0], State.STARTED)
    document.add([begun])
    assert _kept(document) == set(worlds.ROUNDS)


def test_two_who_are_one_are_counted_as_one(document: Document) -> None:
    """What the one said holds no more when the other, who is the same, has taken it back."""
    first, other = worlds.REVIEWERS[:2]
    _say(document, first, "yes")
    _say(document, other, "no")
    _say(document, other, "")
    assert _met(document) == 1
    settling.same_person(document, first, other)
    assert _kept(document) == set()
    assert _met(document) == 0
    assert_same(document)


def test_an_answer_that_is_changed_or_taken_back_counts_as_it_is_now(document: Document) -> None:
    who, other = worlds.REVIEWERS[:2]
    for value, met in (("no", 0), ("yes", 1), ("", 0), ("yes", 1)):
        _say(document, who, value)
        assert _met(document) == met
    _say(document, who, "no", worlds.CASES[2][0])
    _say(document, who, "yes", worlds.CASES[2][0])
    assert _met(document) == 2
    _say(document, other, "no")
    assert _met(document) == 1  # the newest first review, where two have given one
    _say(document, other, "")
    assert _met(document) == 2


def _met(document: Document) -> int:
    one = records.rounds(document)[0]
    assert_same(document)
    return round_data(document, one).table(EVERY).rows[0].counts.met


def test_what_was_written_since_stops_the_counts_from_being_kept(document: Document) -> None:
    one = records.rounds(document)[0]
    since, found = document.changes, gather(document, one)
    splits = count_splits(found.checklist, found.cases, found.frame)
    _say(document, worlds.REVIEWERS[0], "yes")
    made = cube.New(one.id, found.checklist, splits)
    assert not cube.keep(document, since, made)
    assert _kept(document) == set()
    assert cube.keep(document, document.changes, made)


def test_a_full_disk_stops_nobody_from_seeing_the_results(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _look(document)
    _forget(document)
    with document.using() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    monkeypatch.setattr(cube, "pack", lambda *_: ("[]", bytes(10_000_000)))
    assert _look(document) == found
    assert _kept(document) == set()


def test_a_document_that_may_only_be_read_is_counted_and_left_as_it_is(
    document: Document, tmp_path: Path
) -> None:
    found = _look(document)
    _forget(document)
    path = tmp_path / "läses.egk"
    document.write_copy(path)
    before = path.read_bytes()
    with open_document(path) as reading:
        assert _look(reading) == found
        plain = [plainly_counted(reading, one) for one in records.rounds(reading)]
        assert [one.table(EVERY, UNIT) for one in plain] == found
    assert path.read_bytes() == before


def test_kept_counts_serve_a_document_that_may_only_be_read(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _look(document)
    document.write_copy(tmp_path / "läses.egk")
    monkeypatch.setattr(counting, "gather", None)
    with open_document(tmp_path / "läses.egk") as reading:
        assert _look(reading) == found


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE cube SET counts = zeroblob(length(counts))",
        "UPDATE cube SET groups = replace(groups, 'Söder', 'Södra')",
        "UPDATE cube SET split = 'annat' WHERE split = 'kon'",
        "DELETE FROM cube WHERE split = 'unit'",
    ],
)
def test_counts_that_are_damaged_are_not_used(document: Document, harm: str) -> None:
    _look(document)
    with document.using() as connection:
        connection.execute(harm)
    assert all(
        cube.read(document, one.id, one.name, ASKED) is None for one in records.rounds(document)
    )
    assert_same(document)


def test_well_digested_counts_of_nobody_are_not_used(document: Document) -> None:
    """A file from somebody else may hold a whole that has no group at all."""
    _look(document)
    with document.using() as connection:
        for one in records.rounds(document):
            digest = cube._digest(one.id, WHOLE, cube._key(ASKED), "[]", b"")
            connection.execute(
                "UPDATE cube SET groups = '[]', counts = x'', digest = ? "
                "WHERE round = ? AND split = ?",
                (digest, one.id, WHOLE),
            )
    assert all(
        cube.read(document, one.id, one.name, ASKED) is None for one in records.rounds(document)
    )
    assert_same(document)


def test_counts_of_another_version_are_not_used(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    _look(document)
    monkeypatch.setattr(cube, "VERSION", cube.VERSION + 1)
    one = records.rounds(document)[0]
    assert cube.read(document, one.id, one.name, ASKED) is None
    assert_same(document)


def test_a_purge_leaves_no_counts_of_its_cases(document: Document) -> None:
    _look(document)
    purging.purge(document, records.rounds(document)[0])
    assert _kept(document) == set()
    assert_same(document)


def test_a_hand_out_holds_no_counts(document: Document, tmp_path: Path) -> None:
    _look(document)
    one = records.rounds(document)[0]
    readings = [(case, Role.FIRST) for case in records.cases(document, one.id)]
    facts = handouts.facts_for(document, one.id, worlds.REVIEWERS[0], readings)
    handouts.write(tmp_path / "a.egk", facts)
    with open_document(tmp_path / "a.egk") as given_out:
        assert _kept(given_out) == set()


def test_of_every_kind_it_is_known_what_it_makes_stale() -> None:
    every = {"unit", "reviewer", "checklist"}
    sorted_out = [stale.OF_ROUND, stale.OF_CASE, stale.UNCOUNTED, frozenset(every)]
    assert frozenset().union(*sorted_out) == frozenset(KINDS)
    assert sum(len(kinds) for kinds in sorted_out) == len(KINDS)
    assert all(KINDS[kind].key[0][0] == "round" for kind in stale.OF_ROUND)
    assert all(KINDS[kind].key[0][0] == "case_id" for kind in stale.OF_CASE)


def test_a_sequence_is_read_when_it_is_looked_into() -> None:
    read: list[int] = []

    def numbers() -> tuple[int, ...]:
        read.append(1)
        return (4, 5, 6)

    found = counting.Later(3, numbers)
    assert (len(found), bool(found), read) == (3, True, [])
    assert (found[1], found[1:], list(found), read) == (5, (5, 6), [4, 5, 6], [1])
    assert not counting.Later(0, numbers)


def _forget(document: Document) -> None:
    with document.using() as connection:
        connection.execute("DELETE FROM cube")
