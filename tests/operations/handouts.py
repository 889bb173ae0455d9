"""A round that is drawn and ready to be divided, for the tests of hand-outs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.sampling import create_round, draw_wanted
from egenkontroll.sample.handlers import codes_of
from egenkontroll.sample.wanted import Wanted
from egenkontroll.storage import records

if TYPE_CHECKING:
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.sample.cases import Case
    from egenkontroll.storage.document import Document

DATA = Path(__file__).parents[1] / "data" / "vt2024"
ROUND = "Våren 2024"
SEED = "2024-04-02/barn-och-unga"


def make_drawn(path: Path, *, calibration: int = 0, double: int = 20) -> Path:
    """Make spring 2024 drawn and not begun."""
    create_round(path, DATA / "checklista-2024.yaml", ROUND, "2024-04-01/2024-05-31")
    wanted = Wanted(SEED, 10, reserves=3, double_percent=double, calibration=calibration)
    draw_wanted(path, ROUND, DATA / "arendelista.csv", wanted, "Kvalitetsenheten")
    return path


def the_round(document: Document) -> Round:
    return find_round(document, ROUND)


def drawn_cases(document: Document) -> list[Case]:
    every = records.cases(document, the_round(document).id)
    return [case for case in every if case.status == "drawn"]


def say_handler(document: Document, case: Case, name: str) -> None:
    """Say who handles a case, as the case list would have."""
    codes = codes_of(name, case.round)
    document.add([records.handler_fact(document, case.round, case.id, codes)])


def facts_in(path: Path) -> set[tuple[str, bytes]]:
    from egenkontroll.storage.handouts import every_fact

    with open_document(path) as document:
        return {(fact.kind, fact.digest) for fact in every_fact(document)}
