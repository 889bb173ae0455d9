"""Whatever happens to the file while it is open: what was said to be saved is there, and told.

Kills and power cuts are in `tests/torture`, full disks in `test_full_disk`.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations import merging
from egenkontroll.operations.opening import open_document as open_as_people_do
from egenkontroll.storage import backups, keys, swapped
from egenkontroll.storage.database import DamagedError, InUseError, ReadOnlyError
from egenkontroll.storage.document import Document, create_document, open_document
from egenkontroll.storage.telling import NotOursError
from tests.storage.test_full_disk import forked
from tests.storage.test_held import another_may_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

unix = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken there")


def unit(document: Document, name: str) -> None:
    document.add([document.pen.write("unit", (document.pen.new_id(),), (name, b"", b""))])


def names(path: Path) -> set[str]:
    with open_document(path) as document:
        assert document.problems() == []
        return {fact.content[0] for fact in document.read("unit")}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.egk"
    create_document(made, lambda document: unit(document, "Först"))
    return made


@unix
def test_the_stick_is_pulled(path: Path) -> None:
    """Every reading and writing of the file fails from one moment on."""

    def work() -> None:
        document = open_document(path, write=True)
        unit(document, "Sparat")
        blocked, _ = os.pipe()
        for link in list(Path("/proc/self/fd").iterdir()):
            if link.exists() and str(link.readlink()).startswith(str(path)):
                os.dup2(blocked, int(link.name))
        with pytest.raises(UserError, match="disken, stickan eller nätverket") as told:
            unit(document, "Efter")
        assert "Det som visades som sparat är kvar" in told.value.message

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("the open files cannot be found here")
    forked(work)
    assert names(path) - {"Efter"} == {"Först", "Sparat"}


@unix
def test_the_share_is_gone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swapped, "elsewhere", lambda: path.parent / "finns inte heller")
    document = open_document(path, write=True)
    unit(document, "Sparat")
    gone = path.parent.with_name("borta")
    path.parent.rename(gone)
    with pytest.raises(UserError, match="En kopia kunde inte skrivas") as told:
        unit(document, "Efter")
    assert "det senaste svaret är inte sparat" in told.value.message
    assert "sätt tillbaka stickan" in told.value.message
    with pytest.raises(UserError, match="Inget sparades"):
        unit(document, "Ännu ett")
    with pytest.raises(UserError, match="finns inte"):
        open_document(path)
    document.close()
    assert {"Först", "Sparat"} <= names(gone / "a.egk")
    gone.rename(path.parent)


@unix
@pytest.mark.parametrize("begun", [True, False])
def test_the_share_is_gone_and_what_was_open_is_put_among_the_person_s_documents(
    path: Path,
    begun: bool,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = tmp_path_factory.mktemp("Dokument")
    monkeypatch.setattr(swapped, "elsewhere", lambda: own)
    document = open_document(path, write=True)
    for name in ["Sparat"] if begun else []:
        unit(document, name)
    gone = path.parent.with_name("borta")
    path.parent.rename(gone)
    with pytest.raises(UserError, match=r"finns i a \(räddad\)\.egk i mappen ") as told:
        unit(document, "Efter")
    assert str(own) in told.value.message
    assert "arbeta vidare i den filen" in told.value.message
    document.close()
    # Where nothing had been saved the latest cannot be: SQLite needs to write beside the file.
    saved = {"Först", "Sparat", "Efter"} if begun else {"Först"}
    assert names(own / "a (räddad).egk") == saved
    assert ("men inte det senaste svaret" in told.value.message) == (not begun)
    gone.rename(path.parent)


@unix
@pytest.mark.parametrize("how", ["replaced", "removed", "moved"])
def test_a_sync_client_takes_the_open_file(path: Path, how: str) -> None:
    """What is saved after that is in a file beside it, and nothing is lost by merging the two."""
    older = Path(shutil.copy(path, path.with_name("äldre.tmp")))
    document = open_document(path, write=True)
    unit(document, "Sparat")
    if how == "replaced":
        older.replace(path)
    elif how == "removed":
        path.unlink()
    else:
        path.rename(path.with_name("flyttad.egk"))
    with pytest.raises(UserError, match=r"finns i a \(räddad\)\.egk") as told:
        unit(document, "Efter")
    assert "slå ihop" in told.value.message
    assert ("på nytt" in told.value.message) == (how == "replaced")  # else it is not there
    with pytest.raises(UserError, match="Inget sparades"):
        unit(document, "Ännu ett")
    document.close()
    rescued = path.with_name("a (räddad).egk")
    assert names(rescued) == {"Först", "Sparat", "Efter"}
    if how == "replaced":
        with open_as_people_do(path, write=True) as again:
            merging.merge(again, [rescued])
        assert names(path) == {"Först", "Sparat", "Efter"}


# --- another program writes into the open file ----------------------------------------------------

WRITES = "import sys; open(sys.argv[1], 'r+b').write(open(sys.argv[2], 'rb').read())"
COPIES = "import sys, shutil; shutil.copyfile(sys.argv[2], sys.argv[1])"
TOUCHES = "import sys, os; os.utime(sys.argv[1], (1, 1)); os.chmod(sys.argv[1], 0o666)"


def by_another(program: str, *files: Path) -> None:
    """Let another program do it: this one would let go of its locks."""
    subprocess.run([sys.executable, "-c", program, *map(str, files)], check=True)


def overwritten(path: Path, document: Document, with_what: str) -> bytes:
    """Write over the open file in place; return what is then in it."""
    other = path.with_name("annan")
    if with_what == "an older version":
        shutil.copy(path.with_name("äldre"), other)
    elif with_what == "a newer version":
        by_another(COPIES, other, path)
        with open_document(other, write=True) as elsewhere:
            unit(elsewhere, "På en annan dator")
    elif with_what == "a version of the same session":
        unit(document, "Ett till")
        by_another(COPIES, other, path)
        unit(document, "Och ett till")
        later = path.with_name("senare")
        by_another(COPIES, later, path)
        assert later.read_bytes()[:100] == other.read_bytes()[:100] != b""
        later.unlink()
    elif with_what == "another document":
        create_document(other, lambda document: unit(document, "Annat"))
    else:
        other.write_bytes(b"" if with_what == "nothing" else b"text" * 10_000)
    by_another(COPIES, path, other)
    return other.read_bytes()


CONTENTS = ("an older version", "a newer version", "a version of the same session",
            "another document", "text", "nothing")  # fmt: skip


@pytest.fixture(params=["", "ett långt hemligt ord"], ids=["plain", "encrypted"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Give a document, plain and encrypted, and beside it a copy of it as it was earlier."""
    if request.param:
        pytest.importorskip("sqlcipher3")
    made = tmp_path / "mapp" / "a.egk"
    made.parent.mkdir()
    create_document(made, lambda document: unit(document, "Först"), passphrase=request.param)
    shutil.copy(made, made.with_name("äldre"))
    for name in ("Sedan", "Därpå"):
        with open_document(made, write=True) as document:
            unit(document, name)
    yield made
    keys.forget()


