"""Focus questions are named before any result is known, and never after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations import purging
from egenkontroll.operations.focusing import focusing, name_focus
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.storage.focus import focus, focus_facts
from tests.gui.opened_screens import make_empty, make_round

if TYPE_CHECKING:
    from pathlib import Path


def test_what_may_be_named_and_what_has_been(tmp_path: Path) -> None:
    with open_document(make_empty(tmp_path / "tom.egk"), write=True) as document:
        one = find_round(document, "Våren 2024")
        assert name_focus(document, one, ["natverk", "utredningsplan"]) == (
            "utredningsplan", "natverk",
        )  # fmt: skip
        found = focusing(document, one)
        assert found.in_time == {"natverk", "utredningsplan"}
        assert (found.late, found.stopped) == (frozenset(), "")
        assert all(question.judged for question in found.questions)
        assert name_focus(document, one, []) == ()
        assert focusing(document, one).in_time == frozenset()


@pytest.mark.parametrize(
    ("name", "why"),
    [("Våren 2024", "Svar finns redan"), ("Våren 2023", "Resultaten för Våren 2023 är redan")],
)
def test_nothing_is_named_once_there_are_results(tmp_path: Path, name: str, why: str) -> None:
    with open_document(make_round(tmp_path / "vt.egk"), write=True) as document:
        one = find_round(document, name)
        assert focusing(document, one).stopped.startswith(why)
        with pytest.raises(UserError, match=f"{why}.*Inget är sparat"):
            name_focus(document, one, ["natverk"])
        assert document.read("focus") == []


def test_what_was_named_too_late_stays_so_when_the_answers_are_purged(tmp_path: Path) -> None:
    with open_document(make_round(tmp_path / "vt.egk"), write=True) as document:
        one = find_round(document, "Våren 2024")
        document.add(focus_facts(document, one.id, frozenset({"natverk"})))
        assert focusing(document, one).late == {"natverk"}
        done = purging.purge(document, one)
        assert focus(document, one.id).in_time == frozenset()
        with pytest.raises(UserError, match="redan kända"):
            name_focus(document, one, ["natverk"])
        assert done.figures == len(document.read("aggregate", round=one.id))
