"""What is decided about a question that two reviewers read differently."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Decision(StrEnum):
    """What is to be done before the question is asked again."""

    REWRITE = "rewrite"
    TRAIN = "train"
    ACCEPT = "accept"


DECISIONS = {
    Decision.REWRITE: "Skriv om frågan",
    Decision.TRAIN: "Utbilda granskarna",
    Decision.ACCEPT: "Godta som den är",
}
"""The decisions in the order they are offered, as shown."""


class Clarification(NamedTuple):
    """The decision about a question after a round, with words for it and who decided."""

    question: str
    decision: Decision
    words: str
    by: str
