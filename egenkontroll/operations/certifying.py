"""The certificate of a round's sample: as data, as text and on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from importlib import metadata
from typing import TYPE_CHECKING, Any

from egenkontroll.errors import UserError
from egenkontroll.facts import current
from egenkontroll.operations import files
from egenkontroll.operations.gathering import kept_of
from egenkontroll.operations.opening import checklist_of, find_round, open_document
from egenkontroll.report import certificate as report
from egenkontroll.report.parts import About
from egenkontroll.sample.adding import agrees
from egenkontroll.sample.cases import Status
from egenkontroll.storage import draws, records

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.sample.cases import Case
    from egenkontroll.sample.drawn import Draw, Frame
    from egenkontroll.storage.document import Document


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was drawn for a round and from what; `cases` are in the order drawn, unit by unit.

    `frame` is None where only the draw itself is known. `paper` is what the certificate says,
    `body` the same under stable keys, and `agrees` whether the sample is what the frame gives
    (None without a frame).
    """

    round: str
    draw: Draw
    frame: Frame | None
    cases: tuple[tuple[str, Case], ...]
    paper: report.Certificate
    body: dict[str, Any]
    agrees: bool | None

    def of_stratum(self, name: str) -> tuple[Case, ...]:
        """Return a stratum's cases in the order they were drawn, reserves last."""
        stratum = next(one for one in self.draw.strata if one.name == name)
        by_reference = {case.reference: case for _, case in self.cases}
        inside = (*stratum.drawn, *stratum.reserves)
        return tuple(by_reference[one] for one in inside if one in by_reference)

    @property
    def file_name(self) -> str:
        """The name that the certificate is saved under."""
        return files.file_name((self.round, "urvalsintyg"), ".pdf")


def certificate(document: Document, one: Round) -> Certificate | None:
    """Return the round's sample as it was drawn and as it stands, or None without one."""
    found = [replace(draw, drawn_at=_here(draw.drawn_at)) for draw in draws.draws(document, one.id)]
    if not found:
        return None
    draw, frame = found[-1], draws.frame(document, one.id)
    units = records.units(document)
    cases = tuple((units[case.unit].name, case) for case in records.cases(document, one.id))
    checklist = checklist_of(document, one)
    about = About(one.name, one.starts, one.ends, checklist, metadata.version("egenkontroll"))
    replaced = _replaced(document, one.id, cases)
    return Certificate(
        round=one.name,
        draw=draw,
        frame=frame,
        cases=cases,
        paper=report.certificate(about, found, frame, replaced),
        body=report.as_json(about, draw, frame, [case for _, case in cases], replaced),
        agrees=agreement(document, one.id),
    )


def agreement(document: Document, round_id: Id) -> bool | None:
    """Tell whether every draw of the round is what its frame gives; None where none is kept."""
    found, lists = draws.draws(document, round_id), draws.frames(document, round_id)
    said = [agrees(draw, lists, found[:at]) for at, draw in enumerate(found)]
    certified = {name for draw in found for name in (*draw.drawn, *draw.calibration)}
    certified |= {name for draw in found for one in draw.strata for name in one.reserves}
    extra = found and any(c.reference not in certified for c in records.cases(document, round_id))
    if extra or False in said:
        return False
    return True if True in said else None


def round_certificate(path: Path, round_name: str) -> Certificate:
    """Return the certificate of a round of a document; raise UserError where nothing is drawn."""
    with open_document(path) as document:
        one = find_round(document, round_name)
        found = certificate(document, one)
        gone = kept_of(document, one.id) is not None
    if found is None and gone:
        raise UserError(
            f"Omgången {one.name} är gallrad, och urvalsintyget raderades med ärendena. Siffrorna "
            "finns kvar."
        )
    if found is None:
        raise UserError(
            f"Omgången {one.name} har inget urval, så det finns inget intyg. "
            "Dra ett med sample draw."
        )
    return found


def certificate_lines(found: Certificate) -> list[str]:
    """Return the certificate as text, and whether the sample agrees with it."""
    return [*report.lines(found.paper), "", agreement_words(found.agrees)]


def agreement_words(agrees: bool | None) -> str:
    """Return whether the sample agrees with its certificate, in Swedish."""
    if agrees is None:
        return "Ärendelistan finns inte kvar i dokumentet, så urvalet kan inte dras om härifrån."
    return "Urvalet stämmer med intyget." if agrees else "Urvalet stämmer inte med intyget."


def write_certificate(found: Certificate, path: Path) -> Path:
    """Write a certificate as PDF, whole or not at all, and return the path."""
    from egenkontroll.pdf.certificates import certificate_pdf

    files.write_bytes(path, certificate_pdf(found.paper))
    return path


def _replaced(
    document: Document, round_id: Id, cases: tuple[tuple[str, Case], ...]
) -> list[report.Replaced]:
    gone = {case.id: (unit, case) for unit, case in cases if case.status is Status.REPLACED}
    if not gone:
        return []
    facts = document.read("case_drawn", round=round_id)
    # A reserve that was replaced in its turn says so no more, but it once did.
    instead = {str(fact.content[5]): str(fact.content[0]) for fact in facts}
    said_at = {key[1]: fact.said_at for key, fact in current(facts).items()}
    found = []
    for key, (unit, case) in sorted(gone.items(), key=lambda one: (said_at[one[0]], one[0])):
        at = dt.datetime.fromtimestamp(said_at[key] / 1000, dt.UTC).isoformat(timespec="seconds")
        stand_in = instead.get(f"ersätter {case.reference}", "")
        found.append(report.Replaced(case.reference, unit, case.reason, _here(at), stand_in))
    return found


def _here(moment: str) -> str:
    """Return an ISO moment in this computer's time zone; as it is where it is none."""
    try:
        return dt.datetime.fromisoformat(moment).astimezone().isoformat(timespec="seconds")
    except ValueError:
        return moment
