"""Small checklists, tables and facts for the tests of the pure steps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from egenkontroll.checklist.model import Checklist, Question
from egenkontroll.sample.tables import Row, Table

VT2024 = Path(__file__).parent / "data" / "vt2024"


def tuples(value: Any) -> Any:
    """Lists as tuples, all the way down: the model is strict about it."""
    if isinstance(value, dict):
        return {key: tuples(item) for key, item in value.items()}
    return tuple(tuples(item) for item in value) if isinstance(value, list | tuple) else value


def raw_question(name: str = "q", **parts: Any) -> dict[str, Any]:
    return {"id": name, "text": f"Fråga {name}?", "type": "yes_no", **parts}


def question(name: str = "q", **parts: Any) -> Question:
    return Question.model_validate(tuples(raw_question(name, **parts)))


def checklist(
    *questions: dict[str, Any], attributes: list[dict[str, Any]] | None = None
) -> Checklist:
    return Checklist.model_validate(
        tuples(
            {
                "id": "prov",
                "version": "1",
                "title": "Prov",
                "attributes": attributes or [],
                "areas": [{"id": "a", "title": "Området", "questions": list(questions)}],
            }
        )
    )


def attribute(name: str, label: str, *choices: str, kind: str = "choice") -> dict[str, Any]:
    made: dict[str, Any] = {"id": name, "label": label, "type": kind}
    return made | ({"choices": list(choices)} if choices else {})


def table(text: str, sheet: str = "", bad: tuple[tuple[int, int, str], ...] = ()) -> Table:
    """Rows of ";"-separated cells, one a line, as `read_table` hands them out."""
    rows = [
        Row(number, tuple(cell.strip() for cell in line.split(";")))
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip(" ;")
    ]
    return Table("lista.csv", sheet, "f" * 64, tuple(rows), bad)