@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize("begun", [True, False])
def test_a_file_that_is_written_over_gets_nothing_more(
    either: Path, content: str, begun: bool
) -> None:
    document = open_document(either, write=True)
    copy = backups.back_up(document)
    for name in ["Sparat"] if begun else []:
        unit(document, name)
    left = overwritten(either, document, content)
    with pytest.raises(NotOursError, match="har skrivits över av ett annat program") as told:
        unit(document, "Efter")
    assert "Det senaste är inte sparat" in told.value.message
    assert "Stäng dokumentet, öppna filen på nytt och slå ihop med" in told.value.message
    assert told.value.message.count(". ") < 3, "what happened, what was kept and what to do"
    assert copy.name in told.value.message
    deeds: list[Callable[[], object]] = [
        document.rewrite,
        lambda: unit(document, "Ännu ett"),
        lambda: document.write_derived(document.changes, lambda connection: None),
        lambda: backups.back_up(document),
    ]
    for deed in deeds:
        with pytest.raises(NotOursError, match="har skrivits över av ett annat program"):
            deed()
    document.close()
    assert either.read_bytes() == left
    assert {one.name for one in either.parent.iterdir()} == {
        "a.egk", "annan", "äldre", copy.parent.name,
    }  # fmt: skip
    assert list(copy.parent.iterdir()) == [copy]


@pytest.mark.parametrize("content", [one for one in CONTENTS if "session" not in one])
def test_it_is_noticed_in_the_middle_of_a_transaction(either: Path, content: str) -> None:
    document = open_document(either, write=True)
    with pytest.raises(NotOursError, match="finns inte"), document.writing() as connection:  # noqa: PT012
        new = document.pen.write("unit", (document.pen.new_id(),), ("Efter", b"", b""))
        document.insert(connection, [new])
        left = overwritten(either, document, content)
    document.close()
    assert either.read_bytes() == left


