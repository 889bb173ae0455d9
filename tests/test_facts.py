from __future__ import annotations

import hashlib
import itertools
import uuid
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from egenkontroll.facts import (
    Fact,
    Pen,
    current,
    digest_of,
    make_fact,
    next_clock,
    recomputed_digest,
    standing,
)

DEVICES = (b"a" * 16, b"b" * 16, b"c" * 16)
KEYS = (("c1", "q1", 1), ("c1", "q2", 1), ("c2", "q1", 2))
YEAR = 365 * 24 * 3600 * 1000


@st.composite
def documents(draw: st.DrawFn) -> list[list[Fact]]:
    """Three documents that have written, and now and then taken in one another's facts."""
    held: list[list[Fact]] = [[], [], []]
    now = [1_700_000_000_000]
    pens = [Pen(device, lambda: now[0], lambda size: bytes(size)) for device in DEVICES]
    deeds = st.tuples(
        st.integers(0, 2), st.sampled_from((None, *KEYS)), st.integers(0, 2), st.integers(-3, 3)
    )
    for who, key, other, drift in draw(st.lists(deeds, max_size=25)):
        now[0] += drift
        if key is None:
            held[who] = list(dict.fromkeys([*held[who], *held[other]]))
        else:
            known = standing(held[who])
            held[who].append(pens[who].write("answer", key, (f"v{other}", ""), known))
    return held


@st.composite
def facts_and_other_order(draw: st.DrawFn) -> tuple[list[Fact], list[Fact]]:
    facts = [fact for held in draw(documents()) for fact in held]
    return facts, draw(st.permutations(facts))


@given(facts_and_other_order())
def test_order_and_repetition_do_not_matter(both: tuple[list[Fact], list[Fact]]) -> None:
    facts, shuffled = both
    assert standing(shuffled) == standing(facts) == standing([*shuffled, *facts])
    assert current(shuffled) == current(facts) == current([*facts, *facts])


@given(documents(), st.lists(st.integers(0, 2), max_size=6), st.permutations([0, 1, 2]))
def test_any_union_gives_the_same(
    held: list[list[Fact]], before: list[int], order: list[int]
) -> None:
    everything = {fact for facts in held for fact in facts}
    merged: dict[Fact, None] = {}
    for which in [*before, *order]:
        merged |= dict.fromkeys(held[which])
    assert set(merged) == everything
    assert current(merged) == current(everything)


@given(documents())
def test_what_stands_is_what_nothing_replaces(held: list[list[Fact]]) -> None:
    facts = {fact for part in held for fact in part}
    replaced = set().union(*(fact.replaced for fact in facts)) if facts else set()
    stands = standing(facts)
    assert set(stands) == {fact.key for fact in facts}
    for key, group in stands.items():
        left = [fact for fact in facts if fact.key == key and fact.digest not in replaced]
        assert group
        assert list(group) == sorted(left, key=lambda fact: (fact.clock, fact.digest))
        newest = current(facts)[key]
        assert newest.digest not in replaced
        assert all(fact.clock <= newest.clock for fact in group)


def test_undo_is_a_fact_and_an_unknown_answer_stands_beside() -> None:
    first = make_fact("answer", ("k",), ("yes",), 10, DEVICES[0])
    second = make_fact("answer", ("k",), ("no",), 20, DEVICES[0], [first])
    undone = make_fact("answer", ("k",), ("yes",), 30, DEVICES[0], [second])
    apart = make_fact("answer", ("k",), ("partly",), 25, DEVICES[1], [first])
    assert current([first, second, undone])[("k",)] == undone
    assert standing([undone, apart, second, first])[("k",)] == (apart, undone)
    # A newer clock alone does not win over having been replaced.
    late = make_fact("answer", ("k",), ("no",), 99, DEVICES[1])
    last = make_fact("answer", ("k",), ("yes",), 5, DEVICES[0], [late])
    assert current([late, last])[("k",)] == last


def test_one_lone_fact_stands() -> None:
    only = make_fact("answer", ("k",), ("yes",), 10, DEVICES[0], [])
    assert standing([only]) == {("k",): (only,)}
    assert current([]) == {}


@given(st.lists(st.integers(0, 60 * YEAR), min_size=1, max_size=30), st.integers(0, 2**60))
def test_clocks_only_go_forward(times: list[int], last: int) -> None:
    clocks = []
    for now in times:
        clocks.append(last := next_clock(now, last))
        assert last >= now << 16
    assert all(early < late for early, late in itertools.pairwise(clocks))


