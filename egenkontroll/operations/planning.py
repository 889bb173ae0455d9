"""What a sample that has not been drawn could show."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from egenkontroll.operations.case_lists import NO_CHOICES, read_list
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.sampling import preview
from egenkontroll.results.planning import Outlook, Plan, plan, sentences, whole_sentences
from egenkontroll.texts import NBSP, NOTHING, number

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.operations.case_lists import Choices
    from egenkontroll.sample.drawn import Draw
    from egenkontroll.sample.wanted import Wanted


def plan_sample(
    path: Path,
    round_name: str,
    frame_file: Path,
    wanted: Wanted,
    choices: Choices = NO_CHOICES,
) -> Plan:
    """Return what a sample of the case list could show; nothing is drawn or written."""
    with open_document(path) as document:
        one = find_round(document, round_name)
        table = read_list(document, frame_file, choices)
        found = preview(document, one, table, wanted, choices)
    return plan_of(found.draw)


def plan_of(drawn: Draw) -> Plan:
    """Return what a draw can show, whichever cases it happened to take."""
    strata = [(one.name, one.size, len(one.drawn)) for one in drawn.strata]
    return plan(strata, quotas=bool(drawn.wanted.quotas))


def plan_rows(found: Plan) -> tuple[list[str], list[list[str]]]:
    """Return heads and rows for the terminal: one for each stratum and one for all."""
    heads = ["Enhet eller grupp", "I listan (N)", "Dras (n)", "Osäkerhet", "För ±10"]
    every = [*found.strata, found.whole]
    return heads, [
        [one.name or "Hela omgången", number(one.population), number(one.n), margin(one),
         number(one.needed)]
        for one in every
    ]  # fmt: skip


def margin(one: Outlook) -> str:
    """Return half the interval in percentage points, "ingen" where every case is reviewed."""
    if one.margin is not None:
        return f"±{one.margin}{NBSP}p.e."
    return "ingen" if one.n else NOTHING


def plan_lines(found: Plan) -> list[str]:
    """Return what the sample can and cannot show: the whole, and an example of each size."""
    said = ["", "Hela omgången", *(f"  {words}" for words in whole_sentences(found))]
    if len(found.strata) > 1:
        largest = {one.n: one for one in sorted(found.strata, key=lambda one: one.population)}
        for _, one in sorted(largest.items(), reverse=True):
            said += ["", one.name, *(f"  {words}" for words in sentences(one))]
    return said


def plan_json(found: Plan) -> dict[str, Any]:
    """Return the plan under stable keys: see the README."""
    return {
        "strata": [_outlook_json(one, sentences(one)) for one in found.strata],
        "whole": _outlook_json(found.whole, whole_sentences(found)),
    }


def _outlook_json(one: Outlook, said: tuple[str, ...]) -> dict[str, Any]:
    body = asdict(one)
    body["name"] = one.name or None
    return body | {"sentences": [words.replace(NBSP, " ") for words in said]}
