"""A statement on paper: certificates, receipts and lists that are words, facts and tables.

Every such paper has the same form, so that only what it says has to be thought of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from egenkontroll.report.parts import Labelled


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `strong` sets it apart: a warning, or the one thing to know."""

    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences."""

    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts with their labels, one under the other."""

    facts: tuple[Labelled, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. The first column heads its rows; those in `figures` are set to the right.

    `name` says what the table shows, for who listens. `weights` are the columns' widths in
    relation to each other; equal where none are given. Each row has as many cells as `heads`.
    """

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int] = frozenset()
    weights: tuple[int, ...] = ()


Piece: TypeAlias = "Paragraph | Points | Facts | Grid"


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading; without a heading it follows what is before."""

    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole paper. `foot` stands on every page, beside the title."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    foot: str
    facts: tuple[Labelled, ...] = field(default=())
