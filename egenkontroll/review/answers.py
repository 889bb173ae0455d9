"""What an answer is, what it may be and what it counts as.

A value is stored as one word: `yes`, `partly`, `no`, the three ways of not answering, or for
other types "=" and what was given. An empty value is an answer taken back.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from egenkontroll.checklist import words
from egenkontroll.checklist.kinds import Type
from egenkontroll.errors import UserError
from egenkontroll.texts import did_you_mean, exact_number, listing, same_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egenkontroll.checklist.model import Question
    from egenkontroll.facts import Id

GIVEN = "="
_LINE = "\n"

MAX_TEXT = 2000


class Role(IntEnum):
    """First review, or a second and independent one."""

    FIRST = 1
    SECOND = 2


ROLES = {"": Role.FIRST, "första": Role.FIRST, "andra": Role.SECOND}


class Outcome(StrEnum):
    """What an answer counts as; GIVEN is an answer that is counted but not judged."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    GIVEN = "given"
    NOT_APPLICABLE = "not_applicable"
    NOT_IN_RECORD = "not_in_record"
    CANNOT_JUDGE = "cannot_judge"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Answer:
    """One reviewer's answer to one question about one case, in one role."""

    case: Id
    question: str
    role: Role
    reviewer: Id
    value: str
    comment: str = ""
    flags: tuple[str, ...] = ()


_CODES = {
    "yes": words.YES,
    "partly": words.PARTLY,
    "no": words.NO,
    "not_applicable": words.NOT_APPLICABLE,
    "not_in_record": words.NOT_IN_RECORD,
    "cannot_judge": words.CANNOT_JUDGE,
}
_WORDS = {word: code for code, word in _CODES.items()} | {
    "framgår inte av akten": "not_in_record",
    "framgår ej": "not_in_record",
    "ej tillämpligt": "not_applicable",
    "ea": "not_applicable",
    "kan ej bedömas": "cannot_judge",
}

SHOWN = {
    "yes": "Ja",
    "partly": "Delvis",
    "no": "Nej",
    "not_applicable": "Ej aktuellt",
    "not_in_record": "Framgår inte av akten",
    "cannot_judge": "Kan inte bedömas",
    "": "Obesvarad",
}


FLAGS = {"avvikelse": "Avvikelse", "gott_exempel": "Gott exempel", "oklar": "Oklar fråga"}
"""What may be marked beside an answer, or without one: as stored, and as shown."""


def choices(question: Question) -> tuple[str, ...]:
    """Return the values that the question can have, in the order shown on its buttons.

    Number, date and text questions have only the ways of not answering here.
    """
    grades: tuple[str, ...] = ()
    if question.type in (Type.YES_NO, Type.YES_PARTLY_NO):
        grades = ("yes", "partly", "no") if question.type is Type.YES_PARTLY_NO else ("yes", "no")
    elif question.choices is not None and question.type is Type.CHOICE:
        grades = tuple(GIVEN + choice for choice in question.choices)
    not_applicable = ("not_applicable",) if question.not_applicable else ()
    return (*grades, *not_applicable, "not_in_record", "cannot_judge")


def in_words(value: str) -> str:
    """Return the value as conditions and tables say it: "ja", "ej aktuellt" or what was given."""
    return value[1:] if value.startswith(GIVEN) else _CODES.get(value, "")


def shown(value: str) -> str:
    """Return the value as buttons and sheets show it."""
    if not value.startswith(GIVEN):
        return SHOWN[value]
    given = value[1:].replace(_LINE, ", ")
    return given.replace(".", ",") if re.fullmatch(r"-?\d+\.\d+", given) else given


