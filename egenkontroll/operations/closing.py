"""Lock a round so that its figures stay, open it for correction, and say how it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations.gathering import gather, kept_of, ready
from egenkontroll.operations.handed_to import refuse_part
from egenkontroll.operations.opening import checklist_of, find_round, open_document
from egenkontroll.results.kept import Difference, differences, keep, read_kept, seal
from egenkontroll.sample.cases import Status
from egenkontroll.sample.identity import identifying, it
from egenkontroll.storage import closing, records
from egenkontroll.texts import count, k_of_n

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.operations.opening import Document
    from egenkontroll.results.tally import Share
    from egenkontroll.storage.closing import Edition


CANNOT_LOCK = "omgången kan inte låsas"


@dataclass(frozen=True, slots=True)
class Locked:
    """A round that was locked now. `changes` is what differs from the edition before.

    `unreviewed` cases have no answer; `unready` are not klara, with or without answers.
    """

    round: str
    edition: int
    seal: str
    unreviewed: int
    unready: int = 0
    changes: tuple[Difference, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def difference_lines(done: Locked) -> list[str]:
    """Return what differs from the edition before, in Swedish, one line for each figure."""
    return [
        f"{done.texts.get(one.question, one.question)}, {one.group or 'hela omgången'}: "
        f"{_share_words(one.before)} har blivit {_share_words(one.after)}"
        for one in done.changes
    ]


def _share_words(share: Share | None) -> str:
    return k_of_n(share.k, share.n) if share is not None else "inget"


def edition_of(document: Document, one: Round) -> Edition | None:
    """Return the newest edition of a round, locked or open for correction, or None."""
    found = closing.editions(document, one.id)
    return found[-1] if found else None


def locked_edition(document: Document, one: Round) -> Edition | None:
    """Return the edition whose figures hold now: None where the round is open."""
    found = edition_of(document, one)
    return found if found is not None and found.locked else None


def closed_words(document: Document, one: Round) -> str:
    """Return why nothing about a round's cases can be changed; empty where it can."""
    if said := purged_words(document, one):
        return said
    found = locked_edition(document, one)
    if found is None:
        return ""
    return (
        f"{one.name} är låst (utgåva {found.number}). Svaren kan läsas men inte ändras. Öppna den "
        "för rättelse i menyn Omgång om något är fel."
    )


def purged_words(document: Document, one: Round) -> str:
    """Return what became of a purged round's cases; empty where it is not purged."""
    kept = kept_of(document, one.id)
    if kept is None:
        return ""
    return (
        f"{one.name} gallrades {kept.at[:10]}. Ärendena och svaren finns inte kvar, men siffrorna "
        "finns i Resultat."
    )


def lock_round(path: Path, round_name: str, by: str = "") -> Locked:
    """Lock a round: its figures are sealed and give the same results from now on."""
    with open_document(path, write=True) as document:
        return lock(document, find_round(document, round_name), by)


def lock(document: Document, one: Round, by: str = "") -> Locked:
    """Lock a round of an open document; see `lock_round`.

    Raises UserError where it is locked already, is purged or has no sample, and in a hand-out.
    """
    _refuse_identity(by)
    refuse_part(document, CANNOT_LOCK)
    before = closing.editions(document, one.id)
    if before and before[-1].locked:
        raise UserError(
            f"Omgången {one.name} är redan låst (utgåva {before[-1].number}, sigill "
            f"{before[-1].seal}). Öppna den för rättelse om något är fel."
        )
    if not document.read("case_drawn", round=one.id):
        raise UserError(f"Omgången {one.name} har inga ärenden, så det finns inget att låsa.")
    gathered = gather(document, one)
    body = keep(one.given, gathered.checklist, gathered.cases, gathered.frame)
    number = before[-1].number if before else 1
    reason = before[-1].reason if before else ""
    drawn = [case.id for case in records.cases(document, one.id) if case.status is Status.DRAWN]
    document.add(
        [
            closing.edition_fact(document, one.id, number, (seal(body), body, reason, by)),
            closing.frozen_fact(document, one.id, number, zip(drawn, gathered.cases, strict=True)),
        ]
    )
    changes: tuple[Difference, ...] = ()
    if len(before) > 1:
        changes = differences(read_kept(before[-2].body), read_kept(body), gathered.checklist)
    unreviewed = sum(not case.reviewed for case in gathered.cases)
    texts = {question.id: question.short for question in gathered.checklist.questions}
    unready = len(drawn) - len(ready(document, one))
    return Locked(one.name, number, seal(body), unreviewed, unready, changes, texts)


def unready_words(done: Locked) -> str:
    """Return how many of the cases were not klara when the round was locked, or ""."""
    return left_words(done.unready)


def left_words(unready: int) -> str:
    """Return that so many of a sample's cases are not klara, and what comes of it, or ""."""
    if not unready:
        return ""
    left = count(unready, "ärende", "ärenden")
    kind = "är inte klart" if unready == 1 else "är inte klara"
    return f"{left} i urvalet {kind}: det som inte är besvarat räknas som obesvarat."


def reopen_round(path: Path, round_name: str, reason: str, by: str = "") -> int:
    """Open a locked round for correction; return the number of the edition that is begun."""
    with open_document(path, write=True) as document:
        return reopen(document, find_round(document, round_name), reason, by)


def reopen(document: Document, one: Round, reason: str, by: str = "") -> int:
    """Open a locked round of an open document; see `reopen_round`.

    The locked edition stays in the document; a new one is begun that says why.
    """
    _refuse_identity(reason)
    _refuse_identity(by)
    found = locked_edition(document, one)
    if found is None:
        raise UserError(f"Omgången {one.name} är inte låst, så den behöver inte öppnas.")
    if closing.purged(document, one.id) is not None:
        raise UserError(f"Omgången {one.name} är gallrad. Dess siffror kan inte rättas längre.")
    if not reason.strip():
        raise UserError("Skriv varför omgången öppnas för rättelse.")
    number = found.number + 1
    said = ("", "", " ".join(reason.split()), by)
    document.add([closing.edition_fact(document, one.id, number, said)])
    return number


def seal_problems(document: Document) -> list[str]:
    """Return, in Swedish, every sealed edition whose counts do not give its seal."""
    names = {one.id: one.name for one in records.rounds(document)}
    return [
        f"{name}, utgåva {edition.number}: siffrorna ger inte sigillet {edition.seal}"
        for round_id, name in names.items()
        for edition in closing.editions(document, round_id)
        if edition.locked and seal(edition.body) != edition.seal
    ]


def basis_lost(document: Document, one: Round) -> bool:
    """Tell whether the cases that a locked round's figures were counted from are missing."""
    found = locked_edition(document, one)
    if found is None or closing.purged(document, one.id) is not None:
        return False
    return not document.has("locked_cases", round=one.id, edition=found.number)


def strayed(document: Document, one: Round) -> bool:
    """Tell whether the answers of a locked round would give other figures today.

    Answers may have come in with a merge after the round was locked; they change nothing
    until somebody opens the round for correction. Nothing is told where the locked basis is
    lost: answers may then be lost too.
    """
    found = locked_edition(document, one)
    if found is None or closing.purged(document, one.id) is not None or basis_lost(document, one):
        return False
    live = gather(document, one, live=True)
    return keep(one.given, checklist_of(document, one), live.cases, live.frame) != found.body


def _refuse_identity(text: str) -> None:
    if found := identifying(text):
        raise UserError(f"Texten innehåller {found}. Ta bort {it(found)} för att spara.")
