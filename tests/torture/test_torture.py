"""Kills and damage, a few in `make test`; `make torture` does a thousand and two thousand.

EGK_KILLS and EGK_DAMAGED say how many; EGK_SEED which ones.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.sampling import create_round
from tests.gui.opened_screens import VT2024, make_round

KILLS = int(os.environ.get("EGK_KILLS", "20"))
DAMAGED = int(os.environ.get("EGK_DAMAGED", "30"))
SEED = int(os.environ.get("EGK_SEED", "1"))

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


def say(*said: object) -> None:
    sys.stderr.write(f"{' '.join(str(one) for one in said)}\n")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.egk"
    write_demo(path)
    return path


@needs_fork
def test_a_killed_scoring_loses_nothing_acknowledged(demo: Path, tmp_path: Path) -> None:
    from tests.torture import kills

    path = Path(shutil.copy(demo, tmp_path / "demo.egk"))
    tally = kills.score(path, max(1, KILLS * 3 // 4), SEED)
    say("scoring:", tally)
    assert tally.faults == []
    assert tally.acknowledged > tally.kills


@needs_fork
def test_a_killed_merge_is_done_or_not_done(tmp_path: Path) -> None:
    from tests.torture import kills

    main = make_round(tmp_path / "v.egk")
    empty = tmp_path / "tom.egk"
    create_round(empty, VT2024 / "checklista-2024.yaml", "Egen", "2025-04-01/2025-05-31")
    tally = kills.merge(empty, [main], max(1, KILLS // 4), SEED)
    say("merging:", tally)
    assert tally.faults == []


def test_damaged_documents_are_told_and_saved_from(tmp_path: Path) -> None:
    from tests.torture import corruption

    path = tmp_path / "v.egk"
    (make_round if DAMAGED <= 100 else write_demo)(path)  # the larger takes longer
    tally: Counter[str] = Counter()
    faults = [
        fault for number in range(DAMAGED) for fault in corruption.damage(path, number, SEED, tally)
    ]
    say("damaged:", DAMAGED, dict(tally))
    assert faults == []
