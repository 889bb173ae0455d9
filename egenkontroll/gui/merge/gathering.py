"""Which files are meant: those pointed out, those in folders, those whose paths were pasted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl

from egenkontroll.gui.files import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QMimeData

SEALED = ".age"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The documents found, in order and each once; and what was left out, in whole sentences."""

    files: tuple[Path, ...]
    left_out: tuple[str, ...]


def pointed_out(data: QMimeData | None) -> list[Path]:
    """Return the paths in what was dropped or pasted: files, or text with a path on each line."""
    if data is None:  # an empty clipboard
        return []
    if data.hasUrls():
        return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    lines = (line.strip().strip("\"'") for line in data.text().splitlines())
    return [_path(line) for line in lines if line]


def _path(line: str) -> Path:
    return Path(QUrl(line).toLocalFile() if line.startswith("file:") else line).expanduser()


def gather(asked: Iterable[Path], known: Sequence[Path], mine: Path) -> Gathered:
    """Return `known` and the files asked for that are not there yet.

    Of a folder: every document in it and in the folders in it. The open document `mine` is
    left out, and what does not exist is told.
    """
    files, told = list(known), []
    for one in asked:
        found = _documents(one) if one.is_dir() else [one]
        if not found:
            told.append(f"I mappen {one.name} finns ingen fil som slutar på {SUFFIX}.")
        for file in found:
            if said := _wrong(file, mine):
                told.append(said)
            elif not any(_same(file, other) for other in files):
                files.append(file)
    return Gathered(tuple(files), tuple(dict.fromkeys(told)))


def _documents(folder: Path) -> list[Path]:
    patterns = [f"{deep}*{SUFFIX}{seal}" for deep in ("", "*/") for seal in ("", SEALED)]
    found = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not path.name.startswith("."))


def _wrong(file: Path, mine: Path) -> str:
    if not file.exists():
        return f"{file.name or file} finns inte. Kontrollera sökvägen."
    if _same(file, mine):
        return f"{file.name} är dokumentet som är öppet. Det behöver inte slås ihop med sig självt."
    return ""


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one == other
