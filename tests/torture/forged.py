"""Rows with the right digest that say something no program of ours says, read in every way."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egenkontroll.errors import UserError
from egenkontroll.facts import make_fact
from egenkontroll.operations import (
    acting,
    agreeing,
    certifying,
    closing,
    holdings,
    home,
    ledger,
    merging,
    overview,
    publishing,
    purge_time,
    years,
)
from egenkontroll.operations.exporting_json import whole_round
from egenkontroll.operations.opening import create_document, open_document
from egenkontroll.operations.repairing import repair_document
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.verifying import verify_document
from egenkontroll.results.kept import WHOLE
from egenkontroll.results.table import UNIT
from egenkontroll.storage import cube, records
from egenkontroll.storage.document import open_document as open_stored
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    import random

LONGEST = 60.0
TEXTS = (
    "", "{}", "[]", "null", '"x"', "1", "-1", "=abc", "=1e999", "=" + "9" * 5000, "9" * 5000,
    "[" * 50_000, '{"a": {"a": []}}', "[[1, 2], 3]", "kanske", "2024-13-45", "NaN", "\x00",
    '{"kept": "{}", "at": "", "seal": ""}', '[["", "", {}]]', "../../x", "=HYPERLINK(1)",
)  # fmt: skip
NUMBERS = (-1, 0, 2, 10**6, 2**62, -(2**62))
BLOBS = (b"", b"x", bytes(16), b"\xff" * 16, b"\x01" * 40)
GROUPS = (None, "", "Norr", "../x", "=1+1", "x" * 10_000, "\x00")
VALUES: dict[type, tuple[object, ...]] = {str: TEXTS, int: NUMBERS, bytes: BLOBS}


def places(path: Path) -> list[tuple[str, int, type]]:
    """Return (kind, place in its key and content, type) of everything that some fact says."""
    found = []
    with open_document(path) as document:
        for kind in KINDS:
            if facts := document.written(kind):
                said = (*facts[-1].key, *facts[-1].content)
                found += [(kind, place, type(one)) for place, one in enumerate(said)]
    return found


def forge(path: Path, place: tuple[str, int, type], value: object, chance: random.Random) -> None:
    """Let the document say something else in one place, newer than all else and well digested."""
    kind, at, _ = place
    with open_stored(path, write=True) as document:
        old = chance.choice(document.written(kind))
        said = [*old.key, *old.content]
        said[at] = value
        key, content = tuple(said[: len(old.key)]), tuple(said[len(old.key) :])
        fact = make_fact(kind, key, content, old.clock + 1, old.device, [old] * (key == old.key))
        with document.writing() as connection:
            document.insert(connection, [fact])


def forge_counts(path: Path, chance: random.Random) -> None:
    """Let the counts that the document keeps of a round be anything, with the right digest."""
    with open_stored(path, write=True) as document:
        known = records.checklists(document)
        one = chance.choice([one for one in records.rounds(document) if one.checklist in known])
        checklist = known[one.checklist]
        key = cube._key(checklist)
        splits = [WHOLE, UNIT, *(attribute.id for attribute in checklist.attributes)]
        with document.using() as connection:
            for split in splits:
                groups, counts = _counts(len(checklist.questions), chance)
                digest = cube._digest(one.id, split, key, groups, counts)
                row = (one.id, split, key, b"", b"\xff", digest, groups, counts)
                connection.execute("DELETE FROM cube WHERE split = ?", (split,))
                connection.execute("INSERT INTO cube VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def _counts(questions: int, chance: random.Random) -> tuple[str, bytes]:
    """Return groups and counts: mostly as long as they should be, for then they are read."""
    groups = json.dumps(
        [
            [chance.choice(GROUPS), *(chance.choice(NUMBERS[1:4]) for _ in range(4))]
            for _ in range(chance.randrange(4))
        ]
    )
    if chance.random() < 0.2:
        groups = chance.choice([*TEXTS, json.dumps([[None, 1, 2, 3]]), "[[1, 1, 1, 1, 1]]"])
    width = groups.count("], [") + (groups.count("[") > 1)
    size = 32 * questions * width + chance.choice([0, 0, 0, 4, 64, -4, 3])
    fill = chance.choice([b"\x00", b"\xff", b"\x01\x00\x00\x00"])
    return groups, (fill * max(size, 0))[: max(size, 0)]


def use(path: Path) -> list[str]:
    """Read the document in every way; return what else than a UserError came out, and hangs."""
    faults: list[str] = []

    def tried(name: str, deed: Any) -> None:
        began = time.monotonic()
        try:
            deed()
        except UserError:
            pass
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            faults.append(f"{name}: {type(error).__name__}: {str(error)[:100]}")
        if name != "open" and time.monotonic() - began > LONGEST:
            faults.append(f"{name}: took too long")

    tried("open", lambda: _look(path, tried))
    tried("verify", lambda: verify_document(path))  # after it: it throws forged counts away
    with tempfile.TemporaryDirectory() as folder:
        tried("merge", lambda: _merge(path, Path(folder)))
        tried("repair", lambda: _repair(path, Path(folder)))
    return faults


def _look(path: Path, tried: Any) -> None:
    with open_document(path) as document:
        for name, read in _WHOLE.items():
            tried(name, lambda read=read: read(document))
        for one in overview.rounds(document):
            for name, of_round in _OF_ROUND.items():
                tried(name, lambda of_round=of_round, one=one: of_round(document, one))


def _merge(path: Path, folder: Path) -> None:
    main = folder / "main.egk"
    create_document(main, lambda document: None)
    with open_document(main, write=True) as document:
        merging.preview(document, [path])
        merging.merge(document, [path])
        assert document.problems() == []


def _repair(path: Path, folder: Path) -> None:
    repair_document(path, folder / "ny.egk")
    open_document(folder / "ny.egk").close()


_WHOLE: dict[str, Any] = {
    "receipts": merging.receipts,
    "conflicts": merging.conflicts,
    "ledger": lambda document: [
        ledger.versions(document, old, new) for old, new in ledger.pairs(document)
    ],
    "year": lambda document: years.year_rule(document).words(),
    "plan": lambda document: acting.plan_rows(acting.planned(document)),
    "purge after": lambda document: purge_time.proposed(document, dt.date(2026, 11, 22)),
    "threshold": publishing.threshold_of,
    "holdings": holdings.holdings,
    "actions": lambda document: acting.action_rows(acting.described(document)),
}
_OF_ROUND: dict[str, Any] = {
    "steps": overview.steps,
    "home": lambda document, one: [
        home.look(document, one, who) for who in [None, *overview.reviewers(document)]
    ],
    "results": lambda document, one: [
        publishing.published_results(
            document, round_results(document, one.name, split, compare_with="previous")
        )
        for split in (None, "unit")
    ],
    "agreement": agreeing.doubled,
    "certificate": certifying.certificate,
    "closed": closing.closed_words,
    "strayed": closing.strayed,
    "json": lambda document, one: whole_round(document, one),
    "actions of a round": acting.followed,
}