def test_a_computer_set_back_by_years_keeps_the_order() -> None:
    times = iter([50 * YEAR, 45 * YEAR, 1, 45 * YEAR, 51 * YEAR])
    pen = Pen(DEVICES[0], lambda: next(times), bytes)
    written = [pen.write("answer", ("k", at), ("yes",)) for at in range(5)]
    assert [fact.clock - (50 * YEAR << 16) for fact in written[:4]] == [0, 1, 2, 3]
    assert [fact.said_at for fact in written] == [50 * YEAR] * 4 + [51 * YEAR]
    assert pen.last == written[-1].clock


def test_a_pen_goes_on_from_the_last_clock() -> None:
    pen = Pen(DEVICES[0], lambda: 7, bytes, last=1000 << 16)
    assert pen.write("answer", ("k",), ()).clock == (1000 << 16) + 1
    assert Pen(DEVICES[0], lambda: 0, bytes).write("answer", ("k",), ()).clock == 1


VALUES = st.one_of(st.none(), st.integers(-9, 9), st.text(max_size=4), st.binary(max_size=4))
ROWS = st.lists(VALUES, min_size=1, max_size=4).map(tuple)
FACTS = st.builds(
    make_fact,
    st.sampled_from(["answer", "case"]),
    ROWS,
    ROWS,
    st.integers(0, 2**60),
    st.binary(min_size=16, max_size=16),
    st.just([make_fact("answer", ("k",), (), 1, DEVICES[0])]),
)


def other(value: Any) -> Any:
    """A value one step away, of the same type where that can be."""
    match value:
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:] if value else b"\0"
        case str():
            return value + "x"
        case int():
            return value + 1
    return "None"


@given(FACTS, st.data())
def test_any_changed_column_changes_the_digest(fact: Fact, data: st.DataObject) -> None:
    assert recomputed_digest(fact) == fact.digest
    name = data.draw(st.sampled_from(["kind", "key", "clock", "device", "replaces", "content"]))
    value = getattr(fact, name)
    if name in ("key", "content"):
        at = data.draw(st.integers(0, len(value) - 1))
        changed: Any = (*value[:at], other(value[at]), *value[at + 1 :])
    else:
        changed = other(value)
    assert recomputed_digest(replace(fact, **{name: changed})) != fact.digest


@given(ROWS, ROWS)
def test_different_rows_have_different_digests(one: tuple[Any, ...], two: tuple[Any, ...]) -> None:
    assume(one != two)
    assert digest_of("answer", *one) != digest_of("answer", *two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("ab", "c"), ("a", "bc")),
        (("1",), (1,)),
        (("1",), (b"1",)),
        ((None,), ("None",)),
        (("",), ()),
        (("a|str1:b",), ("a", "b")),
    ],
)
def test_rows_that_look_alike(one: tuple[Any, ...], two: tuple[Any, ...]) -> None:
    assert digest_of("answer", *one) != digest_of("answer", *two)


def test_the_digest_is_what_documents_already_hold() -> None:
    written = "answer|str2:å|int2:-1|bytes2:\x01\x02|NoneType4:None"
    expected = hashlib.blake2b(written.encode(), digest_size=16).digest()
    assert digest_of("answer", "å", -1, b"\x01\x02", None) == expected


def test_what_a_fact_replaces_is_sorted_and_split_again() -> None:
    olds = [make_fact("answer", ("k",), (text,), 1, DEVICES[0]) for text in "abcd"]
    one, two = (
        make_fact("answer", ("k",), ("x",), 9, DEVICES[0], order) for order in (olds, olds[::-1])
    )
    assert one == two
    assert one.replaced == tuple(sorted(old.digest for old in olds))
    assert olds[0].replaced == ()


def test_writing_replaces_only_what_is_known_under_the_same_key() -> None:
    pen = Pen(DEVICES[0], lambda: 5, bytes)
    one = pen.write("answer", ("k1",), ("yes",))
    two = pen.write("answer", ("k2",), ("yes",), {})
    known = standing([one, two])
    three = pen.write("answer", ("k1",), ("no",), known)
    assert (one.replaced, two.replaced, three.replaced) == ((), (), (one.digest,))
    assert (three.kind, three.key, three.content) == ("answer", ("k1",), ("no",))
    assert three.device == DEVICES[0]


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_new_ids_are_uuid_version_7(now: int, tail: bytes) -> None:
    made = Pen(DEVICES[0], lambda: now, lambda size: (tail * 2)[:size]).new_id()
    assert len(made) == 16
    read = uuid.UUID(bytes=made)
    assert (read.version, read.variant) == (7, uuid.RFC_4122)
    assert read.int >> 80 == now
    random_bits = (1 << 62) - 1 | 0xFFF << 64
    assert read.int & random_bits == int.from_bytes(tail) & random_bits
