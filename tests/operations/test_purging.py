"""Purging the oldest round changes nothing that is said of it or of later ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from egenkontroll.operations import reporting
from egenkontroll.operations.analysing import material
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.publishing import published_results
from egenkontroll.operations.purging import purge_round
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.sheets import round_basis
from egenkontroll.results.analysis import EVERY, Selection
from egenkontroll.storage import draws, records

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.operations.opening import Document


def counted(document: Document) -> list[Round]:
    """Return the rounds that have a sample, earliest first."""
    return [one for one in records.rounds(document) if one.name != "Våren 2023"]


def splits(document: Document, one: Round, *, choices: bool = False) -> list[str | None]:
    """Return what results are split by; with `choices` only what may be published."""
    checklist = records.checklists(document)[one.checklist]
    known = [one for one in checklist.attributes if one.choices or not choices]
    return [None, "unit", "area", *(attribute.id for attribute in known)]


def said(document: Document, rounds: list[str]) -> dict[Any, Any]:
    """Return everything that is said of every round: JSON, to be published, window and sheets."""
    found: dict[Any, Any] = {}
    for place, name in enumerate(rounds):
        one = find_round(document, name)
        publishable = splits(document, one, choices=True)
        for by in splits(document, one):
            for other in [None, *rounds[:place]]:
                made = round_results(document, name, by, other)
                shown = json.loads(reporting.results_text(made, "json"))
                # The words say that a round is purged, the figures are the same.
                found[name, by, other] = shown | {"purged": None}
                if by in publishable:
                    hidden = published_results(document, made)
                    found["published", name, by, other] = (hidden.rows, hidden.untold)
        found |= window(document, one)
        if place:
            basis = round_basis(document, name)
            for unit in (None, *basis.units):
                found["sheet", name, unit] = basis.sheet(unit)
    return found


def window(document: Document, one: Round) -> dict[Any, Any]:
    """Return what Resultat shows of a round: tables, charts over the rounds, and trends."""
    analysis = material(document, one).analysis
    found: dict[Any, Any] = {("trends", one.name): analysis.trends()}
    assert analysis.now.checklist is not None
    units: list[Selection] = [Selection(unit) for unit in sorted(analysis.now.units)]
    for selection in (EVERY, *units, Selection(attribute=("kon", "flicka"))):
        for before in (None, *(other.name for other in analysis.earlier)):
            table = analysis.table(selection, None, before)
            found["table", one.name, selection, before] = table
        for question in analysis.now.checklist.questions:
            series = analysis.series(question.id, selection)
            found["series", one.name, selection, question.id] = series
    return found


@pytest.fixture(scope="module")
def purged(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[Any, Any], Path, set[str]]:
    """Return what was said before, the purged demo document, and the references that it had."""
    file = tmp_path_factory.mktemp("gallrat") / "demo.egk"
    write_demo(file)
    with open_document(file) as document:
        rounds = [one.name for one in counted(document)]
        before = said(document, rounds)
        oldest = find_round(document, rounds[0])
        references = {case.reference for case in records.cases(document, oldest.id)}
        frame = draws.frame(document, oldest.id)
        assert frame is not None
        references |= {case.reference for case in frame.cases}
    purge_round(file, rounds[0])
    return before, file, references


def test_everything_that_is_said_is_the_same(
    purged: tuple[dict[Any, Any], Path, set[str]],
) -> None:
    before, file, _ = purged
    with open_document(file) as document:
        after = said(document, [one.name for one in counted(document)])
    assert after.keys() == before.keys()
    assert [key for key in before if after[key] != before[key]] == []


def test_no_reference_of_the_purged_round_is_left_in_the_bytes_of_the_file(
    purged: tuple[dict[Any, Any], Path, set[str]],
) -> None:
    _, file, references = purged
    assert len(references) > 50
    left = file.read_bytes()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert [one for one in references if one.encode(encoding) in left] == []
    assert [one for one in file.parent.iterdir() if one.is_file() and one != file] == []
