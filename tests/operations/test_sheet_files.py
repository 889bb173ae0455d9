"""Sheets as files: which, under what names, whole or not at all."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.errors import UserError
from egenkontroll.operations import files
from egenkontroll.operations.closing import lock
from egenkontroll.operations.gathering import gather
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.purging import purge
from egenkontroll.operations.reporting import Wanted, sheets, write_papers, write_sheet_file
from egenkontroll.operations.reviewing import find_or_new_reviewer, import_answers
from egenkontroll.operations.sampling import create_round, draw_sample
from egenkontroll.operations.sheets import round_basis, sheet_units
from egenkontroll.review.answers import Answer, Role
from egenkontroll.sample.cases import Status
from egenkontroll.storage import records
from tests.makers import VT2024

if TYPE_CHECKING:
    from egenkontroll.facts import Fact

ROUND = "Våren 2024"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filer") / "vt2024.egk"
    create_round(path, VT2024 / "checklista-2024.yaml", ROUND, "2024-04-01/2024-05-31")
    create_round(path, VT2024 / "checklista-2024.yaml", "Hösten 2024", "2024-10-01/2024-10-31")
    draw_sample(path, ROUND, VT2024 / "arendelista.csv", 2, 0, "frö", 0, "")
    return path


def test_the_whole_round_is_always_written_and_units_when_asked_for(
    document: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "blad"
    written = write_papers(document, "våren 2024", folder, Wanted(("utredning 1",)))
    assert [path.name for path in written] == [
        "Våren 2024_hela omgången_resultat.pdf",
        "Våren 2024_Utredning 1_resultat.pdf",
    ]
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in written)
    assert len(write_papers(document, ROUND, folder, Wanted(all_units=True))) == 8
    assert len(write_papers(document, ROUND, folder)) == 1


def test_the_whole_rounds_list_holds_a_unit_that_no_case_is_left_of(
    document: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(document, tmp_path / "v.egk"))
    with open_document(path, write=True) as changed:
        one = find_round(changed, ROUND)
        listed = gather(changed, one).frame
        (gone,) = {case.unit for case in listed} - {*sheet_units(changed, one)[1:]}
        units = {unit.id: unit.name for unit in records.units(changed).values()}
        lost = [case for case in records.cases(changed, one.id) if units[case.unit] == gone]
        new = (replace(case, status=Status.WITHDRAWN, reason="borta") for case in lost)
        changed.add([records.case_fact(changed, case) for case in new])
        (case, *_) = records.drawn(changed, one.id)
        people: list[Fact] = []
        bo = find_or_new_reviewer(changed, "Bo Ek", people)
        said = Answer(case, "utredningsplan", Role.FIRST, bo.id, "yes")
        changed.add([*people, records.answer_fact(changed, said)])
        assert gone not in sheet_units(changed, one)
        sample = round_basis(changed, ROUND, None).sample
        assert (sample.population, sample.units) == (len(listed), 7)
        lock(changed, one)
        purge(changed, one)
        kept = round_basis(changed, ROUND, None).sample
        assert (kept.population, kept.units) == (sample.population, sample.units)


def test_an_unknown_unit_or_round_is_refused_before_anything_is_written(
    document: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "blad"
    with pytest.raises(UserError, match="menade du Utredning 1"):
        write_papers(document, ROUND, folder, Wanted(("Utredningg 1",)))
    with pytest.raises(UserError, match="ingen omgång före"):
        write_papers(document, ROUND, folder, Wanted(compare_with="previous"))
    with pytest.raises(UserError, match="inget urval"):
        write_papers(document, "Hösten 2024", folder)
    assert not folder.exists()


def test_the_folder_must_be_possible(document: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="finns inte"):
        write_papers(document, ROUND, tmp_path / "a" / "b")
    (tmp_path / "fil").write_text("")
    with pytest.raises(UserError, match="en fil och ingen mapp"):
        write_papers(document, ROUND, tmp_path / "fil")
    with pytest.raises(UserError, match="kunde inte skapas"):
        files.make_folder(tmp_path / ("x" * 300))


def test_the_window_gets_one_sheet(document: Path, tmp_path: Path) -> None:
    with open_document(document) as opened:
        sheet = sheets(opened, None, "UNGDOM")
        assert sheets(opened, ROUND).title == "Alla enheter"
    assert sheet.title == "Ungdom"
    write_sheet_file(sheet, tmp_path / "blad.pdf")
    assert (tmp_path / "blad.pdf").read_bytes().startswith(b"%PDF")


def test_reviewers_are_counted_by_role_and_never_named(tmp_path: Path) -> None:
    path = tmp_path / "vt2024.egk"
    create_round(path, VT2024 / "checklista-2024.yaml", ROUND, "2024-04-01/2024-05-31")
    seed = "2024-04-02/barn-och-unga"
    draw_sample(path, ROUND, VT2024 / "arendelista.csv", 10, 3, seed, 0, "")
    with open_document(path, write=True) as opened:
        homes = {unit.name: key for key, unit in records.units(opened).items()}
        for name in ("anna", "bo", "cia"):
            home = homes["Ungdom" if name == "anna" else "Placering"]
            opened.add([records.new_reviewer(opened, f"{name} hemlig", home)])
    for name in ("anna", "bo", "cia"):
        import_answers(path, ROUND, VT2024 / f"svar-{name}.csv", f"{name} hemlig")
    with open_document(path, write=True) as opened:
        dan = records.new_reviewer(opened, "dan hemlig", homes["Ungdom"])
        empty = Answer(
            records.cases(opened, records.rounds(opened)[0].id)[0].id,
            "natverk",
            Role.SECOND,
            dan.key[0],
            "",
        )
        opened.add([dan, records.answer_fact(opened, empty)])
    with open_document(path) as opened:
        sheet, unit = sheets(opened, ROUND), sheets(opened, ROUND, "Ungdom")
    assert "varav" in unit.facts[3].words
    assert "hemlig" not in str(sheet)
    assert sheet.facts[3].words.replace("\u00a0", " ") == "3 granskare; 12 ärenden lästa av två"


def test_a_failed_write_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "blad.pdf"
    files.write_bytes(target, b"gammal")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="disken har plats"):
        files.write_text(target, "ny")
    assert target.read_bytes() == b"gammal"
    assert list(tmp_path.iterdir()) == [target]


def test_why_a_file_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mapp").mkdir()
    with pytest.raises(UserError, match="är en mapp"):
        files.write_bytes(tmp_path / "mapp", b"")
    with pytest.raises(UserError, match="finns inte"):
        files.write_bytes(tmp_path / "borta" / "blad.pdf", b"")

    def locked(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(UserError, match="Stäng den"):
        files.write_bytes(tmp_path / "blad.pdf", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["mapp"]


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Våren 2024", "Utredning 1", "resultat"), "Våren 2024_Utredning 1_resultat.pdf"),
        (('a/b\\c:d*e?"f<g>h|i', "x."), "a-b-c-d-e--f-g-h-i_x.pdf"),
        (("CON.2024",), "_CON.2024.pdf"),
        (("con",), "_con.pdf"),
        (("LPT1",), "_LPT1.pdf"),
        (("Konto",), "Konto.pdf"),
        (("..", " . "), "namnlös_namnlös.pdf"),
        (("a\u030a\x00\n\u202eb",), "å b.pdf"),
    ],
)
def test_names_are_safe_on_windows(parts: tuple[str, ...], name: str) -> None:
    assert files.file_name(parts, ".pdf") == name


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_any_name_can_be_held(parts: list[str]) -> None:
    name = files.file_name(parts, ".pdf")
    assert len(name.encode()) <= 255
    assert not set(name) & set('<>:"/\\|?*')
    assert name.isprintable()
    assert not name.startswith((" ", "."))


@given(st.lists(st.sampled_from(["a.pdf", "A.pdf", "a (2).pdf", "b.pdf"]), max_size=6))
def test_no_two_names_are_the_same_file(names: list[str]) -> None:
    found = files.distinct(names)
    assert len({name.casefold() for name in found}) == len(names)
    assert all(name.endswith(".pdf") for name in found)
