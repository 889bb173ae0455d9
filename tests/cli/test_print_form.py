"""checklist print: a blank form from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.conftest import DATA

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal


def test_a_checklist_is_printed(run: Terminal, tmp_path: Path) -> None:
    target = tmp_path / "blankett.pdf"
    said = run.done("checklist", "print", DATA / "checklista-2024.yaml", "--out", target)
    assert said == f"{target} är skriven.\n"
    assert target.read_bytes().startswith(b"%PDF-1.7")


def test_a_faulty_checklist_or_place_is_refused(run: Terminal, tmp_path: Path) -> None:
    faulty = tmp_path / "fel.yaml"
    faulty.write_text("id: fel\n", encoding="utf-8")
    refused = run("checklist", "print", faulty, "--out", tmp_path / "blankett.pdf")
    assert refused.status == 1
    assert "fel.yaml" in refused.err
    nowhere = tmp_path / "borta" / "blankett.pdf"
    refused = run("checklist", "print", DATA / "checklista-2024.yaml", "--out", nowhere)
    assert refused.status == 1
    assert "finns inte" in refused.err
    assert list(tmp_path.iterdir()) == [faulty]
    assert run("checklist", "print", DATA / "checklista-2024.yaml").status == 2
