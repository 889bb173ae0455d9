"""What a damaged document still holds is saved, and nothing else. The damaged one is left."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egenkontroll.errors import UserError
from egenkontroll.operations import backing_up, merging, repairing
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import create_document, open_document
from egenkontroll.operations.repairing import repair_document
from egenkontroll.operations.verifying import verify_document
from egenkontroll.storage import backups, database, records, schema
from egenkontroll.storage.database import DamagedError
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


def cells_of(raw: bytes, page: int) -> list[int]:
    """Return where in the file the records of a leaf begin, past the length of each."""
    start = (page - 1) * PAGE
    many = int.from_bytes(raw[start + 3 : start + 5], "big")
    found = []
    for number in range(many):
        at = start + 8 + 2 * number
        cell = start + int.from_bytes(raw[at : at + 2], "big")
        while raw[cell] & 0x80:
            cell += 1
        found.append(cell + 1)
    return found


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("size", [0, 3, 0x7F])
def test_a_row_that_cannot_be_read_costs_only_what_is_near_it(
    demo: Path, demo_once: Path, tmp_path: Path, place: float, size: int
) -> None:
    """A search past a damaged row ends early without a word: what lies behind is saved too."""
    raw = bytearray(demo.read_bytes())
    leaves = leaves_of(demo, "answer")
    cells = cells_of(bytes(raw), leaves[int(place * len(leaves))])
    raw[cells[len(cells) // 2]] = size  # how long the head of the record is said to be
    demo.write_bytes(raw)
    done = repair_document(demo, tmp_path / "ny.egk")
    was, saved = exported(demo_once), exported(tmp_path / "ny.egk")
    assert saved < was
    assert len(was - saved) <= 2 * len(cells)
    assert "svar" in done.unread or done.changed["svar"] == len(was - saved)


@pytest.mark.parametrize("kind", ["answer", "case_drawn"])
def test_rows_that_a_page_no_longer_tells_of_are_missed(
    demo: Path, demo_once: Path, tmp_path: Path, kind: str
) -> None:
    """The page says that it holds fewer than it does, and reads well all the same."""
    raw = bytearray(demo.read_bytes())
    leaves = leaves_of(demo, kind)
    page = leaves[len(leaves) // 2]
    many = len(cells_of(bytes(raw), page))
    raw[(page - 1) * PAGE + 4] = many - 3
    demo.write_bytes(raw)
    done = repair_document(demo, tmp_path / "ny.egk")
    was, saved = exported(demo_once), exported(tmp_path / "ny.egk")
    assert len(was - saved) == 3
    assert done.unread == ({"answer": "svar", "case_drawn": "ärenden"}[kind],)


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


# --- a damaged head -------------------------------------------------------------------------------

IDENTITY = {"the identity": 68, "the version": 60, "how texts are written": 56, "the mark": 0}
"""What the program itself looks at in the head, and where."""


def flip(path: Path, bit: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[bit // 8] ^= 1 << bit % 8
    path.write_bytes(raw)


@pytest.mark.parametrize("byte", range(4))
@pytest.mark.parametrize("what", IDENTITY)
def test_a_flipped_bit_in_what_says_that_it_is_ours(
    demo: Path, demo_once: Path, tmp_path: Path, what: str, byte: int
) -> None:
    flip(demo, 8 * (IDENTITY[what] + byte) + (0 if what == "the version" else byte))
    before = demo.read_bytes()
    for write in (False, True):
        with pytest.raises(DamagedError, match="filens början är ändrad") as told:
            open_document(demo, write=write)
    assert "egenkontroll repair" in told.value.message
    assert verify_document(demo).problems == (told.value.message,)
    assert demo.read_bytes() == before
    assert repair_document(demo, tmp_path / "ny.egk").whole
    assert exported(tmp_path / "ny.egk") == exported(demo_once)
    assert demo.read_bytes() == before


@given(bit=st.integers(0, 799))
@settings(max_examples=40, deadline=None)
def test_no_flipped_bit_in_the_head_costs_anything(
    bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("head")
    path, out = folder / "a.egk", folder / "ny.egk"

    def fill(document: Document) -> None:
        document.add(document.pen.write("setting", (f"n{n}",), (f"värde {n}",)) for n in range(90))

    create_document(path, fill)
    whole = exported(path)
    flip(path, bit)
    assert repair_document(path, out).whole
    assert exported(out) == whole


def test_a_page_that_is_gone_too(demo: Path, demo_once: Path, tmp_path: Path) -> None:
    zero(demo, leaves_of(demo, "answer")[3:5])
    flip(demo, 8 * 68)
    done = repair_document(demo, tmp_path / "ny.egk")
    assert done.unread == ("svar",)
    assert exported(tmp_path / "ny.egk") < exported(demo_once)


def test_a_damaged_head_is_taken_in_by_nothing_else(demo: Path, tmp_path: Path) -> None:
    flip(demo, 8 * 68)
    create_document(tmp_path / "main.egk", lambda document: None)
    with open_document(tmp_path / "main.egk", write=True) as document:
        (looked,) = merging.preview(document, [demo]).files
        assert not looked.taken
        with pytest.raises(UserError):
            merging.merge(document, [demo])
        assert document.count() == 0
    with pytest.raises(DamagedError):
        backing_up.restore(tmp_path / "main.egk", demo)


def test_what_else_is_in_a_file_with_a_damaged_head_is_never_run(
    demo: Path, demo_once: Path, tmp_path: Path
) -> None:
    connection = sqlite3.connect(demo)
    connection.executescript(
        "CREATE TRIGGER t AFTER INSERT ON answer BEGIN DELETE FROM answer; END;"
        "CREATE VIEW v AS SELECT * FROM answer; CREATE TABLE extra (a);"
        "PRAGMA application_id = 1;"
    )
    connection.close()
    with pytest.raises(DamagedError):
        open_document(demo)
    assert repair_document(demo, tmp_path / "ny.egk").whole
    assert exported(tmp_path / "ny.egk") == exported(demo_once)
    connection = sqlite3.connect(tmp_path / "ny.egk")
    found = set(connection.execute("SELECT type, name, sql FROM sqlite_schema"))
    connection.close()
    assert found == database.expected_schema()


def test_somebody_else_s_database_is_refused_by_repair_too(tmp_path: Path) -> None:
    path, out = tmp_path / "a.egk", tmp_path / "ny.egk"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE answer (a, b)")
    some = sorted(sql for _, name, sql in database.expected_schema() if name in schema.KINDS)
    connection.executemany("INSERT INTO answer VALUES (1, ?)", [(sql,) for sql in some[:10]])
    connection.commit()
    for deed in (open_document, verify_document, lambda path: repair_document(path, out)):
        with pytest.raises(UserError, match="inget Egenkontroll-dokument") as told:
            deed(path)
        assert not isinstance(told.value, DamagedError)
    # All the statements, but as words in somebody else's table: there is nothing in it to save.
    connection.executemany("INSERT INTO answer VALUES (2, ?)", [(sql,) for sql in some[10:]])
    connection.commit()
    connection.close()
    with pytest.raises(UserError):
        open_document(path)
    with pytest.raises(UserError, match="Inget gick att läsa"):
        repair_document(path, out)
    assert not out.exists()


def test_words_about_a_document_are_no_document(tmp_path: Path) -> None:
    path = tmp_path / "a.egk"
    path.write_text("\n".join(str(sql) for _, _, sql in database.expected_schema()))
    for deed in (open_document, lambda path: repair_document(path, tmp_path / "ny.egk")):
        with pytest.raises(UserError, match="inget Egenkontroll-dokument"):
            deed(path)


def test_a_document_of_a_newer_version_is_not_taken_for_a_damaged_one(
    demo: Path, tmp_path: Path
) -> None:
    connection = sqlite3.connect(demo)
    connection.executescript(f"CREATE TABLE newer (a); PRAGMA user_version = {schema.VERSION + 1};")
    connection.close()
    for deed in (open_document, lambda path: repair_document(path, tmp_path / "ny.egk")):
        with pytest.raises(UserError, match="nyare version") as told:
            deed(demo)
        assert not isinstance(told.value, DamagedError)


def test_a_newer_number_alone_may_be_a_newer_version_or_damaged(
    demo: Path, demo_once: Path, tmp_path: Path
) -> None:
    """The next version may change what is said and no table: it is not called damaged."""
    connection = sqlite3.connect(demo)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    for deed in (open_document, verify_document):
        with pytest.raises(UserError, match=r"Uppdatera programmet .* Kan det inte") as told:
            deed(demo)
        assert not isinstance(told.value, DamagedError)
    assert repair_document(demo, tmp_path / "ny.egk").whole
    assert exported(tmp_path / "ny.egk") == exported(demo_once)


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
