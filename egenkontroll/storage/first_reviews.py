"""What the first reviews of a round say, read for counting: no Fact is made of any answer."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from egenkontroll.storage.document import holding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from egenkontroll.facts import Id, Row
    from egenkontroll.storage.document import Connection, Document

    _Place = tuple[Id, str]

_ROWS = (
    "SELECT case_id, json_group_array(question), json_group_array(value) FROM answer "
    "WHERE role = 1 AND case_id IN (SELECT case_id FROM case_drawn WHERE round = ?) "
    "GROUP BY case_id"
)
"""A case at a time: that is more than twice as quick as a row at a time."""
_SEVERAL = (
    "WITH asked (c, q) AS (VALUES {}) SELECT case_id, question, reviewer, value, clock, digest, "
    "replaces FROM asked CROSS JOIN answer ON case_id = c AND question = q AND role = 1"
)
_AT_ONCE = 5_000


def first_values(document: Document, round_id: Id) -> dict[Id, dict[str, str]]:
    """Return the first review's values by case and question: the newest, if several gave one.

    A question whose answer was taken back is left out.
    """
    people = document.people()
    found: dict[Id, dict[str, str]] = {}
    several: list[_Place] = []
    known: dict[str, str] = {}  # the same few words over and over: one of each is enough
    with document.using() as connection:
        for case, questions, values in connection.execute(_ROWS, (round_id,)):
            asked, given = json.loads(questions), json.loads(values)
            asked = list(map(known.setdefault, asked, asked))
            given = map(known.setdefault, given, given)
            said = found[case] = dict(zip(asked, given, strict=True))
            if len(said) < len(asked):
                several += [(case, name) for name, times in Counter(asked).items() if times > 1]
        for (case, question), rows in _groups(connection, several):
            found[case][question] = _newest(rows, people)
    for case, said in found.items():
        if "" in said.values():
            found[case] = {question: value for question, value in said.items() if value}
    return found


def _groups(connection: Connection, places: Sequence[_Place]) -> Iterator[tuple[_Place, list[Row]]]:
    """Yield every fact about each place, (case, question, reviewer, value, clock, …)."""
    for at in range(0, len(places), _AT_ONCE):
        some = places[at : at + _AT_ONCE]
        asked = _SEVERAL.format(", ".join("(?, ?)" for _ in some))
        rows = connection.execute(asked, [part for place in some for part in place])
        for place, group in groupby(rows, itemgetter(0, 1)):
            yield place, list(group)


def _newest(rows: list[Row], people: Mapping[Id, Id]) -> str:
    """Return the newest answer that holds, of those that are not taken back; "" for none."""
    value: str
    first, second = rows[0], rows[-1]
    if len(rows) == 2 and first[2] == second[2] and (b"", first[-2]) == (first[-1], second[-1]):
        value = second[3]  # which replaces the first: by far the most common
        return value
    by_person: dict[Id, list[Row]] = {}
    for row in rows:
        by_person.setdefault(people.get(row[2], row[2]), []).append(row)
    given = [row for group in by_person.values() if (row := holding(group))[3]]
    value = max(given, key=itemgetter(4, 5))[3] if given else ""
    return value
