"""What must hold between the parts of a checklist: ids, answers and conditions.

Works on the plain values, faulty ones too, so that all faults of a file are told at once.
A fault is (path, Swedish message); the path is keys and list positions from the top.
"""

from __future__ import annotations

from collections import Counter
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from egenkontroll.checklist import conditions
from egenkontroll.checklist.words import NOT_ANSWERS, possible_answers
from egenkontroll.texts import did_you_mean, listing, same_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from egenkontroll.checklist.yaml_tree import Path

Found = tuple[tuple[str | int, ...], str]

_CONDITION_WORDS = ("all", "any", "not")
_LIST_HEADS = frozenset(
    ("ärendenummer", "referens", "diarienummer", "dnr", "enhet", "unit", "område", "area")
)


def dig(data: Any, path: Path) -> Any:
    """Return the value at the path, or None where it is not there."""
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def faults(data: dict[str, Any]) -> list[Found]:
    """Return every fault between the parts, in the order of the file."""
    attributes = list(_dicts(data, ("attributes",)))
    areas = list(_dicts(data, ("areas",)))
    questions = [found for path, _ in areas for found in _dicts(data, (*path, "questions"))]
    found = [*_duplicates(areas, "området")]
    found += _duplicates([*attributes, *questions], "frågan eller uppgiften")
    found += _taken(attributes, questions)
    for path, attribute in attributes:
        found += _choices(path, attribute, ("choice",))
    for path, question in questions:
        found += _choices(path, question, ("choice", "multi"))
        found += _unusable(path, question)
        found += _answers(path, question)
        found += _numbers(path, question)
        found += _target(path, question)
    found += _conditions(questions, _askable(attributes, questions))
    return found


