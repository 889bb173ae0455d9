"""Merging by file name, for the command line: the document is made where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations import files, merging
from egenkontroll.operations.opening import create_document, open_document
from egenkontroll.storage import records
from egenkontroll.storage.private import PrivateFolder
from egenkontroll.texts import did_you_mean, listing, same_word, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from egenkontroll.merge.classes import MergePreview
    from egenkontroll.operations.merging import Conflict, MergeReceipt, Progress, Undone
    from egenkontroll.sample.cases import Reviewer
    from egenkontroll.storage.document import Document


def preview_files(
    path: Path, others: Sequence[Path], progress: Progress | None = None
) -> MergePreview:
    """Return what merging the other files into the document would do; nothing is written.

    Raises UserError where none of the files could be taken in.
    """
    if path.exists():
        with open_document(path) as document:
            return _with_some(merging.preview(document, others, progress))
    with PrivateFolder() as folder:
        empty = folder / f"tom{path.suffix}"
        create_document(empty, lambda document: None)
        with open_document(empty) as document:
            return _with_some(merging.preview(document, others, progress))


def _with_some(looked: MergePreview) -> MergePreview:
    merging.refuse_where_none(looked)
    return looked


def merge_files(
    path: Path,
    others: Sequence[Path],
    receipt: Path | None = None,
    progress: Progress | None = None,
) -> tuple[MergeReceipt, int]:
    """Merge the other files into the document, which is made where there is none.

    Writes the receipt as PDF where `receipt` is given; raises UserError, before anything is
    merged, where it could not be written. Returns what was done, and how many
    contradictions there are to settle.
    """
    if receipt is not None:
        files.refuse_unwritable(receipt, [path, *others])
    done: list[tuple[MergeReceipt, int]] = []

    def run(document: Document) -> None:
        made = merging.merge(document, others, progress)
        if receipt is not None:
            merging.write_receipt(document, made, receipt, path.name)
        done.append((made, len(merging.conflicts(document))))

    if path.exists():
        with open_document(path, write=True) as document:
            run(document)
    else:
        create_document(path, run)
    return done[0]


def spelled_twice(path: Path) -> tuple[tuple[str, str], ...]:
    """Return the names of reviewers who may be one person, the one to keep first."""
    with open_document(path) as document:
        return tuple((keep.name, other.name) for keep, other in merging.spelled_twice(document))


def undo_merge(path: Path) -> Undone:
    """Take back the latest merge in the document."""
    with open_document(path, write=True) as document:
        return merging.undo(document)


def next_undo(path: Path) -> MergeReceipt | None:
    """Return the merge that would be taken back next, or None where there is none."""
    with open_document(path) as document:
        return next((one for one in merging.receipts(document) if one.last), None)


def same_person(path: Path, keep: str, other: str) -> tuple[str, str]:
    """Say that two spellings are one person: `other` counts as `keep`. Return both names.

    Where both are the same name, the one that was taken in first is kept. Raises UserError
    where a name is not in the document, or where more than two reviewers could be meant.
    """
    with open_document(path, write=True) as document:
        known = records.reviewers(document)
        kept, dropped = (_called(known.values(), name) for name in (keep, other))
        if same_word(keep) == same_word(other) and len(kept) == 2:
            kept, dropped = kept[:1], kept[1:]
        if len(kept) > 1 or len(dropped) > 1:
            raise UserError(
                "Flera granskare har samma namn. Säg i fönstret, i steget Slå ihop, vilka som är "
                "samma person."
            )
        merging.same_person(document, kept[0].id, dropped[0].id)
        return kept[0].name, dropped[0].name


def _called(known: Iterable[Reviewer], name: str) -> list[Reviewer]:
    """Return the reviewers with the name, the one that was taken in first first."""
    every = sorted(known, key=lambda one: one.id)
    if found := [one for one in every if same_word(one.name) == same_word(name)]:
        return found
    names = sorted({one.name for one in every}, key=sort_key)
    raise UserError(
        f"Granskaren {name} finns inte i dokumentet{did_you_mean(name, names) or '.'} "
        f"Granskarna är {listing(names)}."
        if names
        else "Dokumentet har inga granskare."
    )


def conflicts_in(path: Path) -> tuple[Conflict, ...]:
    """Return the contradictions in the document that nobody has settled."""
    with open_document(path) as document:
        return merging.conflicts(document)
