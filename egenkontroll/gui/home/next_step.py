"""What is to be done next, in words, and the step where it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from egenkontroll.texts import count, k_of_n

if TYPE_CHECKING:
    from egenkontroll.operations.home import Home, RoundLine


class Deed(NamedTuple):
    """The next step: a heading, why, what the button says, and where it leads."""

    title: str
    text: str
    button: str
    step: str


def next_deed(home: Home) -> Deed:
    """Return the one thing to do next."""
    here = home.here
    if here is None:
        return Deed(
            "Dokumentet har ingen omgång än",
            "Börja med att bestämma vad som ska kontrolleras.",
            "Gå till Checklista",
            "checklist",
        )
    if not here.cases:
        return _without_cases(here)
    if home.conflicts:
        return _contradicting(home.conflicts)
    if here.done < here.cases:
        return _unfinished(home, here)
    return Deed(
        f"Alla {count(here.cases, 'ärende', 'ärenden')} är granskade",
        "Läs resultatet och skriv kommentarer till analysmötet. Skriv sedan ut bladen i Rapport.",
        "Läs resultatet",
        "results",
    )


def _without_cases(here: RoundLine) -> Deed:
    if here.purged is not None:
        return Deed(
            f"{here.round.name} är gallrad",
            f"Ärendena och svaren är raderade. {k_of_n(*here.purged)} ärenden var granskade, och "
            "resultatet finns kvar.",
            "Läs resultatet",
            "results",
        )
    if here.figures:
        said = count(here.figures, "tal", "tal")
        return Deed(
            f"{here.round.name} är känd genom siffror",
            f"Omgången har {said} från en tidigare rapport. Här finns inget att granska.",
            "Läs resultatet",
            "results",
        )
    if not here.checklist:
        return Deed(
            f"{here.round.name} har ingen checklista",
            "Omgångens checklista finns inte i dokumentet.",
            "Gå till Checklista",
            "checklist",
        )
    return Deed(
        "Nu ska urvalet dras",
        "Ta fram en lista över ärendena ur verksamhetssystemet. Programmet drar bland dem "
        "slumpmässigt och visar hur det gick till.",
        "Dra urvalet",
        "sample",
    )


def _contradicting(waiting: int) -> Deed:
    return Deed(
        f"{count(waiting, 'motsägelse väntar', 'motsägelser väntar')} på att avgöras",
        "Samma granskare har svarat olika på samma fråga i två filer som har slagits ihop. Välj "
        "vilket svar som ska gälla; tills dess räknas det senaste.",
        "Gå till Slå ihop",
        "merge",
    )


def _unfinished(home: Home, here: RoundLine) -> Deed:
    klara = f"I omgången är {k_of_n(here.done, here.cases)} ärenden klara."
    mine, left = home.mine, here.cases - here.done
    if mine is None:
        waiting = count(left, "ärende", "ärenden")
        return Deed(f"{waiting} är kvar att granska", klara, "Gå till Granskning", "review")
    if mine.left:
        title = f"Du har {count(mine.left, 'ärende', 'ärenden')} kvar"
        fresh = not here.done and not mine.begun
        return Deed(title, klara, "Börja granska" if fresh else "Fortsätt granska", "review")
    return Deed(
        "Du är klar med dina ärenden",
        f"{klara} Resultatet är preliminärt tills de andra är klara.",
        "Läs resultatet så långt",
        "results",
    )
