"""Planning, drawing and certifying on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import DATA

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal

ROUND = ("--round", "Våren 2024")
LIST = ("--frame", DATA / "arendelista.csv")
DRAW = (*ROUND, *LIST, "--seed", "frö")


def certificate(run: Terminal, file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run.done("sample", "certificate", file, *ROUND, "--json"))
    return found


def test_the_certificate_as_text_json_and_paper(run: Terminal, whole_round: Path) -> None:
    text = run.done("sample", "certificate", whole_round, *ROUND)
    assert text.startswith("Urvalsintyg\nVåren 2024, 1")
    assert text.endswith("Urvalet stämmer med intyget.\n")
    assert "Så dras det om för hand\n1. Ta arendelista.csv" in text
    found = certificate(run, whole_round)
    assert found["frame"]["cases"] == 447
    assert len(found["frame"]["excluded"]) == 3
    assert sum(one["size"] for one in found["strata"]) == 447
    out = whole_round.parent / "intyg.pdf"
    said = run.done("sample", "certificate", whole_round, *ROUND, "--out", out)
    assert said == f"{out} är skriven.\n"
    assert out.read_bytes().startswith(b"%PDF-1.7")
    both = run.done("sample", "certificate", whole_round, *ROUND, "--out", out, "--json")
    assert json.loads(both) == found


def test_no_certificate_without_a_sample(run: Terminal, empty_round: Path) -> None:
    got = run("sample", "certificate", empty_round, *ROUND)
    assert (got.status, got.out) == (1, "")
    assert "inget urval" in got.err


@pytest.mark.parametrize(
    ("words", "sizes"),
    [
        (("--per-unit", 2), {"Utredning 1": 2, "Samordning": 1}),
        (("--share", 10), {"Utredning 1": 10, "Samordning": 1}),
        (("--total", 61), {"Utredning 1": 13, "Samordning": 1}),
        (("--all",), {"Utredning 1": 96, "Samordning": 1}),
        (("--per-unit", 3, "--stratum", "kön"), {"flicka": 3, "pojke": 3}),
    ],
)
def test_how_many(
    run: Terminal, empty_round: Path, words: tuple[object, ...], sizes: dict[str, int]
) -> None:
    drawn = json.loads(run.done("sample", "draw", empty_round, *DRAW, *words, "--json"))
    found = {one["unit"]: len(one["drawn"]) for one in drawn["strata"]}
    assert sizes.items() <= found.items()
    assert certificate(run, empty_round)["strata"] == drawn["strata"]


def test_quotas_exclusions_and_calibration_are_told(run: Terminal, empty_round: Path) -> None:
    said = run.done(
        "sample", "draw", empty_round, *DRAW, "--per-unit", 4, "--quota", "ärendetyp=utredning:100",
        "--exclude", "Startdatum<2024-01-05", "--not-reviewed-in", 12, "--calibration", 3,
    )  # fmt: skip
    assert "Obs: Urvalet har kvoter." in said
    assert "Kalibrering: " in said
    assert "skälen står i intyget" in said
    found = certificate(run, empty_round)
    reasons = {one["reason"] for one in found["frame"]["excluded"]}
    assert "Startdatum före 2024-01-05" in reasons
    assert len(found["calibration"]) == 3
    assert found["quotas"] == [{"attribute": "ärendetyp", "value": "utredning", "percent": 100}]
    assert "Urvalet stämmer med intyget." in run.done("verify", empty_round)


@pytest.mark.parametrize("words", [(), ("--per-unit", 2, "--all"), ("--share", 5, "--total", 9)])
def test_how_many_is_said_once(run: Terminal, empty_round: Path, words: tuple[object, ...]) -> None:
    for command in ("draw", "plan"):
        seed = ("--seed", "x") if command == "draw" else ()
        got = run("sample", command, empty_round, *ROUND, *LIST, *seed, *words)
        assert (got.status, got.out) == (2, "")
        assert "Säg på ett sätt hur många ärenden" in got.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--per-unit", 2, "--quota", "insats"), "Kvoten insats går inte att läsa"),
        (("--per-unit", 2, "--exclude", "insats"), "Undantaget insats går inte att läsa"),
        (("--per-unit", 2, "--exclude", "Enhet=Ungdom"), "kan inte användas"),
        (("--per-unit", 2, "--stratum", "handläggare"), "handläggare"),
        (("--per-unit", 2, "--stratum", "kontrollområde"), "saknar en kolumn"),
        (("--per-unit", 2, "--exclude", "kön<3"), "är inget tal"),
        (("--total", 3), "listan har 7 grupper"),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_nothing_is_written(
    run: Terminal, empty_round: Path, words: tuple[object, ...], said: str
) -> None:
    before = empty_round.read_bytes()
    got = run("sample", "draw", empty_round, *DRAW, *words)
    assert (got.status, got.out) == (1, "")
    assert said in got.err
    assert empty_round.read_bytes() == before


def test_more_is_added_and_anew_is_asked_for(run: Terminal, empty_round: Path) -> None:
    run.done("sample", "draw", empty_round, *DRAW, "--per-unit", 3, "--reserves", 1)
    run.done("sample", "draw", empty_round, *DRAW, "--per-unit", 5, "--reserves", 1)
    assert certificate(run, empty_round)["adds"] is True
    got = run("sample", "draw", empty_round, *DRAW, "--per-unit", 4, "--reserves", 1)
    assert got.status == 1
    assert "har redan ett urval, och det kan bara utökas" in got.err
    run.done("sample", "draw", empty_round, *DRAW, "--per-unit", 4, "--redraw")
    found = certificate(run, empty_round)
    assert found["again"] is True
    assert found["withdrawn"]
    assert "Draget om" in run.done("sample", "certificate", empty_round, *ROUND)


def test_a_plan_in_words_and_as_json(run: Terminal, empty_round: Path) -> None:
    before = empty_round.read_bytes()
    said = run.done("sample", "plan", empty_round, *ROUND, *LIST, "--per-unit", 10)
    plain = said.replace("\u00a0", " ")
    assert "Med 61 av 447 ärenden kan ni säga andelen med ungefär ±13 procentenheter" in plain
    assert "5 av 10 blir 10 av 10" in plain
    body = json.loads(
        run.done("sample", "plan", empty_round, *ROUND, *LIST, "--per-unit", 10, "--json")
    )
    assert body["whole"]["margin"] == 13
    assert {one["name"]: one["needed"] for one in body["strata"]}["Ungdom"] == 26
    assert empty_round.read_bytes() == before
