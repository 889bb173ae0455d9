"""Seal what travels: compressed with gzip, then encrypted in the age format.

Anybody with the passphrase or the key and the ordinary tools can open it without this program:
`age -d FILE | gunzip > DOCUMENT`. The only place that imports pyrage.
"""

from __future__ import annotations

import gzip
import mmap
import re
import zlib
from typing import TYPE_CHECKING

import pyrage

from egenkontroll.errors import UserError
from egenkontroll.storage import keys

if TYPE_CHECKING:
    from collections.abc import Sequence

SUFFIX = ".age"
LOST = (
    "Tappas lösenfrasen går filen inte att öppna, inte heller för den som har gjort programmet. "
    "Det ni har kvar är dokumentet som filen gjordes av."
)
_ELSEWHERE = (
    "Filen är orörd. Stäng andra program och försök igen, öppna den på en annan dator, eller be "
    "den som skickade den om en ny, låst till en öppen nyckel."
)
_MAGIC = b"age-encryption.org/v1\n"
_PASSPHRASE = b"-> scrypt "
_GZIP = b"\x1f\x8b"
_WORK = re.compile(rb"-> scrypt \S+ (\d+)\n")
_MOST_WORK = 21
"""To open a file takes 2 to this in kilobytes of memory: 2 GB.

What seals takes as much work as fills a second. So ordinary computers write 17 to 20 and a very
fast one 21, while the age tool itself always writes 18. For 22, 4 GB, a computer would have to be
eight times as fast as one that writes 18, and many that are to open the file could not.
"""

_SPARE = 2**26  # bytes: so much more than that is to be there
_TRIES = 3

_MOST_RECEIVERS = 50
"""So many may a file be sealed to: each one takes its time to try, and thousands take minutes."""

_GREASE = 2  # what age adds at random, so that nobody takes its absence for granted

_MOST = 2**30
"""So many bytes a sealed document may hold: more is not a document but an attack."""


def is_sealed(head: bytes) -> bool:
    """Tell by a file's first bytes whether it is sealed."""
    return head.startswith(_MAGIC)


def wants_passphrase(head: bytes) -> bool:
    """Tell by its first bytes whether a sealed file wants a passphrase, and not a key."""
    return head[len(_MAGIC) :].startswith(_PASSPHRASE)


def with_passphrase(data: bytes, passphrase: str) -> bytes:
    """Seal with a passphrase. Raises UserError where it is too short.

    How much work it takes to open comes of how fast the computer seems at the moment, and is
    never left such that `open_with_passphrase` would refuse it.
    """
    keys.check(passphrase)
    packed = _packed(data)
    for _ in range(_TRIES):
        sealed = bytes(pyrage.passphrase.encrypt(packed, keys.normal(passphrase)))
        if _work(sealed) <= _MOST_WORK:
            return sealed
    raise UserError(
        "Filen gick inte att låsa så att mottagaren säkert kan öppna den. Inget är skickat eller "
        "sparat. Försök igen, eller lås till en öppen nyckel i stället för med en lösenfras."
    )


def to_keys(data: bytes, recipients: Sequence[str]) -> bytes:
    """Seal so that those who have the secret halves of the public keys can open it."""
    if len(recipients) > _MOST_RECEIVERS:
        raise UserError(f"En fil kan låsas till högst {_MOST_RECEIVERS} nycklar.")
    return bytes(pyrage.encrypt(_packed(data), [_public(one) for one in recipients]))


def open_with_passphrase(sealed: bytes, passphrase: str) -> bytes:
    """Return what was sealed. Raises UserError where the passphrase is wrong or it is damaged."""
    work = _work(sealed)
    if work > _MOST_WORK:
        raise UserError(
            "Filen är gjord så att det tar orimligt mycket minne att öppna den. Filen är orörd. Be "
            "den som skickade den om en ny, låst i Egenkontroll."
        )
    if not _has_memory(2 ** (work + 10)):
        raise UserError(f"Datorn har för lite ledigt minne för att öppna filen. {_ELSEWHERE}")
    try:
        return _unpacked(pyrage.passphrase.decrypt(sealed, keys.normal(passphrase)))
    except pyrage.DecryptError as error:
        raise _unopened(error) from error


def _work(sealed: bytes) -> int:
    """Return what the head says of the work to open it, a power of two; 0 where it says nothing."""
    found = _WORK.match(sealed, len(_MAGIC))
    return 0 if found is None else int(found[1][:4])


def _has_memory(size: int) -> bool:
    """Tell whether so many bytes of memory are to be had.

    Without them pyrage raises nothing: it ends the whole program, with what is open in it.
    """
    try:
        mmap.mmap(-1, size + _SPARE).close()
    except (OSError, ValueError, OverflowError):
        return False
    return True


def _unopened(error: pyrage.DecryptError) -> UserError:
    """Return what to say where pyrage does not open what is sealed with a passphrase.

    It refuses at once what would take this computer, as fast as it seems now, over 16 seconds.
    """
    if str(error).startswith("Excessive work"):
        return UserError(f"Datorn är för långsam eller upptagen för att öppna filen. {_ELSEWHERE}")
    return UserError(
        "Filen gick inte att öppna: lösenfrasen är fel, eller så är filen skadad. Filen är "
        "orörd. Skriv lösenfrasen igen, med samma stora och små bokstäver."
    )


def open_with_key(sealed: bytes, key_file: str) -> bytes:
    """Return what was sealed to a key; `key_file` is the text of the file with the secret key."""
    if sealed.partition(b"\n--- ")[0].count(b"\n-> ") > _MOST_RECEIVERS + _GREASE:
        raise UserError(
            f"Filen är låst till fler än {_MOST_RECEIVERS} nycklar och öppnas inte. Filen är "
            "orörd. Be den som skickade den om en ny."
        )
    try:
        return _unpacked(pyrage.decrypt(sealed, _secrets(key_file)))
    except pyrage.DecryptError as error:
        raise UserError(
            "Filen gick inte att öppna: den är låst till en annan nyckel, eller så är den skadad. "
            "Filen är orörd."
        ) from error


def new_key() -> tuple[str, str]:
    """Return a new key: the text of its secret file, and the public half (age1…)."""
    made = pyrage.x25519.Identity.generate()
    public = str(made.to_public())
    return f"# public key: {public}\n{made}\n", public


def check_public(recipient: str) -> str:
    """Return a public key without stray spaces; raise UserError where it is none."""
    return str(_public(recipient))


def _public(recipient: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(recipient.strip())
    except pyrage.RecipientError as error:
        raise UserError(
            f"{recipient.strip()[:20]} … är ingen öppen nyckel. En sådan börjar med age1 och "
            "skrivs av hela: kopiera den på nytt."
        ) from error


def _secrets(text: str) -> list[pyrage.x25519.Identity]:
    lines = [line.strip() for line in text.splitlines()]
    try:
        return [
            pyrage.x25519.Identity.from_str(line)
            for line in lines
            if line and not line.startswith("#")
        ]
    except pyrage.IdentityError as error:
        raise UserError(
            "Nyckelfilen går inte att läsa. Välj filen med den hemliga nyckeln, som har en rad som "
            "börjar med AGE-SECRET-KEY-1."
        ) from error


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    unpacking = zlib.decompressobj(wbits=31)
    try:
        found = unpacking.decompress(data, _MOST)
    except zlib.error as error:
        raise UserError("Filen är skadad och går inte att packa upp. Be om en ny.") from error
    if not unpacking.eof:
        raise UserError("Filen är skadad eller för stor för att vara ett dokument. Be om en ny.")
    return found
