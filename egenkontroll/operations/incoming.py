"""Open the files that are to be brought together, and hold each against the document."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.merge.classes import FileClass
from egenkontroll.operations.checking import ChangedError, Checks
from egenkontroll.operations.passphrases import is_encrypted
from egenkontroll.storage import inputs, union
from egenkontroll.storage.inputs import Input, Refused
from egenkontroll.storage.private import PrivateFolder
from egenkontroll.storage.schema import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from egenkontroll.storage.document import Connection, Document
    from egenkontroll.storage.union import News


_ENCRYPTED = (
    "{name} är krypterad, men inte dokumentet som den ska tas in i. Inget av den togs med. Gör en "
    "okrypterad kopia av den (Arkiv, eller egenkontroll decrypt) och ta in den, eller kryptera "
    "dokumentet först."
)


class CancelledError(UserError):
    """The person stopped it; everything is as it was."""

    def __init__(self) -> None:
        super().__init__("Avbrutet. Dokumentet är som det var.")


@dataclass
class Beat:
    """Tells how far it has come and stops it where the person wants that."""

    progress: Callable[[int, int], object] | None
    cancelled: Callable[[], bool] | None
    of: int
    done: int = 0
    was_stopped: bool = False

    def __call__(self) -> None:
        """Raise CancelledError where the person has cancelled."""
        if self.stopped():
            raise CancelledError

    def stopped(self) -> bool:
        """Return whether the person has cancelled."""
        if self.cancelled is not None and self.cancelled():
            self.was_stopped = True
        return self.was_stopped

    def step(self) -> None:
        """Say that one more step is done, and stop where the person wants that."""
        self.tell()
        self()

    def tell(self) -> None:
        """Say that one more step is done."""
        self.done += 1
        if self.progress is not None:
            self.progress(min(self.done, self.of), self.of)


@dataclass
class Incoming:
    """One file, opened or refused, and what is new in it."""

    file: Input | Refused
    refused: int = 0
    purged: int = 0
    news: News = field(default_factory=union.News)


@dataclass(frozen=True)
class Batch:
    """The files that are open, in the order given, and a private folder that goes with them.

    What `checks` has not yet confirmed may still turn out to be changed.
    """

    files: list[Incoming]
    folder: Path
    checks: Checks

    @property
    def taken(self) -> list[tuple[Input, News]]:
        """The files that can be taken in, with what is new in them."""
        return [(one.file, one.news) for one in self.files if isinstance(one.file, Input)]


@contextmanager
def opened(
    document: Document,
    paths: Sequence[Path],
    known: Mapping[str, str],
    beat: Beat,
    *,
    beside: bool,
) -> Iterator[Batch]:
    """Open the files for reading, look through them and find what is new in each.

    `known` is what to say of files that are in already, by digest. What cannot stand in the
    document is left out from a private copy: answers about cases that are nowhere, and facts
    about single cases of purged rounds. With `beside` another process may check the answers of
    many files meanwhile: nothing may be kept before `checks.confirm` has been asked, which
    raises ChangedError where it is all to be done again without.
    """
    with (
        PrivateFolder() as folder,
        document.using() as connection,
        _interruptible(connection, beat),
        ExitStack() as open_files,
        Checks(paths, beat, beside=beside) as checks,
    ):
        found: list[Incoming] = []
        seen = dict(known)
        for path in paths:
            one = _open(document, path, folder, seen, beat, later=checks.later)
            found.append(Incoming(one))
            open_files.callback(_close, found[-1])
            if isinstance(one, Input):
                left = not one.checked  # handing it over may be to check it here
                checks.hand_over(one)
                if left:
                    _see_to_answers(connection, one, beat)
                seen[one.digest] = f"{path.name} är samma fil som {one.path.name}."
            beat.step()
        batch = Batch(found, folder, checks)
        _leave_out(document, batch, beat)
        new = union.news(connection, [file for file, _ in batch.taken], beat)
        opened_ones = [one for one in found if isinstance(one.file, Input)]
        for incoming, news in zip(opened_ones, new, strict=True):
            incoming.news = news
        yield batch


def _see_to_answers(connection: Connection, one: Input, beat: Beat) -> None:
    """Find out about the answers that were left out when the file was looked through."""
    one.held = union.holds_answers(connection, one)
    if not one.held:
        one.look_through(beat)
        if one.scan.malformed:
            raise ChangedError


def _close(one: Incoming) -> None:
    if isinstance(one.file, Input):
        one.file.close()


def _open(
    document: Document,
    path: Path,
    folder: Path,
    seen: Mapping[str, str],
    beat: Beat,
    *,
    later: bool,
) -> Input | Refused:
    if path.exists() and document.path.exists() and path.samefile(document.path):
        said = f"{path.name} är dokumentet självt."
        return Refused(path, "", VERSION, FileClass.IDENTICAL, said)
    if is_encrypted(path) and not document.encrypted:
        return Refused(path, "", None, FileClass.UNREADABLE, _ENCRYPTED.format(name=path.name))
    return inputs.open_input(path, folder, seen, beat, later=later)


@contextmanager
def _interruptible(connection: Connection, beat: Beat) -> Iterator[None]:
    """Let the person stop a long statement, too."""
    connection.set_progress_handler(beat.stopped, 20_000)
    try:
        yield
    except Exception as error:
        if beat.was_stopped and not isinstance(error, CancelledError):
            raise CancelledError from error
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _leave_out(document: Document, batch: Batch, beat: Beat) -> None:
    """Leave out of private copies what is about nothing, or about a purged round."""
    files = [one.file for one in batch.files if isinstance(one.file, Input)]
    with document.using() as connection:
        held = inputs.held(connection)
        rounds = union.purged_rounds(connection)
        for file in files:
            held = held | inputs.held(file.connection)
            rounds |= union.purged_rounds(file.connection)
    for one in batch.files:
        if isinstance(one.file, Input):
            gone = one.file.about - held
            one.purged = union.about_purged(one.file.connection, rounds)
            if gone or one.purged:
                batch.checks.confirm(one.file)
                one.file, one.refused = inputs.without(one.file, batch.folder, gone, rounds, beat)
