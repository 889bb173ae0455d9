"""What the certificate of a sample says: all that anyone needs to draw it again. Pure: words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.report.certificate_words import (
    amount_words,
    cautions,
    excluded_words,
    redraw_lines,
    signed,
    when,
)
from egenkontroll.report.parts import Labelled
from egenkontroll.sample.cases import Status
from egenkontroll.sample.selecting import label_of
from egenkontroll.sample.wanted import UNIT
from egenkontroll.texts import EN_DASH, count, k_of_n, number, percent, period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.report.parts import About
    from egenkontroll.sample.cases import Case
    from egenkontroll.sample.drawn import Draw, Frame, Stratum
    from egenkontroll.sample.wanted import Wanted

ABREAST = 5
"""So many references stand on one line of the certificate's table."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A case that was taken out of the sample: why, when (ISO), and what took its place."""

    reference: str
    unit: str
    reason: str
    at: str
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class Lined:
    """A group of references in the order drawn; `rows` are a place and the references there."""

    title: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate in the order it is read.

    `groups` are the strata with their references, and `calibration` the cases for practice.
    `replaced` is rows of (case, unit, reason, in its place, when), `excluded` of (case,
    reason), `history` of the draws where there were several. `redraw` is how to draw again.
    """

    title: str
    subtitle: str
    checklist: str
    facts: tuple[Labelled, ...]
    cautions: tuple[str, ...]
    groups: tuple[Lined, ...]
    double: str
    calibration: Lined | None
    replaced: tuple[tuple[str, ...], ...]
    excluded: tuple[tuple[str, str], ...]
    history: tuple[str, ...]
    redraw: tuple[str, ...]
    foot: str


REPLACED_HEADS = ("Ärende", "Enhet", "Skäl", "I stället", "När")
EXCLUDED_HEADS = ("Ärende eller rad", "Skäl")


def certificate(
    about: About, draws: Sequence[Draw], frame: Frame | None, replaced: Sequence[Replaced]
) -> Certificate:
    """Return the certificate of the newest of a round's draws; there is at least one."""
    draw = draws[-1]
    checklist = about.checklist
    labels = {name: label_of(checklist, name) for name in _names(draw)}
    practice = None
    if draw.calibration:
        practice = Lined("Kalibrering", _lined(draw.calibration, ""))
    said = facts(draw, frame, labels)
    exchanged = count(len(replaced), "ärende", "ärenden") if replaced else "inget ärende"
    said.append(Labelled("Ersatta efter dragningen", exchanged))
    return Certificate(
        title="Urvalsintyg",
        subtitle=f"{about.round}, {period(about.starts, about.ends)}",
        checklist=f"{checklist.title} ({checklist.id} {checklist.version})",
        facts=tuple(said),
        cautions=tuple(cautions(draw, labels)),
        groups=tuple(_group(stratum) for stratum in draw.strata),
        double=", ".join(draw.double),
        calibration=practice,
        replaced=tuple(
            (
                one.reference,
                one.unit,
                one.reason,
                one.stand_in or "ingen reserv fanns",
                when(one.at),
            )
            for one in replaced
        ),
        excluded=frame.excluded if frame is not None else (),
        history=tuple(_history(draws)),
        redraw=tuple(redraw_lines(draw, frame, labels)),
        foot=f"Urvalsintyg {about.round} · Egenkontroll {about.program}",
    )


def facts(draw: Draw, frame: Frame | None, labels: dict[str, str]) -> list[Labelled]:
    """Return the facts of a draw, in the order they are read."""
    asked = draw.wanted
    said = [Labelled("Draget", signed(draw))]
    if frame is not None:
        units = count(len(frame.sizes()), "enhet", "enheter")
        cases = count(len(frame.cases), "ärende", "ärenden")
        said.append(Labelled("Ärendelista", f"{frame.source}: {cases} i {units}"))
        if frame.excluded:
            said.append(Labelled("Utelämnat ur listan", excluded_words(frame.excluded)))
    said.append(Labelled("Listans kontrollsumma", f"SHA-256 {_grouped(draw.frame_digest)}"))
    said.append(Labelled("Metod och frö", f"{draw.algorithm}, frö ”{asked.seed}”"))
    reserves = f"{number(asked.reserves)} reserver" if asked.reserves else "inga reserver"
    by = "enhet" if asked.stratum == UNIT else labels[asked.stratum]
    per = "Per enhet" if asked.stratum == UNIT else f"Per {by}"
    said.append(Labelled(per, f"{amount_words(asked)} och {reserves}"))
    if asked.quotas:
        quotas = "; ".join(one.words(labels[one.attribute]) for one in asked.quotas)
        said.append(Labelled("Kvoter", quotas))
    double = "inget ärende"
    if draw.double:
        many = count(len(draw.double), "ärende", "ärenden")
        double = f"{many} ({percent(asked.double_percent)} av de dragna)"
    said.append(Labelled("Läses av två", double))
    if asked.calibration:
        many = count(len(draw.calibration), "ärende", "ärenden")
        said.append(Labelled("Kalibrering", f"{many}, räknas aldrig i något resultat"))
    return said


