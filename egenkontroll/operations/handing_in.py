"""Make the file that a reviewer sends back, as often as wanted; nothing is locked by it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from egenkontroll.errors import UserError
from egenkontroll.operations import files
from egenkontroll.operations.handed_to import whose
from egenkontroll.operations.reviewing import Task, desk
from egenkontroll.operations.sealing import NO_SEAL, Seal, write_facts
from egenkontroll.review.answers import Role
from egenkontroll.review.reading import STATE_WORDS, State
from egenkontroll.sample.cases import Status
from egenkontroll.storage import handouts
from egenkontroll.texts import count, k_of_n

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.operations.handed_to import Mine
    from egenkontroll.storage.document import Document

_SUFFIX = ".egk"


@dataclass(frozen=True, slots=True)
class Return:
    """What is ready to be handed in: how many readings are klara, and those that are not.

    `left` is a line for each that is not klar: "E26-0031: 3 frågor kvar".
    """

    mine: Mine
    done: int
    every: int
    left: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every reading is klar."""
        return self.done == self.every

    def said(self) -> str:
        """Return how far it is, in Swedish."""
        ready = f"{k_of_n(self.done, self.every)} ärenden är klara."
        if self.whole:
            return ready
        return f"{ready} Du kan lämna in ändå och en gång till när du har gjort resten."


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The file that was made, and how far the review was then."""

    path: Path
    ready: Return
    sealed: bool

    def as_json(self) -> dict[str, Any]:
        """Return the published form: see the README."""
        mine = self.ready.mine
        return {
            "file": str(self.path),
            "round": mine.round.name,
            "reviewer": mine.reviewer.name,
            "done": self.ready.done,
            "cases": self.ready.every,
            "left": list(self.ready.left),
            "sealed": self.sealed,
        }


NEXT = (
    "Skicka filen till den som samlar in granskningen, eller lägg den där ni har kommit överens "
    "om. Fortsätt i din egen fil om något är kvar, och lämna in en gång till: det som redan är "
    "inlämnat räknas aldrig två gånger."
)


def look(document: Document) -> Return:
    """Return how far a hand-out has come. Raises UserError where the document is none."""
    mine = whose(document)
    if mine is None:
        raise UserError(
            f"{document.path.name} är hela dokumentet och ingen utlämnad fil, så det finns inget "
            "att lämna in. Svaren finns redan här."
        )
    tasks = desk(document, mine.round, mine.reviewer).tasks
    left = [task for task in tasks if task.state is not State.DONE]
    return Return(mine, len(tasks) - len(left), len(tasks), tuple(_line(task) for task in left))


def hand_in(document: Document, out: Path | None = None, seal: Seal = NO_SEAL) -> HandedIn:
    """Make the file to send back; the reviewer's own file is as it was and can be used on.

    `out` is a file or a folder; None is beside the document. Without a seal of its own the file
    is sealed to the key that the hand-out names, if any. Nothing is written over.
    """
    ready = look(document)
    if not seal and ready.mine.return_to:
        seal = Seal(recipients=(ready.mine.return_to,))
    seal.check()
    path = _place(document, ready.mine, out, seal)
    write_facts(path, handouts.every_fact(document), seal)
    return HandedIn(path, ready, bool(seal))


def suggested_name(document: Document, mine: Mine) -> str:
    """Return what the file to send back is called: round, reviewer and today's date."""
    now = dt.datetime.fromtimestamp(document.pen.now_ms() / 1000).astimezone()
    parts = (mine.round.name, mine.reviewer.name, f"inlämnad {now:%Y-%m-%d}")
    return files.file_name(parts, _SUFFIX)


def _place(document: Document, mine: Mine, out: Path | None, seal: Seal) -> Path:
    if out is not None and not out.is_dir():
        # What is sealed must be seen to be so: it opens in another way.
        plain = not seal or out.suffix.casefold() == seal.suffix
        return out if plain else out.with_name(out.name + seal.suffix)
    folder = out or document.path.parent
    name = suggested_name(document, mine)
    there = [path.name.removesuffix(".age") for path in folder.iterdir()]
    return folder / (files.distinct([*there, name])[-1] + seal.suffix)


def _line(task: Task) -> str:
    second = ", andra läsning" if task.role is Role.SECOND else ""
    if task.case.status is Status.CALIBRATION:
        second = ", kalibrering"
    missing = len(task.reading.missing())
    lacks = count(missing, "fråga kvar", "frågor kvar") if missing else "tryck Klar"
    return f"{task.case.reference}{second}: {STATE_WORDS[task.state]}, {lacks}"
