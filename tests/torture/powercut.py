"""A disk that remembers what was synced, and power cuts of it at any moment.

SQLite writes to it through apsw; the program's own settings and statements are what it runs. At a
cut, what was synced is there. Of everything else each sector of 512 bytes that was written may be
there or not, as may each truncation; of files that were made and removed since the folder was
last synced, those up to some one of them.
"""

from __future__ import annotations

import random
import shutil
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import apsw

from egenkontroll import facts
from egenkontroll.errors import UserError
from egenkontroll.operations.reviewing import save_answer
from egenkontroll.review.answers import Answer, Role
from egenkontroll.storage import connections, records
from egenkontroll.storage.document import Document, now_ms, open_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from egenkontroll.storage.tables import Database

SECTOR = 512
_JOURNAL = bytes.fromhex("d9d505f920a163d7")
MANY = 200  # facts in one transaction that does not fit in the cache
_POWERSAFE = 0x1000  # SQLITE_IOCAP_POWERSAFE_OVERWRITE, as on Linux and Windows


# --- the disk -----------------------------------------------------------------------------------


class Disk(apsw.VFS):
    """What is on it now, and everything that was done to it, in order."""

    def __init__(self, start: dict[str, bytes]) -> None:
        self.name = uuid.uuid4().hex
        self.start = start
        self.log: list[tuple[Any, ...]] = []
        self._now = {name: _File(self, name, bytearray(raw)) for name, raw in start.items()}
        super().__init__(self.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802
        flags[1] = flags[0]
        if name is None:
            return _File(None, "", bytearray())
        key = Path(name.filename() if isinstance(name, apsw.URIFilename) else name).name
        if key not in self._now:
            if not flags[0] & apsw.SQLITE_OPEN_CREATE:
                raise apsw.CantOpenError(key)
            self._now[key] = _File(self, key, bytearray())
            self.log.append(("create", key))
        return self._now[key]

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        key = Path(filename).name
        if self._now.pop(key, None) is not None:
            self.log.append(("delete", key, syncdir))

    def xAccess(self, pathname: str, flags: int) -> bool:  # noqa: N802
        return Path(pathname).name in self._now

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name


class _File:
    """An open file; without a disk it is a temporary one that nobody looks for."""

    def __init__(self, disk: Disk | None, name: str, raw: bytearray) -> None:
        self._disk, self._name, self._raw = disk, name, raw

    def _log(self, *what: Any) -> None:
        if self._disk is not None:
            self._disk.log.append((what[0], self._name, *what[1:]))

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        return bytes(self._raw[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        _write(self._raw, bytes(data), offset)
        self._log("write", bytes(data), offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        del self._raw[newsize:]
        self._log("truncate", newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._log("sync")

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._raw)

    def xSectorSize(self) -> int:  # noqa: N802
        return 4096

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return _POWERSAFE

    def xFileControl(self, op: int, ptr: int) -> bool:  # noqa: N802
        return False

    def xLock(self, level: int) -> None:  # noqa: N802
        """Nobody else has it."""

    def xUnlock(self, level: int) -> None:  # noqa: N802
        """Nobody else has it."""

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xClose(self) -> None:  # noqa: N802
        """What is written stays."""


def _write(raw: bytearray, data: bytes, offset: int) -> None:
    if len(raw) < offset:
        raw.extend(bytes(offset - len(raw)))
    raw[offset : offset + len(data)] = data


# --- what a power cut leaves --------------------------------------------------------------------


@dataclass
class _Inode:
    """A file's bytes that are on the disk for sure, and what was done to it since."""

    synced: bytearray
    since: list[tuple[Any, ...]] = field(default_factory=list)

    def sync(self) -> None:
        for kind, *what in self.since:
            _write(self.synced, *what) if kind == "write" else self.synced.__delitem__(
                slice(what[0], None)
            )
        self.since.clear()

    def after_cut(self, chance: random.Random) -> bytes:
        raw = bytearray(self.synced)
        for kind, *what in self.since:
            if kind == "truncate":
                if chance.random() < 0.5:
                    del raw[what[0] :]
                continue
            data, offset = what
            for at in range(0, len(data), SECTOR):
                if chance.random() < 0.5:
                    _write(raw, data[at : at + SECTOR], offset + at)
        return bytes(raw)


@dataclass
class _Folder:
    """Which files there are for sure, and which were made and removed since."""

    synced: dict[str, _Inode]
    now: dict[str, _Inode]
    since: list[tuple[str, _Inode | None]] = field(default_factory=list)

    def do(self, kind: str, name: str, *what: Any) -> None:
        if kind == "create":
            self.now[name] = _Inode(bytearray())
            self.since.append((name, self.now[name]))
        elif kind == "delete":
            del self.now[name]
            self.since.append((name, None))
            if what[0]:
                self._sync()
        elif kind == "sync":
            self.now[name].sync()
            if self.synced.get(name) is not self.now[name]:  # a new file: its folder is synced too
                self._sync()
        else:
            self.now[name].since.append((kind, *what))

    def _sync(self) -> None:
        self.synced = dict(self.now)
        self.since.clear()

    def after_cut(self, chance: random.Random) -> dict[str, bytes]:
        there: dict[str, _Inode] = dict(self.synced)
        for name, inode in self.since[: chance.randint(0, len(self.since))]:
            if inode is None:
                there.pop(name, None)
            else:
                there[name] = inode
        return {name: inode.after_cut(chance) for name, inode in there.items()}


def cuts(
    disk: Disk, moments: Sequence[int], chance: random.Random
) -> Iterator[tuple[int, dict[str, bytes]]]:
    """Yield, for each moment in order, how much had been done and the files that are left."""
    begin = {name: _Inode(bytearray(raw)) for name, raw in disk.start.items()}
    folder = _Folder(dict(begin), dict(begin))
    done = 0
    for moment in sorted(moments):
        for what in disk.log[done:moment]:
            folder.do(*what)
        done = moment
        yield done, folder.after_cut(chance)


# --- the program on such a disk -----------------------------------------------------------------


class _Connection:
    """What `sqlite3` offers and a document uses, by apsw."""

    def __init__(self, disk: Disk, name: str) -> None:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        self._to = apsw.Connection(name, flags=flags, vfs=disk.name)

    @property
    def in_transaction(self) -> bool:
        return self._to.in_transaction

    @property
    def total_changes(self) -> int:
        return self._to.total_changes()

    def execute(self, sql: str, values: Sequence[Any] = ()) -> apsw.Cursor:
        return self._to.execute(sql, tuple(values))

    def executemany(self, sql: str, rows: Sequence[Any]) -> apsw.Cursor:
        return self._to.executemany(sql, rows)

    def rollback(self) -> None:
        self._to.execute("ROLLBACK")

    def close(self) -> None:
        self._to.close()


def opened(disk: Disk, name: str, *, otherwise: Sequence[str] = ()) -> Document:
    """Open a document on the disk with its own settings; `otherwise` are pragmas to spoil them."""
    connection = _Connection(disk, name)
    connections.settle(cast("Any", connection), write=True)
    for pragma in ("cache_size = 20", *otherwise):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    db = cast("Database", SimpleNamespace(conn=connection, close=connection.close))
    pen = facts.Pen(random.randbytes(facts.DEVICE_SIZE), now_ms, random.randbytes)
    return Document(Path(name), db, pen)


@dataclass
class Tally:
    """What the cuts did: how many, with how many answers acknowledged, and what was found.

    `journals` counts those that left a transaction to undo, and `half` those that left part of one.
    """

    cuts: int = 0
    acknowledged: int = 0
    journals: int = 0
    lost: int = 0
    corrupt: int = 0
    half: int = 0


def run(path: Path, deeds: int, many: int, seed: int, otherwise: Sequence[str] = ()) -> Tally:
    """Work in a document on a disk of its own, cut its power so many times, and look."""
    chance, tally = random.Random(seed), Tally()
    disk = Disk({path.name: path.read_bytes()})
    said = list(_work(disk, path.name, deeds, chance, otherwise))
    folder = path.parent / "cut"
    # Half of them just when something has been said to be saved: the most is asked there.
    moments = [chance.choice(said)[0] for _ in range(many // 2)]
    moments += [chance.randrange(len(disk.log) + 1) for _ in range(many - len(moments))]
    for done, files in cuts(disk, moments, chance):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, raw in files.items():
            (folder / name).write_bytes(raw)
        acknowledged = {words for at, words in said if at <= done}
        tally.cuts += 1
        tally.acknowledged += len(acknowledged)
        tally.journals += files.get(f"{path.name}-journal", b"").startswith(_JOURNAL)
        _look(folder / path.name, acknowledged, write=chance.random() < 0.5, tally=tally)
    return tally


def _work(
    disk: Disk, name: str, deeds: int, chance: random.Random, otherwise: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """Answer, answer much at once, write anew, close and open; yield what is said to be saved."""
    document = opened(disk, name, otherwise=otherwise)
    one = records.rounds(document)[-1]
    case, who = records.cases(document, one.id)[0], next(iter(records.reviewers(document)))
    for number in range(deeds):
        words, deed = f"svar {number}", chance.random()
        answer = Answer(case.id, f"fraga_{number % 7}", Role.FIRST, who, "yes", words, ())
        if deed < 0.8:
            save_answer(document, answer)
            yield len(disk.log), words
        elif deed < 0.9:
            keys = ((case.id, f"m_{place}", 2, who) for place in range(MANY))
            content = ("yes", f"många {number} {'x' * chance.randrange(300)}", "")
            document.add([document.pen.write("answer", key, content) for key in keys])
            yield len(disk.log), content[1]
        elif deed < 0.95:
            document.rewrite()
        else:
            document.close()
            document = opened(disk, name, otherwise=otherwise)
    document.close()


def _look(path: Path, acknowledged: set[str], *, write: bool, tally: Tally) -> None:
    try:
        with open_document(path, write=write) as document:
            problems = document.problems()
            there: dict[str, int] = {}
            for fact in document.read("answer"):
                there[fact.content[1]] = there.get(fact.content[1], 0) + 1
    except UserError:
        tally.corrupt += 1
        return
    tally.corrupt += bool(problems)
    tally.lost += bool(acknowledged - set(there))
    tally.half += any(words.startswith("många") and n != MANY for words, n in there.items())
