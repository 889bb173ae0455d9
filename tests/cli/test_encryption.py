"""Encrypted documents on the command line: the passphrase is asked for or in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import pytest

from egenkontroll.cli import output
from egenkontroll.storage import keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Terminal

PASSPHRASE = "fyra ord som inte hör ihop"


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    keys.forget()
    yield
    keys.forget()


@pytest.fixture
def word(tmp_path: Path) -> Path:
    path = tmp_path / "lösenfras.txt"
    path.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return path


@pytest.fixture
def secret(run: Terminal, whole_round: Path, word: Path) -> Path:
    made = run("encrypt", whole_round, "--new-passphrase-file", word, "--yes")
    assert made.status == 0
    keys.forget()
    return whole_round.with_name("vt2024 (krypterad).egk")


def at_terminal(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Let somebody sit there who types the answers; return what is asked."""
    asked: list[str] = []
    left = list(answers)

    def prompt(text: str, **said: Any) -> str:
        asked.append(text)
        assert said.get("hide_input") or "[j/N]" in text
        return left.pop(0)

    monkeypatch.setattr(output, "at_terminal", lambda: True)
    monkeypatch.setattr(click, "prompt", prompt)
    return asked


def test_encrypted_and_used_and_taken_back(
    run: Terminal, whole_round: Path, secret: Path, word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert whole_round.is_file()
    refused = run("verify", secret)
    assert refused.status == 1
    assert "--passphrase-file" in refused.err
    assert "Dokumentet är helt." in run.done("--passphrase-file", word, "verify", secret)
    keys.forget()
    monkeypatch.setenv("EGENKONTROLL_PASSPHRASE_FILE", str(word))
    assert run.done("results", secret) == run.done("results", whole_round)
    said = run.done("decrypt", secret)
    assert "inte krypterad" in said
    out = whole_round.with_name("vt2024 (okrypterad).egk")
    assert run.done("results", out) == run.done("results", whole_round)
    assert run("decrypt", whole_round).status == 1
    assert run("decrypt", secret).status == 1  # the file is there already


def test_what_losing_it_means_is_said_and_agreed_to(
    run: Terminal, whole_round: Path, word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = whole_round.with_name("h.egk")
    asked = run("encrypt", whole_round, "--out", out, "--new-passphrase-file", word)
    assert asked.status == 1
    assert "aldrig att öppna igen" in asked.err
    at_terminal(monkeypatch, "n")
    assert "Inget är krypterat" in run("encrypt", whole_round, "--out", out).err
    at_terminal(monkeypatch, "j", PASSPHRASE, "en annan lösenfras")
    assert "inte lika" in run("encrypt", whole_round, "--out", out).err
    assert not out.exists()
    asked_for = at_terminal(monkeypatch, "j", PASSPHRASE, PASSPHRASE)
    done = run("encrypt", whole_round, "--out", out)
    assert done.status == 0
    assert "kvar okrypterade" in done.out
    assert asked_for[1:] == ["Ny lösenfras", "Samma lösenfras igen"]
    assert PASSPHRASE not in done.out + done.err


def test_without_anybody_to_ask(run: Terminal, whole_round: Path) -> None:
    refused = run("encrypt", whole_round, "--yes")
    assert refused.status == 1
    assert "--new-passphrase-file" in refused.err


def test_it_is_asked_for(run: Terminal, secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_terminal(monkeypatch, "en helt annan fras")
    assert "stämmer inte" in run("verify", secret).err
    asked = at_terminal(monkeypatch, PASSPHRASE)
    assert "Dokumentet är helt." in run.done("verify", secret)
    assert asked == [f"Lösenfras till {secret.name}"]


def test_another_passphrase(run: Terminal, secret: Path, word: Path, tmp_path: Path) -> None:
    other = tmp_path / "annan.txt"
    other.write_text("en alldeles ny lösenfras\n", encoding="utf-8")
    made = run(
        "--passphrase-file", word, "encrypt", secret, "--out", tmp_path / "ny.egk",
        "--new-passphrase-file", other, "--yes",
    )  # fmt: skip
    assert made.status == 0
    assert "okrypterade" not in made.out
    keys.forget()
    assert run("--passphrase-file", word, "verify", tmp_path / "ny.egk").status == 1
    keys.forget()
    assert "helt" in run.done("--passphrase-file", other, "verify", tmp_path / "ny.egk")


def test_what_is_written_of_an_encrypted_document_is_said_to_be_plain(
    run: Terminal, whole_round: Path, secret: Path, word: Path, tmp_path: Path
) -> None:
    where = ("--round", "Våren 2024", "--out")
    for command, out in {"export": "ut.json", "report": "blad", "handout": "filer"}.items():
        done = run("--passphrase-file", word, command, secret, *where, tmp_path / out)
        assert done.status == 0
        (said,) = done.err.splitlines()
        assert said.startswith(f"{secret.name} är krypterad, men det som skrivs ur den är inte det")
        assert ("--passphrase-file" in said) == (command == "handout")
    sealed = run("--passphrase-file", word, "handout", secret, *where, tmp_path / "låsta",
                 "--passphrase-file", word)  # fmt: skip
    assert (sealed.status, sealed.err) == (0, "")
    run.done("export", whole_round, *where, tmp_path / "öppen.json")
