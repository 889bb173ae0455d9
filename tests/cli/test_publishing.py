"""What may leave the house, and the settings of the organisation, at the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal

ROUND = "Våren 2024"
SAID = ("met", "partly", "not_met", "not_applicable", "not_in_record", "cannot_judge", "unanswered",
        "k", "n", "percent", "low", "high", "estimate", "previous")  # fmt: skip


def rows(run: Terminal, file: Path, *words: str) -> list[dict[str, Any]]:
    found = json.loads(run.done("results", file, "--round", ROUND, "--format", "json", *words))
    return list(found["rows"])


@pytest.mark.parametrize("by", ["unit", "kon", "area"])
def test_small_groups_are_hidden_with_all_that_is_said_of_them(
    run: Terminal, whole_round: Path, by: str
) -> None:
    shown, inside = (
        rows(run, whole_round, "--by", by, "--publish"),
        rows(run, whole_round, "--by", by),
    )
    hidden = [row for row in shown if row["suppressed"]]
    assert all(row[name] is None for row in hidden for name in SAID)
    for open_row, row in zip(inside, shown, strict=True):
        assert row["suppressed"] or row["n"] == open_row["n"]
        if open_row["n"] is not None and 0 < open_row["n"] < 5:
            assert row["suppressed"]
    assert not any(row["suppressed"] for row in inside)


def test_a_raised_threshold_hides_more_and_is_told(run: Terminal, whole_round: Path) -> None:
    few = sum(row["suppressed"] for row in rows(run, whole_round, "--by", "unit", "--publish"))
    said = run.done("setting", whole_round, "--smallest-group", "9")
    assert "Minsta grupp som publiceras: 9 ärenden." in said.replace("\u00a0", " ")
    many = sum(row["suppressed"] for row in rows(run, whole_round, "--by", "unit", "--publish"))
    assert many > few
    said = run.done("results", whole_round, "--by", "unit", "--publish")
    assert "färre än 9 ärenden" in said
    assert " .. " in said


def test_a_split_with_a_group_for_every_value_is_not_published(
    run: Terminal, tmp_path: Path
) -> None:
    demo = tmp_path / "demo.egk"
    run.done("demo", demo)
    asked = run("results", demo, "--by", "alder", "--publish")
    assert asked.status == 1
    assert "alder är ingen uppgift med svarsval" in asked.err
    assert "kon" in asked.err
    assert run("results", demo, "--by", "alder").status == 0
    paper = run("report", demo, "--paper", "attribute:alder", "--round", "Våren 2026",
                "--out", tmp_path, "--publish")  # fmt: skip
    assert paper.err == asked.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("results", "--publish", "--trend"), "utan --year och --trend"),
        (("results", "--publish", "--round", "Våren 2023"), "bara inmatade siffror"),
    ],
)
def test_what_cannot_be_set_or_published_is_said(
    run: Terminal, whole_round: Path, words: tuple[str, ...], says: str
) -> None:
    found = run(words[0], whole_round, *words[1:])
    assert found.status == 1
    assert says in found.err


def test_when_purging_is_proposed_is_a_setting(run: Terminal, whole_round: Path) -> None:
    said = run.done("setting", whole_round).replace("\u00a0", " ")
    assert "Gallring föreslås efter 24 månader." in said
    assert "föreslås aldrig" in run.done("setting", whole_round, "--purge-after", "0")


@pytest.mark.parametrize("words", [("--smallest-group", "4"), ("--purge-after", "-1")])
def test_a_setting_that_protects_cannot_be_turned_off(
    run: Terminal, whole_round: Path, words: tuple[str, str]
) -> None:
    assert run("setting", whole_round, *words).status == 2
    assert "publiceras: 5" in run.done("setting", whole_round).replace("\u00a0", " ")
