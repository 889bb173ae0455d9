"""Slå ihop on the command line, and the round of spring 2024 merged from three hand-outs."""

from __future__ import annotations

import io
import itertools
import json
import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from egenkontroll.operations import merging
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.reviewing import import_answers
from egenkontroll.operations.sampling import create_round, draw_sample
from tests.cli.test_whole_way import COUNTS, DATA, FACIT
from tests.operations.merged_files import exported

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal

NAMES = ("anna", "bo", "cia")


@pytest.fixture(scope="session")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The round as drawn ("urval"), and as each of the three reviewers handed it in."""
    folder = tmp_path_factory.mktemp("utdelat")
    drawn = folder / "urval.egk"
    create_round(drawn, DATA / "checklista-2024.yaml", "Våren 2024", "2024-04-01/2024-05-31")
    seed = "2024-04-02/barn-och-unga"
    draw_sample(drawn, "Våren 2024", DATA / "arendelista.csv", 10, 3, seed, 0, "")
    found = {"urval": drawn}
    for name in NAMES:
        found[name] = Path(shutil.copy(drawn, folder / f"{name}.egk"))
        import_answers(found[name], "Våren 2024", DATA / f"svar-{name}.csv", name.title())
    return found


@pytest.mark.parametrize("order", list(itertools.permutations(NAMES)))
def test_three_hand_outs_merged_in_every_order_equal_the_facit(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path], order: tuple[str, ...]
) -> None:
    file = Path(shutil.copy(handed_in["urval"], tmp_path / "vt2024.egk"))
    for name in order:
        run.done("merge", file, handed_in[name])
    together = tmp_path / "alla på en gång.egk"
    run.done("merge", together, *(handed_in[name] for name in order))
    assert exported(file) == exported(together)
    for by, key in ((None, "whole"), ("unit", "by_unit"), ("kon", "by_kon")):
        _check_results(run, file, by, key)
    agreed = run.done("agreement", file, "--round", "Våren 2024", "--json")
    assert agreed == run.done("agreement", together, "--round", "Våren 2024", "--json")
    _check_agreement(json.loads(agreed))


def test_real_hand_outs_merged_in_every_order_equal_the_facit(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path]
) -> None:
    """Through `handout`: those who have begun get their own cases, and nothing else."""
    scored = Path(shutil.copy(handed_in["urval"], tmp_path / "med svar.egk"))
    run.done("merge", scored, *(handed_in[name] for name in NAMES))
    run.done("handout", scored, "--round", "Våren 2024", "--out", tmp_path / "ut")
    files = sorted((tmp_path / "ut").iterdir())
    assert len(files) == len(NAMES)
    for number, order in enumerate(itertools.permutations(files)):
        file = Path(shutil.copy(handed_in["urval"], tmp_path / f"{number}.egk"))
        for one in order:
            run.done("merge", file, one)
        for by, key in ((None, "whole"), ("unit", "by_unit"), ("kon", "by_kon")):
            _check_results(run, file, by, key)
        _check_agreement(json.loads(run.done("agreement", file, "--round", "Våren 2024", "--json")))


def _check_results(run: Terminal, file: Path, by: str | None, key: str) -> None:
    words = ["--by", by] if by else []
    found = json.loads(run.done("results", file, "--format", "json", *words))["rows"]
    said = {(row["group"], row["question"]): {name: row[name] for name in COUNTS} for row in found}
    wanted = FACIT[key] if by else {None: FACIT[key]}
    assert said == {
        (group, question): {name: counts[name] for name in COUNTS}
        for group, of in wanted.items()
        for question, counts in of.items()
    }


def _check_agreement(found: dict[str, Any]) -> None:
    """Hold how many readings were the same, per question, against the facit's double reviews."""
    expected = FACIT["agreement"]
    said = {row["question"]: row for row in found["rows"]}
    assert set(said) == set(expected)
    for question, counts in expected.items():
        row = said[question]
        assert (row["pairs"], row["equal"]) == (counts["pairs"], counts["equal"])


