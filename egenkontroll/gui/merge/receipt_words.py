"""A receipt in words: on the screen, and as text to copy."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from egenkontroll.gui.merge.preview import CHECKSUM
from egenkontroll.gui.merge.words import grouped, sentence
from egenkontroll.merge.classes import SWEDISH
from egenkontroll.merge.receipt import needed_words
from egenkontroll.texts import count, listing, moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egenkontroll.operations.merging import FileReceipt, MergeReceipt, Undone

_COUNTED = (
    ("new", "nytt svar", "nya svar"),
    ("parallel", "svar på en annan fråga", "svar på andra frågor"),
    ("newer", "nyare svar", "nyare svar"),
    ("second", "svar i en andra granskning", "svar i andra granskningar"),
    ("conflicts", "motsägelse", "motsägelser"),
    ("facts", "uppgift i allt", "uppgifter i allt"),
)


def parts(one: MergeReceipt) -> list[tuple[str, tuple[str, ...]]]:
    """Return the headings and sentences of a receipt."""
    found = [("Vad som gjordes", tuple(_done(one)))]
    found += [(file.name, tuple(_of_file(file))) for file in one.files]
    return found


def day(one: MergeReceipt) -> str:
    """Return the day in figures: "2026-04-12"."""
    when = dt.datetime.fromtimestamp(one.made_at / 1000, tz=dt.UTC).astimezone()
    return f"{when:%Y-%m-%d}"


def as_text(one: MergeReceipt) -> str:
    """Return the whole receipt as text."""
    said = [f"Sammanslagning {moment(one.made_at)}"]
    for heading, lines in parts(one):
        said += ["", heading, *lines]
    return "\n".join(said) + "\n"


def kept_when_undone(one: MergeReceipt) -> str:
    """Return what goes and what stays where a merge is taken back."""
    added = count(one.added, "uppgift", "uppgifter")
    return (
        f"Det som filerna lade till tas bort ({added}). Allt som har skrivits efter "
        "sammanslagningen är kvar, med de personer, enheter, omgångar och ärenden som "
        "det handlar om, liksom filerna och säkerhetskopian. Filerna kan slås ihop igen."
    )


def undone_words(done: Undone) -> str:
    """Return what taking back a merge did."""
    said = f"Ångrat: {count(done.removed, 'uppgift är borttagen', 'uppgifter är borttagna')}"
    if done.kept:
        kept = count(done.kept, "uppgift som har", "uppgifter som har")
        said += f", {kept} skrivits sedan dess är kvar"
    if done.needed:
        said += f". {needed_words(done.needed)}"
    if done.purges_kept:
        said += f". {count(done.purges_kept, 'gallring', 'gallringar')} tas aldrig tillbaka"
    return f"{said}."


def _done(one: MergeReceipt) -> Iterable[str]:
    if one.undone:
        yield "Sammanslagningen är ångrad."
    yield f"{count(one.added, 'uppgift', 'uppgifter')} togs in."
    if one.erased:
        yield f"{count(one.erased, 'uppgift', 'uppgifter')} togs bort: omgången är gallrad."
    if one.backup:
        yield f"Säkerhetskopia från före: {one.backup}"
    yield f"Gjord med Egenkontroll {one.program}."


def _of_file(file: FileReceipt) -> Iterable[str]:
    yield f"{sentence(listing([SWEDISH[one] for one in file.classes]))}."
    if file.reviewers:
        yield f"Från {listing(file.reviewers)}."
    counted = [
        count(getattr(file.counts, name), singular, plural)
        for name, singular, plural in _COUNTED
        if getattr(file.counts, name)
    ]
    if counted:
        yield f"{', '.join(counted)}."
    yield from file.problems
    if file.digest:
        yield f"{CHECKSUM}{grouped(file.digest)}"
