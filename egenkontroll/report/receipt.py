"""What the receipt of a merge says on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.merge.classes import SWEDISH, said_of
from egenkontroll.report.parts import Labelled
from egenkontroll.report.statement import Facts, Grid, Paragraph, Points, Section, Statement
from egenkontroll.texts import NOTHING, count, k_of_n, moment, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.merge.receipt import FileReceipt, MergeReceipt, Settled, Unsettled

UNDONE = (
    "Sammanslagningen är ångrad. Det som filerna gav är borttaget ur dokumentet, och det som har "
    "skrivits sedan dess är kvar."
)
NOTHING_NEW = "Inget i filerna var nytt. Dokumentet är som det var, och ingen kopia behövdes."
INPUTS = "Filerna själva är inte ändrade. Kontrollsumman visar om en fil är densamma som då."
_GROUP = 8


def receipt_statement(
    name: str, receipt: MergeReceipt, settled: Sequence[Settled], left: Sequence[Unsettled]
) -> Statement:
    """Return the receipt of a merge into the document `name`.

    `settled` are the contradictions settled since, and `left` those still to settle.
    """
    sections = [_what(receipt), _files(receipt.files)]
    if sums := [(one.name, one.digest) for one in receipt.files if one.digest]:
        sections.append(_digests(sums))
    if problems := [said_of(one.name, said) for one in receipt.files for said in one.problems]:
        sections.append(Section("Att veta om filerna", (Points(tuple(problems)),)))
    if settled or left:
        sections.append(_contradictions(settled, left))
    foot = f"Egenkontroll {receipt.program}"
    return Statement(
        "Kvitto på sammanslagning", name, tuple(sections), foot, tuple(_facts(receipt))
    )


def _facts(receipt: MergeReceipt) -> list[Labelled]:
    facts = [
        Labelled("Gjord", moment(receipt.made_at)),
        Labelled("Filer som togs med", k_of_n(receipt.taken, len(receipt.files))),
        Labelled("Nya uppgifter", number(receipt.added)),
    ]
    if receipt.erased:
        facts.append(Labelled("Borttagna vid gallring", number(receipt.erased)))
    if receipt.backup:
        facts.append(Labelled("Säkerhetskopia före", receipt.backup))
    return facts


def _what(receipt: MergeReceipt) -> Section:
    if receipt.undone:
        return Section("", (Paragraph(UNDONE, strong=True),))
    if not receipt.id:
        return Section("", (Paragraph(NOTHING_NEW),))
    return Section("", (Paragraph(INPUTS),))


def _files(files: Sequence[FileReceipt]) -> Section:
    heads = ("Fil", "Vad den är", "Nya svar", "Nyare svar", "Andra frågor", "Andra granskning",
             "Säger emot")  # fmt: skip
    rows = tuple(_row(one) for one in files)
    grid = Grid("Vad varje fil gav", heads, rows, frozenset(range(2, 7)), (12, 12, 5, 6, 6, 9, 5))
    return Section("Filerna", (grid,))


def _row(one: FileReceipt) -> tuple[str, ...]:
    counts = one.counts
    figures = (counts.new, counts.newer, counts.parallel, counts.second, counts.conflicts)
    what = ", ".join(SWEDISH[which] for which in one.classes)
    said = [number(figure) if one.taken else NOTHING for figure in figures]
    return (one.name, what[:1].upper() + what[1:], *said)


def _digests(sums: Sequence[tuple[str, str]]) -> Section:
    facts = tuple(Labelled(name, _grouped(digest)) for name, digest in sums)
    return Section("Kontrollsummor (SHA-256)", (Facts(facts),))


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))


def _contradictions(settled: Sequence[Settled], left: Sequence[Unsettled]) -> Section:
    many = count(len(left), "fråga har", "frågor har")
    said = f"{many} fortfarande två svar av samma granskare." if left else "Allt är avgjort."
    pieces: list[Paragraph | Grid] = [Paragraph(said)]
    if left:
        waiting = tuple((one.reference, one.text, one.name) for one in left)
        heads: tuple[str, ...] = ("Ärende", "Fråga", "Granskare")
        pieces.append(Grid("Kvar att avgöra", heads, waiting, weights=(4, 12, 6)))
    if settled:
        pieces.append(_settled(settled))
    return Section("Svar som säger emot varandra", tuple(pieces))


def _settled(settled: Sequence[Settled]) -> Grid:
    heads = ("Ärende", "Fråga", "Granskare", "Valt", "Varför")
    rows = tuple(
        (one.reference, one.text, one.name, f"{one.chosen}: {one.said}", one.reason or NOTHING)
        for one in settled
    )
    return Grid("Vad som valdes", heads, rows, weights=(4, 8, 5, 5, 7))
