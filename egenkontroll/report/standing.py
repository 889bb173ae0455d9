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
    return with_cautions(standing, said, gone)


def with_cautions(standing: Standing, *said: str) -> str:
    """Return sentences, after those that say what is counted twice, or is not the whole round."""
    twice = (
        "Vissa ärenden räknas mer än en gång, för urvalet är draget för sig i flera kopior av "
        "dokumentet."
    )
    part = "Talen är inte hela omgångens: det här är en utlämnad fil med en granskares ärenden."
    first = (part if standing.part else "", twice if standing.twice else "")
    return " ".join(filter(None, (*first, *said)))


def standing_mark(standing: Standing) -> str:
    """Return what stands at the foot of every page: "Preliminärt" or the edition and seal."""
    said = "Preliminärt"
    if standing.state == "locked":
        said = f"Utgåva {standing.edition} · sigill {standing.seal}"
    if standing.part:
        said += " · del av omgången"
    return f"{said} · ärenden räknas dubbelt" if standing.twice else said
