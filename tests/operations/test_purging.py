"""Purging the oldest round changes nothing that is said of it or of later ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from egenkontroll.operations import overview, reporting
from egenkontroll.operations.analysing import material
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.publishing import published_results
from egenkontroll.operations.purging import purge_round
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.reviewing import import_answers
from egenkontroll.operations.sampling import create_round, draw_sample
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


def test_the_steps_say_that_the_sample_is_purged_and_not_that_none_was_drawn(
    purged: tuple[dict[Any, Any], Path, set[str]],
) -> None:
    with open_document(purged[1]) as document:
        one = find_round(document, counted(document)[0].name)
        steps = {step.name: step.said for step in overview.steps(document, one)}
    assert steps["sample"] == "gallrat"


def test_no_reference_of_the_purged_round_is_left_in_the_bytes_of_the_file(
    purged: tuple[dict[Any, Any], Path, set[str]],
) -> None:
    _, file, references = purged
    assert len(references) > 50
    left = file.read_bytes()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert [one for one in references if one.encode(encoding) in left] == []
    assert [one for one in file.parent.iterdir() if one.is_file() and one != file] == []


CHECKLIST = """\
id: prov
version: "1"
title: Prov
attributes:
  - {id: kon, label: Kön, type: choice, choices: [flicka, pojke]}
areas:
  - id: a
    title: A
    questions:
      - {id: plan, text: Finns en plan?, type: yes_no}
"""


def reviewed(file: Path, name: str, period: str, **answers: int) -> None:
    """Add a round of 60 cases listed in each unit, so many of them reviewed: yes in A, no in B."""
    folder = file.parent
    listed = [f"{name}{unit}{at};{unit};{'flicka' if at % 2 else 'pojke'}"
              for unit in answers for at in range(60)]  # fmt: skip
    (folder / "c.yaml").write_text(CHECKLIST, encoding="utf-8")
    rows = "\n".join(["Ärendenummer;Enhet;Kön", *listed])
    (folder / "lista.csv").write_text(rows, encoding="utf-8")
    create_round(file, folder / "c.yaml", name, period)
    draw_sample(file, name, folder / "lista.csv", 40, 0, "s", 0, "Eva")
    with open_document(file) as document:
        units = {key: unit.name for key, unit in records.units(document).items()}
        cases = records.cases(document, find_round(document, name).id)
    said = ["referens;fråga;svar"]
    for unit, many in answers.items():
        inside = [case for case in cases if units[case.unit] == unit][:many]
        said += [f"{case.reference};plan;{'ja' if unit == 'A' else 'nej'}" for case in inside]
    (folder / "svar.csv").write_text("\n".join(said), encoding="utf-8")
    import_answers(file, name, folder / "svar.csv", "Anna Lind")


def test_a_purged_rounds_groups_weigh_the_units_as_before(tmp_path: Path) -> None:
    file = tmp_path / "a.egk"
    reviewed(file, "Våren 2023", "2023-04-01/2023-05-31", A=40, B=40)
    reviewed(file, "Våren 2024", "2024-04-01/2024-05-31", A=40, B=10)

    def changes() -> list[Any]:
        with open_document(file) as document:
            return [
                row.change for row in round_results(document, "Våren 2024", "kon", "previous").rows
            ]

    before = changes()
    assert [one.verdict for one in before] == ["chance", "chance"]
    assert all(one.earlier.weighted for one in before)
    purge_round(file, "Våren 2024")
    assert changes() == before
