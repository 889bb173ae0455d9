"""Copies and repair on the command line; names that look like options; the last resort."""

from __future__ import annotations

import dataclasses
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from egenkontroll.cli import output
from egenkontroll.operations import backing_up, fault_log, verifying
from tests.storage.test_journals import with_an_older_journal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal


def test_copies_are_listed_and_put_back(run: Terminal, whole_round: Path) -> None:
    assert "inga säkerhetskopior" in run.done("backup", "list", whole_round)
    run.done("purge", whole_round, "--round", "Våren 2024", "--yes")
    listed = json.loads(run.done("backup", "list", whole_round, "--json"))
    assert [one["why"] for one in listed] == ["Före en gallring"]
    assert "Före en gallring" in run.done("backup", "list", whole_round)
    said = run.done("backup", "restore", whole_round)
    assert "är återställt från kopian" in said
    assert "finns kvar som" in said
    assert "alla ärenden granskade" in run.done("verify", whole_round)
    missing = run("backup", "restore", whole_round, "--copy", "annan.egk")
    assert missing.status == 1
    assert "finns inte" in missing.err


@pytest.mark.parametrize("words", [("verify",), ("verify", "--json"), ("action", "list"),
                                   ("action", "list", "--json")])  # fmt: skip
def test_what_opening_took_back_is_said_aside(
    run: Terminal, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """A program was stopped, and what it had begun is undone: the answer is as it would be."""
    path = with_an_older_journal(tmp_path, "")
    command = [word for word in words if word != "--json"]
    options = [word for word in words if word == "--json"]
    told = run(*command, path, *options)
    (copy,) = backing_up.kept(path)
    assert told.err == (
        "a.egk stängdes inte som det skulle, och det som var påbörjat är ångrat. Saknas något som "
        "var sparat? Se efter i kopian från före ångringen, under Säkerhetskopior: "
        f"{copy.path.name}.\n"
    )
    again = run(*command, path, *options)
    assert again == dataclasses.replace(told, err="")
    assert again.status == 0


def test_what_can_be_saved_is_saved(run: Terminal, whole_round: Path, tmp_path: Path) -> None:
    raw = whole_round.read_bytes()
    whole_round.write_bytes(raw[:-9000])
    out = tmp_path / "räddad.egk"
    assert "är en mapp" in run("repair", tmp_path, "--out", out).err
    assert "sparade" not in run("verify", whole_round).out
    said = run.done("repair", whole_round, "--out", out)
    assert "räddade till räddad.egk" in said
    assert run("repair", whole_round, "--out", out).status == 1
    out.unlink()
    assert json.loads(run.done("repair", whole_round, "--out", out, "--json"))["saved"]["svar"]


@pytest.mark.parametrize("name", ["-x.egk", "--help.egk", "--json"])
def test_names_that_look_like_options_are_never_read_as_files_by_mistake(
    run: Terminal, whole_round: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(whole_round.parent)
    shutil.copy(whole_round, name)
    assert run("verify", name).status in (1, 2)
    assert "Dokumentet är helt." in run.done("verify", "--", name)
    assert "Dokumentet är helt." in run.done("verify", f"./{name}")


def test_a_file_named_as_a_word_of_merge(
    run: Terminal, whole_round: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(whole_round.parent)
    shutil.copy(whole_round, "undo")
    assert run("merge", "undo", whole_round).status == 1
    assert "är dokumentet" not in run.done("merge", "./undo", whole_round)


def test_a_fault_of_the_program_is_told_without_its_words(
    run: Terminal, whole_round: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(_path: Path) -> None:
        raise KeyError("19121212-1212")

    monkeypatch.setattr(verifying, "verify_document", fail)
    monkeypatch.setattr(fault_log, "default_folder", lambda: tmp_path / "loggar")
    got = run("verify", whole_round)
    assert got.status == 1
    assert "fel i programmet" in got.err
    assert "19121212" not in got.err
    assert "KeyError" in (tmp_path / "loggar" / fault_log.NAME).read_text()


@pytest.mark.parametrize("sign", ["\x1b[31m", "\x07", "\x9b2J", "\u202e"])
def test_a_name_says_nothing_to_the_terminal(run: Terminal, tmp_path: Path, sign: str) -> None:
    """Signs that colour, erase or turn round what is shown could make it say something else."""
    found = run("verify", tmp_path / f"a{sign}b.egk")
    assert found.status == 1
    assert sign[0] not in found.err
    assert "a\N{REPLACEMENT CHARACTER}" in found.err
    assert sign[0] not in output.seen(f"{sign} på skärmen")
    assert output.seen("två\nrader\toch å") == "två\nrader\toch å"
