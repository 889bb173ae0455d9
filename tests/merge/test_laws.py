"""The laws of union on plain sets of facts: any files, any order, any number of times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from egenkontroll.facts import current, recomputed_digest
from egenkontroll.merge.conflicts import conflicts
from tests.merge.worlds import documents, union

if TYPE_CHECKING:
    from egenkontroll.facts import Fact

EXAMPLES = 2_000


@settings(max_examples=EXAMPLES)
@given(documents(), st.randoms(use_true_random=False))
def test_idempotent_commutative_and_associative(
    made: list[frozenset[Fact]], chance: object
) -> None:
    order = list(made)
    chance.shuffle(order)  # type: ignore[attr-defined]
    whole = union(*made)
    assert union(*order) == whole
    assert union(whole, *order) == whole
    one_by_one: frozenset[Fact] = frozenset()
    for facts in order:
        one_by_one = union(one_by_one, facts)
    assert one_by_one == whole
    in_groups = union(union(*order[:2]), union(*order[2:4], union(*order[4:])))
    assert in_groups == whole
    assert current(in_groups) == current(whole)
    assert conflicts(in_groups) == conflicts(whole)


@settings(max_examples=200)
@given(documents())
def test_the_documents_are_such_as_the_program_writes(made: list[frozenset[Fact]]) -> None:
    for facts in made:
        assert all(recomputed_digest(fact) == fact.digest for fact in facts)
        assert union(facts) == facts


def test_the_examples_hold_what_they_are_to_hold() -> None:
    """Conflicts, replaced facts and purged rounds come up, or the laws prove little."""
    seen: set[str] = set()

    @settings(max_examples=400)
    @given(documents())
    def look(made: list[frozenset[Fact]]) -> None:
        whole = union(*made)
        if conflicts(whole):
            seen.add("conflict")
        if any(fact.replaces for fact in whole):
            seen.add("edit")
        seen.update(fact.kind for fact in whole)
        if any(fact.content[0] == "" for fact in whole if fact.kind == "answer"):
            seen.add("undo")
        if len(made) == 6:
            seen.add("six")

    look()
    wanted = {"conflict", "edit", "undo", "six", "consensus", "purge", "review_state", "assignment"}
    assert wanted <= seen
