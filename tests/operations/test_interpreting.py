"""What earlier rounds agreed on is there for whoever reviews next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.interpreting import interpretations
from egenkontroll.operations.opening import find_round, open_document

if TYPE_CHECKING:
    from pathlib import Path


def test_earlier_agreements_by_question_newest_round_first(tmp_path: Path) -> None:
    write_demo(tmp_path / "demo.egk")
    with open_document(tmp_path / "demo.egk") as document:
        found = interpretations(document, find_round(document, "Våren 2026"))
        first = interpretations(document, find_round(document, "Våren 2024"))
    assert first == {}, "nothing was settled before 2024"
    assert found
    for said in found.values():
        assert len(set(said)) == len(said)
        names = [one.round for one in said]
        assert names == sorted(names, reverse=True)
        assert all(one.words for one in said)
        assert "Våren 2026" not in names
