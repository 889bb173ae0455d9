"""Who reads what: even, never one's own, pairs in turn, the same every time, few moves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations, permutations, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egenkontroll.sample.assignment import (
    FIRST,
    SECOND,
    CaseToRead,
    Plan,
    Reader,
    Slot,
    may_read,
    plan,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from egenkontroll.facts import Id


def an_id(kind: int, number: int) -> Id:
    return bytes([kind]) * 12 + number.to_bytes(4, "big")


UNITS = [an_id(1, number) for number in range(3)]


def case(number: int, unit: int = 0, handler: str = "", *, double: bool = False) -> CaseToRead:
    handlers = frozenset({handler}) if handler else frozenset()
    return CaseToRead(an_id(2, number), f"E-{number:03}", UNITS[unit], handlers, double)


def reader(number: int, unit: int | None = None, *, left: bool = False) -> Reader:
    where = b"" if unit is None else UNITS[unit]
    return Reader(an_id(3, number), f"Granskare {number}", where, f"kod{number}", left)


@st.composite
def rounds(draw: Callable[..., object]) -> tuple[list[CaseToRead], list[Reader]]:
    many = draw(st.integers(1, 6))
    assert isinstance(many, int)
    readers = [reader(at, draw(st.sampled_from([None, 0, 1, 2]))) for at in range(many)]  # type: ignore[arg-type]
    parts = draw(
        st.lists(
            st.tuples(
                st.integers(0, 2), st.sampled_from(["", *(f"kod{at}" for at in range(many))]),
                st.booleans(),
            ),
            max_size=25,
        )
    )  # fmt: skip
    assert isinstance(parts, list)
    cases = [case(at, unit, code, double=twice)
             for at, (unit, code, twice) in enumerate(parts)]  # fmt: skip
    return cases, readers


def loads(made: Plan, readers: Sequence[Reader]) -> list[int]:
    held = Counter(made.readings.values())
    return [held[one.id] for one in readers if not one.left]


def check_rules(
    made: Plan, cases: Sequence[CaseToRead], readers: Sequence[Reader], *, peer: bool
) -> None:
    by_id = {one.id: one for one in readers}
    for one in cases:
        first, second = made.readings.get((one.id, FIRST)), made.readings.get((one.id, SECOND))
        assert second is None or first is not None
        assert second is None or second != first
        assert one.double or second is None
        for found in {first, second} - {None}:
            assert found is not None
            assert may_read(one, by_id[found], peer=peer)
    lacking = {(one.reference, one.role) for one in made.unassigned}
    wanted = {(one.reference, role) for one in cases
              for role in ((FIRST, SECOND) if one.double else (FIRST,))}  # fmt: skip
    references = {one.id: one.reference for one in cases}
    given_out = {(references[key], role) for key, role in made.readings}
    assert lacking | given_out == wanted
    assert not lacking & given_out


@given(rounds(), st.booleans(), st.text(max_size=5))
def test_rules_hold_and_everything_is_given_or_explained(
    found: tuple[list[CaseToRead], list[Reader]], peer: bool, seed: str
) -> None:
    cases, readers = found
    made = plan(cases, readers, seed, peer=peer)
    check_rules(made, cases, readers, peer=peer)
    for one in made.unassigned:
        may = [
            who
            for who in readers
            if may_read(next(c for c in cases if c.reference == one.reference), who, peer=peer)
        ]
        assert len(may) < one.role  # nobody, or nobody more
        assert one.why
    assert sum(load.every for load in made.loads) == len(made.readings)
    assert sum(load.new for load in made.loads) == len(made.readings) == len(made.changed)


@given(rounds(), st.randoms(use_true_random=False))
def test_order_of_what_is_given_does_not_matter(
    found: tuple[list[CaseToRead], list[Reader]], chance: object
) -> None:
    cases, readers = found
    once = plan(cases, readers, "frö")
    shuffled, people = list(cases), list(readers)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    chance.shuffle(people)  # type: ignore[attr-defined]
    again = plan(shuffled, people, "frö")
    assert again.readings == once.readings
    assert again.explained() == once.explained()
    assert set(again.unassigned) == set(once.unassigned)


def test_another_seed_gives_another_plan() -> None:
    cases, readers = [case(at) for at in range(20)], [reader(at) for at in range(3)]
    assert plan(cases, readers, "a").readings != plan(cases, readers, "b").readings


@given(st.integers(1, 40), st.integers(2, 7), st.integers(0, 100), st.text(max_size=3))
def test_free_of_rules_loads_and_pairs_are_even(
    many: int, people: int, share: int, seed: str
) -> None:
    cases = [case(at, at % 3, double=at * share % 100 < share) for at in range(many)]
    readers = [reader(at) for at in range(people)]
    made = plan(cases, readers, seed)
    assert made.spread <= 1
    assert not made.unassigned
    used: Counter[tuple[Id, Id]] = Counter()
    for one in cases:
        if one.double:
            used[made.readings[one.id, FIRST], made.readings[one.id, SECOND]] += 1
    ids = [one.id for one in readers]
    pairs = [used[one, two] + used[two, one] for one, two in combinations(ids, 2)]
    assert max(pairs) - min(pairs) <= 1
    turned = [used[pair] for pair in permutations(ids, 2)]
    assert max(turned) - min(turned) <= 1


# --- as even as can be, and as few moves as can be: held against every possible plan ------------


def every_plan(
    cases: Sequence[CaseToRead], readers: Sequence[Reader], *, peer: bool
) -> list[dict[Slot, Id]]:
    ways: list[list[dict[Slot, Id]]] = []
    for one in cases:
        may = [who.id for who in readers if not who.left and may_read(one, who, peer=peer)]
        wanted = min(2 if one.double else 1, len(may))
        ways.append([
            {(one.id, role): who for role, who in zip((FIRST, SECOND), chosen, strict=False)}
            for chosen in permutations(may, wanted)
        ])  # fmt: skip
    return [{slot: who for part in chosen for slot, who in part.items()}
            for chosen in product(*ways)]  # fmt: skip


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["", "kod0", "kod1"]), st.booleans()),
             min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=4),
    st.booleans(),
)  # fmt: skip
def test_no_plan_is_more_even_and_none_as_even_moves_less(
    parts: list[tuple[int, str, bool]], had: list[tuple[int, int]], peer: bool
) -> None:
    cases = [case(at, unit, code, double=double)
             for at, (unit, code, double) in enumerate(parts)]  # fmt: skip
    readers = [reader(0, 0), reader(1, 1), reader(2)]
    held: dict[Slot, Id] = {}
    for one, (first, second) in zip(cases, had, strict=False):
        held[one.id, FIRST] = readers[first].id
        if one.double and second != first:
            held[one.id, SECOND] = readers[second].id

    def cost(found: dict[Slot, Id]) -> tuple[int, int]:
        counts = Counter(found.values())
        uneven = sum(counts[who.id] ** 2 for who in readers)
        lost = 0
        for one in cases:
            slots = (one.id, FIRST), (one.id, SECOND)
            now = {found[slot] for slot in slots if slot in found}
            before = {held[slot] for slot in slots if slot in held}
            lost += len(now - before)
        return uneven, lost

    made = plan(cases, readers, "frö", peer=peer, held=held)
    check_rules(made, cases, readers, peer=peer)
    assert cost(dict(made.readings)) == min(map(cost, every_plan(cases, readers, peer=peer)))


# --- anew -------------------------------------------------------------------------------------


@given(rounds(), st.data())
def test_what_is_begun_never_moves_and_nothing_is_orphaned(
    found: tuple[list[CaseToRead], list[Reader]], data: st.DataObject
) -> None:
    cases, readers = found
    before = plan(cases, readers, "frö")
    begun = {
        slot: [who]
        for slot, who in before.readings.items()
        if data.draw(st.booleans(), label="begun")
    }
    gone = data.draw(st.integers(0, len(readers) - 1), label="gone")
    people = [replace(one, left=True) if at == gone else one for at, one in enumerate(readers)]
    people.append(reader(99))
    after = plan(cases, people, "frö", held=before.readings, begun=begun)
    for slot, who in begun.items():
        assert after.readings[slot] == who[0]
    for slot, now in after.readings.items():
        if now == readers[gone].id:
            assert slot in begun
    # Every reading that was there is there, or it is said why not.
    lacking = {(one.reference, one.role) for one in after.unassigned}
    references = {one.id: one.reference for one in cases}
    for key, role in before.readings:
        assert (key, role) in after.readings or (references[key], role) in lacking
    assert {slot for slot in after.readings
            if before.readings.get(slot) != after.readings[slot]} == set(after.changed)  # fmt: skip


@given(st.integers(1, 30), st.integers(1, 5))
def test_one_who_joins_takes_no_more_than_it_takes(many: int, people: int) -> None:
    cases = [case(at) for at in range(many)]
    readers = [reader(at) for at in range(people)]
    before = plan(cases, readers, "frö")
    after = plan(cases, [*readers, reader(50)], "frö", held=before.readings)
    assert len(after.changed) == many // (people + 1)
    assert all(after.readings[slot] == reader(50).id for slot in after.changed)
    assert plan(cases, [*readers, reader(50)], "frö", held=after.readings).changed == ()


@given(st.integers(1, 30), st.integers(2, 5))
def test_only_what_the_one_who_leaves_had_moves(many: int, people: int) -> None:
    cases = [case(at, double=at % 4 == 0) for at in range(many)]
    readers = [reader(at) for at in range(people)]
    before = plan(cases, readers, "frö")
    gone = [replace(readers[0], left=True), *readers[1:]]
    after = plan(cases, gone, "frö", held=before.readings)
    had = {slot for slot, who in before.readings.items() if who == readers[0].id}
    kept = {slot for slot in before.readings if slot not in had}
    if people > 2:
        assert set(after.changed) <= had
        assert all(after.readings[slot] == before.readings[slot] for slot in kept)
    assert readers[0].id not in after.readings.values()


def test_handed_over_is_what_is_not_said_to_be_begun() -> None:
    cases, gone = [case(1)], reader(1, left=True)
    slot = (cases[0].id, FIRST)
    stays = plan(cases, [gone, reader(2)], "", held={slot: gone.id}, begun={slot: [gone.id]})
    assert stays.readings[slot] == gone.id
    assert stays.explained() == (
        "Granskare 1 granskar inte längre men står kvar för 1\u00a0påbörjad läsning.",
    )
    moves = plan(cases, [gone, reader(2)], "", held={slot: gone.id})
    assert moves.readings[slot] == reader(2).id


def test_a_reading_begun_by_two_stays_with_the_one_it_was_given() -> None:
    one, two = reader(1), reader(2)
    slot = (case(1).id, FIRST)
    both = {slot: [one.id, two.id]}
    assert plan([case(1)], [one, two], "", held={slot: two.id}, begun=both).readings == {
        slot: two.id
    }
    assert plan([case(1)], [one, two], "", begun=both).readings == {slot: one.id}


def test_nobody_reads_twice_even_if_begun_so() -> None:
    who, key = reader(1), case(1).id
    begun = {(key, FIRST): [who.id], (key, SECOND): [who.id]}
    made = plan([case(1, double=True)], [who, reader(2)], "", begun=begun)
    assert made.readings == {(key, FIRST): who.id, (key, SECOND): reader(2).id}


def test_the_second_becomes_first_where_nobody_else_may_read() -> None:
    only, gone, key = reader(1), reader(2, left=True), case(1).id
    held = {(key, FIRST): gone.id, (key, SECOND): only.id}
    made = plan([case(1, double=True)], [only, gone], "", held=held)
    assert made.readings == {(key, FIRST): only.id}
    assert [(one.reference, one.role) for one in made.unassigned] == [("E-001", SECOND)]


# --- what is said -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cases", "readers", "peer", "why"),
    [
        ([case(1)], [], False, "det finns ingen granskare"),
        ([case(1, 0, "kod1")], [reader(1)], False, "alla granskare handlägger det"),
        ([case(1)], [reader(1, 0)], True, "alla granskare arbetar i enheten"),
        ([case(1, 0, "kod1")], [reader(1), reader(2, 0)], True,
         "alla granskare handlägger det eller arbetar i enheten"),
        ([case(1, double=True)], [reader(1)], False,
         "ingen mer får läsa det, och de två läsningarna ska göras av olika personer"),
    ],
)  # fmt: skip
def test_it_is_said_why_nobody_reads(
    cases: list[CaseToRead], readers: list[Reader], peer: bool, why: str
) -> None:
    assert [one.why for one in plan(cases, readers, "", peer=peer).unassigned] == [why]


def test_the_plan_explains_itself_without_saying_who_handles_what() -> None:
    cases = [*(case(at, 0, "kod1") for at in range(6)), case(10, 1)]
    made = plan(cases, [reader(1), reader(2, 1)], "", peer=True)
    assert (made.own, made.own_unit, made.spread) == (6, 1, 5)
    assert made.explained() == (
        "6\u00a0ärenden hölls undan från den som själv handlägger ärendet.",
        "1\u00a0ärende hölls undan från granskare i samma enhet.",
        "Det skiljer 5\u00a0läsningar mellan den som har mest och den som har minst. Jämnare går "
        "det inte att göra utan att någon får ett eget ärende eller ett påbörjat ärende flyttas.",
    )
    first = next(load for load in made.loads if load.reader.name == "Granskare 2")
    assert (first.first, first.second, first.begun, first.new) == (6, 0, 0, 6)


def test_no_reader_has_no_spread() -> None:
    assert plan([], [], "").spread == 0


# --- where one move is not enough ---------------------------------------------------------------


def test_loads_are_evened_out_through_one_who_keeps_as_many() -> None:
    x, y, z = reader(0), reader(1), reader(2)
    for_x_and_y = [case(at, 0, "kod2") for at in range(2)]
    for_y_and_z = case(2, 0, "kod0")
    held = {(one.id, FIRST): x.id for one in for_x_and_y} | {(for_y_and_z.id, FIRST): y.id}
    made = plan([*for_x_and_y, for_y_and_z], [x, y, z], "", held=held)
    assert loads(made, [x, y, z]) == [1, 1, 1]
    assert len(made.changed) == 2


def test_readers_change_places_until_the_pairs_are_even() -> None:
    codes = [("kod1", True), ("kod2", True), ("kod3", True), ("kod2", True), ("kod1", True),
             ("kod0", False)]  # fmt: skip
    cases = [case(at, 0, code, double=double) for at, (code, double) in enumerate(codes)]
    readers = [reader(at) for at in range(4)]
    made = plan(cases, readers, "frö")
    check_rules(made, cases, readers, peer=False)
    used: Counter[frozenset[Id]] = Counter()
    for one in cases:
        if one.double:
            used[frozenset((made.readings[one.id, FIRST], made.readings[one.id, SECOND]))] += 1
    assert made.spread <= 1
    assert sum(times * times for times in used.values()) == min(
        sum(times * times for times in Counter(pairs).values())
        for pairs in product(*(
            [frozenset(pair) for pair in combinations([who.id for who in readers], 2)
             if all(may_read(one, who, peer=False) for who in readers if who.id in pair)]
            for one in cases if one.double
        ))
    )  # fmt: skip
