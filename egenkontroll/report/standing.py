"""How firmly a round's figures stand, in words for screen, terminal and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from egenkontroll.results.table import Standing


def standing_words(standing: Standing) -> str:
    """Return how figures stand: preliminary, locked with their seal, or open for correction."""
    if standing.state == "locked":
        said = f"Låst {standing.at}, utgåva {standing.edition}, sigill {standing.seal}."
        if standing.reason:
            said += f" Rättad: {standing.reason}."
    elif standing.state == "reopened":
        said = (
            f"Preliminära siffror: omgången är öppen för rättelse inför utgåva "
            f"{standing.edition} ({standing.reason})."
        )
    else:
        said = "Preliminära siffror: omgången är inte låst."
    gone = "Ärendena är gallrade." if standing.purged else ""
    return with_twice(standing, said, gone)


def with_twice(standing: Standing, *said: str) -> str:
    """Return sentences, after one that says that cases are counted twice where they are."""
    twice = (
        "Vissa ärenden räknas mer än en gång, för urvalet är draget för sig i flera kopior av "
        "dokumentet."
    )
    return " ".join(filter(None, (twice if standing.twice else "", *said)))


def standing_mark(standing: Standing) -> str:
    """Return what stands at the foot of every page: "Preliminärt" or the edition and seal."""
    said = "Preliminärt"
    if standing.state == "locked":
        said = f"Utgåva {standing.edition} · sigill {standing.seal}"
    return f"{said} · ärenden räknas mer än en gång" if standing.twice else said
