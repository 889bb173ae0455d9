"""Write one document for each reviewer, with what that reviewer needs and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from egenkontroll.errors import UserError
from egenkontroll.operations import files
from egenkontroll.operations.closing import locked_edition
from egenkontroll.operations.gathering import kept_of
from egenkontroll.operations.interpreting import interpretations
from egenkontroll.operations.own_readings import own_readings
from egenkontroll.operations.sealing import NO_SEAL, Seal, write_facts
from egenkontroll.review.answers import Role
from egenkontroll.sample.cases import Status
from egenkontroll.storage import handouts, records
from egenkontroll.storage.handouts import Handout
from egenkontroll.storage.sealing import check_public
from egenkontroll.texts import count, did_you_mean, listing, same_word, sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.sample.cases import Case, Reviewer
    from egenkontroll.storage.document import Document

_SUFFIX = ".egk"


@dataclass(frozen=True, slots=True)
class Wish:
    """How files are to be handed out.

    `seal` is how they are sealed, `return_to` the public key that what comes back is to be
    sealed to (empty: it need not be), `only` the names of those who are to get one (empty:
    everybody).
    """

    seal: Seal = NO_SEAL
    return_to: str = ""
    only: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A file that was written, for whom, and what is in it."""

    reviewer: str
    path: Path
    first: int
    second: int
    calibration: int
    sealed: bool

    def as_json(self) -> dict[str, Any]:
        """Return the published form: see the README."""
        return {
            "reviewer": self.reviewer,
            "file": str(self.path),
            "first": self.first,
            "second": self.second,
            "calibration": self.calibration,
            "sealed": self.sealed,
        }

    def said(self) -> str:
        """Return what is in it, in Swedish: "12 ärenden (3 som andra läsare)"."""
        parts = [count(self.first + self.second, "ärende", "ärenden")]
        if self.second:
            parts.append(f"({self.second} som andra läsare)")
        if self.calibration:
            parts.append(f"och {self.calibration} för kalibrering")
        return " ".join(parts)


def hand_out(
    document: Document,
    one: Round,
    folder: Path,
    wish: Wish | None = None,
    progress: Callable[[int, int], object] = lambda _done, _of: None,
) -> list[HandedOut]:
    """Write the reviewers' documents into a folder and note in the document that they are made.

    A file that is there already is never written over: a reviewer may have begun in it. The
    new one then has a number in its name. `progress` is called with (written, of all).
    """
    wish = wish or Wish()
    wish.seal.check()
    refuse_closed(document, one)
    return_to = check_public(wish.return_to) if wish.return_to else ""
    receivers = _receivers(document, one, wish.only)
    files.make_folder(folder)
    names = _file_names(folder, one, receivers, wish.seal)
    agreed = tuple(
        (question, said.round, said.words)
        for question, found in interpretations(document, one).items()
        for said in found
    )
    written = []
    for done, (reviewer, name) in enumerate(zip(receivers, names, strict=True)):
        progress(done, len(receivers))
        fact = handouts.handout_fact(
            document, Handout(one.id, reviewer.id, name, return_to, agreed)
        )
        given = records.given(document, one.id, reviewer.id)
        readings = own_readings(document, one, reviewer, given)
        facts = handouts.facts_for(document, one.id, reviewer.id, readings)
        write_facts(folder / name, [*facts, fact], wish.seal)
        document.add([fact])
        written.append(_handed_out(reviewer, readings, folder / name, wish.seal))
    progress(len(receivers), len(receivers))
    return written


def refuse_closed(document: Document, one: Round) -> None:
    """Raise UserError where a round is locked or purged: answers to it would change nothing."""
    if kept_of(document, one.id) is not None:
        raise UserError(
            f"Omgången {one.name} är gallrad, så det finns inga ärenden att lämna ut. Inget är "
            "utlämnat. Det som ska granskas på nytt läggs i en ny omgång."
        )
    if locked_edition(document, one) is not None:
        raise UserError(
            f"Omgången {one.name} är låst, så nya svar skulle inte ändra dess siffror. Inget är "
            "utlämnat. Öppna den för rättelse först: i menyn Omgång, eller med egenkontroll round "
            "reopen."
        )


def _receivers(document: Document, one: Round, only: Sequence[str]) -> list[Reviewer]:
    """Return those who have cases in the round; raise UserError where nobody has."""
    drawn = {case.id for case in records.cases(document, one.id) if case.status is Status.DRAWN}
    holders = {
        reader
        for (case, _), reader in records.assignments(document, one.id).items()
        if case in drawn
    }
    people = records.reviewers(document)
    found = sorted((people[key] for key in holders if key in people and not people[key].left),
                   key=lambda reviewer: sort_key(reviewer.name))  # fmt: skip
    if not found:
        raise UserError(
            f"Ärendena i {one.name} är inte fördelade än. Ange granskarna, så fördelas de först, "
            'till exempel --reviewer "Anna Öberg" --reviewer "Bo Ek".'
        )
    wanted = {same_word(name): name for name in only}
    known = {same_word(reviewer.name) for reviewer in found}
    names = [reviewer.name for reviewer in found]
    problems = [
        f"{name} har inga ärenden i omgången{did_you_mean(name, names) or '.'}"
        for word, name in wanted.items()
        if word not in known
    ]
    if problems:
        raise UserError(f"Inget är utlämnat. De som har ärenden är {listing(names)}.", problems)
    return [reviewer for reviewer in found if not wanted or same_word(reviewer.name) in wanted]


def _file_names(folder: Path, one: Round, receivers: Sequence[Reviewer], seal: Seal) -> list[str]:
    """Return a name for each that no file in the folder has, sealed or not."""
    there = [_plain(path.name) for path in folder.iterdir()]
    wanted = [files.file_name((one.name, reviewer.name), _SUFFIX) for reviewer in receivers]
    return [name + seal.suffix for name in files.distinct([*there, *wanted])[len(there) :]]


def _plain(name: str) -> str:
    return name.removesuffix(".age")


def _handed_out(
    reviewer: Reviewer, readings: Collection[tuple[Case, Role]], path: Path, seal: Seal
) -> HandedOut:
    drawn = [role for case, role in readings if case.status is Status.DRAWN]
    calibration = {case.id for case, _ in readings if case.status is Status.CALIBRATION}
    return HandedOut(
        reviewer.name,
        path,
        drawn.count(Role.FIRST),
        drawn.count(Role.SECOND),
        len(calibration),
        bool(seal),
    )


def is_handed_out(document: Document, one: Round) -> set[Id]:
    """Return who has been given a file in the round."""
    return {made.reviewer for made in handouts.handouts(document) if made.round == one.id}


HOW_TO_SEND = (
    "Skicka varje fil till den vars namn den har. Granskaren öppnar filen, granskar och trycker "
    "”Lämna in”. Det som kommer tillbaka tar du in under Slå ihop."
)
HOW_TO_SEND_SEALED = "Lämna lösenfrasen på ett annat sätt än filen: ring, eller säg den när ni ses."
