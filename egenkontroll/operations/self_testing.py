"""The whole way on a temporary copy, for whoever builds or installs the program."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations.checklists import bundled
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import find_round, open_document, read_table
from egenkontroll.operations.reporting import (
    Wanted,
    results_text,
    write_papers,
    write_results_file,
)
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.verifying import verify_document

if TYPE_CHECKING:
    from collections.abc import Iterator


def self_test() -> Iterator[str]:
    """Go the whole way in a temporary folder; yield a Swedish line for each part that works.

    Raises UserError naming the first part that does not.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield f"Checklistor: {len(bundled())} medföljande, alla utan fel."
        path = folder / "självtest.egk"
        write_demo(path)
        found = verify_document(path)
        if found.problems:
            raise UserError("Självtestet skrev ett dokument som inte är helt.", found.problems)
        yield f"Dokumentet: {found.facts} uppgifter skrivna och kontrollerade."
        with open_document(path) as document:
            one = find_round(document, None)
            results = round_results(document, one.name, compare_with="previous")
        shown = results_text(results, "json")
        yield f"Resultatet: {len(results.rows)} frågor räknade och jämförda."
        for suffix in ("csv", "xlsx"):
            table = folder / f"resultat.{suffix}"
            write_results_file(results, suffix, table)
            if not read_table(table).rows:
                raise UserError(f"Självtestet kunde inte läsa tillbaka {table.name}.")
        yield f"Tabellerna: CSV och XLSX skrivna och lästa ({len(shown)} tecken som JSON)."
        sheets = write_papers(path, one.name, folder / "blad", Wanted(all_units=True))
        if not all(sheet.read_bytes().startswith(b"%PDF-") for sheet in sheets):
            raise UserError("Självtestet kunde inte skriva resultatbladen.")
        yield f"Rapporten: {len(sheets)} blad skrivna."
