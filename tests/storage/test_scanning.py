"""Answers read once, for a check beside, are doubted wherever two readings find a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.facts import make_fact
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import open_document
from egenkontroll.storage.digests import LATEST_CLOCK
from egenkontroll.storage.scanning import doubtful_answers, survey, unfit
from tests.storage.test_digests import table

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.facts import Row


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


@given(KEYS, CONTENTS, CLOCKS, DEVICES)
def test_whatever_cannot_be_ours_is_doubted(
    key: Row, content: Row, clock: int, device: bytes
) -> None:
    connection = table("answer", [make_fact("answer", key, content, clock, device)])
    (odd,) = connection.execute(f"SELECT count(*) FROM answer WHERE {unfit('answer')}").fetchone()
    doubted = doubtful_answers(connection, lambda: None)
    assert doubted > 0 or not odd
    if clock == OUR_TIME:
        assert odd or doubted == 0


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
        assert survey(connection, lambda: None, later=True) == whole
        assert whole.malformed == {}
    key = (CASE, "plan", 1, REVIEWER)
    odd = table("answer", [make_fact("answer", key, ("yes", "", ""), OUR_TIME, DEVICE)])
    odd.execute("UPDATE answer SET clock = 'i dag'")
    for kind in (name for name in whole.devices if name != "answer"):
        odd.execute(table(kind, []).execute("SELECT sql FROM sqlite_master").fetchone()[0])
    assert survey(odd, lambda: None, later=True).malformed == {"answer": 1}
