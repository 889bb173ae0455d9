"""Bring several files together: look first, take in all or nothing, undo, settle.

Everything but `preview`, `receipts`, `conflicts` and `spelled_twice` writes and needs a document
opened for writing. `preview` and `merge` take time: run them beside the window's thread.
`progress(done, of)` is called now and then with whole steps; `cancelled()` is asked as often,
and where it says yes UserError is raised and the document is as it was.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from egenkontroll.errors import UserError
from egenkontroll.merge.classes import (
    Counts,
    FileClass,
    FilePreview,
    MergePreview,
    RoundTouched,
    said_of,
)
from egenkontroll.merge.receipt import FileReceipt, MergeReceipt, Unsettled
from egenkontroll.operations.checking import ChangedError
from egenkontroll.operations.files import write_bytes
from egenkontroll.operations.incoming import Batch, Beat, opened
from egenkontroll.operations.looking import look
from egenkontroll.operations.settling import (
    KEEP_A,
    KEEP_B,
    OWN,
    Conflict,
    Side,
    conflicts,
    same_person,
    settle,
    settled_since,
    spelled_twice,
)
from egenkontroll.storage import backups, inputs, taking
from egenkontroll.storage import receipts as stored
from egenkontroll.texts import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from egenkontroll.facts import Id
    from egenkontroll.report.statement import Statement
    from egenkontroll.storage.document import Document

__all__ = [
    "KEEP_A",
    "KEEP_B",
    "OWN",
    "Conflict",
    "Counts",
    "FileClass",
    "FilePreview",
    "FileReceipt",
    "MergePreview",
    "MergeReceipt",
    "RoundTouched",
    "Side",
    "Undone",
    "conflicts",
    "merge",
    "preview",
    "receipt_of",
    "receipts",
    "refuse_where_none",
    "same_person",
    "settle",
    "spelled_twice",
    "undo",
    "write_receipt",
]

Progress: TypeAlias = "Callable[[int, int], object]"
Cancelled: TypeAlias = "Callable[[], bool]"
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking back the latest merge did: facts removed, and facts written since and kept.

    `needed` counts facts that came with the files and are kept since those rest on them: a
    reviewer who has answered since, a round with cases drawn since.
    `purges_kept` counts rounds that the files had purged: a purge is never taken back.
    `earlier` is the merge that would be taken back next, or None.
    """

    receipt: MergeReceipt
    removed: int
    kept: int
    purges_kept: int
    needed: int = 0
    earlier: MergeReceipt | None = None


