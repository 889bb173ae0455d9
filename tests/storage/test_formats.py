"""A real document of every released format opens, is whole and gives what it gave.

No format is released yet: the document of today's is made anew, by
`python -m tests.data.documents.make_document`, when the tables change. From the first release on
each one stays as it is.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from egenkontroll.operations.opening import open_document
from egenkontroll.operations.verifying import verify_document
from egenkontroll.storage.schema import VERSION

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"


def test_there_is_one_of_every_format() -> None:
    found = sorted(path.name for path in DOCUMENTS.glob("*.egk"))
    assert found == [f"format-{number}.egk" for number in range(1, VERSION + 1)]


@pytest.mark.parametrize("made", sorted(DOCUMENTS.glob("*.egk")), ids=lambda path: path.name)
def test_a_document_of_a_format(made: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(made, tmp_path / made.name))
    with open_document(path, write=True) as document:
        document.add([document.pen.write("setting", ("prov",), ("1",))])
    found = verify_document(path)
    assert found.problems == ()
    (one,) = found.rounds
    assert (one.name, one.cases, one.reviewed, one.sample_agrees) == ("Våren 2024", 61, 21, True)
