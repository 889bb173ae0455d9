"""The papers of an open document, one at a time: to be seen, printed and written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from egenkontroll.operations import batch, papers, reporting
from egenkontroll.operations.gathering import kept_of
from egenkontroll.operations.paper_making import maker
from egenkontroll.operations.papers import WHEN_ASKED, Kind, Paper
from egenkontroll.operations.sheets import RoundBasis, round_basis
from egenkontroll.sample.cases import Status
from egenkontroll.storage import records
from egenkontroll.texts import sort_key

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.operations.batch import Making
    from egenkontroll.storage.document import Document

__all__ = [
    "WHEN_ASKED", "Kind", "Paper", "Press", "comparable_rounds", "press", "to_add", "with_paper",
]  # fmt: skip


@dataclass(frozen=True)
class Press:
    """Makes the papers of one round; what the result sheets need has been gathered.

    `names` is each paper's file name, in the order shown: the sheets in Swedish order, then the
    other papers. `titles` is what each is called in the window.
    """

    document: Document
    round: Round
    basis: RoundBasis
    names: dict[Paper, str]
    titles: dict[Paper, str]
    publish: bool = False
    compare_with: str | None = None

    def write_all(self, wanted: Sequence[Paper], folder: Path) -> Generator[Path, None, None]:
        """Write papers into a folder one by one: see `batch.write_all`."""
        makers = {paper: self._making(paper) for paper in wanted}
        return batch.write_all(*reporting.jobs(makers, self.names, folder))

    def _making(self, paper: Paper) -> Making:
        if paper.kind is Kind.RESULT:
            return partial(self.basis.sheet, paper.about or None)
        # What the paper says is gathered when its turn comes.
        return lambda: maker(self.document, self.round, paper, self.compare_with, self.publish)()

    def write(self, paper: Paper, path: Path) -> Path:
        """Write a paper as PDF and return the path."""
        (written,) = batch.write_all([(path, self._making(paper))])
        return written


def press(
    document: Document, one: Round, compare_with: str | None = None, publish: bool = False
) -> Press | None:
    """Gather what a round's papers need; None where the round has no sample to write about.

    `compare_with` None means the previous round if there is one, "" that nothing is compared.
    """
    if not document.read("case_drawn", round=one.id) and kept_of(document, one.id) is None:
        return None
    basis = round_basis(document, one.name, compare_with, publish)
    titles = {Paper(Kind.RESULT, unit): unit or "Alla enheter" for unit in ("", *basis.units)}
    for paper in papers.offered(document, one, publish):
        title = papers.title_of(document, one, paper)
        titles[paper] = f"{title[:1].upper()}{title[1:]}"
        if paper.kind is Kind.SUMMARY and paper.about:
            titles[paper] = f"{paper.about}: sida vid sida"
    names = reporting.file_names(document, one, titles, publish)
    shown = {paper: names[paper] for paper in titles}
    return Press(document, one, basis, shown, titles, publish, compare_with)


def with_paper(made: Press, paper: Paper) -> Press:
    """Return the press with one paper more: a question's years or a reviewed case.

    Raises UserError where the round has no such question or case.
    """
    found = papers.find_paper(made.document, made.round, paper)
    maker(made.document, made.round, found, made.compare_with, made.publish)
    _round, about, title = papers.name_parts(made.document, made.round, found)
    titles = made.titles | {found: f"{about}: {title}"}
    names = reporting.file_names(made.document, made.round, titles, made.publish)
    return replace(made, titles=titles, names={paper: names[paper] for paper in titles})


def to_add(made: Press) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what papers can be added about: questions' words by id, and reviewed cases."""
    judged = [one for one in made.basis.about.checklist.questions if one.judged]
    cases = sorted((case.reference for case in records.cases(made.document, made.round.id)
                    if case.status is Status.DRAWN), key=sort_key)  # fmt: skip
    return {one.id: one.short for one in judged}, tuple(cases)


def comparable_rounds(document: Document, one: Round) -> tuple[Round, ...]:
    """Return the rounds that a round's sheets can be held against, latest first."""
    return tuple(
        other
        for other in reversed(records.rounds(document))
        if other.checklist_id == one.checklist_id and other.ends < one.starts
    )
