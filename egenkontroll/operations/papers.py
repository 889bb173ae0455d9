"""The papers of a round: which there are, how they are asked for and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations import agreeing
from egenkontroll.operations.departments import find_department, with_several
from egenkontroll.operations.gathering import kept_of
from egenkontroll.operations.merging import receipts
from egenkontroll.operations.opening import checklist_of
from egenkontroll.operations.publishing import no_choices_words
from egenkontroll.operations.sheets import sheet_units
from egenkontroll.storage import draws
from egenkontroll.texts import did_you_mean, listing, same_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from egenkontroll.checklist.model import Attribute
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.operations.opening import Document

WHOLE = "hela omgången"


class Kind(StrEnum):
    """The kinds of paper, as they are asked for on the command line."""

    RESULT = "result"
    SUMMARY = "summary"
    YEARS = "years"
    ATTRIBUTE = "attribute"
    TRAIL = "trail"
    CERTIFICATE = "certificate"
    AGREEMENT = "agreement"
    MEETING = "meeting"
    CASE = "case"
    FORM = "form"
    MERGE = "merge"
    PURGE = "purge"


NAMED = {
    Kind.ATTRIBUTE: ("attribute:UPPGIFT", "uppgift i checklistan"),
    Kind.TRAIL: ("trail:FRÅGA", "fråga"),
    Kind.CASE: ("case:REFERENS", "ärende"),
}
"""The kinds that are about something, how they are written and what that is."""
_MAY_BE_NAMED = {Kind.SUMMARY: "summary:AVDELNING"}
"""The kinds that are about all units where nothing is said."""

CAN_BE_PUBLISHED = frozenset({Kind.RESULT, Kind.SUMMARY, Kind.YEARS, Kind.ATTRIBUTE, Kind.FORM})
_OF_CASES = frozenset({Kind.CERTIFICATE, Kind.AGREEMENT, Kind.MEETING, Kind.CASE})
"""The kinds that need the cases themselves, and so cannot be made after a purge."""
WHEN_ASKED = frozenset({
    Kind.AGREEMENT, Kind.MEETING, Kind.CASE, Kind.FORM, Kind.MERGE, Kind.PURGE,
})  # fmt: skip
"""The kinds made only where somebody asks: they quote reviewers, or tell of no result."""

_TITLES = {
    Kind.RESULT: "resultat",
    Kind.SUMMARY: "enheterna sida vid sida",
    Kind.YEARS: "jämförelse över åren",
    Kind.TRAIL: "genom åren",
    Kind.CERTIFICATE: "urvalsintyg",
    Kind.AGREEMENT: "samsyn",
    Kind.MEETING: "underlag till analysmöte",
    Kind.CASE: "granskat ärende",
    Kind.FORM: "blankett",
    Kind.MERGE: "kvitto på senaste sammanslagningen",
    Kind.PURGE: "gallringskvitto",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a round. `about` is its unit or department ("" for the whole round), attribute,
    question or case, by the name it has in the document."""

    kind: Kind
    about: str = ""


def read_paper(said: str) -> Paper:
    """Return the paper that is asked for: "years", "trail:natverk"; UserError for no such."""
    word, colon, about = said.partition(":")
    about = about.strip()
    kind = next((one for one in Kind if one == same_word(word)), None)
    if kind is None:
        hint = did_you_mean(word, list(Kind)) or "."
        written = [NAMED[one][0] if one in NAMED else str(one) for one in Kind]
        for kind_named, form in _MAY_BE_NAMED.items():
            written.insert(written.index(kind_named) + 1, form)
        raise UserError(f"Papperet {said} finns inte{hint} Välj {listing(written, 'eller')}.")
    if kind in NAMED and not about:
        raise UserError(f"Skriv vilken {NAMED[kind][1]} papperet gäller: {NAMED[kind][0]}.")
    if kind not in NAMED and kind not in _MAY_BE_NAMED and colon:
        raise UserError(f"Papperet {kind} gäller hela omgången. Skriv bara {kind}.")
    return Paper(kind, about)


def refuse_publishing(papers: Sequence[Paper]) -> None:
    """Raise UserError where a paper tells of single cases and so never leaves the house."""
    held = [paper.kind for paper in papers if paper.kind not in CAN_BE_PUBLISHED]
    if held:
        raise UserError(
            f"{listing(held)} kan inte skrivas för publicering: där står enskilda ärenden, små "
            f"grupper eller kommentarer. Det som kan publiceras är "
            f"{listing(sorted(CAN_BE_PUBLISHED))}."
        )


