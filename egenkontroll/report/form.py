"""A checklist as a form to print and fill in by hand. Pure: words only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.checklist.conditions import leaves
from egenkontroll.checklist.model import Type
from egenkontroll.review.answers import GIVEN, choices, shown
from egenkontroll.review.reading import say
from egenkontroll.texts import EN_DASH, NBSP, exact_number, listing

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Attribute, Checklist, Question

REFERENCE, UNIT = "Ärendets referens", "Enhet"
PRIVACY = (
    "Skriv aldrig namn, personnummer, adress eller annat som pekar ut någon, varken här eller i en "
    "kommentar. Ärendets referens räcker."
)


@dataclass(frozen=True, slots=True)
class Field:
    """Something to fill in: boxes to tick, or a line to write on where there are none.

    `hint` says what may be written, `several` that more than one box may be ticked.
    """

    label: str
    boxes: tuple[str, ...] = ()
    hint: str = ""
    several: bool = False


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question. `ways` are the ways of not answering, boxes to tick like the answers.

    `applies` says when it is to be answered, "" for always.
    """

    number: int
    text: str
    applies: str
    answer: Field
    ways: tuple[str, ...]
    comment: str
    guidance: str
    basis: str


@dataclass(frozen=True, slots=True)
class FormArea:
    """The questions under one heading."""

    title: str
    description: str
    questions: tuple[FormQuestion, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A printed form in the order it is read. `meanings` are a word and what it means."""

    title: str
    subtitle: str
    description: str
    case: tuple[Field, ...]
    privacy: str
    areas: tuple[FormArea, ...]
    meanings: tuple[tuple[str, str], ...]
    foot: str


def form(checklist: Checklist, program: str) -> Form:
    """Return the checklist as a form; `program` is the version that prints it."""
    numbers = {question.id: at for at, question in enumerate(checklist.questions, 1)}
    areas = tuple(
        FormArea(
            area.title,
            area.description or "",
            tuple(_question(question, checklist, numbers) for question in area.questions),
        )
        for area in checklist.areas
    )
    return Form(
        title=checklist.title,
        subtitle=f"Granskningsformulär · checklista version {checklist.version}",
        description=checklist.description or "",
        case=(Field(REFERENCE), Field(UNIT), *(_fact(one) for one in checklist.attributes)),
        privacy=PRIVACY,
        areas=areas,
        meanings=_meanings(checklist),
        foot=f"Checklista {checklist.id} {checklist.version} · Egenkontroll {program}",
    )


def _fact(attribute: Attribute) -> Field:
    hint = "år-månad-dag" if attribute.type == "date" else ""
    return Field(attribute.label, attribute.choices or (), hint)


def _question(question: Question, checklist: Checklist, numbers: dict[str, int]) -> FormQuestion:
    offered = choices(question)
    return FormQuestion(
        number=numbers[question.id],
        text=question.text,
        applies=_applies(question, checklist, numbers),
        answer=_answer(question, offered),
        ways=tuple(shown(value) for value in offered if _is_way(value)),
        comment=_comment(question),
        guidance=question.guidance or "",
        basis=_unbroken(question.basis or ""),
    )


def _unbroken(basis: str) -> str:
    """Return a paragraph of law with hard spaces: "10 kap. 2 §" never breaks over two lines."""
    held = re.sub(r"(\d(?: [a-z])?) (kap\.|§)", rf"\1{NBSP}\2", basis)
    return re.sub(r"(kap\.) (\d)", rf"\1{NBSP}\2", held)


def _is_way(value: str) -> bool:
    return value in ("not_applicable", "not_in_record", "cannot_judge")


def _answer(question: Question, offered: tuple[str, ...]) -> Field:
    match question.type:
        case Type.NUMBER:
            return Field("Svar", hint=_limits(question))
        case Type.DATE:
            return Field("Datum", hint="år-månad-dag")
        case Type.TEXT:
            return Field("Svar")
        case Type.MULTI:
            boxes = tuple(shown(GIVEN + choice) for choice in question.choices or ())
            return Field("Svar", boxes, "Flera svar kan kryssas.", several=True)
    return Field("Svar", tuple(shown(value) for value in offered if not _is_way(value)))


def _limits(question: Question) -> str:
    """Return what may be given, in words: "dagar, 0–365"."""
    low, high = question.min, question.max
    said = [question.unit or ""]
    if low is not None and high is not None:
        said.append(f"{exact_number(low)}{EN_DASH}{exact_number(high)}")
    elif low is not None:
        said.append(f"minst {exact_number(low)}")
    elif high is not None:
        said.append(f"högst {exact_number(high)}")
    return ", ".join(part for part in said if part)


def _applies(question: Question, checklist: Checklist, numbers: dict[str, int]) -> str:
    """Return when a question is to be answered, and the numbers of the questions that decide."""
    if question.applies_when is None:
        return ""
    asked = {leaf.subject for leaf in leaves(question.applies_when)}
    found = sorted(numbers[subject] for subject in asked if subject in numbers)
    see = f" (fråga{NBSP}{listing([str(number) for number in found])})" if found else ""
    return f"Besvaras när {say(question.applies_when, checklist)}{see}."


def _comment(question: Question) -> str:
    if not question.comment_required:
        return "Kommentar"
    answers = listing([f"”{answer}”" for answer in question.comment_required], "eller")
    return f"Kommentar, behövs vid svaret {answers}"


def _meanings(checklist: Checklist) -> tuple[tuple[str, str], ...]:
    """Return the words at the foot of the form: only those that stand on it."""
    questions = checklist.questions
    said = []
    if any(question.applies_when for question in questions):
        said.append(
            ("Besvaras när …", "Frågan gäller bara de ärendena. Lämna den tom i alla andra.")
        )
    if any(question.not_applicable for question in questions):
        said.append((shown("not_applicable"), "Det som frågas efter kan inte finnas i ärendet. "
                     "Ärendet räknas inte med i frågan, men antalet redovisas."))  # fmt: skip
    said.append((shown("not_in_record"), _not_in_record(checklist)))
    said.append(
        (
            shown("cannot_judge"),
            "Svaret går inte att avgöra, till exempel därför att uppgifterna säger emot varandra. "
            "Skriv alltid varför i kommentaren. Ärendet räknas inte med i frågan.",
        )
    )
    return tuple(said)


def _not_in_record(checklist: Checklist) -> str:
    said = "Kravet kan vara uppfyllt, men akten ger inget besked. "
    numbers = [
        str(at)
        for at, question in enumerate(checklist.questions, 1)
        if question.not_in_record == "excluded"
    ]
    if len(numbers) == len(checklist.questions):
        return f"{said}Ärendet räknas inte med i frågan, men antalet redovisas."
    counted = "Det räknas som att kravet inte är uppfyllt, och redovisas för sig"
    if not numbers:
        return f"{said}{counted}."
    return f"{said}{counted}; i fråga{NBSP}{listing(numbers)} räknas ärendet inte med."
