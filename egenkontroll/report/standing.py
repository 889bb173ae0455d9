"""How firmly a round's figures stand, in words for screen, terminal and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from egenkontroll.results.table import Standing


def standing_words(standing: Standing) -> str:
    """Return one sentence: preliminary, locked with its seal, or open for correction."""
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
    return f"{said} Ärendena är gallrade." if standing.purged else said


def standing_mark(standing: Standing) -> str:
    """Return what stands at the foot of every page: "Preliminärt" or the edition and seal."""
    if standing.state == "locked":
        return f"Utgåva {standing.edition} · sigill {standing.seal}"
    return "Preliminärt"
