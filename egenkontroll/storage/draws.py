"""The lists that samples were drawn from, and the draws: what every certificate is made of."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from egenkontroll.sample.draw import identities
from egenkontroll.sample.drawn import Draw, Frame, FrameCase, Shortfall, Stratum
from egenkontroll.sample.wanted import Exclusion, Quota, Sizing, Wanted
from egenkontroll.storage import bodies

if TYPE_CHECKING:
    from egenkontroll.facts import Fact, Id
    from egenkontroll.storage.document import Document


def frame_fact(document: Document, round_id: Id, frame: Frame) -> Fact:
    """Return the fact that holds a frame, its cases included; never who handles them."""
    cases = [[case.reference, case.unit, dict(case.attributes)] for case in frame.cases]
    content = (frame.source, frame.digest, _json(cases), _json(frame.excluded))
    return document.pen.write("frame", (round_id, document.pen.new_id()), content)


def frame(document: Document, round_id: Id) -> Frame | None:
    """Return the newest frame of the round, or None."""
    found = _in_order(document, "frame", round_id)
    return _frame(found[-1]) if found else None


def frames(document: Document, round_id: Id) -> list[Frame]:
    """Return every frame of the round, oldest first."""
    return [_frame(fact) for fact in _in_order(document, "frame", round_id)]


def draw_fact(document: Document, round_id: Id, draw: Draw) -> Fact:
    """Return the fact that holds a draw: what anyone needs to draw it again."""
    key = (round_id, identities(round_id, draw)(""))
    return document.pen.write("draw", key, (_json(asdict(draw)),))


def draw(document: Document, round_id: Id) -> Draw | None:
    """Return the newest draw of the round, or None."""
    found = _in_order(document, "draw", round_id)
    return _draw(found[-1]) if found else None


def draws(document: Document, round_id: Id) -> list[Draw]:
    """Return every draw of the round, oldest first."""
    return [_draw(fact) for fact in _in_order(document, "draw", round_id)]


def _in_order(document: Document, kind: str, round_id: Id) -> list[Fact]:
    found = document.read(kind, round=round_id)
    return sorted(found, key=lambda fact: (fact.clock, fact.digest))


def _frame(fact: Fact) -> Frame:
    source, digest, cases, excluded = fact.content
    return Frame(
        source,
        digest,
        tuple(FrameCase(*case) for case in bodies.read("frame", "cases", cases, fact.key)),
        tuple(map(tuple, bodies.read("frame", "excluded", excluded, fact.key))),
    )


def _draw(fact: Fact) -> Draw:
    body: dict[str, Any] = bodies.read("draw", "body", fact.content[0], fact.key)
    asked = body["wanted"]
    asked["sizing"] = Sizing(asked["sizing"])
    asked["quotas"] = tuple(Quota(**one) for one in asked["quotas"])
    asked["exclusions"] = tuple(Exclusion(**one) for one in asked["exclusions"])
    body["wanted"] = Wanted(**asked)
    body["strata"] = tuple(_stratum(one) for one in body["strata"])
    body["double"], body["calibration"] = tuple(body["double"]), tuple(body["calibration"])
    return Draw(**body)


def _stratum(body: dict[str, Any]) -> Stratum:
    return Stratum(
        body["name"],
        body["size"],
        tuple(body["drawn"]),
        tuple(body["reserves"]),
        tuple(Shortfall(Quota(**one["quota"]), one["wanted"], one["got"]) for one in body["short"]),
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
