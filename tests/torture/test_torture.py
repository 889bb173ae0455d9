"""Kills, power cuts and damage, a few in `make test`; `make torture` does many more.

EGK_KILLS, EGK_CUTS, EGK_DAMAGED and EGK_FORGED say how many; EGK_SEED which ones.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.sampling import create_round
from tests.gui.opened_screens import VT2024, make_round

CUTS = int(os.environ.get("EGK_CUTS", "40"))
FORGED = int(os.environ.get("EGK_FORGED", "15"))
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


def test_a_power_cut_loses_nothing_acknowledged(tmp_path: Path) -> None:
    from tests.torture import powercut

    tally = powercut.run(make_round(tmp_path / "v.egk"), max(40, CUTS // 4), CUTS, SEED)
    say("power cuts:", tally)
    assert (tally.lost, tally.corrupt, tally.half) == (0, 0, 0)
    assert tally.cuts == CUTS
    assert tally.acknowledged > tally.cuts
    assert tally.journals  # some came in the middle of a transaction


@pytest.mark.parametrize(
    ("otherwise", "found"),
    [
        (("synchronous = OFF",), "corrupt"),
        (("locking_mode = NORMAL", "journal_mode = DELETE"), "lost"),
    ],
)
def test_the_power_cuts_find_settings_that_do_not_hold(
    tmp_path: Path, otherwise: tuple[str, ...], found: str
) -> None:
    """Without them the test above would prove nothing."""
    from tests.torture import powercut

    tally = powercut.run(make_round(tmp_path / "v.egk"), 40, 40, SEED, otherwise)
    assert getattr(tally, found) > 4


def test_forged_rows_are_told_and_stop_nothing_else(tmp_path: Path) -> None:
    from tests.torture import forged

    path, chance = make_round(tmp_path / "v.egk"), random.Random(SEED)
    work = tmp_path / "forged.egk"
    places, faults, tally = forged.places(path), [], Counter[str]()
    assert forged.use(path) == []
    for _ in range(FORGED):
        place = chance.choice(places)
        value = chance.choice(forged.VALUES.get(place[2], forged.NUMBERS))
        shutil.copy(path, work)
        try:
            forged.forge(work, place, value, chance)
        except UserError:  # the table itself takes no such row
            tally["not taken"] += 1
            continue
        tally["read"] += 1
        faults += [f"{place} {str(value)[:40]!r}: {fault}" for fault in forged.use(work)]
    say("forged:", dict(tally))
    assert faults == []


def test_forged_counts_stop_nothing_and_are_thrown_away(tmp_path: Path) -> None:
    from egenkontroll.operations.verifying import verify_document
    from tests.torture import forged

    path, chance = make_round(tmp_path / "v.egk"), random.Random(SEED)
    work = tmp_path / "forged.egk"
    faults = []
    for number in range(max(3, FORGED // 5)):
        shutil.copy(path, work)
        forged.forge_counts(work, chance)
        faults += [f"{number}: {fault}" for fault in forged.use(work)]
        faults += [f"{number}: {said}" for said in verify_document(work).notes]
    assert faults == []  # they were thrown away when it was first looked at
