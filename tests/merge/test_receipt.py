"""What is said of a merge that is taken back."""

from __future__ import annotations

import pytest

from egenkontroll.merge.receipt import needed_words


@pytest.mark.parametrize(
    ("needed", "begins", "ends"),
    [(1, "1 uppgift om personer", "bygger på den"), (2, "2 uppgifter om", "bygger på dem")],
)
def test_what_stays_for_what_was_written_since(needed: int, begins: str, ends: str) -> None:
    said = needed_words(needed).replace("\u00a0", " ")
    assert said.startswith(begins)
    assert said.endswith(ends)
