"""What is said around the results: cautions, which cases are looked at; and copying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from egenkontroll.report.hidden import begun_words
from egenkontroll.results.comparison import FEWEST
from egenkontroll.texts import count, k_of_n

if TYPE_CHECKING:
    from egenkontroll.report.copied import CopiedTable
    from egenkontroll.results.analysis import Selection
    from egenkontroll.results.table import Results


def caution(found: Results) -> str:
    """Return what must be known before the figures are used, or ""."""
    if not found.rows or (not found.cases and not _any_figure(found)):
        return "Inget i omgången stämmer med det du har valt ovanför."
    if not found.cases:
        return "Bara siffror är kända av den här omgången, inte ärendena bakom dem."
    said = ""
    if found.reviewed < found.cases:
        left = count(found.cases - found.reviewed, "ärende", "ärenden")
        said = (
            f"Preliminärt: {k_of_n(found.reviewed, found.cases)} ärenden är granskade"
            f"{begun_words(found.begun)}. {left} är inte påbörjade. Talen kan ändras. "
        )
    if 0 < found.reviewed < FEWEST:
        said += (
            "Färre än fem ärenden kan peka ut den som ett ärende gäller: visa inte talen utanför "
            "enheten."
        )
    return said.strip()


def _any_figure(found: Results) -> bool:
    return any(row.share is not None or row.printed is not None for row in found.rows)


def about(round_name: str, selection: Selection) -> str:
    """Return which cases are looked at: "Våren 2024, Utredning 1, flicka"."""
    said = [round_name, selection.unit or ""]
    said += [value for _, value in selection.attributes]
    return ", ".join(part for part in said if part)


def to_clipboard(table: CopiedTable) -> None:
    """Put a table on the clipboard, as text and as HTML."""
    data = QMimeData()
    data.setText(table.text())
    data.setHtml(table.html())
    QGuiApplication.clipboard().setMimeData(data)