def test_a_dry_run_shows_and_writes_nothing(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path]
) -> None:
    file = Path(shutil.copy(handed_in["urval"], tmp_path / "vt2024.egk"))
    before = file.read_bytes()
    said = run.done("merge", file, handed_in["anna"], handed_in["bo"], "--dry-run")
    assert "Inget är skrivet." in said
    found = json.loads(run.done("merge", file, handed_in["anna"], "--dry-run", "--json"))
    assert (found["dry_run"], found["files"][0]["class"]) == (True, "second")
    assert file.read_bytes() == before
    new = tmp_path / "finns inte än.egk"
    assert "nya uppgifter" in run.done("merge", new, handed_in["anna"], "--dry-run")
    assert not new.exists()


def test_merge_receipt_undo_and_again(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path]
) -> None:
    file = Path(shutil.copy(handed_in["urval"], tmp_path / "vt2024.egk"))
    before = exported(file)
    paper = tmp_path / "kvitto.pdf"
    said = run.done("merge", file, handed_in["anna"], "--receipt", paper)
    assert "nya uppgifter från 1 fil är sparade i" in said.replace("\u00a0", " ")
    assert "Säkerhetskopian före heter vt2024 (säkerhetskopia" in said
    assert paper.read_bytes().startswith(b"%PDF")
    assert "Inget var nytt." in run.done("merge", file, handed_in["anna"])
    found = json.loads(run.done("merge", file, handed_in["bo"], "--json"))
    assert (found["dry_run"], found["conflicts"], len(found["receipt"])) == (False, 0, 32)
    said = run.done("merge", "undo", file, "--yes").replace("\u00a0", " ")
    assert re.match(r"Sammanslagningen den .+ kl\. \d\d:\d\d av filen bo\.egk är ångrad", said)
    assert re.search(r"Kör igen för att ångra även sammanslagningen den .+ anna\.egk", said)
    undone = json.loads(run.done("merge", "undo", file, "--yes", "--json"))
    assert undone["removed"] > 0
    assert undone["files"] == ["anna.egk"]
    assert exported(file) == before
    refused = run("merge", "undo", file)
    assert refused.status == 1
    assert "ingen sammanslagning att ångra" in refused.err


def test_what_stays_when_a_merge_is_taken_back_is_told(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path]
) -> None:
    """The round came with the merge, and since then there are figures of it from a table."""
    file = tmp_path / "vt2024.egk"
    run.done("merge", file, handed_in["anna"])
    table = tmp_path / "svar.csv"
    reference = FACIT["drawn"][next(iter(FACIT["drawn"]))][0]
    table.write_text(f"referens;fråga;svar;kommentar\n{reference};natverk;ja;\n", "utf-8")
    import_answers(file, "Våren 2024", table, "Cia")
    said = run.done("merge", "undo", file, "--yes").replace("\u00a0", " ")
    told = re.search(r"(\d+) uppgifter om personer, enheter, omgångar och ärenden som kom", said)
    assert told
    assert "bygger på dem" in said
    # The case, its unit, its round and that round's checklist; Cia was written since.
    assert int(told[1]) == 4
    run.done("verify", file)


