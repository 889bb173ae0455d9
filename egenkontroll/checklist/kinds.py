"""The kinds of answer, apart from the model: the window starts without what checks a checklist."""

from __future__ import annotations

from enum import StrEnum


class Type(StrEnum):
    """The kinds of answer that a question may ask for."""

    YES_NO = "yes_no"
    YES_PARTLY_NO = "yes_partly_no"
    CHOICE = "choice"
    MULTI = "multi"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
