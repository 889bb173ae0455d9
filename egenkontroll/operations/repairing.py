"""Save what can be saved from a damaged document into a new one. The damaged one is not touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from egenkontroll.errors import UserError, reason
from egenkontroll.operations.backing_up import kept
from egenkontroll.sample.cases import Status
from egenkontroll.storage import database, draws, records, repair
from egenkontroll.storage.document import create_document, open_document
from egenkontroll.storage.held import refuse_held
from egenkontroll.storage.private import PrivateFolder
from egenkontroll.texts import count, listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from egenkontroll.storage.document import Document
    from egenkontroll.storage.repair import Salvage

KINDS = {
    "answer": "svar",
    "case_drawn": "ärenden",
    "review_state": "granskningslägen",
    "assignment": "tilldelningar",
    "consensus": "samsynssvar",
    "unit": "enheter",
    "reviewer": "granskare",
    "round": "omgångar",
    "checklist": "checklistor",
    "aggregate": "tidigare siffror",
}
OTHER = "övriga uppgifter"
_ONE = {
    "ärenden": "ärende",
    "granskningslägen": "granskningsläge",
    "tilldelningar": "tilldelning",
    "enheter": "enhet",
    "omgångar": "omgång",
    "checklistor": "checklista",
    "tidigare siffror": "tidigare siffra",
    OTHER: "övrig uppgift",
}


@dataclass(frozen=True, slots=True)
class Touched:
    """What of a round may be gone: cases that were drawn and are not there, and cases without
    any answer, of so many that are known.

    `drawn` is the number of cases that the certificate tells of; None where it is not there.
    """

    round: str
    cases: int
    drawn: int | None
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was saved into the new document, and what was not.

    `saved`, `changed` and `refused` count rows by kind in Swedish: those in the new document,
    those that were not as they had been written, and those that no program of ours wrote.
    `unread` are the kinds where some part could not be read at all: nobody knows how many rows
    it held. `standing_in` counts units, reviewers and rounds that had to be given a name.
    """

    out: Path
    saved: dict[str, int]
    changed: dict[str, int]
    refused: dict[str, int]
    unread: tuple[str, ...]
    standing_in: int
    rounds: tuple[Touched, ...]
    backup: Path | None

    @property
    def whole(self) -> bool:
        """Whether everything was there."""
        return not (self.changed or self.refused or self.unread or self.standing_in)

    def as_json(self) -> dict[str, Any]:
        """Return the published form: see the README."""
        return {
            "out": str(self.out),
            "whole": self.whole,
            "saved": self.saved,
            "changed": self.changed,
            "refused": self.refused,
            "unread": list(self.unread),
            "standing_in": self.standing_in,
            "rounds": [
                {
                    "round": one.round,
                    "cases": one.cases,
                    "drawn": one.drawn,
                    "unanswered": list(one.unanswered),
                }
                for one in self.rounds
            ],
            "backup": str(self.backup) if self.backup is not None else None,
        }

    def lines(self) -> Iterator[str]:
        """Yield what was saved and what was not, in whole Swedish sentences."""
        rows = count(sum(self.saved.values()), "uppgift", "uppgifter")
        said = _counted(self.saved)
        saved = "är räddad" if sum(self.saved.values()) == 1 else "är räddade"
        yield f"{rows} {saved} till {self.out.name}: {listing(said)}."
        if self.whole:
            yield "Inget saknas."
            return
        if self.unread:
            yield (
                f"Allt gick inte att läsa bland {listing(self.unread)}. Hur många som fattas går "
                "inte att säga."
            )
        for gone, why in ((self.changed, "hade ändrats efter att de sparades"),
                          (self.refused, "kunde inte vara skrivna av Egenkontroll")):  # fmt: skip
            if gone:
                named = listing(_counted(gone))
                yield f"Inte med, eftersom de {why}: {named}."
        if self.standing_in:
            yield (
                f"{count(self.standing_in, 'namn', 'namn')} på enheter, granskare eller omgångar "
                "saknas och har ersatts med ”Okänd”."
            )
        for one in self.rounds:
            yield _said(one)
        if self.backup is not None:
            yield (
                "Slå ihop den räddade filen med den senaste säkerhetskopian, så kommer det som "
                f"finns där tillbaka: {self.backup}"
            )
        else:
            yield (
                "Slå ihop den räddade filen med en säkerhetskopia eller med granskarnas filer, så "
                "kommer det som finns där tillbaka."
            )