def test_contradictions_are_shown(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path]
) -> None:
    changed = Path(shutil.copy(handed_in["anna"], tmp_path / "anna hemma.egk"))
    other = Path(shutil.copy(handed_in["anna"], tmp_path / "anna på jobbet.egk"))
    reference = FACIT["drawn"][next(iter(FACIT["drawn"]))][0]
    for path, value in ((changed, "ja"), (other, "nej")):
        table = tmp_path / f"{value}.csv"
        table.write_text(f"referens;fråga;svar;kommentar\n{reference};natverk;{value};{value}.\n",
                         "utf-8")  # fmt: skip
        import_answers(path, "Våren 2024", table, "Cia")
    assert "Inga svar" in run.done("merge", "conflicts", changed)
    # Cia was taken in anew on each computer: two identities, said to be the same person.
    run.done("merge", changed, other)
    with open_document(changed, write=True) as document:
        ((keep, drop),) = merging.spelled_twice(document)
        merging.same_person(document, keep.id, drop.id)
    (found,) = json.loads(run.done("merge", "conflicts", changed, "--json"))
    assert (found["reference"], found["question"], found["reviewer"]) == (
        reference, "natverk", "Cia",
    )  # fmt: skip
    assert {side["said"] for side in found["sides"]} == {"Ja", "Nej"}
    table_said = run.done("merge", "conflicts", changed)
    assert reference in table_said
    assert "Välj mellan svaren" in table_said
    assert "1 fråga har" in run.done("merge", changed, handed_in["bo"]).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["merge"], "saknas"),
        (["merge", "a.egk"], "minst en fil"),
        (["merge", "undo"], "tar en fil"),
        (["merge", "conflicts", "a.egk", "b.egk"], "tar en fil"),
        (["merge", "undo", "a.egk", "--dry-run"], "tar en fil"),
        (["merge", "conflicts", "a.egk", "--yes"], "--yes hör till merge undo"),
        (["merge", "a.egk", "b.egk", "--yes"], "--yes hör till merge undo"),
        (["merge", "a.egk", "b.egk", "--dry-run", "--receipt", "k.pdf"], "utan --dry-run"),
    ],
)
def test_wrong_words_are_told(run: Terminal, words: list[str], said: str) -> None:
    found = run(*words)
    assert found.status == 2
    assert said in found.err


def test_bad_files_are_named_and_the_rest_goes_on(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path]
) -> None:
    file = Path(shutil.copy(handed_in["urval"], tmp_path / "vt2024.egk"))
    bad = tmp_path / "brev.docx"
    bad.write_bytes(b"PK\x03\x04")
    found = run("merge", file, bad, handed_in["anna"], tmp_path / "borta.egk")
    assert found.status == 0
    assert "brev.docx är inget Egenkontroll-dokument" in found.err
    assert "borta.egk finns inte." in found.err
    assert run("merge", file, bad).status == 1
    assert run("merge", file, bad, "--dry-run").status == 1


