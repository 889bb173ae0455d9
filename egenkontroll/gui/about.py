"""What the program says of itself: its version, and every key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from egenkontroll.gui import messages
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Granskning",
        (
            ("J  D  N", "Ja, delvis, nej"),
            ("E  F  K", "Ej aktuellt, framgår inte av akten, kan inte bedömas"),
            ("1–9", "Välj ett alternativ"),
            ("T", "Skriv ett svar i text"),
            ("Backsteg", "Ta bort svaret"),
            ("↑  ↓", "Föregående och nästa fråga"),
            ("Enter", "Nästa obesvarade fråga, sedan nästa ärende"),
            ("C", "Kommentera; Esc tillbaka till frågan"),
            ("A  G  O", "Flagga frågan: avvikelse, gott exempel, oklar fråga"),
            ("Ctrl+Z  Ctrl+Y", "Ångra och gör om"),
            ("Ctrl+Enter", "Klar med ärendet"),
            ("Ctrl+↑  Ctrl+↓", "Föregående och nästa ärende (även Page Up och Page Down)"),
            ("Ctrl+F", "Sök ärende"),
        ),
    ),
    (
        "Slå ihop",
        (
            ("←  →", "Föregående och nästa del, när en flik har fokus"),
            ("Ctrl+V", "Klistra in sökvägar till filer"),
            ("1  2  3", "Motsägelser: behåll A, behåll B, eget svar"),
            ("Enter", "Motsägelser: spara och visa nästa"),
        ),
    ),
    (
        "Resultat",
        (
            ("Ctrl+T  Ctrl+Skift+T", "Åtgärder, och en åtgärd för frågan"),
            ("Ctrl+Skift+F", "Frågan genom åren"),
        ),
    ),
    (
        "Hela programmet",
        (
            ("F1", "Handboken, vid det du arbetar med"),
            ("Skift+F1", "Guiden Första gången; Esc tillbaka till det du gjorde"),
            ("Ctrl+H", "Hem: vad som väntar"),
            ("Ctrl+1 … Ctrl+6", "Gå till ett steg"),
            ("Ctrl+Skift+P", "Årets plan"),
            ("Ctrl+N  Ctrl+O  Ctrl+W", "Nytt, öppna och stäng dokument"),
            ("Ctrl++  Ctrl+-  Ctrl+0", "Större, mindre och normal text"),
            ("F6", "Nästa del av fönstret"),
            ("F11", "Helskärm"),
        ),
    ),
)


def show_about(parent: QWidget) -> None:
    """Say what the program is and which version."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("egenkontroll")
    except PackageNotFoundError:
        number = "okänd version"
    messages.tell(
        parent,
        f"Egenkontroll {number}\n\nFrån checklista till resultatblad, för egenkontroll och "
        "kollegial granskning i socialtjänsten. Allt stannar på den här datorn.",
    )


def show_keys(parent: QWidget) -> None:
    """Show every key, in a window that may stay open."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("Tangenter")
    dialog.setAccessibleName("Tangenter")
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setHorizontalSpacing(em(dialog, 1.5))
    grid.setColumnStretch(1, 1)
    row = 0
    for heading, keys in KEYS:
        grid.addWidget(label(heading, "heading"), row, 0, 1, 2)
        row = _add_keys(grid, keys, row + 1)
    grid.setRowStretch(row, 1)
    column = QVBoxLayout(dialog)
    column.addWidget(Column(inside, "Tangenterna"))
    column.addWidget(button("Stäng", dialog.accept))
    room = dialog.screen().availableGeometry()
    dialog.resize(min(em(dialog, 36), room.width()), min(em(dialog, 34), room.height()))
    dialog.open()


def _add_keys(grid: QGridLayout, keys: Sequence[tuple[str, str]], row: int) -> int:
    for key, said in keys:
        grid.addWidget(label(key, "strong", wrap=False), row, 0)
        grid.addWidget(label(said), row, 1)
        row += 1
    return row