def _counted(found: dict[str, int]) -> list[str]:
    return [count(many, _ONE.get(kind, kind), kind) for kind, many in found.items()]


def _said(one: Touched) -> str:
    said = f"{one.round}: {count(one.cases, 'ärende', 'ärenden')}"
    if one.drawn is not None and one.drawn > one.cases:
        said += f" av {one.drawn} dragna"
    if not one.unanswered:
        return f"{said}."
    shown = listing([*one.unanswered[:10], *(["fler"] if len(one.unanswered) > 10 else [])])
    return f"{said}, {len(one.unanswered)} av dem utan svar ({shown})."


def repair_document(path: Path, out: Path, beat: Callable[[], object] = lambda: None) -> Repaired:
    """Save what can be read and is as it was written into a new document.

    `beat` is called now and then and may raise to stop. Raises UserError where nothing could be
    saved, or the new file cannot be written; no file is then left.
    """
    if path.is_dir():
        raise UserError(f"{path.name} är en mapp, inte ett dokument.")
    if not path.is_file():
        raise UserError(f"Dokumentet {path.name} finns inte. Kontrollera namnet och mappen.")
    if out.exists():
        raise UserError(f"{out.name} finns redan. Välj ett annat namn för det som räddas.")
    refuse_held(path, "och räddas inte förrän det är stängt. Filen är orörd. Stäng den först.")
    _refuse_foreign(path)
    found: list[Salvage] = []

    def fill(document: Document) -> None:
        found.append(repair.salvage(copy, document, beat))
        if not found[0].saved.total():
            raise UserError(
                f"Inget gick att läsa ur {path.name}. Filen är orörd. Ta fram den senaste "
                "säkerhetskopian."
            )

    with PrivateFolder() as folder:
        try:
            copy = repair.private_copy(path, folder)
        except OSError as error:
            raise UserError(
                f"{path.name} går inte att läsa ({reason(error)}). Är det en sticka eller en "
                "nätverksplats: kopiera filen till datorn och försök igen."
            ) from error
        create_document(out, fill, like=path)
    with open_document(out) as document:
        rounds = tuple(_touched(document))
    copies = kept(path)
    return Repaired(
        out, _in_swedish(found[0].saved), _in_swedish(found[0].changed),
        _in_swedish(found[0].refused), _named(found[0].broken), found[0].standing_in.total(),
        rounds, copies[0].path if copies else None,
    )  # fmt: skip


def _refuse_foreign(path: Path) -> None:
    """Refuse what is no document of ours, or is made by a newer program.

    Where only its number says so, and it has this program's tables, the number may be damaged.
    """
    try:
        database.recognise(path)
    except (database.DamagedError, database.NewerError):
        return


def _in_swedish(found: dict[str, int]) -> dict[str, int]:
    said: dict[str, int] = {}
    for kind, many in found.items():
        name = KINDS.get(kind, OTHER)
        said[name] = said.get(name, 0) + many
    order = [*KINDS.values(), OTHER]
    return {name: said[name] for name in order if said.get(name)}


def _named(kinds: set[str]) -> tuple[str, ...]:
    return tuple(_in_swedish(dict.fromkeys(kinds, 1)))


def _touched(document: Document) -> Iterator[Touched]:
    for one in records.rounds(document):
        cases = records.cases(document, one.id)
        certificate = draws.draw(document, one.id)
        if not cases and certificate is None:
            continue
        answered = {fact.key[0] for fact in records.answer_facts(document, one.id)}
        without = tuple(
            case.reference
            for case in cases
            if case.status is Status.DRAWN and case.id not in answered
        )
        drawn = None
        if certificate is not None:
            drawn = sum(len(part.drawn) + len(part.reserves) for part in certificate.strata)
        yield Touched(one.name, len(cases), drawn, without)
