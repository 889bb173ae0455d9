"""Whatever is in a file, a reader takes it or refuses it with a UserError.

A few seconds each in `make test`; `make fuzz` goes on for FUZZ_SECONDS (ten minutes) in all.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.readers import READERS, corpus, read, spoiled

SECONDS = float(os.environ.get("FUZZ_SECONDS", "8")) / len(READERS)
LONG = "FUZZ_SECONDS" in os.environ


@pytest.mark.parametrize("kind", READERS)
def test_the_corpus_itself_is_taken_or_refused(kind: str, tmp_path: Path) -> None:
    assert corpus(kind)
    outcomes = {read(kind, one.read_bytes(), tmp_path) for one in corpus(kind)}
    assert "read" in outcomes


@pytest.mark.parametrize("kind", READERS)
def test_spoiled_files(kind: str) -> None:
    until, tally = time.monotonic() + SECONDS, Counter[str]()
    many = 200 if LONG else 60  # at a time

    @settings(
        max_examples=many, deadline=None, derandomize=not LONG, database=None,
        suppress_health_check=[*HealthCheck],
    )  # fmt: skip
    @given(st.data())
    def one(data: st.DataObject) -> None:
        raw = data.draw(spoiled(kind))
        if time.monotonic() < until:
            with tempfile.TemporaryDirectory() as folder:
                tally[read(kind, raw, Path(folder))] += 1

    while True:
        one()
        if not LONG or time.monotonic() > until:
            break
    sys.stderr.write(f"{kind}: {dict(tally)}\n")
    assert tally.total()