def lines(one: Certificate) -> list[str]:
    """Return the certificate as plain text, line by line."""
    said = [one.title, one.subtitle, one.checklist, ""]
    said += [f"{fact.label}: {fact.words}" for fact in one.facts]
    said += [f"Obs: {words}" for words in one.cautions]
    for group in (*one.groups, *((one.calibration,) if one.calibration else ())):
        said += ["", group.title]
        said += [f"  {place}: {', '.join(references)}" for place, references in group.rows]
    if one.double:
        said += ["", f"Läses av två: {one.double}"]
    for title, heads, rows in (
        ("Ersatta ärenden", REPLACED_HEADS, one.replaced),
        ("Utelämnat ur listan", EXCLUDED_HEADS, one.excluded),
    ):
        if rows:
            said += ["", f"{title} ({', '.join(heads).lower()})"]
            said += [f"  {'; '.join(row)}" for row in rows]
    if one.history:
        said += ["", "Dragningar", *(f"  {words}" for words in one.history)]
    return [*said, "", "Så dras det om för hand", *one.redraw]


def as_json(
    about: About,
    draw: Draw,
    frame: Frame | None,
    cases: Sequence[Case],
    replaced: Sequence[Replaced],
) -> dict[str, object]:
    """Return the certificate under stable keys: see the README."""
    asked = draw.wanted
    status = {case.reference: case.status for case in cases}
    return {
        "round": about.round,
        "algorithm": draw.algorithm,
        "seed": asked.seed,
        "frame": _frame_json(draw, frame),
        **_asked_json(asked),
        "strata": strata_json(draw),
        "double_percent": asked.double_percent,
        "double": list(draw.double),
        "calibration": list(draw.calibration),
        "replaced": [
            {
                "reference": one.reference,
                "unit": one.unit,
                "reason": one.reason,
                "replaced_by": one.stand_in or None,
                "at": one.at,
            }
            for one in replaced
        ],
        "withdrawn": [name for name, now in status.items() if now is Status.WITHDRAWN],
        "drawn_at": draw.drawn_at,
        "by": draw.by,
        "adds": draw.adds,
        "again": draw.again,
    }


def _frame_json(draw: Draw, frame: Frame | None) -> dict[str, object]:
    excluded = frame.excluded if frame is not None else ()
    return {
        "source": frame.source if frame is not None else None,
        "sha256": draw.frame_digest,
        "cases": len(frame.cases) if frame is not None else None,
        "excluded": [{"reference": name, "reason": reason} for name, reason in excluded],
    }


def _asked_json(asked: Wanted) -> dict[str, object]:
    return {
        "stratum": asked.stratum,
        "sizing": str(asked.sizing),
        "amount": asked.amount,
        "reserves": asked.reserves,
        "quotas": [
            {"attribute": one.attribute, "value": one.value, "percent": one.percent}
            for one in asked.quotas
        ],
        "exclusions": [
            {"attribute": one.attribute, "sign": one.sign, "value": one.value}
            for one in asked.exclusions
        ],
        "not_reviewed_in": asked.not_reviewed_in,
    }


def strata_json(draw: Draw) -> list[dict[str, object]]:
    """Return the strata of a draw under stable keys; `unit` is the stratum's name."""
    return [
        {
            "unit": one.name,
            "size": one.size,
            "drawn": list(one.drawn),
            "reserves": list(one.reserves),
            "short": [
                {
                    "attribute": short.quota.attribute,
                    "value": short.quota.value,
                    "wanted": short.wanted,
                    "got": short.got,
                }
                for short in one.short
            ],
        }
        for one in draw.strata
    ]


def _names(draw: Draw) -> set[str]:
    asked = draw.wanted
    named = {one.attribute for one in asked.quotas} | {one.attribute for one in asked.exclusions}
    return {asked.stratum, *named}


def _group(stratum: Stratum) -> Lined:
    title = f"{stratum.name}: {k_of_n(len(stratum.drawn), stratum.size)} ärenden"
    return Lined(title, (*_lined(stratum.drawn, ""), *_lined(stratum.reserves, "Reserv ")))


def _lined(references: Sequence[str], kind: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = []
    for first in range(0, len(references), ABREAST):
        some = tuple(references[first : first + ABREAST])
        last = first + len(some)
        places = number(last) if len(some) == 1 else f"{number(first + 1)}{EN_DASH}{number(last)}"
        rows.append((f"{kind}{places}", some))
    return tuple(rows)


def _history(draws: Sequence[Draw]) -> list[str]:
    if len(draws) < 2:
        return []
    said = []
    for one in draws:
        deed = "Utökat" if one.adds else ("Draget om" if one.again else "Draget")
        drawn = count(len(one.drawn), "ärende", "ärenden")
        said.append(
            f"{deed} {signed(one)}: {drawn} enligt {one.algorithm}, frö ”{one.wanted.seed}”"
        )
    return said


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
