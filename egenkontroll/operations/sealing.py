"""Seal files that travel, and open the sealed ones that come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError, reason
from egenkontroll.operations import files
from egenkontroll.operations.opening import open_document
from egenkontroll.storage import handouts, keys, sealing
from egenkontroll.storage.database import recognise
from egenkontroll.storage.held import hold_of, refuse_held
from egenkontroll.storage.private import PrivateFolder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from egenkontroll.facts import Fact

LOST = sealing.LOST
SHORTEST = keys.SHORTEST
SUFFIX = sealing.SUFFIX
_HEAD = 64
_LONGEST_SECRET = 10_000
_NO_SECRET = "och ingen nyckel eller lösenfras. Filen är orörd. Välj en annan fil."
_LARGEST = 2**30


@dataclass(frozen=True, slots=True)
class Seal:
    """How files are to be sealed: with a passphrase, or to public keys (age1…); or not at all."""

    passphrase: str = ""
    recipients: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """What is added to a sealed file's name."""
        return SUFFIX if self else ""

    def __bool__(self) -> bool:
        return bool(self.passphrase or self.recipients)

    def check(self) -> None:
        """Raise UserError where nothing could be sealed so."""
        if self.passphrase and self.recipients:
            raise UserError("Välj antingen en lösenfras eller en öppen nyckel, inte båda.")
        if self.passphrase:
            keys.check(self.passphrase)
        for recipient in self.recipients:
            sealing.check_public(recipient)

    def close(self, data: bytes) -> bytes:
        """Return the data sealed, or as it is where it is not to be."""
        if self.recipients:
            return sealing.to_keys(data, self.recipients)
        return sealing.with_passphrase(data, self.passphrase) if self.passphrase else data


NO_SEAL = Seal()


def write_facts(path: Path, facts: Iterable[Fact], seal: Seal = NO_SEAL) -> None:
    """Write a document of the facts to a path where nothing is yet, sealed or not.

    What is in a sealed one is never on the disk in plain, not even for a moment.
    """
    if not seal:
        handouts.write(path, facts)
        return
    if path.exists():
        raise UserError(f"{path.name} finns redan. Välj ett annat namn.")
    files.write_bytes(path, seal.close(handouts.as_bytes(facts)))


def is_sealed(path: Path) -> bool:
    """Tell whether a file is sealed; False where it cannot be read."""
    return sealing.is_sealed(_head(path))


def wants_passphrase(path: Path) -> bool:
    """Tell whether a sealed file wants a passphrase, and not a key."""
    return sealing.wants_passphrase(_head(path))


def opened_name(path: Path) -> Path:
    """Return a free name beside a sealed file for the document in it."""
    plain = path.with_suffix("") if path.suffix.casefold() == SUFFIX else path
    if plain.suffix.casefold() != ".egk":
        plain = plain.with_name(f"{plain.name}.egk")
    taken = [one.name for one in plain.parent.iterdir()] if plain.parent.is_dir() else []
    return plain.with_name(files.distinct([*taken, plain.name])[-1])


def unseal(path: Path, out: Path, *, passphrase: str = "", key_file: Path | None = None) -> Path:
    """Open a sealed file and write the document in it to `out`, where nothing is yet.

    Raises UserError, and writes nothing, where it cannot be opened or is no document.
    """
    if out.exists():
        raise UserError(f"{out.name} finns redan. Välj ett annat namn.")
    odd = hold_of(path) is not None or (path.exists() and not path.is_file())
    if odd or not sealing.is_sealed(_read(path, _HEAD)):
        raise UserError(f"{path.name} är inte låst. Öppna den som den är.")
    sealed = _read(path)
    if sealing.wants_passphrase(sealed):
        if not passphrase:
            raise UserError(f"{path.name} är låst med en lösenfras. Ange den.")
        data = sealing.open_with_passphrase(sealed, passphrase)
    else:
        if key_file is None:
            raise UserError(
                f"{path.name} är låst till en nyckel. Ange filen med den hemliga nyckeln."
            )
        data = sealing.open_with_key(sealed, _secret_text(key_file))
    _refuse_foreign(data, path)
    files.write_bytes(out, data)
    return out


def _refuse_foreign(data: bytes, path: Path) -> None:
    """Refuse what is no whole document before it is written beside the sealed file."""
    with PrivateFolder() as folder:
        tried = folder / path.name
        tried.write_bytes(data)
        recognise(tried)
        open_document(tried).close()


def make_key(path: Path) -> str:
    """Write a new secret key to a file where nothing is yet; return its public half."""
    if path.exists():
        raise UserError(f"{path.name} finns redan. En nyckel skrivs aldrig över.")
    text, public = sealing.new_key()
    files.write_text(path, text)
    path.chmod(0o600)
    return public


def read_passphrase(path: Path) -> str:
    """Return the passphrase in a file: its first line."""
    lines = _secret_text(path).splitlines()
    if not lines or not lines[0].strip():
        raise UserError(f"{path.name} är tom. Skriv lösenfrasen på första raden.")
    return lines[0]


def _secret_text(path: Path) -> str:
    refuse_held(path, _NO_SECRET)
    data = _read(path, _LONGEST_SECRET)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(f"{path.name} är ingen text {_NO_SECRET}") from None


def _head(path: Path) -> bytes:
    if hold_of(path) is not None or not path.is_file():  # what is open here is not sealed
        return b""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def _read(path: Path, most: int = -1) -> bytes:
    """Return what is in a file, or the beginning of it."""
    try:
        if most < 0 and path.stat().st_size > _LARGEST:
            raise UserError(f"{path.name} är för stor för att vara en låst fil. Be om en ny.")
        with path.open("rb") as file:
            return file.read(most)
    except FileNotFoundError:
        raise UserError(f"{path.name} finns inte. Kontrollera namnet och mappen.") from None
    except OSError as error:
        raise UserError(f"{path.name} går inte att läsa ({reason(error)}).") from error