def preview(
    document: Document,
    paths: Sequence[Path],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> MergePreview:
    """Return what merging the files would do, file by file. Reads only.

    Damaged, foreign and too new files are in the answer with what is wrong; nothing is raised
    for them. Raises UserError only where the person cancelled.
    """
    beat = Beat(progress, cancelled, len(paths) + 1)

    def run(beside: bool) -> MergePreview:
        with opened(document, paths, _known(document), beat, beside=beside) as batch:
            looked = look(document, batch)
            batch.checks.confirm()
            return looked

    return _tried(run, beat)


def merge(
    document: Document,
    paths: Sequence[Path],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> MergeReceipt:
    """Take the files' facts into the document, all in one transaction, after a backup.

    Files that cannot be taken are named in the receipt and skipped; the others go on. Where
    nothing is new nothing is written, and the receipt has no `id`. Raises UserError, the
    document as it was, where no file could be taken, where something could not be written, or
    where the person cancelled.
    """
    beat = Beat(progress, cancelled, len(paths) + 3)

    @cache
    def backed_up() -> str:
        return backups.back_up(document).name if document.count() else ""

    def run(beside: bool) -> MergeReceipt | tuple[Id, int]:
        with opened(document, paths, _known(document), beat, beside=beside) as batch:
            return _taken_in(document, batch, backed_up, beat)

    done = _tried(run, beat)
    if isinstance(done, MergeReceipt):
        return done
    # It is done: from here on nothing can be stopped.
    receipt, erased = done
    if erased:
        document.rewrite()
    beat.tell()
    return next(one for one in receipts(document) if one.id == receipt)


def _taken_in(
    document: Document, batch: Batch, backed_up: Callable[[], str], beat: Beat
) -> MergeReceipt | tuple[Id, int]:
    """Take the files in; return the receipt where nothing is new, or its id and what was erased."""
    looked = look(document, batch)
    beat.step()
    refuse_where_none(looked)
    if not looked.changes:
        batch.checks.confirm()
        now = document.pen.now_ms(), document.pen.last
        return _receipt(b"", now, _body(looked, "", 0, 0))
    backup = backed_up()
    beat.step()

    def body(added: int, erased: int) -> dict[str, Any]:
        batch.checks.confirm()
        for file, _ in batch.taken:
            if not file.is_as_opened():
                raise inputs.changed_meanwhile(file.path.name)
        return _body(looked, backup, added, erased)

    return taking.take_in(document, batch.taken, batch.folder, body, beat)


def _tried(run: Callable[[bool], Done], beat: Beat) -> Done:
    """Run with another process beside; without it where that leaves anything in doubt."""
    with suppress(ChangedError):  # and let go of all that it holds, before it is done again
        return run(True)
    beat.done = 0
    return run(False)


def _known(document: Document) -> dict[str, str]:
    """Return what to say of the files that are in already, by their digests."""
    found = {}
    for kept in stored.receipts(document):
        if kept.undoable:
            said = f"togs med {moment(kept.said_at)} och har inte ändrats sedan dess."
            for one in kept.body["files"]:
                if one["taken"] and not one["counts"]["refused"]:
                    found[one["digest"]] = f"{one['name']} {said}"
    return found


def refuse_where_none(looked: MergePreview) -> None:
    """Raise UserError, with what is wrong with each, where none of the files can be taken in."""
    if looked.files and not any(one.taken for one in looked.files):
        raise UserError(
            "Ingen av filerna kunde tas med. Dokumentet är som det var.",
            [said_of(one.name, problem) for one in looked.files for problem in one.problems],
        )


def undo(document: Document) -> Undone:
    """Take back the latest merge that is not undone: what it added, and nothing else.

    Everything written since stays, with the people, units, rounds and cases that it is about.
    Raises UserError where there is no merge to take back.
    """
    latest = next((one for one in stored.receipts(document) if one.undoable), None)
    if latest is None:
        raise UserError("Det finns ingen sammanslagning att ångra i dokumentet.")
    removed, kept, needed = taking.take_back(document, latest)
    every = receipts(document)
    receipt = next(one for one in every if one.id == latest.id)
    earlier = next((one for one in every if one.last), None)
    return Undone(receipt, removed, kept, latest.body.get("purges", 0), needed, earlier)


def receipts(document: Document) -> tuple[MergeReceipt, ...]:
    """Return the receipts of this document's merges, the newest first."""
    kept = stored.receipts(document)
    last = next((one.id for one in kept if one.undoable), b"")
    return tuple(
        _receipt(one.id, (one.said_at, one.clock), one.body, one.id == last) for one in kept
    )


def write_receipt(
    document: Document, receipt: MergeReceipt, path: Path, name: str | None = None
) -> None:
    """Write a receipt as PDF, with what contradicts and what has been settled since.

    `name` is the document's, where it is not to be called what its file is called now.
    """
    from egenkontroll.pdf.statements import statement_pdf

    write_bytes(path, statement_pdf(receipt_of(document, receipt, name)))


def receipt_of(document: Document, receipt: MergeReceipt, name: str | None = None) -> Statement:
    """Return what a receipt says on paper: see `write_receipt`."""
    from egenkontroll.report.receipt import receipt_statement

    later = [one.clock for one in receipts(document) if one.clock > receipt.clock]
    settled = settled_since(document, receipt.clock, min(later, default=None))
    left = [Unsettled(one.reference, one.text, one.name) for one in conflicts(document)]
    return receipt_statement(name or document.path.name, receipt, settled, left)


def _body(looked: MergePreview, backup: str, added: int, erased: int) -> dict[str, Any]:
    return {
        "program": version("egenkontroll"),
        "backup": backup,
        "added": added,
        "erased": erased,
        "undone": False,
        "files": [
            {
                "name": one.name,
                "digest": one.digest,
                "classes": [str(which) for which in one.classes],
                "counts": asdict(one.counts),
                "rounds": [touched.name for touched in one.rounds],
                "reviewers": list(one.reviewers),
                "problems": list(one.problems),
                "taken": one.taken,
            }
            for one in looked.files
        ],
    }


def _receipt(
    key: Id, made: tuple[int, int], body: dict[str, Any], last: bool = False
) -> MergeReceipt:
    files = tuple(
        FileReceipt(
            one["name"],
            one["digest"],
            tuple(FileClass(which) for which in one["classes"]),
            Counts(**one["counts"]),
            tuple(one["rounds"]),
            tuple(one["reviewers"]),
            tuple(one["problems"]),
            one["taken"],
        )
        for one in body["files"]
    )
    return MergeReceipt(
        key, *made, body["program"], body["backup"], files, body["added"], body["erased"],
        body["undone"], last,
    )  # fmt: skip
