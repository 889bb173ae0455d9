"""Every row of every kind is held against the digest that its fact was made with."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from egenkontroll.facts import make_fact
from egenkontroll.storage import digests
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    from egenkontroll.facts import Fact, Value

CASE, REVIEWER, DEVICE = b"c" * 16, b"r" * 16, b"12345678"
VALUES = {
    "BLOB": st.sampled_from([b"", b"|", bytes(16), b"\xff" * 16, b"1" * 16, b"x" * 600]),
    "TEXT": st.text(max_size=20) | st.sampled_from(["", "|", "ö" * 500, "int1:5"]),
    "INTEGER": st.integers(-(2**63), 2**63 - 1) | st.integers(0, 1),
}
CLOCKS = st.integers(0, 2**62) | st.sampled_from([0, 10**17 - 1, 10**17, 10**18 - 1, 10**18])


@st.composite
def facts(draw: st.DrawFn, name: str) -> list[Fact]:
    """Facts of a kind; many share their keys, their contents or both."""
    kind = KINDS[name]
    keys = st.tuples(*(VALUES[type_] for _, type_ in kind.key))
    contents = st.tuples(*(VALUES[type_] for _, type_ in kind.content))
    few = draw(st.lists(keys, min_size=1, max_size=3)), draw(st.lists(contents, max_size=3))
    made: list[Fact] = []
    for _ in range(draw(st.integers(0, 12))):
        key = draw(st.sampled_from(few[0]))
        content = draw(st.sampled_from(few[1]) if few[1] else contents)
        known = [one for one in made if one.key == key and draw(st.booleans())]
        device = draw(st.sampled_from([b"12345678", b"87654321"]))
        made.append(make_fact(name, key, content, draw(CLOCKS), device, known))
    return list({fact.digest: fact for fact in made}.values())


def table(name: str, made: list[Fact]) -> sqlite3.Connection:
    """The facts in a table of the kind's columns, and none of its rules."""
    kind = KINDS[name]
    connection = sqlite3.connect(":memory:")
    types = {**dict(kind.key), **dict(kind.content), "clock": "INTEGER"}
    columns = ", ".join(f'"{column}" {types.get(column, "BLOB")}' for column in kind.columns)
    tree = ", ".join(f'"{column}"' for column, _ in kind.tree)
    connection.execute(f'CREATE TABLE "{name}" ({columns}, PRIMARY KEY ({tree})) WITHOUT ROWID')
    places = ", ".join("?" * len(kind.columns))
    connection.executemany(
        f'INSERT INTO "{name}" VALUES ({places})',
        ((*one.key, one.clock, one.device, one.digest, one.replaces, *one.content) for one in made),
    )
    return connection


OTHER = ("annat", 7, b"annat", 1.5)


@settings(max_examples=150)
@given(st.data())
def test_what_is_as_it_was_written_agrees_and_what_is_changed_does_not(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(KINDS)))
    made = data.draw(facts(name))
    connection = table(name, made)
    assert digests.changed(connection, name, lambda: None) == 0
    if not made:
        return
    column = data.draw(st.sampled_from([one for one in KINDS[name].columns if one != "digest"]))
    (old,) = connection.execute(f'SELECT "{column}" FROM "{name}" LIMIT 1').fetchone()
    new = data.draw(st.sampled_from([value for value in (*OTHER, None) if value != old]))
    connection.execute(
        f'UPDATE OR IGNORE "{name}" SET "{column}" = ? WHERE "{column}" IS ?', (new, old)
    )
    as_written = {
        fact.digest: (*fact.key, fact.clock, fact.device, fact.replaces, *fact.content)
        for fact in made
    }
    expected = sum(not _same(row[:-1], as_written[row[-1]]) for row in _rows(connection, name))
    assert digests.changed(connection, name, lambda: None) == expected


def _rows(connection: sqlite3.Connection, name: str) -> list[Any]:
    columns = ", ".join(f'"{one}"' for one in (*digests.columns(KINDS[name]), "digest"))
    return connection.execute(f'SELECT {columns} FROM "{name}"').fetchall()


def _same(row: tuple[Value, ...], other: tuple[Value, ...]) -> bool:
    return [(type(value), value) for value in row] == [(type(value), value) for value in other]


def test_more_contents_than_are_remembered() -> None:
    """Each is forgotten in its time, and what is said with it is not mistaken for another."""
    made = [
        make_fact("focus", (b"r" * 16, f"fråga {at}"), (at % 2,), 10**17 + at, b"12345678")
        for at in range(9_000)
    ]
    connection = table("focus", made)
    beats: Counter[str] = Counter()
    assert digests.changed(connection, "focus", lambda: beats.update(["slag"])) == 0
    assert beats["slag"] > 10
    connection.execute("UPDATE focus SET wanted = 1 - wanted WHERE clock % 1000 = 0")
    assert digests.changed(connection, "focus", lambda: None) == 9


def test_a_changed_digest_is_a_changed_row() -> None:
    made = [make_fact("plan", (b"p" * 16,), ("{}",), 10**17, b"12345678")]
    connection = table("plan", made)
    connection.execute("UPDATE plan SET digest = ?", (hashlib.md5(b"").digest(),))
    assert digests.changed(connection, "plan", lambda: None) == 1


def test_what_all_rows_share_is_held_against_their_digests_too() -> None:
    made = [
        make_fact("answer", (CASE, f"f{at}", 1, REVIEWER), ("yes", "", ""), 10**17 + at, DEVICE)
        for at in range(5)
    ]
    for column, other in (("role", 2), ("reviewer", b"q" * 16), ("device", b"00000000")):
        connection = table("answer", made)
        connection.execute(f"UPDATE answer SET {column} = ?", (other,))
        assert digests.changed(connection, "answer", lambda: None) == 5
        connection = table("answer", made)
        connection.execute(f"UPDATE answer SET {column} = ? WHERE question = 'f3'", (other,))
        assert digests.changed(connection, "answer", lambda: None) == 1
