"""The pack for an analysis meeting: slides as data, with what they rest on in the notes."""

from __future__ import annotations

import textwrap
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from egenkontroll.report import figures
from egenkontroll.report.export_paper import effect_words, what_words
from egenkontroll.report.export_tables import figure_words
from egenkontroll.report.rows import note_words
from egenkontroll.report.standing import standing_mark
from egenkontroll.report.summary import summary
from egenkontroll.results.comparison import Verdict
from egenkontroll.results.tally import RULE_SENTENCE
from egenkontroll.texts import NOTHING, percent, period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from egenkontroll.report.export_paper import Told
    from egenkontroll.results.table import ResultRow

BARS = 5
"""So many bars stand on one slide, so that their names can be read."""
LABEL, TITLE, POINT = 90, 100, 420
"""A bar's name, a title or a point is cut after so many letters; all of it is in the notes."""
WIDE, LINES = 62, 10
"""So many letters stand on a line, and so many lines on a slide."""
BOARD_WIDE, BOARD_LINES = 92, 12

QUESTIONS = (
    "Vad tror vi att det beror på?",
    "Gäller det några få ärenden, eller är det så vi arbetar?",
    "Vad skulle göra det lätt att göra rätt från början?",
    "Vad provar vi, vem gör det, och hur ser vi att det hjälpte?",
)
CONTINUE = "Vad gör vi här som vi ska fortsätta med, och som andra kan lära av?"
DECISION_HEADS = ("Det här beslutar vi", "Ansvarig", "Klart")
EMPTY_ROWS = 5


@dataclass(frozen=True, slots=True)
class Opening:
    """The first slide."""

    title: str
    subtitle: str
    notes: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A slide with points."""

    title: str
    points: tuple[str, ...]
    notes: str


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A question's cases: `k` of `n` met the requirement, and `words` says so in the bar."""

    name: str
    k: int
    n: int
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A slide with bars; `words` says the same as the picture."""

    title: str
    bars: tuple[ChartBar, ...]
    words: str
    notes: str


@dataclass(frozen=True, slots=True)
class Board:
    """A slide with a table; the rows may be left empty to be written in at the meeting."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    weights: tuple[int, ...]
    notes: str


Slide: TypeAlias = "Opening | Bullets | Chart | Board"


@dataclass(frozen=True, slots=True)
class Pack:
    """All slides. `foot` stands on each of them."""

    title: str
    slides: tuple[Slide, ...]
    foot: str


def pack(told: Told, unclear: Sequence[str]) -> Pack:
    """Return the slides for a round; `unclear` are the questions that were read differently."""
    found = told.found
    notes = "\n".join(told.sources)
    said = summary(found.rows, told.checklist, found.reviewed)
    slides: list[Slide] = [
        Opening(cut(f"Egenkontroll {found.round}", TITLE),
                f"{cut(told.checklist.title, TITLE)}\n{period(told.starts, told.ends)}",
                notes),
        *_pages("Så gjordes urvalet", [f"Granskade ärenden: {told.reviewed}.", *told.method],
                notes),
        *(slide for title, rows in told.areas.items() for slide in _area(title, rows)),
        *_pages(said.strengths.heading, [*(said.strengths.sentences or (said.strengths.none,)),
                *([CONTINUE] if said.strengths.sentences else [])], notes),
        *_pages("Viktigast att åtgärda", said.mend.sentences or (said.mend.none,), notes),
        *_changes(told, notes),
        *_pages("Läst olika: att förtydliga", unclear or ("Ingen fråga är läst olika av två.",),
                "Bara de ursprungliga svaren räknas, inte det som bestämdes efteråt."),
        *(slide for at, one in enumerate(said.mend.sentences, 1) for slide in
          _pages(f"Att samtala om: påpekande {at}", (one, *QUESTIONS), notes)),
        *_since(told, notes),
        Board("Beslut", DECISION_HEADS, (("", "", ""),) * EMPTY_ROWS, (6, 3, 2),
              "Tom, för att skrivas i under mötet."),
    ]  # fmt: skip
    return Pack(f"Egenkontroll {found.round}", tuple(slides), standing_mark(found.standing))


def cut(words: str, room: int) -> str:
    """Return the words on one line, cut at a word where they take more than the room."""
    line = " ".join(words.split(" "))
    if width(line) <= room:
        return line
    while width(line) >= room:
        line = line[: min(len(line) - 1, room)]
    return line.rsplit(" ", 1)[0].rstrip(",;: ") + "…"