@pytest.mark.parametrize("content", ["an older version", "another document", "text", "nothing"])
def test_it_is_noticed_in_the_middle_of_the_commit(
    either: Path, content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = open_document(either, write=True)
    unit(document, "Sparat")
    check = swapped.Standing.check

    def checked(standing: swapped.Standing, write_copy: Callable[[Path], object]) -> None:
        overwritten(either, document, content)
        check(standing, write_copy)

    monkeypatch.setattr(swapped.Standing, "check", checked)
    if content == "an older version" and document.encrypted:
        document.close()
        pytest.skip("the head of an encrypted document tells no age")
    with pytest.raises(NotOursError):
        unit(document, "Efter")
    document.close()


@pytest.mark.parametrize("deed", ["add", "rewrite", "back up", "derive"])
def test_every_way_to_write_notices_it(path: Path, deed: str) -> None:
    deeds: dict[str, Callable[[Document], object]] = {
        "add": lambda document: unit(document, "Efter"),
        "rewrite": Document.rewrite,
        "back up": backups.back_up,
        "derive": lambda document: document.write_derived(0, lambda connection: None),
    }
    other = Path(shutil.copy(path, path.with_name("b.egk")))
    with open_document(other, write=True) as document:
        unit(document, "Annat")
    with open_document(path, write=True) as document:
        by_another(WRITES, path, other)
        with pytest.raises(NotOursError):
            deeds[deed](document)
    assert path.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("how", ["touched", "written with the same"])
def test_a_file_that_is_only_touched_stops_nobody(either: Path, how: str) -> None:
    """Programs against viruses, backups and networks set the time of a file."""
    same = either.with_name("samma")
    saved = {"Först", "Sedan", "Därpå"}
    with open_document(either, write=True) as document:
        for number in range(4):
            if how == "touched":
                by_another(TOUCHES, either)
            else:
                by_another(COPIES, same, either)
                by_another(WRITES, either, same)
            unit(document, f"Efter {number}")
            saved.add(f"Efter {number}")
            with suppress(ZeroDivisionError), document.writing() as connection:
                connection.execute("PRAGMA cache_size = 1").fetchall()
                connection.execute("UPDATE unit SET name = name || 'x'")
                1 / 0  # noqa: B018
            document.rewrite()
            by_another(TOUCHES, either)
            # Without the passphrase it is refused for another reason.
            assert document.encrypted or not another_may_write(either)
    assert names(either) == saved


def test_a_sync_client_copies_the_open_file(path: Path, tmp_path: Path) -> None:
    """A copy after the last answer is whole and has it; one in the middle is whole or refused."""
    copies = tmp_path / "moln"
    copies.mkdir()
    saved = {"Först"}
    with open_document(path, write=True) as document:
        for number in range(30):
            raw = path.read_bytes()
            unit(document, f"nummer {number} {'x' * 3000}")
            saved.add(f"nummer {number} {'x' * 3000}")
            half = len(raw) // 2
            torn = copies / f"{number}.egk"
            torn.write_bytes(raw[:half] + path.read_bytes()[half:])
            with suppress(DamagedError), open_document(torn) as copy:
                assert copy.problems() or {fact.content[0] for fact in copy.read("unit")} <= saved
        whole = Path(shutil.copy(path, copies / "sist.egk"))
        assert names(whole) == saved


def test_it_is_opened_twice(path: Path) -> None:
    asked = (
        "import sys; from pathlib import Path\n"
        "from egenkontroll.operations.opening import open_document\n"
        "from egenkontroll.errors import UserError\n"
        "try: open_document(Path(sys.argv[1]), write=sys.argv[2] == '1')\n"
        "except UserError as error: print(error.message)\n"
    )
    with open_document(path, write=True) as document:
        for write in ("0", "1"):
            said = subprocess.run(
                [sys.executable, "-c", asked, str(path), write],
                cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True,
            ).stdout  # fmt: skip
            assert "är öppet i ett annat fönster eller på en annan dator" in said
        with pytest.raises(InUseError, match="Stäng det där och försök igen"):
            open_document(path, write=True)
        unit(document, "Ändå")
    assert names(path) == {"Först", "Ändå"}


def test_it_is_read_only(path: Path) -> None:
    path.chmod(stat.S_IRUSR)
    with pytest.raises(ReadOnlyError, match="skrivskyddat, så inget kan sparas"):
        open_document(path, write=True)
    assert names(path) == {"Först"}
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)


@unix
def test_the_power_goes_in_the_middle_of_a_large_transaction(path: Path, tmp_path: Path) -> None:
    """The head says that the file is longer than it is, and the journal beside it that it is not.

    Found by the power cuts: such a file was refused as damaged before it was put right.
    """
    left = tmp_path / "efter"
    left.mkdir()
    document = open_document(path, write=True)
    with pytest.raises(ZeroDivisionError), document.writing() as connection:  # noqa: PT012
        connection.execute("PRAGMA cache_size = 1")
        for _ in range(200):
            key = (document.pen.new_id(),)
            new = document.pen.write("unit", key, ("x" * 2000, b"", b""))
            document.insert(connection, [new])
        for name in ("a.egk", "a.egk-journal"):
            shutil.copy(path.with_name(name), left / name)
        raise ZeroDivisionError
    document.close()
    cut = left / "a.egk"
    raw = bytearray(cut.read_bytes())
    raw[28:32] = (10_000).to_bytes(4, "big")
    cut.write_bytes(raw)
    again = Path(shutil.copytree(left, tmp_path / "igen"))
    assert names(cut) == {"Först"}
    with open_document(again / "a.egk", write=True) as document:
        unit(document, "Sedan")
    assert names(again / "a.egk") == {"Först", "Sedan"}
