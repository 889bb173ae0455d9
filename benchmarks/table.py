"""The one table of `make bench`: what was measured, beside what, and whether the goal is met."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HEADS = ("", "vårt", "mot", "måttstock", "kvot", "mål", "nått")
_GOAL = re.compile(r" \(goal (at least )?([\d.]+)\)$")


@dataclass(frozen=True)
class Line:
    """One quantity. `goal` is for the ratio: at most, or with `least` at least.

    Without a yardstick `ours` is held to the goal itself; without a goal nothing is judged.
    """

    what: str
    ours: float
    unit: str = "ms"
    beside: str = ""
    theirs: float | None = None
    goal: float | None = None
    least: bool = False

    @property
    def ratio(self) -> float:
        """What is held to the goal."""
        return self.ours if self.theirs is None else self.ours / self.theirs

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        if self.goal is None:
            return None
        return self.ratio >= self.goal if self.least else self.ratio <= self.goal

    def as_json(self) -> dict[str, Any]:
        """Return everything about it."""
        return asdict(self) | {"ratio": round(self.ratio, 4), "met": self.met}


def from_ratios(ratios: Mapping[str, float]) -> list[Line]:
    """Return lines of ratios named as "ours / theirs (goal 8)" or "... (goal at least 5)"."""
    found = []
    for name, ratio in ratios.items():
        told = _GOAL.search(name)
        goal = float(told[2]) if told else None
        what = name[: told.start()] if told else name
        found.append(Line(what, ratio, "×", goal=goal, least=bool(told and told[1])))
    return found


def table(lines: Sequence[Line]) -> str:
    """Return the lines under each other, in columns."""
    rows = [_HEADS, *(_row(line) for line in lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEADS))]
    left = (0, 2, 6)
    return "\n".join(
        "  ".join(
            cell.ljust(wide) if at in left else cell.rjust(wide)
            for at, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _row(line: Line) -> tuple[str, ...]:
    theirs = "" if line.theirs is None else _amount(line.theirs, line.unit)
    ratio = "" if line.theirs is None and line.unit != "×" else f"{line.ratio:.2f}"
    ours = "" if line.unit == "×" else _amount(line.ours, line.unit)
    goal = "" if line.goal is None else f"{'≥' if line.least else '≤'} {line.goal:g}"
    met = {None: "", True: "ja", False: "NEJ"}[line.met]
    return line.what, ours, line.beside, theirs, ratio, goal, met


def _amount(value: float, unit: str) -> str:
    return f"{value:.0f} {unit}" if value >= 100 or value == int(value) else f"{value:.2f} {unit}"
