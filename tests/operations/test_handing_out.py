"""One file for each reviewer: only what is theirs, byte for byte, and all of it comes back."""

from __future__ import annotations

import csv
import json
import tempfile
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egenkontroll.errors import UserError
from egenkontroll.operations import merging, sealing
from egenkontroll.operations.assigning import Named, Wanted, assign
from egenkontroll.operations.closing import lock, reopen
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.departments import set_department
from egenkontroll.operations.focusing import name_focus
from egenkontroll.operations.handed_to import owner, whose
from egenkontroll.operations.handing_in import hand_in, look, suggested_name
from egenkontroll.operations.handing_out import HandedOut, Wish, hand_out, is_handed_out
from egenkontroll.operations.interpreting import interpretations
from egenkontroll.operations.opening import open_document, read_table
from egenkontroll.operations.overview import take_up_reviewer
from egenkontroll.operations.publishing import set_threshold
from egenkontroll.operations.purge_time import set_purge_after
from egenkontroll.operations.purging import purge, unsettled
from egenkontroll.operations.replacing import replace_case
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.reviewing import desk, import_answers, save_answer
from egenkontroll.operations.sampling import create_round, draw_wanted
from egenkontroll.operations.sealing import Seal
from egenkontroll.operations.verifying import verify_document
from egenkontroll.operations.years import keep_year_rule, set_predecessors
from egenkontroll.review.answers import Answer, Role
from egenkontroll.sample.cases import Status
from egenkontroll.sample.wanted import Wanted as DrawWanted
from egenkontroll.storage import handouts, records
from tests.merge import worlds
from tests.operations.handouts import (
    DATA,
    ROUND,
    SEED,
    drawn_cases,
    facts_in,
    make_drawn,
    say_handler,
    the_round,
)
from tests.operations.merged_files import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact
    from egenkontroll.storage.document import Document

NAMES = ("Anna Öberg", "Bo Ek", "Cia Lund")
PASSPHRASE = "kanske blå hästar äter"


@pytest.fixture(scope="module")
def main_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[HandedOut]]:
    folder = tmp_path_factory.mktemp("handouts")
    path = make_drawn(folder / "hela.egk", calibration=2)
    with open_document(path, write=True) as document:
        for case in drawn_cases(document):
            say_handler(document, case, "Doris Hemlig")
        one = the_round(document)
        assign(document, one, Wanted([Named(name) for name in NAMES]))
        (key, role), who = next(iter(records.assignments(document, one.id).items()))
        save_answer(document, Answer(key, "natverk", role, who, "no", "Bara här."))
        return path, hand_out(document, one, folder / "ut")


@pytest.fixture
def main(main_made: tuple[Path, list[HandedOut]], tmp_path: Path) -> Path:
    path = tmp_path / "hela.egk"
    path.write_bytes(main_made[0].read_bytes())
    return path


@pytest.fixture
def written(main_made: tuple[Path, list[HandedOut]], tmp_path: Path) -> list[Path]:
    copies = []
    for one in main_made[1]:
        copies.append(tmp_path / one.path.name)
        copies[-1].write_bytes(one.path.read_bytes())
    return copies


def test_files_are_named_for_people(main_made: tuple[Path, list[HandedOut]]) -> None:
    assert [one.path.name for one in main_made[1]] == [
        f"Våren 2024_{name}.egk" for name in NAMES
    ]  # fmt: skip
    for one in main_made[1]:
        assert one.calibration == 2
        assert one.as_json()["file"] == str(one.path)


def test_a_handout_is_a_whole_document_with_its_own_cases(main: Path, written: list[Path]) -> None:
    with open_document(main) as document:
        held = records.assignments(document, the_round(document).id)
        people = {who.name: who.id for who in records.reviewers(document).values()}
    for path, name in zip(written, NAMES, strict=True):
        assert verify_document(path).problems == ()
        with open_document(path) as handout:
            mine = whose(handout)
            assert mine is not None
            assert (mine.round.name, mine.reviewer.name) == (ROUND, name)
            tasks = desk(handout, mine.round, mine.reviewer).tasks
        assert [task.case.status for task in tasks[:2]] == [Status.CALIBRATION] * 2
        wanted = {slot for slot, who in held.items() if who == people[name]}
        assert {(task.case.id, task.role) for task in tasks[2:]} == wanted