def find_paper(document: Document, one: Round, paper: Paper) -> Paper:
    """Return the paper with the name in it as the document has it; UserError for no such."""
    _refuse_purged(document, one, paper)
    if paper.kind is Kind.SUMMARY and paper.about:
        return Paper(paper.kind, find_department(document, one, paper.about))
    if paper.kind is Kind.ATTRIBUTE:
        known = {attribute.id: attribute.label for attribute in attributes(document, one)}
        for name, label in known.items():
            if same_word(paper.about) in (same_word(name), same_word(label)):
                return Paper(paper.kind, name)
        raise UserError(no_choices_words(paper.about, list(known), one.name))
    if paper.kind is Kind.TRAIL:
        questions = checklist_of(document, one).questions
        for question in questions:
            if same_word(paper.about) in (question.id, same_word(question.short)):
                return Paper(paper.kind, question.id)
        hint = did_you_mean(paper.about, [question.id for question in questions]) or "."
        raise UserError(f"Frågan {paper.about} finns inte i checklistan för {one.name}{hint}")
    return paper


def _refuse_purged(document: Document, one: Round, paper: Paper) -> None:
    if paper.kind in _OF_CASES and kept_of(document, one.id) is not None:
        raise UserError(
            f"{_TITLES[paper.kind].capitalize()} kan inte skrivas: omgången {one.name} är gallrad, "
            "så dess ärenden och svar finns inte kvar. Siffrorna finns, och resultatbladen kan "
            "skrivas som förut."
        )


def attributes(document: Document, one: Round) -> tuple[Attribute, ...]:
    """Return what a round's results can be told by: the attributes with few known values."""
    return tuple(item for item in checklist_of(document, one).attributes if item.choices)


def offered(document: Document, one: Round, publish: bool = False) -> tuple[Paper, ...]:
    """Return the papers about the whole round that there is something to say in.

    Result sheets and papers about one question or case are not among them.
    """
    found = [Paper(Kind.SUMMARY)] if len(sheet_units(document, one)) > 1 else []
    found += [Paper(Kind.SUMMARY, name) for name in with_several(document, one)]
    found.append(Paper(Kind.YEARS))
    found += [Paper(Kind.ATTRIBUTE, item.id) for item in attributes(document, one)]
    if not publish:
        found += [Paper(kind) for kind in _kept_within(document, one)]
    return (*found, Paper(Kind.FORM))


def _kept_within(document: Document, one: Round) -> Iterator[Kind]:
    """Yield the kinds that there is something to say in and that never leave the house."""
    if document.read("case_drawn", round=one.id):
        if draws.draw(document, one.id) is not None:
            yield Kind.CERTIFICATE
        if agreeing.doubled(document, one).cases:
            yield Kind.AGREEMENT
        yield Kind.MEETING
    if receipts(document):
        yield Kind.MERGE
    if kept_of(document, one.id) is not None:
        yield Kind.PURGE


def title_of(document: Document, one: Round, paper: Paper, publish: bool = False) -> str:
    """Return what a paper is called, in a list and last in its file's name."""
    last = " för publicering" if publish else ""
    if paper.kind is Kind.ATTRIBUTE:
        labels = {item.id: item.label for item in attributes(document, one)}
        label = labels[paper.about]
        return f"resultat efter {label[:1].lower()}{label[1:]}{last}"
    if paper.kind is Kind.FORM:
        last = ""
    return f"{_TITLES[paper.kind]}{last}"


def name_parts(
    document: Document, one: Round, paper: Paper, publish: bool = False
) -> tuple[str, str, str]:
    """Return the parts of a paper's file name: round, what it is about, title."""
    about = WHOLE
    if paper.kind is Kind.TRAIL:
        about = checklist_of(document, one).by_id[paper.about].short.rstrip("?")
    elif paper.kind is Kind.FORM:
        about = checklist_of(document, one).title
    elif paper.kind is Kind.MERGE:
        about = "dokumentet"
    elif paper.kind in (Kind.RESULT, Kind.SUMMARY, Kind.CASE):
        about = paper.about or WHOLE
    return one.name, about, title_of(document, one, paper, publish)
