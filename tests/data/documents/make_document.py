"""Make a document of today's format: `python -m tests.data.documents.make_document`.

Once the format is released its document is kept for ever and no longer made anew.
"""

from __future__ import annotations

from pathlib import Path

from egenkontroll.operations.reviewing import import_answers
from egenkontroll.operations.sampling import create_round, draw_sample
from egenkontroll.storage.schema import VERSION

HERE = Path(__file__).parent
VT2024 = HERE.parent / "vt2024"


def make(path: Path) -> None:
    """Write a small round with one reviewer's answers."""
    create_round(path, VT2024 / "checklista-2024.yaml", "Våren 2024", "2024-04-01/2024-05-31")
    draw_sample(path, "Våren 2024", VT2024 / "arendelista.csv", per_unit=10, reserves=3,
                seed="2024-04-02/barn-och-unga", double_percent=0, by="")  # fmt: skip
    import_answers(path, "Våren 2024", VT2024 / "svar-anna.csv", "Anna")


if __name__ == "__main__":
    made = HERE / f"format-{VERSION}.egk"
    made.unlink(missing_ok=True)
    make(made)