@pytest.mark.parametrize("what", ["assigned", "same"])
def test_what_two_copies_said_differently_goes_along_only_where_it_names_the_reviewer(
    tmp_path: Path, what: str
) -> None:
    """Else the file would name somebody who is not in it, and could not be opened."""
    path, other = make_drawn(tmp_path / "hela.egk"), tmp_path / "kopia.egk"
    with open_document(path, write=True) as document:
        anna, bo, cia = (take_up_reviewer(document, name).id for name in NAMES)
    other.write_bytes(path.read_bytes())
    for copy, names, keep in ((path, NAMES[:2], anna), (other, NAMES[::-1], cia)):
        with open_document(copy, write=True) as document:
            if what == "assigned":
                assign(document, the_round(document), Wanted([Named(name) for name in names]))
            else:
                merging.same_person(document, keep, bo)
    with open_document(path, write=True) as document:
        merging.merge(document, [other])
        one = the_round(document)
        if what == "same":
            assign(document, one, Wanted([Named(NAMES[0]), Named(NAMES[2])]))
        given = hand_out(document, one, tmp_path / "ut")
        assert len(given) >= 2
        for file in given:
            assert verify_document(file.path).problems == ()
            with open_document(file.path) as handout:
                mine = whose(handout)
                assert mine is not None
                tasks = desk(handout, one, mine.reviewer).tasks
                assert {task.case.id for task in tasks} == {
                    task.case.id for task in desk(document, one, mine.reviewer).tasks
                }
        merging.merge(document, [file.path for file in given])


def test_somebody_who_reads_a_case_as_both_gets_both(tmp_path: Path) -> None:
    """As where two readers of the same case have been said to be one person."""
    path = make_drawn(tmp_path / "hela.egk")
    with open_document(path, write=True) as document:
        anna, bo = (take_up_reviewer(document, name).id for name in NAMES[:2])
        one, case = the_round(document), drawn_cases(document)[0]
        document.add(
            [
                records.assignment_fact(document, case.id, role, who)
                for role, who in ((Role.FIRST, anna), (Role.SECOND, bo))
            ]
        )
        merging.same_person(document, anna, bo)
        (given,) = hand_out(document, one, tmp_path / "ut")
    with open_document(given.path) as handout:
        mine = whose(handout)
        assert mine is not None
        tasks = desk(handout, one, mine.reviewer).tasks
    assert {(task.case.id, task.role) for task in tasks} == {
        (case.id, Role.FIRST), (case.id, Role.SECOND),
    }  # fmt: skip


def test_what_somebody_has_begun_goes_along_where_it_is_another_s_now(tmp_path: Path) -> None:
    """As where two copies were assigned each for itself: the desk has it, so the file has."""
    path = make_drawn(tmp_path / "hela.egk")
    with open_document(path, write=True) as document:
        anna, bo = (take_up_reviewer(document, name) for name in NAMES[:2])
        one, (hers, his) = the_round(document), drawn_cases(document)[:2]
        save_answer(document, Answer(his.id, "natverk", Role.FIRST, anna.id, "no", "Av Anna."))
        document.add([
            records.assignment_fact(document, case.id, Role.FIRST, who.id)
            for case, who in ((hers, anna), (his, bo))
        ])  # fmt: skip
        save_answer(document, Answer(his.id, "natverk", Role.FIRST, bo.id, "yes", "Av Bo."))
        given = hand_out(document, one, tmp_path / "ut")
        wanted = desk(document, one, anna).tasks
    assert [made.first for made in given] == [2, 1]
    with open_document(given[0].path) as handout:
        tasks = desk(handout, one, anna).tasks
        assert [task.case.id for task in tasks] == [hers.id, his.id]
        assert [task.reading.values for task in tasks] == [{}, {"natverk": "no"}]
    assert tasks == wanted
    for made, own, other in zip(given, ("Av Anna.", "Av Bo."), ("Av Bo.", "Av Anna."), strict=True):
        data = made.path.read_bytes()
        assert own.encode() in data
        assert other.encode() not in data
        assert verify_document(made.path).problems == ()


