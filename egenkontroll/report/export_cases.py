"""Raw answers, the case list, the certificate and the agreement as tables to hand out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.checklist.model import Type
from egenkontroll.report.agreement_words import percent_words, samsyn_words
from egenkontroll.report.certificate import EXCLUDED_HEADS, REPLACED_HEADS
from egenkontroll.report.export_tables import ExportTable
from egenkontroll.review.answers import FLAGS, GIVEN, shown
from egenkontroll.sample.cases import Status
from egenkontroll.texts import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.report.certificate import Certificate
    from egenkontroll.report.export_tables import Cell
    from egenkontroll.results.agreement import Agreement
    from egenkontroll.sample.cases import Case
    from egenkontroll.sample.drawn import Frame

ANSWERS, FRAME, CERTIFICATE, AGREEMENT = "Svar", "Ärendelista", "Urvalsintyg", "Samsyn"

APART = "Gäller inte"
"""What stands for a question whose condition is not met: it is in no count."""

STATUS_WORDS = {
    Status.DRAWN: "draget",
    Status.RESERVE: "reserv",
    Status.REPLACED: "ersatt",
    Status.CALIBRATION: "kalibrering",
    Status.WITHDRAWN: "utgått",
}
NOT_DRAWN, LEFT_OUT = "inte draget", "utelämnat"
_QUESTION_WIDTH, _COMMENT_WIDTH = 18, 40


@dataclass(frozen=True, slots=True)
class RawReview:
    """What one reviewer says about one case, or what was settled.

    `reviewer` is a letter or a name, "" for what was settled. `applies` is the questions that
    apply by the reviewer's own answers, None where that is not asked. All are by question.
    """

    case: Case
    unit: str
    reviewer: str
    role: str
    done: bool
    applies: frozenset[str] | None
    values: Mapping[str, str]
    comments: Mapping[str, str]
    flags: Mapping[str, Sequence[str]]


def question_heads(checklist: Checklist) -> dict[str, str]:
    """Return the head of each question's column: its short text, with the id where two share it."""
    times: dict[str, int] = {}
    for one in checklist.questions:
        times[one.short] = times.get(one.short, 0) + 1
    return {
        one.id: one.short if times[one.short] == 1 else f"{one.short} ({one.id})"
        for one in checklist.questions
    }


def comment_head(head: str) -> str:
    """Return the head of a question's comments."""
    return f"Kommentar: {head}"


def answers_table(checklist: Checklist, reviews: Iterable[RawReview]) -> ExportTable:
    """Return the raw answers: one row for each case and reviewer."""
    heads = question_heads(checklist)
    labels = [(one.label, "Uppgift om ärendet.") for one in checklist.attributes]
    columns = (
        ("Referens", "Ärendets referens."),
        ("Enhet", "Enheten som har ärendet."),
        *labels,
        ("I urvalet", "draget räknas i resultatet; kalibrering och ersatta ärenden gör det inte."),
        ("Granskare", "Bokstav, samma för samma person i hela filen; tom för gemensamma svar."),
        ("Roll", "första, andra eller gemensamt (det svar som gäller efter två granskningar)."),
        ("Klar", "Om granskaren har markerat ärendet som klart."),
        *((head, f"Svaret på frågan {name}.") for name, head in heads.items()),
        *((comment_head(head), f"Kommentaren till {name}.") for name, head in heads.items()),
        ("Markeringar", "Avvikelse, gott exempel eller oklar fråga, med frågans id."),
    )
    rows = tuple(_answer_row(checklist, one) for one in sorted(reviews, key=_review_order))
    widths = (
        14, 22, *[14] * len(labels), 12, 12, 12, 8,
        *[_QUESTION_WIDTH] * len(heads), *[_COMMENT_WIDTH] * len(heads), 30,
    )  # fmt: skip
    return ExportTable(ANSWERS, columns, rows, widths=widths)


def _review_order(one: RawReview) -> tuple[object, ...]:
    return sort_key(one.unit), one.case.position, one.case.reference, one.role == "gemensamt", (
        one.role != "första"
    ), sort_key(one.reviewer)  # fmt: skip


def _answer_row(checklist: Checklist, one: RawReview) -> tuple[Cell, ...]:
    flags = [
        f"{question.id}: {FLAGS[flag]}"
        for question in checklist.questions
        for flag in one.flags.get(question.id, ())
    ]
    return (
        one.case.reference,
        one.unit,
        *(one.case.attributes.get(each.id, "") for each in checklist.attributes),
        STATUS_WORDS[one.case.status],
        one.reviewer,
        one.role,
        "ja" if one.done else "nej",
        *(_said(question, one) for question in checklist.questions),
        *(one.comments.get(question.id, "") for question in checklist.questions),
        "; ".join(flags),
    )


def _said(question: Question, one: RawReview) -> Cell:
    if one.applies is not None and question.id not in one.applies:
        return APART
    value = one.values.get(question.id, "")
    if not value:
        return ""
    if question.type is Type.NUMBER and value.startswith(GIVEN):
        given = float(value[1:])
        return int(given) if given.is_integer() else given
    return shown(value)


