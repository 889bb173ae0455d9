"""The handbook's pages: which they are, what stands on them, and where words are found."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextDocument

from egenkontroll import paths
from egenkontroll.texts import NBSP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = (
    "index",
    "forsta-gangen",
    "checklista",
    "arendelista",
    "urval",
    "fordela",
    "granskning",
    "sla-ihop",
    "resultat",
    "over-aren",
    "rapport",
    "siffrorna",
    "varningar",
    "sekretess",
    "filen",
    "tangenter",
    "kommandoraden",
    "fel",
    "ordlista",
)
"""Every page, in the order in which they are listed; a page x is the file x.md."""

_OF_STEP = {
    "checklist": "checklista",
    "sample": "urval",
    "review": "granskning",
    "merge": "sla-ihop",
    "results": "resultat",
    "report": "rapport",
}
FEWEST_LETTERS = 2
"""So many letters it takes to look for something."""

_LONGEST = 90


def page_for(step: str) -> str:
    """Return the page about a screen's step; the first page for what is no step."""
    return _OF_STEP.get(step, PAGES[0])


def folder() -> Path:
    """Return where the pages are."""
    return paths.resources() / "handbook"


@cache
def page_text(name: str) -> str:
    """Return a page's Markdown."""
    return (folder() / f"{name}.md").read_text(encoding="utf-8")


def page_title(name: str) -> str:
    """Return a page's heading: its first line."""
    return page_text(name).partition("\n")[0].lstrip("# ").strip()


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where what is looked for stands.

    `line` is the page's line as it is shown, from 1, and `text` what stands on it; `start` is
    the place in the line and `at` in the whole page.
    """

    page: str
    line: int
    text: str
    start: int
    at: int
    length: int


@cache
def _lines(name: str) -> tuple[tuple[int, str], ...]:
    """Return a page's lines that are not empty, each with its place in the shown document."""
    document = QTextDocument()
    document.setMarkdown(page_text(name))
    found, block = [], document.begin()
    while block.isValid():
        if block.text().strip():
            found.append((block.position(), block.text()))
        block = block.next()
    return tuple(found)


def find(words: str) -> tuple[Hit, ...]:
    """Return every place in the pages where the words stand, whatever their case."""
    wanted = " ".join(_plain(words).split())
    if len(wanted) < FEWEST_LETTERS:
        return ()
    return tuple(hit for name in PAGES for hit in _find_on(name, wanted))


def _find_on(name: str, wanted: str) -> Iterator[Hit]:
    for number, (position, text) in enumerate(_lines(name), 1):
        plain = _plain(text)
        at = plain.find(wanted)
        while at >= 0:
            yield Hit(name, number, text, at, position + at, len(wanted))
            at = plain.find(wanted, at + len(wanted))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace(NBSP, " ").lower()


def around(hit: Hit) -> str:
    """Return what is found with some words around it."""
    if len(hit.text) <= _LONGEST:
        return hit.text
    begin = max(0, min(hit.start - _LONGEST // 3, len(hit.text) - _LONGEST))
    if begin:
        begin = hit.text.find(" ", begin, hit.start) + 1 or begin
    end = begin + _LONGEST
    if end < len(hit.text):
        end = max(hit.text.rfind(" ", begin, end), hit.start + hit.length)
    return f"{'… ' if begin else ''}{hit.text[begin:end]}{' …' if end < len(hit.text) else ''}"
