"""The zip archive that an XLSX or ODS file is, opened with care."""

from __future__ import annotations

import io
import posixpath
import zipfile
from xml.parsers import expat

from egenkontroll.errors import UserError
from egenkontroll.spreadsheet import limits

_CHUNK = 1024 * 1024
_ENCRYPTED = 1


class DamagedError(Exception):
    """The file does not hold together."""


class LockedError(Exception):
    """The file is protected by a password."""


class Handler:
    """What takes part in a walk through an XML part; tags come without their prefix."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Some of the text inside."""

    def has_enough(self) -> bool:
        """Tell whether the rest need not be walked through."""
        return False


class Package:
    """The parts of an archive by path."""

    def __init__(self, name: str, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        # Some programs write backslashes or capitals where the standard does not.
        self._parts = {
            info.filename.replace("\\", "/").lower(): info for info in self._archive.infolist()
        }
        if sum(info.file_size for info in self._archive.infolist()) > limits.MAX_UNPACKED:
            raise UserError(
                f"Filen {name} är orimligt stor när den packas upp "
                f"(över {limits.MAX_UNPACKED // 1024**2} MB). Kopiera tabellen till en ny, tom "
                "arbetsbok, spara den och försök igen."
            )

    def __contains__(self, path: str) -> bool:
        return path in self._parts

    def refuse_locked(self) -> None:
        """Raise LockedError if the parts are protected by a password."""
        manifest = self._parts.get("meta-inf/manifest.xml")
        if any(info.flag_bits & _ENCRYPTED for info in self._parts.values()) or (
            manifest is not None and b"encryption-data" in self._archive.read(manifest)
        ):
            raise LockedError

    def walk(self, path: str, handler: Handler) -> None:
        """Lead the handler through the XML of one part, without ever holding all of it."""
        info = self._parts.get(posixpath.normpath(path).lower())
        if info is None:
            raise DamagedError(path)
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, found: handler.start(_local(tag), found)
        parser.EndElementHandler = lambda tag: handler.end(_local(tag))
        parser.CharacterDataHandler = handler.text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        with self._archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
                if handler.has_enough():
                    return
        parser.Parse(b"", True)


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    # No spreadsheet has one; XML bombs are hidden there.
    raise DamagedError("doctype")
