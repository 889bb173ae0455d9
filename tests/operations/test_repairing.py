"""What a damaged document still holds is saved, and nothing else. The damaged one is left."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations import merging, repairing
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import create_document, open_document
from egenkontroll.operations.repairing import repair_document
from egenkontroll.operations.verifying import verify_document
from egenkontroll.storage import backups, records
from tests.operations.merged_files import exported

if TYPE_CHECKING:
    from egenkontroll.storage.document import Document

PAGE = 4096


@pytest.fixture(scope="module")
def demo_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.egk"
    write_demo(path)
    return path


@pytest.fixture
def demo(demo_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo_once, tmp_path / "demo.egk"))


def zero(path: Path, pages: list[int]) -> None:
    raw = bytearray(path.read_bytes())
    for page in pages:
        raw[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    path.write_bytes(raw)


def leaves_of(path: Path, table: str) -> list[int]:
    """Return the leaf pages of a table, by walking its tree in the file."""
    connection = sqlite3.connect(path)
    root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))
    waiting = [root.fetchone()[0]]
    connection.close()
    raw, found = path.read_bytes(), []
    while waiting:
        page = waiting.pop(0)
        here = raw[(page - 1) * PAGE : page * PAGE]
        if here[0] == 0x0A:
            found.append(page)
        elif here[0] == 0x02:
            cells = int.from_bytes(here[3:5], "big")
            for number in range(cells):
                at = int.from_bytes(here[12 + 2 * number : 14 + 2 * number], "big")
                waiting.append(int.from_bytes(here[at : at + 4], "big"))
            waiting.append(int.from_bytes(here[8:12], "big"))
    return found


def test_a_whole_document_is_saved_whole(demo: Path, tmp_path: Path) -> None:
    done = repair_document(demo, tmp_path / "ny.egk")
    assert done.whole
    assert exported(tmp_path / "ny.egk") == exported(demo)
    assert list(done.lines())[-1] == "Inget saknas."


@pytest.mark.parametrize("lost", [1, 3, 8])
def test_all_but_the_lost_pages_is_saved(
    demo: Path, demo_once: Path, tmp_path: Path, lost: int
) -> None:
    leaves = leaves_of(demo, "answer")
    gone = random.Random(lost).sample(leaves, lost)
    zero(demo, gone)
    before = demo.read_bytes()
    done = repair_document(demo, tmp_path / "ny.egk")
    assert demo.read_bytes() == before
    was, saved = exported(demo_once), exported(tmp_path / "ny.egk")
    assert saved < was
    assert {fact.kind for fact in was - saved} == {"answer"}
    answers = sum(fact.kind == "answer" for fact in was)
    # A case that lies on two pages may lose what the first of them had of it.
    assert len(was - saved) <= answers * (lost + 1) / len(leaves) * 1.6
    assert done.unread == ("svar",)
    assert verify_document(tmp_path / "ny.egk").problems == ()


def test_merged_with_the_latest_backup_everything_is_there(
    demo: Path, demo_once: Path, tmp_path: Path
) -> None:
    zero(demo, leaves_of(demo, "answer")[::5] + leaves_of(demo, "case_drawn")[:1])
    repair_document(demo, tmp_path / "ny.egk")
    with open_document(tmp_path / "ny.egk", write=True) as document:
        merging.merge(document, [demo_once])
    assert exported(tmp_path / "ny.egk") >= exported(demo_once)


def test_lost_units_have_names_until_the_backup_is_merged(
    demo: Path, demo_once: Path, tmp_path: Path
) -> None:
    zero(demo, leaves_of(demo, "unit"))
    done = repair_document(demo, tmp_path / "ny.egk")
    assert done.standing_in == 4 or done.standing_in == 5
    with open_document(tmp_path / "ny.egk", write=True) as document:
        names = {unit.name for unit in records.units(document).values()}
        assert all(name.startswith("Okänd enhet") for name in names)
        merging.merge(document, [demo_once])
        assert not any(unit.name.startswith("Okänd") for unit in records.units(document).values())


def test_changed_rows_are_left_out_and_counted(demo: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(demo)
    connection.execute("UPDATE answer SET comment = 'ändrad' WHERE comment != ''")
    changed = connection.total_changes
    connection.commit()
    connection.close()
    done = repair_document(demo, tmp_path / "ny.egk")
    assert 0 < sum(done.changed.values()) <= changed
    assert "hade ändrats" in " ".join(done.lines())
    with open_document(tmp_path / "ny.egk") as document:
        assert document.problems() == []
        assert not any(fact.content[1] == "ändrad" for fact in document.read("answer"))


@pytest.mark.parametrize("keep", [3, 40, 100])
def test_a_file_cut_short(demo: Path, demo_once: Path, tmp_path: Path, keep: int) -> None:
    demo.write_bytes(demo.read_bytes()[: keep * PAGE + 100])
    if keep == 3:
        with pytest.raises(UserError, match="Inget gick att läsa"):
            repair_document(demo, tmp_path / "ny.egk")
        assert not (tmp_path / "ny.egk").exists()
        return
    done = repair_document(demo, tmp_path / "ny.egk")
    assert not done.whole
    assert exported(tmp_path / "ny.egk") <= exported(demo_once) | _stand_ins(tmp_path / "ny.egk")


def _stand_ins(path: Path) -> frozenset[object]:
    return frozenset(fact for fact in exported(path) if fact.clock == 0)


def test_what_is_no_document_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "a.egk"
    text.write_text("text" * 100)
    with pytest.raises(UserError, match="inget Egenkontroll-dokument"):
        repair_document(text, tmp_path / "ny.egk")
    with pytest.raises(UserError, match="finns inte"):
        repair_document(tmp_path / "b.egk", tmp_path / "ny.egk")
    with pytest.raises(UserError, match="finns redan"):
        repair_document(text, text)


def test_nothing_is_left_where_it_is_stopped(demo: Path, tmp_path: Path) -> None:
    def stop() -> None:
        raise UserError("Avbrutet.")

    with pytest.raises(UserError, match="Avbrutet"):
        repair_document(demo, tmp_path / "ny.egk", stop)
    assert [one.name for one in tmp_path.iterdir()] == ["demo.egk"]


def test_it_leads_to_the_newest_copy(tmp_path: Path) -> None:
    path = tmp_path / "a.egk"

    def fill(document: Document) -> None:
        document.add(document.pen.write("setting", (f"n{n}",), ("v" * 400,)) for n in range(90))

    create_document(path, fill)
    with open_document(path, write=True) as document:
        copy = backups.back_up(document)
    zero(path, leaves_of(path, "setting")[2:3])
    done = repair_document(path, tmp_path / "ny.egk")
    assert done.backup == copy
    assert done.unread == (repairing.OTHER,)
    assert 0 < done.saved[repairing.OTHER] < 90
    assert done.as_json()["whole"] is False
