"""Keep a whole document encrypted, where the disk itself is not: copied into a new file, checked.

The document that it was made of is left as it is: the person decides about it. SQLCipher writes
every page of the file encrypted with AES-256 and sealed, its journal and copies too; nothing of
the content is put in any other file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.storage import keys
from egenkontroll.storage.document import create_document, open_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from egenkontroll.storage.document import Document


def encrypted_name(path: Path) -> Path:
    """Return what to call an encrypted copy of a document: beside it."""
    return path.with_name(f"{path.stem} (krypterad){path.suffix}")


def plain_name(path: Path) -> Path:
    """Return what to call a plain copy of an encrypted document: beside it."""
    stem = path.stem.removesuffix(" (krypterad)")
    return path.with_name(f"{stem} (okrypterad){path.suffix}")


def encrypt(
    document: Document, out: Path, passphrase: str, beat: Callable[[], object] = lambda: None
) -> None:
    """Write a copy of the document that is encrypted with a passphrase to a new file.

    Of one that is encrypted it is how the passphrase is changed. `beat` is called now and then
    and may raise to stop. Raises UserError, and leaves no file, where it cannot be done.
    """
    keys.check(passphrase)
    _copy(document, out, passphrase, beat)


def decrypt(document: Document, out: Path, beat: Callable[[], object] = lambda: None) -> None:
    """Write a plain copy of an encrypted document to a new file; see `encrypt`."""
    if not document.encrypted:
        raise UserError(f"{document.path.name} är inte krypterad. Inget är gjort.")
    _copy(document, out, "", beat)


def _copy(document: Document, out: Path, passphrase: str, beat: Callable[[], object]) -> None:
    if problems := document.problems():
        raise UserError(
            f"{document.path.name} är inte helt, så ingen kopia är gjord. Rädda det som går till "
            "en ny fil först, i fönstret eller med egenkontroll repair.",
            problems,
        )
    create_document(out, lambda made: document.copy_into(made, beat), passphrase=passphrase)
    try:
        with open_document(out) as made:
            same = made.problems() == [] and document.same_as(made)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    if not same:
        out.unlink()
        raise UserError(
            f"Kopian {out.name} blev inte lik {document.path.name} och är borttagen. Dokumentet är "
            "som det var. Försök igen; händer det på nytt är det fel på disken."
        )
