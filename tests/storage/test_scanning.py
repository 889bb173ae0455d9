"""Answers read once, for a check beside, are doubted wherever two readings find a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.facts import Fact, digest_of, make_fact
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import open_document
from egenkontroll.storage.digests import LATEST_CLOCK
from egenkontroll.storage.fitting import unfit
from egenkontroll.storage.scanning import Scan, doubtful_answers, survey, survey_answers
from egenkontroll.storage.schema import KINDS
from tests.storage.test_digests import table

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from egenkontroll.facts import Row, Value


CASE, REVIEWER, DEVICE = bytes(16), b"r" * 16, b"12345678"
OUR_TIME = 1_780_000_000_000 << 16
KEYS = st.tuples(
    st.just(CASE),
    st.sampled_from(["plan", "", "å" * 100_000, "x" * 100_001]),
    st.sampled_from([0, 1, 2, 3, -1]),
    st.sampled_from([REVIEWER, b""]),
)
VALUES = ["yes", "no", "partly", "not_applicable", "not_in_record", "cannot_judge", "", "=", "=12"]
CONTENTS = st.tuples(
    st.sampled_from([*VALUES, "kanske", "Yes", " ", "= ", "x" * 100_001, "=" + "9" * 100_000]),
    st.sampled_from(["", "Se sidan 4.", "x" * 100_001]),
    st.sampled_from(["", "good_example", "x" * 100_001]),
)
CLOCKS = st.sampled_from([-1, 0, 1, 10**17, OUR_TIME, LATEST_CLOCK, LATEST_CLOCK + 1, 2**63 - 1])
DEVICES = st.sampled_from([DEVICE, DEVICE, b"", b"1234567", b"123456789"])


@pytest.fixture(scope="module")
def demo_document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.egk"
    write_demo(path)
    return path


def fact(key: Row, content: Row, clock: int, device: Value, replaces: Value = b"") -> Fact:
    """A fact whose digest is right, whatever it says."""
    digest = digest_of("answer", *key, clock, device, replaces, *content)
    return Fact("answer", key, clock, device, replaces, content, digest)  # type: ignore[arg-type]


def whole_of(facts: list[Fact]) -> sqlite3.Connection:
    """The answers among tables of every other kind, which are empty."""
    made = table("answer", facts)
    for kind in (name for name in KINDS if name != "answer"):
        made.execute(table(kind, []).execute("SELECT sql FROM sqlite_master").fetchone()[0])
    return made


def surveyed(connection: sqlite3.Connection) -> Scan:
    """What is found where the answers are looked through afterwards."""
    found = survey(connection, lambda: None, later=True)
    survey_answers(connection, found, lambda: None)
    return found


@given(KEYS, CONTENTS, CLOCKS, DEVICES, st.sampled_from([b"", bytes(16), b"x", bytes(100_016)]))
def test_whatever_cannot_be_ours_is_doubted(
    key: Row, content: Row, clock: int, device: bytes, replaces: bytes
) -> None:
    connection = table("answer", [fact(key, content, clock, device, replaces)])
    (odd,) = connection.execute(f"SELECT count(*) FROM answer WHERE {unfit('answer')}").fetchone()
    doubted = doubtful_answers(connection, lambda: None)
    assert doubted > 0 or not odd
    if clock == OUR_TIME:
        assert odd or doubted == 0


@pytest.mark.parametrize(
    "odd",
    [
        fact((CASE, 7, 1, REVIEWER), ("yes", "", ""), OUR_TIME, DEVICE),
        fact((CASE, b"plan", 1, REVIEWER), ("yes", "", ""), OUR_TIME, DEVICE),
        fact((CASE, "plan", b"1", REVIEWER), ("yes", "", ""), OUR_TIME, DEVICE),
        fact((CASE, "plan", 1, REVIEWER), (7, "", ""), OUR_TIME, DEVICE),
        fact((CASE, "plan", 1, REVIEWER), ("yes", None, ""), OUR_TIME, DEVICE),
        fact((CASE, "plan", 1, REVIEWER), ("yes", "", b""), OUR_TIME, DEVICE),
        fact((CASE, "plan", 1, REVIEWER), ("yes", "", ""), OUR_TIME, "12345678"),
        fact((CASE, "plan", 1, REVIEWER), ("yes", "", ""), OUR_TIME, DEVICE, ""),
    ],
)
def test_a_value_of_another_type_is_doubted_though_its_digest_is_right(odd: Fact) -> None:
    connection = table("answer", [odd])
    for column in ("question", "value", "comment", "flags"):  # as in a table of no types
        connection.execute(f"UPDATE answer SET {column} = {column}")
    assert doubtful_answers(connection, lambda: None) > 0


def test_one_persons_answers_in_both_roles_are_counted_by_role() -> None:
    facts = [
        fact((CASE, f"f{at}", role, REVIEWER), ("yes", "", ""), OUR_TIME + at, DEVICE)
        for role, many in ((1, 3), (2, 5))
        for at in range(many)
    ]
    facts.append(fact((CASE, "f0", 1, REVIEWER), ("no", "", ""), OUR_TIME + 9, DEVICE))
    found = surveyed(whole_of(facts))
    assert found.answers == {(CASE, 1, REVIEWER): 3, (CASE, 2, REVIEWER): 5}
    assert (found.rows, found.latest) == (9, OUR_TIME + 9)
    alike = surveyed(whole_of([*facts[:3], facts[-1]]))
    assert alike.answers == {(CASE, 1, REVIEWER): 3}
    assert (alike.rows, alike.latest) == (4, OUR_TIME + 9)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("digest", bytes(16)), ("value", "no"), ("value", b"yes"), ("comment", b""),
        ("flags", None), ("question", 7), ("question", b"plan"), ("role", "första"), ("role", b"1"),
        ("clock", "i dag"), ("clock", 1.5), ("device", "12345678"), ("replaces", ""),
        ("replaces", b"x"),
    ],
)  # fmt: skip
def test_whatever_has_been_changed_is_doubted(column: str, value: object) -> None:
    key = (CASE, "plan", 1, REVIEWER)
    connection = table("answer", [make_fact("answer", key, ("yes", "", ""), OUR_TIME, DEVICE)])
    assert doubtful_answers(connection, lambda: None) == 0
    connection.execute(f"UPDATE answer SET {column} = ?", (value,))
    assert doubtful_answers(connection, lambda: None) > 0


def test_each_doubtful_answer_is_counted_where_many_say_the_same() -> None:
    facts = [
        make_fact("answer", (CASE, f"f{at}", 1, REVIEWER), ("kanske", "", ""), OUR_TIME, DEVICE)
        for at in range(1_200)
    ]
    assert doubtful_answers(table("answer", facts), lambda: None) == 1_200


def test_nothing_in_the_example_is_doubted(demo_document: Path) -> None:
    with open_document(demo_document) as document, document.using() as connection:
        assert doubtful_answers(connection, lambda: None) == 0


def test_a_clock_of_another_type_is_found_before_anything_is_made_of_it(
    demo_document: Path,
) -> None:
    with open_document(demo_document) as document, document.using() as connection:
        whole = survey(connection, lambda: None)
        assert vars(surveyed(connection)) == vars(whole)
        assert whole.malformed == {}
    odd = whole_of([fact((CASE, "plan", 1, REVIEWER), ("yes", "", ""), OUR_TIME, DEVICE)])
    odd.execute("UPDATE answer SET clock = 'i dag'")
    assert surveyed(odd).malformed == {"answer": 1}
