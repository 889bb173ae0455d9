"""What each file would mean for the document: a row for each, and the chosen one's details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from egenkontroll.gui.merge.words import grouped, sentence
from egenkontroll.gui.tables import PlainTable
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, label
from egenkontroll.merge.classes import SWEDISH, FileClass
from egenkontroll.texts import count, listing, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egenkontroll.merge.classes import Counts, FilePreview, MergePreview

HEADS = ("Fil", "Från", "Läge", "Nya", "Nyare", "Motsägelser")
SHORT = {
    FileClass.NEWER_PROGRAM: "nyare program",
    FileClass.CONFLICT: "motsägelser",
    FileClass.OTHER_ROUND: "annan omgång",
    FileClass.OLDER_PROGRAM: "äldre program",
    FileClass.NEWER: "nyare svar",
    FileClass.PARALLEL: "andra frågor",
}
"""Where the table has no room for the whole words."""

TO_DO = {
    FileClass.FOREIGN: "Filen hoppas över. Kontrollera att det är rätt fil.",
    FileClass.DAMAGED: "Filen hoppas över; de andra slås ihop ändå.",
    FileClass.UNREADABLE: "Filen hoppas över; de andra slås ihop ändå.",
    FileClass.NEWER_PROGRAM: "Filen hoppas över. Uppdatera programmet och försök igen.",
    FileClass.CONFLICT: "Båda svaren behålls. Efteråt väljer du under Motsägelser.",
    FileClass.OTHER_ROUND: "Svaren hamnar i den omgång och det urval som de hör till.",
    FileClass.OLDER_PROGRAM: "Det går bra; inget behöver göras.",
    FileClass.NEWER: "Granskaren har ändrat sig. De nyare svaren gäller, de äldre finns kvar i "
    "historiken.",
    FileClass.PARALLEL: "Svaren kompletterar dem som redan finns.",
    FileClass.SECOND: "De räknas som andra granskningar och ändrar inte de första.",
    FileClass.NEW: "Inget behöver göras.",
    FileClass.IDENTICAL: "Allt i filen finns redan i dokumentet. Inget ändras.",
}
_NOTHING = "Inget kan tas in, och dokumentet ändras inte."
CHECKSUM = "SHA-256 "
_SHOWN = 17
_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


def row(one: FilePreview) -> tuple[str, ...]:
    """Return a file's row."""
    found = one.counts
    figures = (found.new + found.parallel + found.second, found.newer, found.conflicts)
    return (
        one.name,
        listing(one.reviewers) or "–",
        sentence(_short(one)),
        *(number(figure) if one.taken else "–" for figure in figures),
    )


def _short(one: FilePreview) -> str:
    if one.main is FileClass.OTHER_ROUND and all(each.known for each in one.rounds):
        return "annat urval"
    return SHORT.get(one.main, SWEDISH[one.main])


def summary(found: MergePreview) -> str:
    """Return in a few sentences what merging would do with all of the files."""
    taken = [one for one in found.files if one.taken]
    said = []
    if not taken:
        said.append("Ingen av filerna kan slås ihop.")
    elif not found.changes and any(_left(one.counts) for one in taken):
        said.append(_NOTHING)
    elif not found.changes:
        said.append("Filerna innehåller inget nytt. Dokumentet har redan allt.")
    else:
        added = count(found.adds, "uppgift", "uppgifter")
        said.append(f"{added} läggs till. En säkerhetskopia görs först.")
    if clashing := sum(one.counts.conflicts for one in taken):
        said.append(f"{count(clashing, 'motsägelse', 'motsägelser')} att avgöra efteråt.")
    if twice := sum(one.twice for one in taken):
        said.append(
            f"{count(twice, 'ärende', 'ärenden')} räknas två gånger om alla filer tas med, för "
            "urvalet är draget för sig i flera kopior."
        )
    if skipped := len(found.files) - len(taken):
        said.append(f"{count(skipped, 'fil', 'filer')} hoppas över.")
    return " ".join(said)


