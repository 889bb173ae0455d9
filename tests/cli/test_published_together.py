"""All papers and tables that are published of one round, taken together."""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from egenkontroll.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

ROUND = "Våren 2024"
SMALL = "Samordning"
"""The unit with a single case."""


def run(*words: object) -> str:
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        assert main([str(word) for word in words]) == 0, err.getvalue()
    return out.getvalue()


@pytest.fixture(scope="module")
def sheets(whole_round_made: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the words of the whole round's sheet and every unit's own, to be published."""
    folder = tmp_path_factory.mktemp("publicerat")
    run("report", whole_round_made, "--round", ROUND, "--out", folder, "--all-units", "--publish",
        "--paper", "result", "--paper", "summary", "--paper", "attribute:kon")  # fmt: skip
    found = {}
    for file in folder.iterdir():
        with pypdfium2.PdfDocument(file) as document:
            words = "\n".join(page.get_textpage().get_text_range() for page in document)
        found[file.stem] = words.replace("\u00a0", " ")
    return found


def rows(file: Path, *words: str) -> list[dict[str, Any]]:
    found = run("results", file, "--round", ROUND, "--format", "json", "--publish", *words)
    return list(json.loads(found)["rows"])


def test_the_number_of_cases_of_a_small_unit_is_not_the_total_minus_the_others(
    sheets: dict[str, str],
) -> None:
    told, untold = {}, []
    for name, words in sheets.items():
        reviewed = re.search(r"(\d+) av (\d+) i urvalet", words)
        if reviewed is None:
            untold.append(name)
        else:
            told[name] = int(reviewed[1])
    assert [name for name in untold if SMALL in name]
    units = [name for name in told if re.search("Utredning|Placering|Mottagning|Ungdom", name)]
    hidden_units = [name for name in untold if "_resultat" in name]
    # The whole tells 61 and five units ten each: eleven are left for two, each of them unknown.
    assert len(hidden_units) == 2
    assert sum(told[name] for name in units) == 50
    assert 61 in told.values()


def test_a_small_unit_and_its_cover_are_hidden_in_every_question_and_table(
    whole_round_made: Path, sheets: dict[str, str]
) -> None:
    by_unit = rows(whole_round_made, "--by", "unit")
    hidden: dict[str, set[str]] = {}
    for row in by_unit:
        if row["suppressed"]:
            assert {row[name] for name in ("k", "n", "percent", "met", "population")} == {None}
            hidden.setdefault(row["question"], set()).add(row["group"])
    questions = {row["question"] for row in by_unit}
    always = set.intersection(*(hidden[name] for name in questions))
    assert SMALL in always
    assert len(always) == 2
    (cover,) = always - {SMALL}
    for unit in always:
        (sheet,) = [words for name, words in sheets.items() if unit in name]
        assert not re.search(r"\d+ av \d+ (i urvalet|ärenden)", sheet)
    assert cover in {row["group"] for row in by_unit}


def test_parts_that_are_shown_never_add_up_to_all_but_one(whole_round_made: Path) -> None:
    whole = {row["question"]: row for row in rows(whole_round_made)}
    for by in ("unit", "kon"):
        inside: dict[str, list[dict[str, Any]]] = {}
        for row in rows(whole_round_made, "--by", by):
            inside.setdefault(row["question"], []).append(row)
        for name, parts in inside.items():
            if whole[name]["suppressed"]:
                assert all(row["suppressed"] for row in parts)
                continue
            gone = [row for row in parts if row["suppressed"]]
            apart = (whole[name]["n"] or 0) - sum(row["n"] or 0 for row in parts)
            # One alone may be hidden only where cases without a value hide it.
            if len(gone) == 1:
                assert by == "kon"
                assert apart > 0
