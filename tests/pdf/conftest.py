"""The round of spring 2024 and its sheets, made once for all tests of paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.histories import import_history
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.reporting import sheets
from egenkontroll.operations.reviewing import import_answers
from egenkontroll.operations.sampling import create_round, draw_sample
from tests.makers import VT2024

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.report.sheet import Sheet

ROUND = "Våren 2024"
UNITS = (
    "Mottagning", "Placering", "Samordning", "Ungdom", "Utredning 1", "Utredning 2", "Utredning 3",
)  # fmt: skip

DEMO_UNITS = ("Mottagning", "Placering", "Ungdom", "Utredning Norr", "Utredning Söder")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("blad") / "demo.egk"
    write_demo(path)
    return path


@pytest.fixture(scope="session")
def vt2024(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("blad") / "vt2024.egk"
    create_round(path, VT2024 / "checklista-2024.yaml", ROUND, "2024-04-01/2024-05-31")
    draw_sample(path, ROUND, VT2024 / "arendelista.csv", 10, 3, "2024-04-02/barn-och-unga", 0, "")
    for name in ("anna", "bo", "cia"):
        import_answers(path, ROUND, VT2024 / f"svar-{name}.csv", name)
    import_history(path, VT2024 / "historik.csv")
    return path


@pytest.fixture(scope="session")
def made(vt2024: Path) -> dict[str | None, Sheet]:
    with open_document(vt2024) as document:
        return {unit: sheets(document, ROUND, unit) for unit in (None, *UNITS)}