def read_value(question: Question, said: str) -> str:
    """Return the value that the words say for this question.

    Words are compared without regard to case and stray spaces. Raises UserError with what the
    answer may be where it is none of them.
    """
    word = same_word(said)
    code = _WORDS.get(word)
    own = {same_word(choice) for choice in question.choices or ()}
    if code in choices(question) and word not in own:
        return str(code)
    match question.type:
        case Type.CHOICE:
            return GIVEN + _one_choice(question, said)
        case Type.MULTI:
            return GIVEN + _LINE.join(_chosen(question, said))
        case Type.NUMBER:
            return GIVEN + read_number(question, said)
        case Type.DATE:
            return GIVEN + read_date(said)
        case Type.TEXT:
            return GIVEN + _text(said)
    raise UserError(_refused(said, [in_words(value) for value in choices(question)]))


def _text(said: str) -> str:
    text = said.strip()
    if not text:
        raise UserError("svaret är tomt")
    if len(text) > MAX_TEXT:
        raise UserError(f"texten är längre än {MAX_TEXT} tecken")
    return text


def _chosen(question: Question, said: str) -> list[str]:
    """Return the options said, once each and in the question's order: so are the same the same."""
    parts = [part for part in re.split(r"[|\n]", said) if part.strip()]
    if not parts:
        raise UserError("svaret är tomt")
    chosen = {_one_choice(question, part) for part in parts}
    return [choice for choice in question.choices or () if choice in chosen]


def _one_choice(question: Question, said: str) -> str:
    known = {same_word(choice): choice for choice in question.choices or ()}
    if same_word(said) not in known:
        rest = [in_words(value) for value in choices(question) if not value.startswith(GIVEN)]
        raise UserError(_refused(said, [*known.values(), *rest]))
    return known[same_word(said)]


def _refused(said: str, possible: list[str]) -> str:
    hint = did_you_mean(said, possible)
    return f"{said.strip()[:60]} är inget svar på frågan{hint} ({listing(possible, 'eller')})"


def read_number(question: Question, said: str) -> str:
    """Return the number as text with a decimal point, within the question's limits."""
    text = said.strip().replace("\u00a0", "").replace(" ", "").replace(",", ".")
    if not re.fullmatch(r"[-−]?[0-9]{1,12}(\.[0-9]{1,6})?", text):
        raise UserError(
            f"{said.strip()[:60]} är inget tal; skriv siffror, till exempel 14 eller 2,5"
        )
    text = text.replace("−", "-")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    value = float(text)
    if question.min is not None and value < question.min:
        raise UserError(f"talet ska vara minst {exact_number(question.min)}")
    if question.max is not None and value > question.max:
        raise UserError(f"talet ska vara högst {exact_number(question.max)}")
    return text


def read_date(said: str) -> str:
    """Return the ISO date; raise UserError where it is none."""
    try:
        return dt.date.fromisoformat(said.strip()).isoformat()
    except ValueError:
        raise UserError(
            f"{said.strip()[:60]} är inget datum; skriv år-månad-dag: 2024-04-15"
        ) from None


def outcome(question: Question, value: str) -> Outcome:
    """Return what the value counts as for this question."""
    if not value:
        return Outcome.UNANSWERED
    if value in ("not_applicable", "not_in_record", "cannot_judge"):
        return Outcome(value)
    if not question.judged:
        return Outcome.GIVEN
    if question.type is Type.NUMBER and question.met_range is not None:
        low, high, given = question.met_range.min, question.met_range.max, float(value[1:])
        inside = (low is None or given >= low) and (high is None or given <= high)
        return Outcome.MET if inside else Outcome.NOT_MET
    met = {same_word(answer) for answer in question.met or (words.YES,)}
    if same_word(in_words(value)) in met:
        return Outcome.MET
    return Outcome.PARTLY if value == "partly" else Outcome.NOT_MET


def comment_needed(question: Question, value: str) -> bool:
    """Tell whether the value asks for a comment: kan inte bedömas always does."""
    asked: Iterable[str] = question.comment_required
    return value == "cannot_judge" or same_word(in_words(value)) in {same_word(a) for a in asked}
