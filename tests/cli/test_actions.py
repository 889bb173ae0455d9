"""Actions and the year's plan, as a person writes them at the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal

ROUND = "Våren 2024"


def test_an_action_from_result_to_effect(run: Terminal, whole_round: Path) -> None:
    assert "Inga åtgärder" in run.done("action", "list", whole_round)
    run.done(
        "action", "add", whole_round, "--round", ROUND, "--question", "natverk",
        "--what", "Nätverkskarta i varje utredning", "--unit", "utredning 1",
        "--role", "Teamledare", "--due", "2024-11-30", "--area", "Helhetssyn",
    )  # fmt: skip
    (made,) = json.loads(run.done("action", "list", whole_round, "--json"))
    assert made | {"id": ""} == {
        "id": "", "round": ROUND, "question": "natverk", "units": ["Utredning 1"],
        "what": "Nätverkskarta i varje utredning", "role": "Teamledare", "due": "2024-11-30",
        "state": "planned", "effect": None, "note": "", "quality_area": "Helhetssyn", "risk": "",
    }  # fmt: skip
    run.done("action", "set", whole_round, made["id"].lower(), "--state", "avslutad",
             "--effect", "delvis effekt", "--note", "Mallen används av hälften")  # fmt: skip
    (now,) = json.loads(run.done("action", "list", whole_round, "--round", ROUND, "--json"))
    assert (now["state"], now["effect"]) == ("done", "partly")
    assert now["id"] == made["id"]
    shown = run.done("action", "list", whole_round)
    assert "delvis effekt" in shown
    assert "Utredning 1" in shown


def test_what_is_wrong_with_an_action_is_said(run: Terminal, whole_round: Path) -> None:
    add = ("action", "add", whole_round, "--round", ROUND)
    assert "menade du natverk" in run(*add, "--question", "natvärk", "--what", "x").err
    assert "Enheten Mars" in run(*add, "--question", "natverk", "--what", "x",
                                 "--unit", "Mars").err  # fmt: skip
    said = run(*add, "--question", "natverk", "--what", "Ring 19121212-1212")
    assert said.status == 1
    assert "1212-1212" not in said.err
    assert "finns inte" in run("action", "set", whole_round, "ABCDEF", "--state", "avslutad").err
    assert json.loads(run.done("action", "list", whole_round, "--json")) == []


def test_the_plan_of_a_year_and_how_far_it_has_come(run: Terminal, whole_round: Path) -> None:
    assert "Ingen kontroll" in run.done("plan", "list", whole_round)
    run.done("plan", "add", whole_round, "--year", 2024, "--name", "Aktgranskning",
             "--checklist", "barn-unga-handlaggning", "--months", "april, oktober",
             "--cases", 10, "--who", "Teamledare")  # fmt: skip
    run.done("plan", "add", whole_round, "--year", 2025, "--name", "Vuxna",
             "--checklist", "vuxna-handlaggning", "--months", "kvartalsvis")  # fmt: skip
    (this,) = json.loads(run.done("plan", "list", whole_round, "--year", 2024, "--json"))
    assert this["state"] == ["april: Våren 2024, alla ärenden granskade", "oktober: inte påbörjad"]
    assert "kvartalsvis" in run.done("plan", "list", whole_round)
    run.done("plan", "drop", whole_round, "--year", 2025, "--name", "vuxna",
             "--reason", "flyttad till 2026")  # fmt: skip
    (other,) = json.loads(run.done("plan", "list", whole_round, "--year", 2025, "--json"))
    assert other["state"] == ["görs inte: flyttad till 2026"]
    assert "finns inte i planen" in run(
        "plan", "drop", whole_round, "--year", 2026, "--name", "vuxna", "--reason", "x"
    ).err  # fmt: skip


def test_a_question_is_followed_through_the_years(
    run: Terminal, whole_round: Path, tmp_path: Path
) -> None:
    run.done("action", "add", whole_round, "--round", "Våren 2023", "--question", "utredningsplan",
             "--what", "Mall för planen", "--role", "Teamledare")  # fmt: skip
    said = run.done("trail", whole_round, "--question", "utredningsplan")
    assert "Våren 2023 | – | 81\u00a0% | – | –" in said
    assert "Våren 2024 | 55\u00a0av\u00a061" in said
    assert "Mall för planen | alla enheter | Teamledare | planerad | inte bedömd" in said
    assert "Frågan löd: " in said
    broken = run.done("trail", whole_round, "--question", "aterkoppling")
    assert "med omgången före" not in broken
    paper = tmp_path / "spår.pdf"
    run.done("trail", whole_round, "--question", "utredningsplan", "--out", paper)
    assert paper.read_bytes().startswith(b"%PDF")
    assert "menade du natverk" in run("trail", whole_round, "--question", "natvrk").err


TIED = """
id: prov
version: "1"
title: Prov
areas:
  - id: a
    title: Uppgifter
    questions:
      - {id: plan, text: Finns en plan?, type: yes_no, quality_area: Helhetssyn och samordning,
         risk: Barnets behov utreds inte i tid}
      - {id: annat, text: Finns annat?, type: yes_no}
"""


def test_a_question_without_any_result_has_no_trail(run: Terminal, empty_round: Path) -> None:
    said = run("trail", empty_round, "--question", "utredningsplan")
    assert said.status == 1
    assert "har inget resultat än" in said.err


def test_an_action_takes_over_what_its_question_is_tied_to(run: Terminal, tmp_path: Path) -> None:
    checklist, file = tmp_path / "prov.yaml", tmp_path / "prov.egk"
    checklist.write_text(TIED, encoding="utf-8")
    run.done("round", "create", file, "--checklist", checklist, "--name", "Prov",
             "--period", "2024-04-01/2024-05-31")  # fmt: skip
    add = ("action", "add", file, "--round", "Prov", "--what", "Mall", "--question")
    run.done(*add, "plan")
    run.done(*add, "plan", "--risk", "En annan risk")
    run.done(*add, "annat")
    found = json.loads(run.done("action", "list", file, "--json"))
    assert [(one["quality_area"], one["risk"]) for one in found] == [
        ("Helhetssyn och samordning", "Barnets behov utreds inte i tid"),
        ("Helhetssyn och samordning", "En annan risk"),
        ("", ""),
    ]
