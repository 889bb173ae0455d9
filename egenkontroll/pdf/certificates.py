"""The certificate of a sample on A4. Same certificate, same bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.pdf import fonts
from egenkontroll.pdf.document import Described, document_pdf
from egenkontroll.pdf.pages import LEFT, MEASURE, Block, within
from egenkontroll.pdf.pieces import beside, heading, items, text, top
from egenkontroll.pdf.tables import PAD, Place, Table, cell, head_of_row, words
from egenkontroll.pdf.tagging import Part, Role
from egenkontroll.pdf.typesetting import BODY, CAUTION, LABEL, SMALL
from egenkontroll.report.certificate import ABREAST, EXCLUDED_HEADS, REPLACED_HEADS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.report.certificate import Certificate, Lined
    from egenkontroll.report.parts import Labelled

_LABEL = 128.0
_GAP = 8.0
_PLACES = 74.0
_HEADS = ("Plats", "Första", "Andra", "Tredje", "Fjärde", "Femte")
_REPLACED = (84.0, 92.0, 150.0, 92.0)
_EXCLUDED = (150.0,)


def certificate_pdf(one: Certificate) -> bytes:
    """Return the certificate as PDF."""
    described = Described(f"{one.title} – {one.subtitle}", one.checklist, "", one.foot)
    return document_pdf(described, _blocks(one))


def _blocks(one: Certificate) -> list[Block]:
    blocks = [*top(one.title, one.subtitle, one.checklist)]
    facts = [_fact(fact) for fact in one.facts]
    blocks += [replace(facts[0], before=12), *facts[1:]]
    blocks += [replace(text(said, CAUTION, Role.PARAGRAPH), before=10) for said in one.cautions]
    blocks.append(heading("Så dras det om för hand"))
    blocks += [replace(text(said, BODY, Role.PARAGRAPH), before=3) for said in one.redraw]
    blocks.append(heading("Ärendena i den ordning de drogs"))
    groups = [*one.groups, *([one.calibration] if one.calibration is not None else [])]
    blocks += _references(groups)
    if one.double:
        blocks.append(heading("Läses av två"))
        blocks += _paragraphs(one.double)
    if one.replaced:
        blocks.append(heading("Ersatta ärenden"))
        blocks += _rows("Ersatta ärenden", REPLACED_HEADS, one.replaced, _REPLACED)
    if one.excluded:
        blocks.append(heading("Utelämnat ur listan"))
        blocks += _rows("Utelämnat ur listan", EXCLUDED_HEADS, one.excluded, _EXCLUDED)
    if one.history:
        blocks.append(heading("Dragningar"))
        blocks += items(one.history, LEFT, MEASURE)
    return blocks


def _fact(fact: Labelled) -> Block:
    label = text(fact.label, LABEL, Role.CONTENT, LEFT, _LABEL)
    said = text(fact.words, BODY, Role.CONTENT, LEFT + _LABEL, MEASURE - _LABEL)
    return replace(within(beside([label, said]), Part(Role.PARAGRAPH)), before=4)


def _paragraphs(said: str) -> list[Block]:
    """Return a long list of references as pieces that a page can be turned between."""
    every = said.split(", ")
    some = [every[at : at + 60] for at in range(0, len(every), 60)]
    return [replace(text(", ".join(part), BODY, Role.PARAGRAPH), before=3) for part in some]


def _references(groups: Sequence[Lined]) -> list[Block]:
    """Return one table: a heading for each stratum, and five references on a row."""
    table = Table(ABREAST + 1, Part(Role.TABLE, "Ärendena i den ordning de drogs"))
    each = (MEASURE - _PLACES) / ABREAST
    places = [(LEFT + _PLACES + at * each, each - _GAP) for at in range(ABREAST)]
    columns = [(LEFT, _PLACES - _GAP), *places]
    head = table.heads([words(one, at, 0, LABEL) for one, at in zip(_HEADS, columns, strict=True)])
    blocks = [replace(head, before=2)]
    for group in groups:
        rows = Part(Role.ROWS)
        blocks.append(replace(table.area(group.title, rows), heads=(head,)))
        again = replace(table.area(f"{group.title} (forts.)", rows), before=5)
        for place, references in group.rows:
            cells = [head_of_row(words(place, columns[0], PAD + 1, SMALL))]
            padded = (*references, *[""] * (ABREAST - len(references)))
            cells += [
                cell(words(said, where, PAD, BODY))
                for said, where in zip(padded, places, strict=True)
            ]
            blocks.append(replace(table.row(cells, rows), heads=(head, again)))
    return blocks


def _rows(
    name: str, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> list[Block]:
    places = _placed(widths)
    table = Table(len(heads), Part(Role.TABLE, name))
    head = table.heads([words(one, at, 0, LABEL) for one, at in zip(heads, places, strict=True)])
    blocks = [replace(head, before=4)]
    inside = Part(Role.ROWS)
    for row in rows:
        said = [
            words(one or fonts.UNPRINTABLE, at, PAD, BODY)
            for one, at in zip(row, places, strict=True)
        ]
        cells = [head_of_row(said[0]), *(cell(one) for one in said[1:])]
        blocks.append(replace(table.row(cells, inside), heads=(head,)))
    return blocks


def _placed(widths: Sequence[float]) -> list[Place]:
    """Return where columns stand; the last one takes the room that is left."""
    x, places = LEFT, []
    for width in (*widths, MEASURE - sum(widths)):
        places.append((x, width - _GAP))
        x += width
    return places