def width(words: str) -> int:
    """Return how many letters wide the words are: wide signs and pictures count as two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)


def lines_of(words: str, wide: int) -> int:
    """Return about how many lines the words take."""
    paragraphs = words.split("\n")
    return sum(max(len(textwrap.wrap(one, wide)), -(-width(one) // wide), 1) for one in paragraphs)


# --- the parts --------------------------------------------------------------------------------


def _pages(title: str, points: Sequence[str], notes: str) -> Iterator[Bullets]:
    """Yield the points on as many slides as they need; what is cut is whole in the notes."""
    pages: list[list[str]] = [[]]
    taken = 0
    for one in points:
        shown = cut(one, POINT)
        need = lines_of(shown, WIDE)
        if pages[-1] and taken + need > LINES:
            pages.append([])
            taken = 0
        pages[-1].append(shown)
        taken += need
    whole = "\n".join(one for one in points if cut(one, POINT) != one)
    for at, page in enumerate(pages):
        yield Bullets(_numbered(title, at, len(pages)), tuple(page),
                      f"{whole}\n{notes}" if whole else notes)  # fmt: skip


def _numbered(title: str, at: int, many: int) -> str:
    short = cut(title, TITLE)
    return short if many == 1 else f"{short} ({at + 1} av {many})"


def _area(title: str, rows: Sequence[ResultRow]) -> Iterator[Slide]:
    drawn = [row for row in rows if row.question.judged and row.share is not None and row.share.n]
    pages = [drawn[at : at + BARS] for at in range(0, len(drawn), BARS)]
    for at, page in enumerate(pages):
        bars = tuple(_bar(row) for row in page)
        words = "; ".join(f"{row.question.short}: {figure_words(row)}" for row in page)
        yield Chart(_numbered(title, at, len(pages)), bars, words, _passport(page))
    rest = [row for row in rows if row not in drawn]
    if rest:
        points = [f"{row.question.short}: {_other(row)}" for row in rest]
        name = f"{title}: utan andel" if drawn else title
        yield from _pages(name, points, _passport(rest))


def _other(row: ResultRow) -> str:
    if row.suppressed or row.question.judged:
        stated = figures.percent_words(row)
        return "inget bedömt" if stated == NOTHING else stated
    return figures.options_words(row)


def _bar(row: ResultRow) -> ChartBar:
    share = row.share
    assert share is not None
    return ChartBar(cut(row.question.short, LABEL), share.k, share.n, figure_words(row))


def _passport(rows: Sequence[ResultRow]) -> str:
    """Return what the figures of a slide rest on, question by question."""
    said = []
    for row in rows:
        interval, target = figures.interval_words(row), row.question.target
        parts = [f"{row.question.text} {figure_words(row)}"]
        parts += [f"{percent(95)} intervall {interval}"] if interval else []
        parts += [f"mål {percent(target)}"] if target is not None else []
        said.append(" ".join(one for one in (f"{', '.join(parts)}.", note_words(row)) if one))
    return "\n".join([*said, RULE_SENTENCE])


def _changes(told: Told, notes: str) -> Iterator[Slide]:
    then = told.found.compared_with
    if then is None:
        return
    order = {Verdict.SECURED: 0, Verdict.POSSIBLE: 1}
    held = [
        (row, change)
        for row in told.found.rows
        if (change := row.change) is not None and change.comparable and change.words
    ]
    held.sort(key=lambda one: order.get(one[1].verdict, 2))
    title = f"Förändring sedan {then}"
    if not held:
        yield from _pages(title, [f"Ingen fråga går att jämföra med {then}."], notes)
        return
    rows = [
        (cut(row.question.short, 120), figures.earlier_words(change), figure_words(row),
         figures.change_words(change))
        for row, change in held
    ]  # fmt: skip
    yield from _boards(title, ("Fråga", then, "Nu", "Förändring"), rows, (5, 2, 3, 4), notes)


def _since(told: Told, notes: str) -> Iterator[Board]:
    if not told.since:
        return
    by_question = {row.question.id: row for row in told.found.rows}
    rows = [
        (cut(what_words(one), 180), cut(one.question, 120),
         _lines_cut(effect_words(one, by_question.get(one.action.question))))
        for one in told.since
    ]  # fmt: skip
    heads = ("Åtgärd", "Fråga", "Läge och effekt")
    yield from _boards("Förra omgångens åtgärder", heads, rows, (4, 3, 4), notes)


def _boards(
    title: str,
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    weights: tuple[int, ...],
    notes: str,
) -> Iterator[Board]:
    """Yield a table on as many slides as it needs, with its heads on each of them."""
    pages: list[list[tuple[str, ...]]] = [[]]
    wide = [BOARD_WIDE * weight // sum(weights) for weight in weights]
    taken = 0.0
    for row in rows:
        need = max(lines_of(cell, room) for cell, room in zip(row, wide, strict=True)) + 0.4
        if pages[-1] and taken + need > BOARD_LINES:
            pages.append([])
            taken = 0.0
        pages[-1].append(row)
        taken += need
    for at, page in enumerate(pages):
        yield Board(_numbered(title, at, len(pages)), heads, tuple(page), weights, notes)


def _lines_cut(words: str) -> str:
    return "\n".join(cut(line, 200) for line in words.split("\n"))
