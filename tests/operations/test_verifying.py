"""What verify finds besides the rows: the counts that a document keeps are counted again."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.operations import counting, merging
from egenkontroll.operations.comparing import round_data
from egenkontroll.operations.departments import summary
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.reporting import results_table, sheets
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.sampling import create_round, draw_sample
from egenkontroll.operations.verifying import verify_document
from egenkontroll.results.analysis import EVERY
from egenkontroll.results.packed import pack
from egenkontroll.storage import cube, records
from tests.gui.opened_screens import make_round

if TYPE_CHECKING:
    from egenkontroll.facts import Id

VT = Path(__file__).parents[1] / "data" / "vt2024"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document that keeps the counts of its round."""
    path = make_round(tmp_path_factory.mktemp("en") / "v.egk")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(counting, "WORTH_KEEPING", 0)
        with open_document(path, write=True) as document:
            round_data(document, records.rounds(document)[-1])
            assert cube.rounds(document)
    return path


@pytest.fixture
def path(once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(once, tmp_path / "v.egk"))


def kept(path: Path) -> set[Id]:
    with open_document(path) as document:
        return cube.rounds(document)


def forge(path: Path) -> None:
    """Let the counts say something else, with the right digest."""
    with open_document(path, write=True) as document:
        one = records.rounds(document)[-1]
        checklist = records.checklists(document)[one.checklist]
        found = counting.counted(document, one, checklist)[0]
        assert found is not None
        groups, counts = pack(checklist, found.splits[""])
        wrong = (int.from_bytes(counts[:4], "little") - 5).to_bytes(4, "little") + counts[4:]
        digest = cube._digest(one.id, "", cube._key(checklist), groups, wrong)
        with document.using() as connection:  # behind the back of what throws counts away
            connection.execute(
                "UPDATE cube SET counts = ?, digest = ? WHERE split = ''", (wrong, digest)
            )


def first_met(path: Path) -> int:
    with open_document(path) as document:
        return round_data(document, records.rounds(document)[-1]).table(EVERY).rows[0].counts.met


def test_counts_that_agree_are_kept_and_the_file_is_not_touched(path: Path) -> None:
    raw = path.read_bytes()
    found = verify_document(path)
    assert found.problems == ()
    assert not any("räkningar" in note for note in found.notes)
    assert path.read_bytes() == raw


def test_counts_that_do_not_agree_are_told_and_thrown_away(path: Path) -> None:
    right = first_met(path)
    forge(path)
    assert first_met(path) == right - 5  # nothing else notices it
    found = verify_document(path)
    assert found.problems == ()
    (note,) = [note for note in found.notes if "räkningar" in note]
    assert note.startswith("Sparade räkningar för Våren 2024 stämde inte med svaren och är borttag")
    assert not kept(path)
    assert first_met(path) == right
    assert not any("räkningar" in note for note in verify_document(path).notes)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE cube SET counts = zeroblob(length(counts)) WHERE split = 'unit'",
        "UPDATE cube SET split = 'annat' WHERE split = 'unit'",
        "UPDATE cube SET counts = zeroblob(70000000) WHERE split = 'unit'",
        "UPDATE cube SET round = x'00112233445566778899aabbccddeeff'",
    ],
)
def test_counts_that_cannot_be_ours_are_told_and_thrown_away(path: Path, harm: str) -> None:
    right = first_met(path)
    with open_document(path, write=True) as document, document.using() as connection:
        connection.execute(harm)
    assert first_met(path) == right
    assert any("är borttagna" in note for note in verify_document(path).notes)
    assert not kept(path)


def test_counts_of_another_version_are_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cube, "VERSION", cube.VERSION + 1)
    assert verify_document(path).notes == ()
    assert kept(path)


def test_where_they_cannot_be_thrown_away_the_document_is_not_whole(path: Path) -> None:
    forge(path)
    path.chmod(stat.S_IRUSR)
    (problem,) = verify_document(path).problems
    assert "stämde inte med svaren och kunde inte tas bort" in problem
    assert "skrivskyddat" in problem
    assert kept(path)


def drawn_apart(path: Path, seeds: tuple[str, str]) -> None:
    """Draw in a document and in a copy of it, each for itself, and merge them."""
    other = path.with_name("kopia.egk")
    create_round(path, VT / "checklista-2024.yaml", "Våren 2024", "2024-04-01/2024-05-31")
    shutil.copy(path, other)
    for one, seed, by in zip((path, other), seeds, ("Anna Nord", "Bo Ek"), strict=True):
        draw_sample(
            one, "Våren 2024", VT / "arendelista.csv", per_unit=6, reserves=1, double_percent=20,
            seed=seed, by=by,
        )  # fmt: skip
        assert not any("mer än en gång" in note for note in verify_document(one).notes)
    with open_document(path, write=True) as document:
        merging.merge(document, [other])


def test_the_same_sample_drawn_in_two_copies_has_each_case_once(tmp_path: Path) -> None:
    path = tmp_path / "v.egk"
    drawn_apart(path, ("2024", "2024"))
    verified = verify_document(path)
    assert not any("mer än en gång" in note for note in verified.notes)
    with open_document(path) as document, open_document(tmp_path / "kopia.egk") as other:
        (one,), (copied,) = records.rounds(document), records.rounds(other)
        found = round_results(document)
        assert found.cases == round_results(other).cases > 0
        assert not found.standing.twice
        cases = {case.reference: case.id for case in records.cases(document, one.id)}
        assert cases == {case.reference: case.id for case in records.cases(other, copied.id)}
        assert len(records.cases(document, one.id)) == len(cases)


def test_samples_drawn_apart_in_two_copies_are_told_of(tmp_path: Path) -> None:
    """Both draws came in with a merge, and the results count some cases as two."""
    path = tmp_path / "v.egk"
    drawn_apart(path, ("2024", "2025"))
    twice = [note for note in verify_document(path).notes if "mer än en gång" in note]
    assert len(twice) == 1
    assert twice[0].startswith("Våren 2024: ")
    with open_document(path, write=True) as document:
        found = round_results(document)
        assert "räknas mer än en gång" in " ".join(results_table(found)[2])
        (one,) = records.rounds(document)
        for sheet in (sheets(document, None), summary(document, one)):
            assert "ärenden räknas dubbelt" in sheet.foot
            assert sheet.caution.startswith("Vissa ärenden räknas mer än en gång")
        merging.undo(document)
        assert not round_results(document).standing.twice
    assert not any("mer än en gång" in note for note in verify_document(path).notes)