def frame_table(
    checklist: Checklist, frame: Frame | None, cases: Sequence[tuple[str, Case]]
) -> ExportTable:
    """Return the case list with what became of each case; `cases` is (unit, case).

    Never who handles a case. Where the list is not kept only the sample is given.
    """
    known = {case.reference: case for _, case in cases}
    listed = [
        (case.reference, case.unit, case.attributes)
        for case in (frame.cases if frame is not None else ())
    ]
    inside = {reference for reference, _, _ in listed}
    listed += [
        (case.reference, unit, case.attributes)
        for unit, case in cases
        if case.reference not in inside
    ]
    rows: list[tuple[Cell, ...]] = []
    for reference, unit, attributes in listed:
        case = known.get(reference)
        given = (attributes.get(one.id, "") for one in checklist.attributes)
        stands = STATUS_WORDS[case.status] if case is not None else NOT_DRAWN
        place = case.position if case is not None else None
        double = "ja" if case is not None and case.double else ""
        reason = case.reason if case is not None else ""
        rows.append((reference, unit, *given, stands, place, double, reason))
    gap = [""] * len(checklist.attributes)
    for reference, reason in frame.excluded if frame is not None else ():
        rows.append((reference, "", *gap, LEFT_OUT, None, "", reason))
    columns = (
        ("Referens", "Ärendets referens."),
        ("Enhet", "Enheten som har ärendet."),
        *((one.label, "Uppgift om ärendet.") for one in checklist.attributes),
        ("Läge", "draget, reserv, ersatt, kalibrering, utgått, inte draget eller utelämnat."),
        ("Plats", "Platsen i dragningen, från 1 i varje grupp."),
        ("Läses av två", "ja där två granskar ärendet."),
        ("Skäl", "Varför ärendet är ersatt eller utelämnat."),
    )
    return ExportTable(FRAME, columns, tuple(rows), widths=(
        14, 22, *[14] * len(gap), 14, 8, 12, 30))  # fmt: skip


def certificate_table(one: Certificate) -> ExportTable:
    """Return the sampling certificate line by line: part, what, and its content."""
    rows: list[tuple[Cell, ...]] = [
        ("Urval", "Omgång", one.subtitle),
        ("Urval", "Checklista", one.checklist),
    ]
    rows += [("Urval", fact.label, fact.words) for fact in one.facts]
    rows += [("Obs", "", words) for words in one.cautions]
    for group in (*one.groups, *((one.calibration,) if one.calibration else ())):
        rows += [(group.title, place, ", ".join(some)) for place, some in group.rows]
    if one.double:
        rows.append(("Läses av två", "", one.double))
    for title, heads, listed in (
        ("Ersatta ärenden", REPLACED_HEADS, one.replaced),
        ("Utelämnat ur listan", EXCLUDED_HEADS, one.excluded),
    ):
        for row in listed:
            said = (f"{head}: {cell}" for head, cell in zip(heads[1:], row[1:], strict=True))
            rows.append((title, row[0], "; ".join(said)))
    rows += [("Dragningar", "", words) for words in one.history]
    rows += [("Så dras det om för hand", "", words) for words in one.redraw]
    columns = (
        ("Del", "Intygets del."),
        ("Uppgift", "Vad raden gäller."),
        ("Innehåll", "Det som intyget säger."),
    )
    return ExportTable(CERTIFICATE, columns, tuple(rows), widths=(30, 26, 110))


def agreement_table(checklist: Checklist, found: Iterable[Agreement]) -> ExportTable:
    """Return how alike two reviewers judged, one row a question: original answers only."""
    columns = (
        ("Fråge-id", "Frågans id."),
        ("Fråga", "Frågan i ord."),
        ("Ärenden", "Ärenden som lästs av två."),
        ("Lika (k)", "Ärenden där båda svarade likadant."),
        ("Båda svarade (n)", "Ärenden där båda svarade."),
        ("Lika (%)", "k av n i hela procent. Tomt under tio ärenden."),
        ("Lägst (%)", "Nedre gränsen för 95 % intervall."),
        ("Högst (%)", "Övre gränsen för 95 % intervall."),
        ("AC1", "Gwets AC1: likhet utöver slumpen."),
        ("Olika om frågan gäller", "Ärenden där de två inte var ense om frågan gällde."),
        ("Samsyn", "Vad siffrorna säger om samsynen."),
    )
    rows = tuple(
        (
            str(one.key),
            checklist.by_id[str(one.key)].short,
            one.cases,
            one.k,
            one.n,
            _alike(one),
            one.low,
            one.high,
            round(one.beyond.ac1, 4) if one.beyond is not None else None,
            one.apart,
            samsyn_words(one),
        )
        for one in found
    )
    return ExportTable(AGREEMENT, columns, rows, frozenset({5, 6, 7}),
                       (24, 60, 10, 10, 14, 10, 10, 10, 10, 14, 26))  # fmt: skip


def _alike(one: Agreement) -> Cell:
    said = percent_words(one)
    if one.percent is not None and said != "–":
        return one.percent
    return None if said == "–" else said
