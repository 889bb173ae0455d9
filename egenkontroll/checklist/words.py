"""The Swedish words for answers, and which of them a question can have."""

from __future__ import annotations

from typing import Any

from egenkontroll.texts import same_word

YES, PARTLY, NO = "ja", "delvis", "nej"
NOT_APPLICABLE = "ej aktuellt"
NOT_IN_RECORD = "framgår inte"
CANNOT_JUDGE = "kan inte bedömas"

NOT_ANSWERS = (NOT_APPLICABLE, NOT_IN_RECORD, CANNOT_JUDGE)

_GRADES = {"yes_no": (YES, NO), "yes_partly_no": (YES, PARTLY, NO)}


def possible_answers(question: dict[str, Any]) -> dict[str, str] | None:
    """Return the words that a question can be answered with, by the form they are compared in.

    None where any text, number or date can be the answer. `question` is its plain values.
    """
    kind = question.get("type")
    if kind in ("number", "date", "text") or not isinstance(kind, str):
        return None
    choices = question.get("choices") if kind in ("choice", "multi") else _GRADES.get(kind, ())
    words = [str(choice) for choice in choices] if isinstance(choices, tuple) else []
    if question.get("not_applicable", True):
        words.append(NOT_APPLICABLE)
    words += [NOT_IN_RECORD, CANNOT_JUDGE]
    return {same_word(word): word for word in words}