def details(one: FilePreview) -> list[tuple[str, tuple[str, ...]]]:
    """Return the headings and sentences of a file's details."""
    found = [("Läge", tuple(_states(one)))]
    if one.problems:
        found.append(("Att veta" if one.taken else "Vad som är fel", one.problems))
    if one.taken and (lines := tuple(_counted(one.counts))):
        found.append(("Vad filen ger", lines))
    if one.taken and one.rounds:
        found.append(("Omgångar", tuple(_rounds(one))))
    if one.digest:
        found.append(("Filens kontrollsumma", (f"{CHECKSUM}{grouped(one.digest)}",)))
    return found


def _states(one: FilePreview) -> Iterable[str]:
    for each in one.classes:
        nothing = each is FileClass.IDENTICAL and _left(one.counts)
        yield f"{sentence(SWEDISH[each])}. {_NOTHING if nothing else TO_DO.get(each, '')}".strip()


def _left(found: Counts) -> int:
    """Return how many facts of a file cannot be taken in."""
    return found.purged + found.refused


def _counted(found: Counts) -> Iterable[str]:
    for figure, singular, plural in (
        (found.new, "svar på en obesvarad fråga", "svar på obesvarade frågor"),
        (found.parallel, "svar på en annan fråga", "svar på andra frågor av samma granskare"),
        (found.newer, "svar som är nyare", "svar som är nyare än dokumentets"),
        (found.second, "svar i en andra granskning", "svar i andra granskningar"),
        (found.conflicts, "svar som säger emot dokumentets", "svar som säger emot dokumentets"),
        (found.facts, "uppgift läggs till i allt", "uppgifter läggs till i allt"),
        (found.known, "uppgift finns redan", "uppgifter finns redan"),
        (found.erased, "uppgift tas bort: omgången är gallrad i filen",
         "uppgifter tas bort: omgången är gallrad i filen"),
    ):  # fmt: skip
        if figure:
            yield f"{count(figure, singular, plural)}."


def _rounds(one: FilePreview) -> Iterable[str]:
    for each in one.rounds:
        new = "" if each.known else ", finns inte i dokumentet än"
        yield f"{each.name}{new}: {count(each.answers, 'nytt svar', 'nya svar')}."


class FileTable(PlainTable):
    """One row for each file."""

    def __init__(self) -> None:
        super().__init__("Filerna och vad de ger")

    def show_files(self, found: MergePreview) -> None:
        """Show other files; the same row stays chosen."""
        at = max(0, self.currentRow())
        self.show_rows(HEADS, [row(one) for one in found.files], range(3, 6))
        for place, one in enumerate(found.files):
            for column in range(self.columnCount()):
                if (item := self.item(place, column)) is not None:
                    item.setToolTip(str(one.path) if column == 0 else item.text())
        if found.files:
            self.selectRow(min(at, len(found.files) - 1))


class Details(QWidget):
    """Headings with sentences below them, to read and to copy from."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        side = em(self, 0.9)
        self._rows.setContentsMargins(side, side, side, side)
        self._rows.setSpacing(em(self, 0.25))
        self.column = Column(self, name)

    def say(
        self, title: str, parts: Iterable[tuple[str, tuple[str, ...]]], *, short: bool = False
    ) -> None:
        """Show other words; `short` shows only the beginning of checksums."""
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._rows.addWidget(label(title, "heading"))
        for heading, lines in parts:
            self._rows.addSpacing(em(self, 0.4))
            self._rows.addWidget(label(heading, "caps"))
            for line in lines:
                cut = short and line.startswith(CHECKSUM)
                said = label(f"{line[: len(CHECKSUM) + _SHOWN]} …" if cut else line)
                said.setToolTip(line if cut else "")
                said.setAccessibleName(line)
                said.setTextInteractionFlags(_SELECTABLE)
                said.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                self._rows.addWidget(said)
        self._rows.addStretch(1)
        self.column.verticalScrollBar().setValue(0)