def _dicts(data: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    items = dig(data, path)
    if isinstance(items, tuple):
        for index, item in enumerate(items):
            if isinstance(item, dict):
                yield (*path, index), item


def _duplicates(items: list[tuple[Path, dict[str, Any]]], what: str) -> list[Found]:
    seen: set[str] = set()
    found: list[Found] = []
    for path, item in items:
        name = item.get("id")
        if isinstance(name, str) and name in seen:
            found.append(((*path, "id"), f"id {name} finns redan; {what} behöver ett eget id"))
        seen.add(str(name))
    return found


def _choices(path: Path, item: dict[str, Any], types: tuple[str, ...]) -> list[Found]:
    choices, kind = item.get("choices"), item.get("type")
    if kind in types and choices is None:
        return [(path, f"choices saknas; typen {kind} behöver svarsalternativ")]
    if kind not in types and choices is not None and isinstance(kind, str):
        return [((*path, "choices"), f"choices används inte för typen {kind}")]
    counted = Counter(same_word(choice) for choice in _texts(choices))
    return [
        ((*path, "choices"), f"svarsalternativet {choice} står två gånger")
        for choice, times in counted.items()
        if times > 1
    ]


def _texts(value: Any) -> list[str]:
    items = value if isinstance(value, tuple) else ()
    return [item for item in items if isinstance(item, str)]


def _unusable(path: Path, question: dict[str, Any]) -> list[Found]:
    """Choices that could not be told apart from other words, or from each other."""
    where = (*path, "choices")
    found: list[Found] = []
    for choice in _texts(question.get("choices")):
        if same_word(choice) in NOT_ANSWERS:
            message = f"svarsalternativet {choice} finns redan på alla frågor; ta bort det"
            found.append((where, message))
        if "|" in choice or "\n" in choice.strip():
            message = f"svarsalternativet {' '.join(choice.split())} har radbyte eller lodstreck"
            found.append((where, message))
    return found


def _taken(
    attributes: list[tuple[Path, dict[str, Any]]], questions: list[tuple[Path, dict[str, Any]]]
) -> list[Found]:
    """Names that already mean something in conditions or as heads of a case list."""
    found: list[Found] = [
        ((*path, "id"), f"id {item['id']} används i villkor (all, any, not); välj ett annat id")
        for path, item in [*attributes, *questions]
        if item.get("id") in _CONDITION_WORDS
    ]
    labels: set[str] = set()
    for path, attribute in attributes:
        for key in ("id", "label"):
            name = same_word(str(attribute.get(key, "")))
            if name in _LIST_HEADS or (key == "label" and name in labels):
                message = f"{key} {attribute[key]} är upptaget i ärendelistan; välj ett annat"
                found.append(((*path, key), message))
        labels.add(same_word(str(attribute.get("label", attribute.get("id")))))
    return found


def _answers(path: Path, question: dict[str, Any]) -> list[Found]:
    possible = possible_answers(question) or {}
    met = {word: said for word, said in possible.items() if word not in NOT_ANSWERS}
    found = [
        *_impossible(path, question, "met", met),
        *_impossible(path, question, "comment_required", possible),
    ]
    if "partly_counts" in question and question.get("type") != "yes_partly_no":
        found.append(((*path, "partly_counts"), "partly_counts används bara för yes_partly_no"))
    if "met" in question and question.get("type") in ("multi", "number", "date", "text"):
        found.append(((*path, "met"), f"met används inte för typen {question['type']}"))
    return found


def _impossible(
    path: Path, question: dict[str, Any], key: str, possible: dict[str, str]
) -> Iterator[Found]:
    answers = question.get(key)
    for answer in answers if possible and isinstance(answers, tuple) else ():
        if isinstance(answer, str) and same_word(answer) not in possible:
            hint = did_you_mean(answer, possible.values())
            yield (*path, key), f"{key}: svaret {answer} finns inte på frågan{hint}"


def _numbers(path: Path, question: dict[str, Any]) -> list[Found]:
    found: list[Found] = []
    for key in ("min", "max", "met_range", "unit"):
        if key in question and question.get("type") != "number":
            found.append(((*path, key), f"{key} används bara för typen number"))
    for where in (question, question.get("met_range")):
        low, high = dig(where, ("min",)), dig(where, ("max",))
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            found.append((path, f"min ({low}) är större än max ({high})"))
    if question.get("met_range") == {}:
        found.append(((*path, "met_range"), "met_range behöver min, max eller båda"))
    return found


def _target(path: Path, question: dict[str, Any]) -> list[Found]:
    kind = question.get("type")
    judged = {
        "choice": "met" in question,
        "number": "met_range" in question,
        "multi": False,
        "date": False,
        "text": False,
    }.get(str(kind), True)
    if "target" in question and not judged:
        return [((*path, "target"), "frågan har ett mål men inget svar räknas som uppfyllt")]
    return []


# --- conditions -------------------------------------------------------------------------------

_ANY = None  # any answer is possible: text, numbers and dates


def _askable(
    attributes: list[tuple[Path, dict[str, Any]]], questions: list[tuple[Path, dict[str, Any]]]
) -> dict[str, dict[str, str] | None]:
    askable: dict[str, dict[str, str] | None] = {}
    for _, attribute in attributes:
        words = {same_word(choice): choice for choice in _texts(attribute.get("choices"))}
        askable[str(attribute.get("id"))] = words or _ANY
    for _, question in questions:
        askable[str(question.get("id"))] = possible_answers(question)
    return askable


def _conditions(
    questions: list[tuple[Path, dict[str, Any]]], askable: dict[str, dict[str, str] | None]
) -> list[Found]:
    found: list[Found] = []
    asks: dict[str, list[str]] = {}
    for path, question in questions:
        if "applies_when" not in question:
            continue
        try:
            condition = conditions.parse(question["applies_when"])
        except ValueError:
            continue  # told by the model
        leaves = list(conditions.leaves(condition))
        asks[str(question.get("id"))] = [leaf.subject for leaf in leaves]
        where = (*path, "applies_when")
        found += [(where, fault) for leaf in leaves for fault in _leaf(leaf, askable)]
    positions = {str(question.get("id")): path for path, question in questions}
    for circle in _circles(asks):
        where = (*positions[circle[0]], "applies_when")
        found.append((where, f"villkoren går i cirkel: {' → '.join([*circle, circle[0]])}"))
    return found


def _leaf(
    leaf: conditions.OneOf | conditions.Within, askable: dict[str, dict[str, str] | None]
) -> Iterator[str]:
    if leaf.subject not in askable:
        hint = did_you_mean(leaf.subject, askable)
        yield f"villkoret frågar efter {leaf.subject}, som inte finns{hint}"
        return
    possible = askable[leaf.subject]
    if isinstance(leaf, conditions.Within):
        if possible is not None:
            yield f"{leaf.subject} har inga tal; villkoret kan inte ha min och max"
        elif leaf.low is not None and leaf.high is not None and leaf.low > leaf.high:
            yield f"villkoret för {leaf.subject} har min större än max"
        return
    if possible is None:
        return
    for answer in leaf.accepted:
        if same_word(answer) not in possible:
            hint = did_you_mean(answer, possible.values())
            words = listing(list(possible.values()), "eller")
            yield f"{leaf.subject} kan inte ha svaret {answer}{hint} (svaren är {words})"


def _circles(asks: dict[str, list[str]]) -> list[list[str]]:
    """Return circles of conditions, each beginning with its first question in the alphabet."""
    left, circles = dict(asks), []
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1][:0:-1]
            start = circle.index(min(circle))
            circles.append(circle[start:] + circle[:start])
            del left[circle[start]]
        else:
            return circles
