"""Everything the program hands out of a round: nothing per handläggare, and no unit ranked."""

from __future__ import annotations

import io
import itertools
import json
import re
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from egenkontroll.__main__ import main
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.papers import Kind
from egenkontroll.storage import records
from egenkontroll.texts import sort_key
from tests.makers import VT2024

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Terminal

ROUND = "Våren 2024"
SPLITS = ("unit", "area", "kon")
PAPERS = (Kind.RESULT, Kind.SUMMARY, Kind.YEARS, Kind.CERTIFICATE, Kind.AGREEMENT, Kind.MEETING,
          "attribute:kon", "trail:natverk", "case:00007-24")  # fmt: skip


def text_of(file: Path) -> str:
    """Return all the words of a file that was written."""
    data = file.read_bytes()
    if file.suffix == ".pdf":
        with pypdfium2.PdfDocument(data) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as inside:
            parts = [inside.read(name).decode() for name in inside.namelist()
                     if name.endswith(".xml")]  # fmt: skip
        return re.sub(r"<[^>]+>", " ", "\n".join(parts))
    return data.decode("utf-8-sig")


@pytest.fixture(scope="module")
def outputs(whole_round_made: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the words of every kind of file that a round can be written as, by what it is."""
    folder = tmp_path_factory.mktemp("allt")

    def run(*words: object) -> str:
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            assert main([str(word) for word in words]) == 0, err.getvalue()
        return out.getvalue()

    said = {}
    asked = ("results", whole_round_made, "--round", ROUND, "--compare", "previous")
    for form, by in itertools.product(("table", "json", "csv", "xlsx"), (None, *SPLITS)):
        out = folder / f"resultat-{by}.{'txt' if form == 'table' else form}"
        run(*asked, "--format", form, "--out", out, *(("--by", by) if by else ()))
        said[f"results {form} {by}"] = text_of(out)
    for form in ("xlsx", "json", "docx", "pptx"):
        out = folder / f"export.{form}"
        run("export", whole_round_made, "--round", ROUND, "--out", out)
        said[f"export {form}"] = text_of(out)
    papers = [word for paper in PAPERS for word in ("--paper", str(paper))]
    run("report", whole_round_made, "--round", ROUND, "--out", folder / "blad", "--all-units",
        *papers)  # fmt: skip
    said |= {file.name: text_of(file) for file in (folder / "blad").iterdir()}
    said["agreement"] = run("agreement", whole_round_made, "--round", ROUND, "--json")
    said["verify"] = run("verify", whole_round_made, "--json")
    return said


def codes(file: Path) -> Iterator[str]:
    """Yield the handläggare of the case list, and what they are kept as in the document."""
    table = (VT2024 / "arendelista.csv").read_text("cp1252")
    yield from {line.split(";")[2].strip() for line in table.splitlines()[1:] if line.strip(";")}
    with open_document(file) as document:
        one = find_round(document, ROUND)
        for known in records.handlers(document, one.id).values():
            yield from known.split()


def test_nothing_is_told_per_handlaggare_anywhere(
    outputs: dict[str, str], whole_round_made: Path
) -> None:
    listed = {code for code in codes(whole_round_made) if code}
    assert {"H23", "H24"} <= listed
    assert any(len(code) >= 20 for code in listed)  # and their one-way codes
    anyone = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, sorted(listed))) + r")(?!\w)")
    assert len(outputs) > 30
    told = {name: anyone.findall(text)[:3] for name, text in outputs.items()}
    assert {name: found for name, found in told.items() if found} == {}


def test_results_are_not_split_by_handlaggare(run: Terminal, whole_round: Path) -> None:
    for word in ("handläggare", "Handläggare", "handler"):
        found = run("results", whole_round, "--round", ROUND, "--by", word)
        assert found.status == 1
        assert "kan inte delas upp" in found.err


def test_units_stand_by_name_whatever_their_shares(outputs: dict[str, str]) -> None:
    """Units are not ranked: the order says nothing of how they did (statistics.md 5.3)."""
    groups = [row["group"] for row in json.loads(outputs["results json unit"])["rows"]]
    units = list(dict.fromkeys(groups))
    assert units == sorted(units, key=sort_key)
    assert len(units) == 7
    csv = [line.split(";")[1] for line in outputs["results csv unit"].splitlines()[1:]]
    assert list(dict.fromkeys(csv)) == units
    shares = {
        row["group"]: row["k"] / row["n"]
        for row in json.loads(outputs["results json unit"])["rows"]
        if row["question"] == "natverk"
    }
    assert units != sorted(units, key=shares.__getitem__)
    for name, text in outputs.items():
        assert not re.search(r"\brank\w*|bäst i|sämst", text, re.IGNORECASE), name