@settings(max_examples=40)
@given(worlds.documents(most=25), st.booleans())
def test_a_file_holds_just_what_its_reviewer_has_in_the_whole_document(
    made: list[frozenset[Fact]], same: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = write(Path(name) / "hela.egk", worlds.union(*made))
        with open_document(path, write=True) as document:
            if same:
                merging.same_person(document, *worlds.REVIEWERS[:2])
            for at, one in enumerate(records.rounds(document)):
                try:
                    given = hand_out(document, one, Path(name) / f"ut{at}")
                except UserError:  # purged, or nobody has been given anything
                    continue
                for each in given:
                    assert_as_on_the_desk(document, each)


def assert_as_on_the_desk(document: Document, given: HandedOut) -> None:
    with open_document(given.path) as handout:
        mine = whose(handout)
        assert mine is not None
        tasks = desk(handout, mine.round, mine.reviewer).tasks
        assert tasks == desk(document, mine.round, mine.reviewer).tasks
        assert given.first + given.second == len(tasks)
        for kind in ("answer", "review_state"):
            assert {fact.key[-1] for fact in handout.read(kind)} <= {mine.reviewer.id}
        assert {task.case.id for task in tasks} == {
            case.id for case in records.cases(handout, mine.round.id)
        }


def test_the_figures_of_a_handout_are_said_to_be_a_part(main: Path, written: list[Path]) -> None:
    with open_document(main) as document:
        assert not round_results(document, ROUND).standing.part
    for path in written:
        with open_document(path) as handout:
            assert round_results(handout, ROUND).standing.part


def test_facts_are_the_same_byte_for_byte(main: Path, written: list[Path]) -> None:
    everything = facts_in(main)
    for path in written:
        assert facts_in(path) <= everything


def test_nothing_of_others_is_in_the_bytes(main: Path, written: list[Path]) -> None:
    with open_document(main) as document:
        one = the_round(document)
        every = {case.reference for case in records.cases(document, one.id)}
        codes = set(" ".join(records.handlers(document, one.id).values()).split())
        units = {unit.name for unit in records.units(document).values()}
    for path, name in zip(written, NAMES, strict=True):
        data = path.read_bytes()
        with open_document(path) as handout:
            own = {case.reference for case in records.cases(handout, one.id)}
            own_units = {unit.name for unit in records.units(handout).values()}
            for kind in ("handler", "frame", "draw", "setting", "aggregate", "consensus"):
                assert handout.read(kind) == []
        assert own < every
        for word in (every - own) | codes | (units - own_units) | (set(NAMES) - {name}) | {SEED}:
            assert word.encode() not in data, word
        assert all(word.encode() in data for word in own)


def test_answers_given_before_are_there_for_the_one_who_gave_them(
    written: list[Path],
) -> None:
    having = [path for path in written if "Bara här.".encode() in path.read_bytes()]
    assert len(having) == 1
    with open_document(having[0]) as handout:
        mine = whose(handout)
        assert mine is not None
        tasks = desk(handout, mine.round, mine.reviewer).tasks
        assert sum(bool(task.reading.values) for task in tasks) == 1


def test_a_file_that_is_there_is_never_written_over(main: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ut"
    with open_document(main, write=True) as document:
        one = the_round(document)
        first = hand_out(document, one, folder, Wish(only=["anna öberg"]))
        before = first[0].path.read_bytes()
        again = hand_out(document, one, folder, Wish(only=["Anna Öberg"]))
        sealed = hand_out(document, one, folder, Wish(Seal(PASSPHRASE), only=["Anna Öberg"]))
        assert first[0].path.read_bytes() == before
        assert [found[0].path.name for found in (first, again, sealed)] == [
            "Våren 2024_Anna Öberg.egk",
            "Våren 2024_Anna Öberg (2).egk",
            "Våren 2024_Anna Öberg (3).egk.age",
        ]
        assert is_handed_out(document, one) == {
            who.id for who in records.reviewers(document).values()
        }


def test_what_is_sealed_is_never_in_plain_on_the_disk(
    main: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in a folder for temporary files either: of an encrypted document it would be read."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "finns inte"))
    with open_document(main, write=True) as document:
        one = the_round(document)
        wish = Wish(Seal(PASSPHRASE), only=["Anna Öberg"])
        (made,) = hand_out(document, one, tmp_path / "ut", wish)
        (plain,) = hand_out(document, one, tmp_path / "ut", Wish(only=["Anna Öberg"]))
    monkeypatch.undo()
    opened = sealing.unseal(made.path, tmp_path / "upplåst.egk", passphrase=PASSPHRASE)
    assert verify_document(opened).problems == ()
    in_both = facts_in(opened) & facts_in(plain.path)
    assert {kind for kind, _ in facts_in(opened) - in_both} == {"handout"}


def test_names_that_no_file_may_have(tmp_path: Path) -> None:
    path = make_drawn(tmp_path / "v.egk", double=0)
    with open_document(path, write=True) as document:
        one = the_round(document)
        assign(document, one, Wanted([Named('A/B: "C"*'), Named("a/b; C")]))
        names = [each.path.name for each in hand_out(document, one, tmp_path / "ut")]
    assert names == ["Våren 2024_A-B- -C--.egk", "Våren 2024_a-b; C.egk"]


def test_a_closed_round_is_not_handed_out(tmp_path: Path) -> None:
    path = make_drawn(tmp_path / "v.egk")
    with open_document(path, write=True) as document:
        one = the_round(document)
        assign(document, one, Wanted([Named("Anna"), Named("Bo")]))
        lock(document, one)
        with pytest.raises(UserError, match=r"är låst.*Inget är utlämnat.*round reopen"):
            hand_out(document, one, tmp_path / "ut")
        reopen(document, one, "fel ärende")
        assert hand_out(document, one, tmp_path / "öppen")
        purge(document, one)
        with pytest.raises(UserError, match=r"är gallrad.*Inget är utlämnat"):
            hand_out(document, one, tmp_path / "ut")
    assert not (tmp_path / "ut").exists()


def test_refusals(tmp_path: Path) -> None:
    path = make_drawn(tmp_path / "v.egk")
    with open_document(path, write=True) as document:
        one = the_round(document)
        with pytest.raises(UserError, match="inte fördelade än"):
            hand_out(document, one, tmp_path / "ut")
        assign(document, one, Wanted([Named("Anna"), Named("Bo")]))
        before = document.count()
        with pytest.raises(UserError) as found:
            hand_out(document, one, tmp_path / "ut", Wish(only=["Anne", "Bo"]))
        assert found.value.problems == ("Anne har inga ärenden i omgången; menade du Anna?",)
        with pytest.raises(UserError, match="för kort"):
            hand_out(document, one, tmp_path / "ut", Wish(Seal("kort")))
        with pytest.raises(UserError, match="öppen nyckel"):
            hand_out(document, one, tmp_path / "ut", Wish(return_to="age1nej"))
        assert document.count() == before
    assert not (tmp_path / "ut").exists()


def test_the_whole_document_is_nobodys_handout(main: Path) -> None:
    with open_document(main) as document:
        assert whose(document) is None
        with pytest.raises(UserError, match="ingen utlämnad fil"):
            look(document)


def test_the_whole_document_is_nobodys_handout_when_its_round_is_purged(tmp_path: Path) -> None:
    """Though one reviewer alone was given a file, and the draw is erased with the cases."""
    path = make_drawn(tmp_path / "v.egk", double=0)
    with open_document(path, write=True) as document:
        one = the_round(document)
        assign(document, one, Wanted([Named("Anna")]))
        hand_out(document, one, tmp_path / "ut")
        purge(document, one)
        assert whose(document) is None
        assert owner(document) is None


@pytest.mark.parametrize(
    "deed",
    [
        lock,
        purge,
        unsettled,
        lambda document, one: assign(document, one, Wanted([Named("Dan")])),
        lambda document, one: name_focus(document, one, ["natverk"]),
        lambda document, _: set_department(document, "Avdelningen", []),
        lambda document, _: set_predecessors(document, "Norr", []),
        lambda document, _: set_threshold(document, 20),
        lambda document, _: set_purge_after(document, 12),
        lambda document, _: keep_year_rule(document, "07-01", "end"),
    ],
)
def test_what_is_decided_of_a_whole_round_is_not_decided_in_a_handout(
    written: list[Path], deed: Callable[[Document, Round], object]
) -> None:
    """The figures of one reviewer's cases would be the round's, once the file is taken in."""
    before = facts_in(written[0])
    with open_document(written[0], write=True) as handout:
        with pytest.raises(UserError, match=r"är en utlämnad fil.*Inget är ändrat"):
            deed(handout, the_round(handout))
        hand_in(handout)
    assert facts_in(written[0]) == before


def test_no_other_round_is_drawn_in_a_handout_and_it_can_be_handed_in_still(
    written: list[Path], tmp_path: Path
) -> None:
    """With a draw of its own it would no longer be known for a hand-out."""
    create_round(written[0], DATA / "checklista-2024.yaml", "Ny", "2024-10-01/2024-11-30")
    with pytest.raises(UserError, match=r"är en utlämnad fil.*inga ärenden kan dras där"):
        draw_wanted(written[0], "Ny", DATA / "arendelista.csv", DrawWanted(SEED, 1), "")
    with open_document(written[0]) as handout:
        assert hand_in(handout, tmp_path / "åter.egk").ready.mine.round.name == ROUND


def test_what_earlier_rounds_agreed_on_comes_along(tmp_path: Path) -> None:
    path = tmp_path / "demo.egk"
    write_demo(path)
    with open_document(path, write=True) as document:
        one = records.rounds(document)[-1]
        agreed = interpretations(document, one)
        assert agreed
        written = hand_out(document, one, tmp_path / "ut")
    for each in written:
        with open_document(each.path) as handout:
            mine = whose(handout)
            assert mine is not None
            assert interpretations(handout, mine.round) == agreed
            assert len(records.rounds(handout)) == 1


# --- what comes back --------------------------------------------------------------------------


def test_handing_in_says_what_is_left_and_locks_nothing(written: list[Path]) -> None:
    path = written[0]
    with open_document(path, write=True) as handout:
        mine = whose(handout)
        assert mine is not None
        ready = look(handout)
        assert (ready.done, ready.every) == (0, len(ready.left))
        assert not ready.whole
        assert "kalibrering: ej påbörjad" in ready.left[0]
        assert "Du kan lämna in ändå" in ready.said()
        first = hand_in(handout)
        task = desk(handout, mine.round, mine.reviewer).tasks[0]
        save_answer(handout, Answer(task.case.id, "natverk", Role.FIRST, mine.reviewer.id, "yes"))
        second = hand_in(handout)
        assert first.path.name == suggested_name(handout, mine)
        assert second.path.name == first.path.name.replace(".egk", " (2).egk")
        assert first.as_json()["reviewer"] == "Anna Öberg"
    assert facts_in(first.path) < facts_in(second.path) == facts_in(path)
    assert verify_document(second.path).problems == ()


def test_handed_in_file_is_never_written_over(written: list[Path], tmp_path: Path) -> None:
    with open_document(written[0]) as handout:
        made = hand_in(handout, tmp_path / "ny.egk")
        with pytest.raises(UserError, match="finns redan"):
            hand_in(handout, made.path)
        with pytest.raises(UserError, match="finns redan"):
            sealing.write_facts(made.path, [], Seal(PASSPHRASE))


def test_what_comes_back_is_sealed_to_the_key_that_the_handout_names(
    main: Path, tmp_path: Path
) -> None:
    key = tmp_path / "nyckel.txt"
    public = sealing.make_key(key)
    with open_document(main, write=True) as document:
        made = hand_out(
            document, the_round(document), tmp_path / "ut", Wish(return_to=public, only=["Bo Ek"])
        )
    with open_document(made[0].path) as handout:
        back = hand_in(handout, tmp_path / "åter.egk")
    assert back.sealed
    assert back.path.name == "åter.egk.age"
    opened = sealing.unseal(back.path, tmp_path / "åter.egk", key_file=key)
    assert facts_in(opened) == facts_in(made[0].path)


def _answers() -> dict[tuple[str, str], list[list[str]]]:
    """Every answer line of spring 2024, by case and role."""
    found: dict[tuple[str, str], list[list[str]]] = {}
    for name in ("anna", "bo", "cia"):
        for row in read_table(DATA / f"svar-{name}.csv").rows[1:]:
            cells = [*row.cells, "", "", ""][:5]
            found.setdefault((cells[0], cells[4].strip() or "första"), []).append(cells)
    return found


def _figures(path: Path) -> list[tuple[object, ...]]:
    with open_document(path) as document:
        found = round_results(document, ROUND)
    return [(row.question.id, row.share, row.counts) for row in found.rows]


def _taken_in(main: Path, files: list[Path] | tuple[Path, ...]) -> None:
    with open_document(main, write=True) as document:
        for path in files:
            with open_document(path) as other:
                document.add(handouts.every_fact(other))


def test_spring_2024_in_three_files_comes_back_in_any_order(tmp_path: Path) -> None:
    facit = json.loads((DATA / "facit.json").read_text(encoding="utf-8"))
    main = make_drawn(tmp_path / "hela.egk")
    with open_document(main, write=True) as document:
        one = the_round(document)
        assign(document, one, Wanted([Named(name) for name in NAMES]))
        written = hand_out(document, one, tmp_path / "ut")
    answers = _answers()
    back = []
    for each in written:
        with open_document(each.path) as handout:
            mine = whose(handout)
            assert mine is not None
            tasks = desk(handout, mine.round, mine.reviewer).tasks
        lines = [["referens", "fråga", "svar", "kommentar", "roll"]]
        for task in tasks:
            role = "första" if task.role is Role.FIRST else "andra"
            lines += answers.get((task.case.reference, role), [])
        table = tmp_path / f"{each.reviewer}.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(lines)
        import_answers(each.path, ROUND, table, each.reviewer)
        with open_document(each.path) as handout:
            back.append(hand_in(handout, tmp_path / f"åter {each.reviewer}.egk").path)
    seen = []
    for at, order in enumerate(permutations(back)):
        copy = tmp_path / f"kopia {at}.egk"
        copy.write_bytes(main.read_bytes())
        _taken_in(copy, order)
        seen.append((_figures(copy), facts_in(copy)))
        _taken_in(copy, order)  # and once more: nothing is doubled
        assert facts_in(copy) == seen[-1][1]
    assert all(one == seen[0] for one in seen)
    for question, share, _ in seen[0][0]:
        wanted = facit["whole"][question]
        assert (share.k, share.n) == (wanted["k"], wanted["n"])  # type: ignore[attr-defined]


def test_a_case_that_cannot_be_read_comes_back_for_a_reserve(
    main: Path, written: list[Path]
) -> None:
    with open_document(written[1], write=True) as handout:
        mine = whose(handout)
        assert mine is not None
        case = desk(handout, mine.round, mine.reviewer).tasks[-1].case
        assert replace_case(handout, case, "sekretess") is None
    _taken_in(main, [written[1]])
    with open_document(main, write=True) as document:
        assign(document, the_round(document), Wanted())
        reasons = [one.reason for one in drawn_cases(document)]
    assert f"ersätter {case.reference}" in reasons
