"""Open checklists for editing and save them as new versions, on real files and documents."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from egenkontroll import paths
from egenkontroll.checklist import editing, editing_items
from egenkontroll.checklist.reading import read
from egenkontroll.errors import UserError
from egenkontroll.operations import checklist_editing
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.sampling import create_round
from egenkontroll.storage import records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from egenkontroll.checklist.editing import Draft, Place
    from egenkontroll.storage.document import Document

SOURCE = paths.checklists() / "barn-unga-handlaggning.yaml"
FIRST: Place = ("areas", 0, "questions", 0)


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    path = tmp_path / "omgång.egk"
    create_round(path, SOURCE, "V", "2026-01-01/2026-06-30")
    with open_document(path, write=True) as document:
        yield document


def kept(document: Document) -> Draft:
    return checklist_editing.open_kept(document, find_round(document, "V").checklist)


def changed(draft: Draft, version: str = "2026.2") -> Draft:
    draft = editing.put(draft, FIRST, "text", "Finns ett daterat beslut?")
    return editing.put(draft, (), "version", version)


def test_a_file_is_saved_with_its_comments_and_compared(tmp_path: Path) -> None:
    target = tmp_path / "ny.yaml"
    saved = checklist_editing.save_file(changed(checklist_editing.open_file(SOURCE)), target)
    assert read(target) == saved.checklist
    assert target.read_text(encoding="utf-8").startswith("# Checklista för aktgranskning")
    relations = [str(row.relation) for row in saved.rows]
    assert relations[0] == "broken"
    assert set(relations[1:]) == {"identical"}
    assert [path.name for path in tmp_path.iterdir()] == ["ny.yaml"]


def test_the_same_version_with_another_content_is_refused_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    target = tmp_path / "ny.yaml"
    with pytest.raises(UserError, match=r"Version 2026\.1 finns redan"):
        checklist_editing.save_file(changed(checklist_editing.open_file(SOURCE), "2026.1"), target)
    assert not target.exists()


def test_a_faulty_draft_is_not_saved_and_the_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "lista.yaml"
    target.write_text(SOURCE.read_text(encoding="utf-8"), encoding="utf-8")
    draft = editing.put(checklist_editing.open_file(target), FIRST, "text", "")
    with pytest.raises(UserError) as caught:
        checklist_editing.save_file(draft, target)
    assert caught.value.problems == ("Skriv frågan.",)
    assert read(target) == read(SOURCE)


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not closed this way there")
def test_where_it_cannot_be_written_nothing_is_lost(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="finns inte"):
        checklist_editing.save_file(
            changed(checklist_editing.open_file(SOURCE)), tmp_path / "borta" / "ny.yaml"
        )


def test_a_new_version_is_put_into_the_document_beside_the_old(document: Document) -> None:
    draft = kept(document)
    assert draft.source == SOURCE.read_text(encoding="utf-8")
    assert checklist_editing.proposed_version(draft, 2026, document) == "2026.2"
    assert checklist_editing.proposed_version(draft, 2027, document) == "2027.1"
    saved = checklist_editing.save_in_document(document, changed(draft))
    assert str(saved.rows[0].relation) == "broken"
    versions = checklist_editing.known_versions(document, draft.data["id"])
    assert versions == {"2026.1", "2026.2"}
    assert saved.checklist.digest in records.checklists(document)
    again = checklist_editing.open_kept(document, saved.checklist.digest)
    assert again.source.startswith("# Checklista för aktgranskning")
    assert checklist_editing.proposed_version(again, 2026, document) == "2026.3"
    assert find_round(document, "V").version == "2026.1"


def test_the_document_refuses_the_same_version_with_another_content(document: Document) -> None:
    checklist_editing.save_in_document(document, changed(kept(document)))
    other = editing.put(changed(kept(document)), FIRST, "target", 5)
    facts = document.count()
    for version in ("2026.1", "2026.2"):
        with pytest.raises(UserError, match="ett annat innehåll"):
            checklist_editing.save_in_document(document, editing.put(other, (), "version", version))
    with pytest.raises(UserError, match="inte ändrad"):
        checklist_editing.save_in_document(document, kept(document))
    assert document.count() == facts


def test_ids_of_every_version_in_the_document_stay_taken(document: Document) -> None:
    draft, _ = editing_items.remove(changed(kept(document)), FIRST)
    saved = checklist_editing.save_in_document(document, draft)
    for opened in (
        checklist_editing.open_kept(document, saved.checklist.digest),
        checklist_editing.open_file(SOURCE, document),
    ):
        again, place = editing_items.add_question(opened, ("areas", 0))
        again = editing.put(again, place, "label", "Beslut inleda")
        assert editing.item(again, place)["id"] == "beslut_inleda_2"


def test_a_new_checklist_is_compared_with_nothing(tmp_path: Path) -> None:
    draft = checklist_editing.new_draft(2026)
    assert checklist_editing.proposed_version(draft, 2026) == "2026.1"
    unnamed = editing.put(draft, (), "version", None)
    assert checklist_editing.proposed_version(unnamed, 2026) == "2026.1"
    draft = editing.put(draft, (), "title", "Ny")
    draft = editing.put(editing.put(draft, ("areas", 0), "title", "A"), FIRST, "text", "Fråga?")
    saved = checklist_editing.save_file(draft, tmp_path / "ny.yaml")
    assert saved.rows == ()
    assert read(tmp_path / "ny.yaml") == saved.checklist


def test_what_cannot_be_opened_is_told(tmp_path: Path, document: Document) -> None:
    with pytest.raises(UserError, match="finns inte"):
        checklist_editing.open_file(tmp_path / "borta.yaml")
    broken = tmp_path / "trasig.yaml"
    broken.write_text("id: [", encoding="utf-8")
    with pytest.raises(UserError, match="kan inte öppnas i redigeraren"):
        checklist_editing.open_file(broken)
    with pytest.raises(UserError, match="finns inte i dokumentet"):
        checklist_editing.open_kept(document, b"x" * 32)
