"""Lock, correct and purge a round, as a person does it at the terminal."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.gathering import gather
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.reviewing import save_answer
from egenkontroll.results.kept import keep
from egenkontroll.review.answers import Answer, Role
from egenkontroll.sample.cases import Status
from egenkontroll.storage import records

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal

ROUND = "Våren 2024"
SEAL = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}")


def results(run: Terminal, file: Path, name: str = ROUND, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        run.done("results", file, "--round", name, "--format", "json", *words)
    )
    return found


def change_an_answer(file: Path) -> None:
    """Turn the first answer "ja" to a question into "nej", past every guard of locked rounds."""
    with open_document(file, write=True) as document:
        one = find_round(document, ROUND)
        drawn = {c.id for c in records.cases(document, one.id) if c.status is Status.DRAWN}
        held = records.answers(records.answer_facts(document, one.id))
        answer, fact = next(
            found
            for key, found in sorted(held.items())
            if key[0] in drawn and found[0].value == "yes" and found[0].role is Role.FIRST
        )
        new = Answer(answer.case, answer.question, Role.FIRST, answer.reviewer, "no")
        with document.writing() as connection:
            document.insert(connection, [records.answer_fact(document, new, [fact])])


def test_a_locked_round_keeps_its_figures_whatever_comes_in(
    run: Terminal, whole_round: Path
) -> None:
    before = results(run, whole_round)
    assert (before["state"], before["seal"], before["edition"]) == ("preliminary", None, 0)
    done = json.loads(run.done("round", "lock", whole_round, "--round", ROUND, "--json"))
    assert SEAL.fullmatch(done["seal"])
    change_an_answer(whole_round)
    after = results(run, whole_round)
    assert after["rows"] == before["rows"]
    assert (after["state"], after["seal"], after["edition"]) == ("locked", done["seal"], 1)
    for by in ("unit", "kon", "area"):
        assert results(run, whole_round, ROUND, "--by", by)["state"] == "locked"
    held = json.loads(run.done("verify", whole_round, "--json"))
    (one,) = [known for known in held["rounds"] if known["name"] == ROUND]
    assert (held["whole"], one["state"]) == (True, "locked")
    assert held["seals"] == [{"round": ROUND, "seal": done["seal"], "strayed": True}]
    assert "ger andra siffror" in run.done("verify", whole_round)


def test_the_seal_is_that_of_the_figures(run: Terminal, whole_round: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(whole_round, tmp_path / "annan.egk"))
    changed = Path(shutil.copy(whole_round, tmp_path / "ändrad.egk"))
    change_an_answer(changed)
    seals = [
        json.loads(run.done("round", "lock", file, "--round", ROUND, "--json"))["seal"]
        for file in (whole_round, other, changed)
    ]
    assert seals[0] == seals[1] != seals[2]


def test_a_correction_is_a_second_edition_that_says_what_changed(
    run: Terminal, whole_round: Path
) -> None:
    run.done("round", "lock", whole_round, "--round", ROUND, "--by", "Enhetschef")
    assert "redan låst" in run("round", "lock", whole_round, "--round", ROUND).err
    said = run.done("round", "reopen", whole_round, "--round", ROUND, "--reason", "fel ärende")
    assert "utgåva 2" in said
    assert results(run, whole_round)["state"] == "reopened"
    change_an_answer(whole_round)
    said = run.done("round", "lock", whole_round, "--round", ROUND)
    assert "utgåva 2" in said
    assert "har blivit" in said
    assert "Rättad: fel ärende" in run.done("results", whole_round, "--round", ROUND)
    assert "inte låst" in run("round", "reopen", whole_round, "--round", "Våren 2023",
                              "--reason", "x").err  # fmt: skip


def test_nothing_is_written_into_a_locked_round(run: Terminal, whole_round: Path) -> None:
    run.done("round", "lock", whole_round, "--round", ROUND)
    with open_document(whole_round, write=True) as document:
        one = find_round(document, ROUND)
        case = records.cases(document, one.id)[0]
        reviewer = next(iter(records.reviewers(document)))
        facts = document.count()
        with pytest.raises(Exception, match="låst"):
            save_answer(document, Answer(case.id, "natverk", Role.FIRST, reviewer, "no"))
        assert document.count() == facts


def test_a_purged_round_keeps_its_figures_and_nothing_else(
    run: Terminal, whole_round: Path, tmp_path: Path
) -> None:
    with open_document(whole_round) as document:
        one = find_round(document, ROUND)
        references = [case.reference for case in records.cases(document, one.id)]
        listed = records_frame(document, one.id)
    splits: list[tuple[str, ...]] = [(), ("--by", "unit"), ("--by", "kon"), ("--by", "area"),
                                     ("--compare", "previous")]  # fmt: skip
    before = [results(run, whole_round, ROUND, *words)["rows"] for words in splits]
    receipt = tmp_path / "kvitto.pdf"
    done = json.loads(
        run.done("purge", whole_round, "--round", ROUND, "--yes", "--json", "--receipt", receipt)
    )
    assert done["erased"]["ärenden"] == len(references)
    assert receipt.read_bytes().startswith(b"%PDF")
    after = [results(run, whole_round, ROUND, *words)["rows"] for words in splits]
    assert after == before
    assert results(run, whole_round)["purged"] is True
    left = whole_round.read_bytes()
    gone = [one for one in {*references, *listed} if one.encode() in left]
    assert gone == []
    assert [file.name for file in tmp_path.glob("*journal*")] == []
    assert "redan gallrad" in run("purge", whole_round, "--round", ROUND).err
    held = json.loads(run.done("verify", whole_round, "--json"))
    (one,) = [known for known in held["rounds"] if known["name"] == ROUND]
    assert (held["whole"], one["state"], one["cases"]) == (True, "purged", 61)


def records_frame(document: Any, round_id: bytes) -> list[str]:
    from egenkontroll.storage import draws

    frame = draws.frame(document, round_id)
    assert frame is not None
    return [case.reference for case in frame.cases]


def test_later_rounds_are_held_against_a_purged_one_as_before(
    run: Terminal, tmp_path: Path
) -> None:
    file = tmp_path / "demo.egk"
    write_demo(file)
    with open_document(file) as document:
        rounds = [one.name for one in records.rounds(document)
                  if document.read("case_drawn", round=one.id)]  # fmt: skip
    looks = [(name, *by) for name in rounds for by in ((), ("--by", "unit"), ("--by", "kon"))]
    words = [(*look[:1], *look[1:], "--compare", rounds[0]) for look in looks
             if look[0] != rounds[0]]  # fmt: skip
    before = [results(run, file, *look) for look in words]
    run.done("purge", file, "--round", rounds[0], "--yes")
    assert [results(run, file, *look) for look in words] == before


def test_a_seal_that_does_not_fit_is_a_problem(run: Terminal, whole_round: Path) -> None:
    from egenkontroll.storage import closing

    with open_document(whole_round, write=True) as document:
        one = find_round(document, ROUND)
        found = gather(document, one)
        body = keep("V", found.checklist, found.cases, found.frame)
        forged = ("AAAA-BBBB-CCCC", body, "", "")
        document.add([closing.edition_fact(document, one.id, 1, forged)])
        document.add([closing.frozen_fact(document, one.id, 1, ())])
    run_ = run("verify", whole_round)
    assert run_.status == 1
    assert "ger inte sigillet AAAA-BBBB-CCCC" in run_.err


def test_a_purged_round_keeps_the_seal_it_was_locked_with(run: Terminal, whole_round: Path) -> None:
    locked = json.loads(run.done("round", "lock", whole_round, "--round", ROUND, "--json"))
    done = json.loads(run.done("purge", whole_round, "--round", ROUND, "--yes", "--json"))
    assert done["seal"] == locked["seal"]
    assert results(run, whole_round)["seal"] == locked["seal"]
    said = run("round", "reopen", whole_round, "--round", ROUND, "--reason", "för sent").err
    assert "gallrad" in said


def test_what_cannot_be_closed_is_said_in_swedish(run: Terminal, empty_round: Path) -> None:
    assert "inget att låsa" in run("round", "lock", empty_round, "--round", ROUND).err
    assert "inga ärenden att gallra" in run("purge", empty_round, "--round", ROUND).err
    said = run("round", "lock", empty_round, "--round", ROUND, "--by", "Anna 191212121212")
    assert said.status == 1
    assert "191212121212" not in said.err


def test_a_lost_locked_basis_is_told_until_a_backup_is_merged(
    run: Terminal, whole_round: Path, tmp_path: Path
) -> None:
    run.done("round", "lock", whole_round, "--round", ROUND)
    before = results(run, whole_round)
    copy = Path(shutil.copy(whole_round, tmp_path / "kopia.egk"))
    change_an_answer(whole_round)
    with open_document(whole_round, write=True) as document, document.writing() as connection:
        connection.execute("DELETE FROM locked_cases")
    found = run("verify", whole_round)
    assert found.status == 1
    assert "underlaget som låstes saknas" in found.err
    assert "säkerhetskopia" in found.err
    assert "efter låsningen" not in found.out
    run.done("merge", whole_round, copy)
    assert "efter låsningen" in run.done("verify", whole_round)
    assert results(run, whole_round) == before


# --- purging: what is asked and said ----------------------------------------------------------


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    path = tmp_path / "demo.egk"
    write_demo(path)
    return path


def at_terminal(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """Sit at the terminal and answer what is asked."""
    typed = io.StringIO(said)
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", typed)


def test_purging_without_a_question_still_says_what_is_not_settled(
    run: Terminal, demo: Path
) -> None:
    said = run.done("purge", demo, "--round", "Våren 2026", "--yes").replace("\u00a0", " ")
    told, left, done = said.splitlines()[:3]
    assert told == "Omgången är inte låst: siffrorna som behålls är preliminära."
    assert left.startswith("6 ärenden i urvalet är inte klara: ")
    assert "är gallrad" in done


@pytest.mark.parametrize("answer", ["n\n", "j\n", ""])
def test_what_stands_in_a_pipe_is_no_answer(
    run: Terminal, whole_round: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    before = whole_round.read_bytes()
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    refused = run("purge", whole_round, "--round", ROUND)
    assert (refused.status, refused.out) == (1, "")
    assert "Inget är gjort. Ange --yes" in refused.err
    assert whole_round.read_bytes() == before


def test_purging_asks_about_cases_that_are_not_klara_also_where_it_is_locked(
    run: Terminal, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("purge", demo, "--round", "Våren 2026")
    for locked in (False, True):
        if locked:
            run.done("round", "lock", demo, "--round", "Våren 2026")
        at_terminal(monkeypatch, "n\n")
        asked = run(*words).err.replace("\u00a0", " ").partition("Fortsätta?")[0]
        assert "6 ärenden i urvalet är inte klara" in asked
        assert ("siffrorna som behålls är preliminära" in asked) != locked


@pytest.mark.parametrize("locked", [False, True])
def test_purging_asks_at_a_terminal(
    run: Terminal, whole_round: Path, monkeypatch: pytest.MonkeyPatch, locked: bool
) -> None:
    if locked:
        run.done("round", "lock", whole_round, "--round", ROUND)
    at_terminal(monkeypatch, "n\n")
    refused = run("purge", whole_round, "--round", ROUND)
    assert refused.status == 1
    assert "raderas för gott." in refused.err
    assert "Fortsätta? [j/N]" in refused.err
    assert ("Omgången är inte låst" in refused.err) != locked
    assert "Inget är gallrat." in refused.err
    at_terminal(monkeypatch, "j\n")
    done = run("purge", whole_round, "--round", ROUND)
    assert "är gallrad" in done.out


@pytest.mark.parametrize("place", [".", "ingen mapp/kvitto.pdf", "vt2024.egk"])
def test_a_receipt_that_cannot_be_written_stops_the_purge(
    run: Terminal, whole_round: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(whole_round.parent)
    before = whole_round.read_bytes()
    refused = run("purge", whole_round, "--round", ROUND, "--yes", "--receipt", place)
    assert (refused.status, refused.out) == (1, "")
    assert whole_round.read_bytes() == before
