"""What the organisation decides: the year, the limits, and where its units came from."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.checklist.years import YearRule
from egenkontroll.errors import UserError
from egenkontroll.operations import organisation, resulting
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.organisation import Decided
from egenkontroll.operations.past_rounds import import_cases
from egenkontroll.storage import records
from tests.gui.opened_screens import VT2024, make_round

if TYPE_CHECKING:
    from collections.abc import Iterator

    from egenkontroll.storage.document import Document

GOTEBORG = YearRule("09-01", "end")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_round(tmp_path_factory.mktemp("made") / "vt2024.egk")


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "vt2024.egk"))


@pytest.fixture
def document(path: Path) -> Iterator[Document]:
    with open_document(path, write=True) as found:
        yield found


def test_what_is_decided_is_kept_and_only_what_differs_is_written(document: Document) -> None:
    before = organisation.decided(document)
    assert before == Decided(YearRule(), organisation.LEAST_GROUP, 24)
    organisation.decide(document, before)
    assert document.read("setting") == []
    wanted = Decided(GOTEBORG, 8, 36)
    organisation.decide(document, wanted)
    assert organisation.decided(document) == wanted
    assert len(document.read("setting")) == 3  # the year is named as before
    with pytest.raises(UserError, match="inte vara lägre än 5"):
        organisation.decide(document, Decided(GOTEBORG, 4, 36))
    with pytest.raises(UserError, match="skottdagen"):
        organisation.decide(document, Decided(YearRule("02-29"), 8, 36))
    assert organisation.decided(document) == wanted


def test_rounds_belong_to_the_year_of_their_last_day(document: Document) -> None:
    rounds = records.rounds(document)
    assert organisation.years_of(YearRule(), rounds) == (
        ("Våren 2024", "2024-05-31", "2024"), ("Våren 2023", "2023-05-31", "2023"),
    )  # fmt: skip
    late = YearRule("05-01", "end")
    assert [year for _, _, year in organisation.years_of(late, rounds)] == ["2025", "2024"]


def test_units_and_what_they_came_from(document: Document) -> None:
    known = {one.unit.name: one for one in organisation.unit_origins(document)}
    assert list(known) == sorted(known)
    assert not any(one.came_from or one.became for one in known.values())
    first, second, third, fourth, *_ = known
    organisation.set_origins(document, known[second].unit, [third])
    organisation.set_origins(document, known[first].unit, [second])
    organisation.set_origins(document, known[fourth].unit, [third])
    found = {one.unit.name: one for one in organisation.unit_origins(document)}
    assert (found[first].came_from, found[third].became) == ((second,), (second, fourth))
    # However far back, and who else came from the same.
    told = organisation.follows(document, found[first].unit, [second])
    assert told[0].startswith(f"{first} jämförs med {second} och {third}.")
    assert f"Också {fourth} kommer ur {third}" in told[-1]
    assert organisation.follows(document, found[first].unit, [])[0].endswith("sig själv.")
    organisation.set_origins(document, found[first].unit, [])
    assert organisation.unit_origins(document)[0].came_from == ()
    with pytest.raises(UserError, match="kan inte komma ur"):
        organisation.set_origins(document, found[third].unit, [second])


def test_the_words_are_true_of_the_figures(path: Path, tmp_path: Path) -> None:
    """Two old units that became one are held against it, their cases counted together."""
    units = ("Gamla Norr", "Gamla Söder")
    rows = [f"{at:02}-23;{units[at % 2]};{'ja' if at < 12 else 'nej'}" for at in range(20)]
    table = tmp_path / "fjol.csv"
    table.write_text("\n".join(["Dnr;Enhet;utredningsplan", *rows]), encoding="utf-8")
    import_cases(path, "Hösten 2022", VT2024 / "checklista-2023.yaml", "2022-10-01/2022-11-30",
                 table)  # fmt: skip
    with open_document(path, write=True) as opened:
        found = {one.unit.name: one.unit for one in organisation.unit_origins(opened)}
        unit = found["Utredning 1"]
        organisation.set_origins(opened, unit, units)
        results = resulting.round_results(opened, "Våren 2024", "unit", "Hösten 2022")
        place = ("utredningsplan", "Utredning 1")
        row = next(row for row in results.rows if (row.question.id, row.group) == place)
        assert row.change is not None
        assert row.change.earlier.share is not None
        assert (row.change.earlier.share.k, row.change.earlier.share.n) == (12, 20)
