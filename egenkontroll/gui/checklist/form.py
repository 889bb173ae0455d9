"""A checklist as a printed form: every question with all that is said of it, as rich text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from egenkontroll.checklist.model import Type
from egenkontroll.review.answers import GIVEN, choices, shown
from egenkontroll.review.reading import say
from egenkontroll.texts import count, listing, number, percent

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Area, Checklist, Question
    from egenkontroll.gui.theme import Colours

_BOX, _LINE = "☐", "_" * 24
_KINDS = {
    Type.MULTI: "flera svar kan väljas",
    Type.NUMBER: "ett tal",
    Type.DATE: "ett datum",
    Type.TEXT: "fri text",
}


def form_html(checklist: Checklist, colours: Colours, points: float) -> str:
    """Return the whole form; sizes follow the text size in points."""
    head = (
        f"<h1>{escape(checklist.title)}</h1>"
        f'<p class="quiet">Version {escape(checklist.version)} · '
        f"{count(len(checklist.questions), 'fråga', 'frågor')} i "
        f"{count(len(checklist.areas), 'område', 'områden')}</p>"
    )
    if checklist.description:
        head += f"<p>{escape(checklist.description)}</p>"
    areas = "".join(_area(area, place, checklist) for place, area in enumerate(checklist.areas, 1))
    style = f"<style>{_style(colours, points)}</style>"
    return f"{style}{head}{_attributes(checklist)}{areas}"


def _style(colours: Colours, points: float) -> str:
    return f"""
    body, p, td {{ color: {colours.text}; font-size: {points:.1f}pt; }}
    h1 {{ font-size: {points * 1.7:.1f}pt; font-weight: 600; margin-bottom: 2px; }}
    h2 {{ font-size: {points * 1.28:.1f}pt; font-weight: 600; margin-top: 26px;
      margin-bottom: 2px; }}
    p {{ margin-top: 3px; margin-bottom: 3px; }}
    .quiet {{ color: {colours.quiet}; }}
    .question {{ font-weight: 600; }}
    .gap {{ font-size: {points * 0.5:.1f}pt; margin: 0px; }}
    .number {{ color: {colours.quiet}; font-weight: 600; }}
    .small {{ color: {colours.quiet}; font-size: {points * 0.92:.1f}pt; }}
    """


def _attributes(checklist: Checklist) -> str:
    if not checklist.attributes:
        return ""
    said = [
        f"{escape(one.label)} ({escape(listing(list(one.choices), 'eller'))})"
        if one.choices
        else escape(one.label)
        for one in checklist.attributes
    ]
    return f'<p class="small">Känt om varje ärende: {listing(said)}.</p>'


def _area(area: Area, place: int, checklist: Checklist) -> str:
    about = f'<p class="quiet">{escape(area.description)}</p>' if area.description else ""
    questions = "".join(
        _question(question, f"{place}.{number}", checklist)
        for number, question in enumerate(area.questions, 1)
    )
    return f"<h2>{place}. {escape(area.title)}</h2>{about}<hr>{questions}"


def _question(question: Question, place: str, checklist: Checklist) -> str:
    lines = [
        f'<p class="question">{escape(question.text)}</p>',
        f"<p>{answer_words(question)}</p>",
    ]
    if question.applies_when is not None:
        condition = escape(say(question.applies_when, checklist))
        lines.append(f"<p><b>Gäller när</b> {condition}.</p>")
    if question.guidance:
        lines.append(f"<p>{escape(question.guidance)}</p>")
    lines += [f'<p class="small">{said}</p>' for said in _facts(question)]
    inside = "".join(lines)
    return (
        '<p class="gap">&nbsp;</p><table width="100%" cellspacing="0" cellpadding="0"><tr>'
        f'<td width="6%"><p class="question"><span class="number">{place}</span></p></td>'
        f"<td>{inside}</td></tr></table>"
    )


def answer_words(question: Question) -> str:
    """Return the alternatives with a box before each, or a line to write on."""
    possible = choices(question)
    if question.type is Type.MULTI:
        possible = (*(GIVEN + choice for choice in question.choices or ()), *possible)
    boxes = [f"{_BOX}\u00a0{escape(shown(value)).replace(' ', chr(160))}" for value in possible]
    kind = _KINDS.get(question.type, "")
    if question.type in (Type.NUMBER, Type.DATE, Type.TEXT):
        unit = f" {escape(question.unit)}" if question.unit else ""
        boxes.insert(0, f"{_LINE}{unit}")
    said = "&nbsp;&nbsp; ".join(boxes)
    return f'{said} <span class="small">({kind})</span>' if kind else said


def _facts(question: Question) -> list[str]:
    said = []
    if question.met_range is not None:
        said.append(f"Uppfyllt: {_range(question)}")
    elif question.judged and question.met is not None:
        said.append(f"Uppfyllt: {escape(listing(list(question.met), 'eller'))}")
    if question.target is not None:
        said.append(f"Mål: {percent(question.target)}")
    if question.critical:
        said.append("Kritisk fråga")
    facts = [" · ".join(said)] if said else []
    if question.finding:
        facts.append(f"Brist: {escape(question.finding)}")
    if question.basis:
        checked = f" (kontrollerad {question.basis_checked})" if question.basis_checked else ""
        facts.append(f"Grund: {escape(question.basis)}{checked}")
    if question.quality_area:
        facts.append(f"Kvalitetsområde: {escape(question.quality_area)}")
    if question.risk:
        facts.append(f"Risk: {escape(question.risk)}")
    return facts


def _range(question: Question) -> str:
    bounds = question.met_range
    assert bounds is not None
    low = f"minst {_plain(bounds.min)}" if bounds.min is not None else ""
    high = f"högst {_plain(bounds.max)}" if bounds.max is not None else ""
    unit = f" {escape(question.unit)}" if question.unit else ""
    return " och ".join(part for part in (low, high) if part) + unit


def _plain(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)
