from __future__ import annotations

from typing import Any

import pytest

from egenkontroll.checklist.compare import COMPARABLE, SWEDISH, Relation, Row, compare, digest
from egenkontroll.checklist.reading import read
from tests.makers import VT2024, checklist, question, raw_question

BASE: dict[str, Any] = {"type": "yes_no", "guidance": "Ja om den finns."}


def test_2023_against_2024_as_its_readme_says() -> None:
    old, new = (read(VT2024 / f"checklista-{year}.yaml") for year in (2023, 2024))
    rows = compare(old, new)
    same = "samma lydelse, svarstyp, regel och vägledning"
    assert rows == (
        Row("skyddsbedomning", Relation.IDENTICAL, same),
        Row("aterkoppling", Relation.BROKEN, "lydelsen och vägledningen har ändrats"),
        Row("utredningsplan", Relation.IDENTICAL, same),
        Row("natverk", Relation.IDENTICAL, same),
        Row("genomforandeplan", Relation.NEW, "frågan fanns inte i den tidigare versionen"),
        Row("barnets_delaktighet", Relation.BROKEN, "svarstypen och vägledningen har ändrats"),
        Row("barnkonsekvens", Relation.NEW, "frågan fanns inte i den tidigare versionen"),
        Row("kommunicerad", Relation.IDENTICAL, same),
        Row("samtycke", Relation.REMOVED, "frågan finns inte i den nya versionen"),
    )
    for row in rows:
        if row.relation in (Relation.IDENTICAL, Relation.BROKEN):
            alike = digest(old.by_id[row.question]) == digest(new.by_id[row.question])
            assert alike is (row.relation is Relation.IDENTICAL)
    back = {row.question: row.relation for row in compare(new, old)}
    assert back["samtycke"] is Relation.NEW
    assert back["barnkonsekvens"] is Relation.REMOVED


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": "Annan?"}, "lydelsen har ändrats"),
        ({"type": "yes_partly_no"}, "svarstypen har ändrats"),
        ({"met": ["nej"]}, "räkneregeln har ändrats"),
        ({"not_in_record": "excluded"}, "räkneregeln har ändrats"),
        ({"not_applicable": False}, "räkneregeln har ändrats"),
        ({"applies_when": {"annan": "ja"}}, "villkoret har ändrats"),
        ({"guidance": "Ja om den är daterad."}, "vägledningen har ändrats"),
        ({"guidance": None}, "vägledningen har ändrats"),
        (
            {"text": "Annan?", "guidance": None, "met": ["nej"]},
            "lydelsen, räkneregeln och vägledningen har ändrats",
        ),
    ],
)
def test_what_breaks_a_question(change: dict[str, Any], reason: str) -> None:
    old, new = raw_question("q", **BASE), raw_question("q", **(BASE | change))
    other = raw_question("annan")
    (row, _) = compare(checklist(old, other), checklist(new, other))
    assert row == Row("q", Relation.BROKEN, reason)
    assert digest(question("q", **BASE)) != digest(question("q", **(BASE | change)))


@pytest.mark.parametrize(
    "change",
    [
        {"target": 90},
        {"label": "Kort"},
        {"finding": "Saknades"},
        {"basis": "4 kap."},
        {"basis_checked": "2026-11-01"},
        {"critical": True},
        {"comment_required": ["nej"]},
        {"text": "Fråga\n q?"},
        {"guidance": "Ja om  den finns. "},
    ],
)
def test_what_does_not(change: dict[str, Any]) -> None:
    old, new = raw_question("q", **BASE), raw_question("q", **(BASE | change))
    (row,) = compare(checklist(old), checklist(new))
    assert row.relation is Relation.IDENTICAL
    assert digest(question("q", **BASE)) == digest(question("q", **(BASE | change)))


def test_choices_range_and_unit_are_the_question() -> None:
    number = {"type": "number", "met_range": {"max": 3}, "unit": "dagar"}
    choice = {"type": "choice", "choices": ["a", "b"], "met": ["a"]}
    digests = [
        digest(question(**parts))
        for parts in (
            number,
            number | {"unit": "veckor"},
            number | {"met_range": {"max": 4}},
            choice,
            choice | {"choices": ["a", "c"]},
            choice | {"met": ["b"]},
        )
    ]
    assert len(set(digests)) == len(digests)


def test_every_relation_has_words_and_three_are_comparable() -> None:
    assert set(SWEDISH) == set(Relation)
    assert {str(relation) for relation in COMPARABLE} == {"identical", "editorial", "recomputed"}
