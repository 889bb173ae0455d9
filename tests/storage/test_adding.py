"""Adding is union, however many files are attached, copied or brought together on the way."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egenkontroll.facts import make_fact
from egenkontroll.operations import merging
from egenkontroll.operations.merging_files import merge_files
from egenkontroll.operations.opening import open_document
from egenkontroll.storage import adding
from tests.merge.worlds import CASES, NOW, REVIEWERS, Person, base, documents, union
from tests.operations.merged_files import exported, write

if TYPE_CHECKING:
    from egenkontroll.facts import Fact


@settings(max_examples=40)
@given(documents(most=25), st.integers(2, 4), st.integers(4, 6), st.sampled_from([0, 1, 99]))
def test_it_is_union_whatever_way_the_files_go(
    made: list[frozenset[Fact]], attached: int, at_once: int, few: int
) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(adding, "MOST_ATTACHED", attached)
        patch.setattr(adding, "MOST_AT_ONCE", at_once)
        patch.setattr(adding, "_FEW", few)
        folder = Path(name)
        files = [write(folder / f"{at}.egk", facts) for at, facts in enumerate(made)]
        merge_files(folder / "alla.egk", files)
        assert exported(folder / "alla.egk") == union(*made)


@pytest.mark.parametrize("few", [0, 10**6])
def test_it_counts_what_it_adds_and_passes_over_the_very_same(
    tmp_path: Path, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "_FEW", few)
    people = [Person(at, 0, frozenset(base())) for at in range(3)]
    for at, person in enumerate(people):
        for case, _ in CASES[at:]:
            person.say("answer", (case, "plan", 1, REVIEWERS[at]), ("yes", "", ""))
    both = frozenset(people[0].facts | people[1].facts)
    made = [both, frozenset(people[1].facts | people[2].facts), frozenset(people[0].facts)]
    files = [write(tmp_path / f"{at}.egk", facts) for at, facts in enumerate(made)]
    done, _ = merge_files(tmp_path / "alla.egk", files)
    assert done.added == len(union(*made))
    assert exported(tmp_path / "alla.egk") == union(*made)


def test_what_is_written_after_a_merge_is_later_than_all_that_came(tmp_path: Path) -> None:
    """Also where the other's clock is ahead: the clock of this document goes on from there."""
    ahead = (NOW + 400 * 24 * 3600 * 1000) << 16
    fact = make_fact("unit", (b"enhet" + bytes(11),), ("Öst", b"", b""), ahead, b"12345678")
    said = make_fact("answer", (CASES[0][0], "plan", 1, REVIEWERS[0]), ("yes", "", ""),
                     ahead + 5, b"12345678")  # fmt: skip
    for at, one in enumerate((fact, said)):
        other = write(tmp_path / f"före {at}.egk", {*base(), one})
        main = write(tmp_path / f"main {at}.egk", base())
        with open_document(main, write=True) as document:
            receipt = merging.merge(document, [other])
            assert receipt.clock > one.clock
            assert document.pen.last >= receipt.clock