def test_a_file_called_undo_is_reached_by_its_path(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(handed_in["urval"], tmp_path / "undo")
    assert "sparade i undo" in run.done("merge", "./undo", handed_in["anna"])


# --- what is said before and after ------------------------------------------------------------


@pytest.mark.parametrize("place", [".", "ingen mapp/kvitto.pdf", "anna.egk", "vt2024.egk"])
def test_a_receipt_that_cannot_be_written_stops_the_merge(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path], monkeypatch: pytest.MonkeyPatch,
    place: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    file = Path(shutil.copy(handed_in["urval"], tmp_path / "vt2024.egk"))
    other = Path(shutil.copy(handed_in["anna"], tmp_path / "anna.egk"))
    before = file.read_bytes(), other.read_bytes()
    refused = run("merge", file, other, "--receipt", place)
    assert (refused.status, refused.out) == (1, "")
    assert "Välj " in refused.err
    assert (file.read_bytes(), other.read_bytes()) == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["anna.egk", "vt2024.egk"]


def at_terminal(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """Sit at the terminal and answer what is asked."""
    typed = io.StringIO(said)
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", typed)


def test_undoing_asks_at_a_terminal(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(shutil.copy(handed_in["urval"], tmp_path / "vt2024.egk"))
    run.done("merge", file, handed_in["anna"])
    before = exported(file)
    for word in ("\n", "n\n", "NEJ\n", "vet inte\nn\n", ""):
        at_terminal(monkeypatch, word)
        refused = run("merge", "undo", file)
        assert refused.status == 1
        assert "av filen anna.egk ångras. Fortsätta? [j/N]" in refused.err
        assert "Inget är ångrat." in refused.err
        assert ("Svara j eller n." in refused.err) == word.startswith("vet")
    assert exported(file) == before
    at_terminal(monkeypatch, "ja\n")
    assert "är ångrad" in run("merge", "undo", file).out
    assert exported(file) == exported(handed_in["urval"])


def test_undoing_is_never_agreed_to_by_a_pipe(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(shutil.copy(handed_in["urval"], tmp_path / "vt2024.egk"))
    run.done("merge", file, handed_in["anna"])
    before = exported(file)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    refused = run("merge", "undo", file)
    assert (refused.status, refused.out) == (1, "")
    assert "Inget är gjort. Ange --yes" in refused.err
    assert exported(file) == before


def test_what_to_type_next_can_be_copied(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("min fil.egk", "-rf.egk"):
        shutil.copy(handed_in["urval"], tmp_path / name)
        said = run.done("merge", "--", name, handed_in["anna"])
        words = shlex.split(said.partition("Ångra med: egenkontroll ")[2].splitlines()[0])
        assert "är ångrad" in run.done(*words, "--yes")


def test_only_files_that_gave_something_are_counted_and_the_rest_named_last(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path]
) -> None:
    file = Path(shutil.copy(handed_in["urval"], tmp_path / "vt2024.egk"))
    bad = tmp_path / "brev.docx"
    bad.write_bytes(b"PK\x03\x04")
    files = (bad, handed_in["anna"], handed_in["urval"])
    for words, said in ((["--dry-run"], "i 1 av 3 filer"), ([], "från 1 av 3 filer")):
        found = run("merge", file, *files, *words)
        assert found.status == 0
        assert said in found.out.replace("\u00a0", " ")
        assert found.err.splitlines()[-1].endswith("fil kunde inte tas med: brev.docx.")
    said = run.done("merge", file, handed_in["anna"], "--dry-run").replace("\u00a0", " ")
    assert "i 0 av 1 fil. Inget är skrivet." in said
    assert run("merge", file, bad, handed_in["bo"], "--json").err.endswith("brev.docx.\n")


def test_a_locked_file_is_said_to_be_locked_everywhere(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path]
) -> None:
    sealed = tmp_path / "bo.egk.age"
    sealed.write_bytes(b"age-encryption.org/v1\n-> scrypt" + bytes(200))
    file = Path(shutil.copy(handed_in["urval"], tmp_path / "vt2024.egk"))
    for words in (["merge", file, sealed], ["verify", sealed], ["results", sealed],
                  ["handin", sealed], ["merge", "undo", sealed]):  # fmt: skip
        refused = run(*words)
        assert refused.status == 1
        assert "bo.egk.age är låst" in refused.err
        assert "egenkontroll unseal" in refused.err


def test_merging_into_a_locked_round_says_that_its_figures_stay(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path]
) -> None:
    file = Path(shutil.copy(handed_in["anna"], tmp_path / "vt2024.egk"))
    run.done("round", "lock", file, "--round", "Våren 2024")
    before = run.done("results", file, "--format", "json")
    for words in (["--dry-run"], ["--receipt", tmp_path / "kvitto.pdf"]):
        found = run("merge", file, handed_in["bo"], *words)
        assert found.status == 0
        assert "Våren 2024 är låst. De nya svaren sparas, men siffrorna står kvar" in found.err
    with open_document(file) as document:
        (receipt,) = merging.receipts(document)
    assert "är låst" in receipt.files[0].problems[0]
    assert run.done("results", file, "--format", "json") == before


def test_two_rounds_with_one_name_are_told_apart(run: Terminal, tmp_path: Path) -> None:
    for name, period in (("a", "2024-04-01/2024-05-31"), ("b", "2024-04-15/2024-06-15")):
        create_round(tmp_path / f"{name}.egk", DATA / "checklista-2024.yaml", "Våren 2024", period)
        draw_sample(tmp_path / f"{name}.egk", "Våren 2024", DATA / "arendelista.csv", 2, 0, name,
                    0, "")  # fmt: skip
    file = tmp_path / "a.egk"
    for words in (["--dry-run"], []):
        assert (
            "En annan omgång heter också Våren 2024."
            in run("merge", file, tmp_path / "b.egk", *words).err
        )
    refused = run("results", file, "--round", "våren 2024")
    assert refused.status == 1
    for said in ("2 omgångar heter", "Våren 2024 (1) (", "Våren 2024 (2) (", "maj 2024", "15"):
        assert said in refused.err
    names = set()
    for number in (1, 2):
        asked = f"Våren 2024 ({number})"
        found = json.loads(run.done("results", file, "--round", asked, "--format", "json"))
        names.add(found["round"])
    assert names == {"Våren 2024 (1)", "Våren 2024 (2)"}
    assert "är låst" in run.done("round", "lock", file, "--round", "Våren 2024 (2)")
    held = json.loads(run.done("verify", file, "--json"))
    assert [one["strayed"] for one in held["seals"]] == [False]


# --- one person, two names --------------------------------------------------------------------


def test_two_names_are_said_to_be_one_person(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path]
) -> None:
    file = Path(shutil.copy(handed_in["anna"], tmp_path / "vt2024.egk"))
    run.done("merge", file, handed_in["bo"])
    assert "Anny" in run("merge", "same", file, "--keep", "Anny", "--other", "Bo").err
    said = run.done("merge", "same", file, "--keep", "bo", "--other", "ANNA")
    assert said == "Anna räknas nu som Bo.\n"
    assert json.loads(run.done("verify", file, "--json"))["reviewers"] == 1
    refused = run("merge", "same", file, "--keep", "Bo", "--other", "Bo")
    assert refused.status == 1
    assert "redan samma person" in refused.err
    empty = tmp_path / "tom.egk"
    create_round(empty, DATA / "checklista-2024.yaml", "Våren 2024", "2024-04-01/2024-05-31")
    assert "inga granskare" in run("merge", "same", empty, "--keep", "A", "--other", "B").err


def test_the_same_name_twice_is_one_person_and_the_first_is_kept(
    run: Terminal, tmp_path: Path, handed_in: dict[str, Path]
) -> None:
    reference = FACIT["drawn"][next(iter(FACIT["drawn"]))][0]
    files = []
    for at, value in enumerate(("ja", "nej", "ja")):
        files.append(Path(shutil.copy(handed_in["urval"], tmp_path / f"{at}.egk")))
        table = tmp_path / "svar.csv"
        table.write_text(f"referens;fråga;svar\n{reference};natverk;{value}\n", "utf-8")
        import_answers(files[-1], "Våren 2024", table, "Cia")
    run.done("merge", files[0], files[1])
    spare = shutil.copy(files[0], tmp_path / "tre.egk")
    again = run.done("merge", files[0], files[1])
    assert "Cia och Cia kan vara samma granskare. Är det så: egenkontroll merge same" in again
    assert again.rstrip().endswith("--keep Cia --other Cia")
    same = ("--keep", "Cia", "--other", "Cia", "--json")
    assert json.loads(run.done("merge", "same", files[0], *same)) == {"kept": "Cia", "other": "Cia"}
    assert len(json.loads(run.done("merge", "conflicts", files[0], "--json"))) == 1
    run.done("merge", spare, files[2])
    assert "Flera granskare" in run("merge", "same", spare, *same).err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["merge", "same", "a.egk"], "båda namnen"),
        (["merge", "same", "a.egk", "--keep", "Anna"], "båda namnen"),
        (["merge", "a.egk", "b.egk", "--other", "Anna"], "hör till merge same"),
        (["merge", "undo", "a.egk", "--keep", "Anna"], "tar en fil"),
    ],
)
def test_names_are_for_merge_same(run: Terminal, words: list[str], said: str) -> None:
    found = run(*words)
    assert found.status == 2
    assert said in found.err
