"""The only place that opens a box: to tell, to ask, and to show a bug once.

`tell` and `bug` do not wait; `ask` and `ask_text` wait for the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMessageBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from egenkontroll.errors import UserError

_SHOWN_PROBLEMS = 8


def tell(parent: QWidget | None, message: str, problems: tuple[str, ...] = ()) -> QMessageBox:
    """Show a sentence, and the single things behind it, and go on at once."""
    return _shown(_box(parent, QMessageBox.Icon.Information, message), problems)


def _shown(box: QMessageBox, problems: tuple[str, ...]) -> QMessageBox:
    if problems:
        shown = "\n".join(f"• {line}" for line in problems[:_SHOWN_PROBLEMS])
        more = len(problems) - _SHOWN_PROBLEMS
        box.setInformativeText(shown + (f"\n… och {more} till." if more > 0 else ""))
        if more > 0:
            box.setDetailedText("\n".join(problems))
    box.addButton("Stäng", QMessageBox.ButtonRole.AcceptRole)
    box.open()
    return box


def warn(parent: QWidget | None, error: UserError) -> QMessageBox:
    """Show what a UserError says."""
    return _shown(_box(parent, QMessageBox.Icon.Warning, error.message), error.problems)


def ask(
    parent: QWidget | None, question: str, yes: str, no: str = "Avbryt", detail: str = ""
) -> bool:
    """Ask and wait; the buttons say what they do, and `no` is safe to press by mistake."""
    return choose(parent, question, (yes,), no, detail) == yes


def choose(
    parent: QWidget | None, question: str, deeds: tuple[str, ...], no: str, detail: str = ""
) -> str | None:
    """Ask which of some deeds to do, and wait; None for none of them, which is the default."""
    box = _box(parent, QMessageBox.Icon.Question, question)
    box.setInformativeText(detail)
    buttons = [box.addButton(deed, QMessageBox.ButtonRole.AcceptRole) for deed in deeds]
    reject = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(reject)
    box.setEscapeButton(reject)
    box.exec()
    pressed = box.clickedButton()
    return next((deed for deed, one in zip(deeds, buttons, strict=True) if one is pressed), None)


def ask_text(parent: QWidget | None, question: str, yes: str, text: str = "") -> str | None:
    """Ask for a line of text and wait; None where the person changed their mind."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle("Egenkontroll")
    dialog.setInputMode(QInputDialog.InputMode.TextInput)
    dialog.setLabelText(question)
    dialog.setTextValue(text)
    dialog.setOkButtonText(yes)
    dialog.setCancelButtonText("Avbryt")
    return dialog.textValue().strip() if dialog.exec() else None


def bug(parent: QWidget | None, error: BaseException) -> QMessageBox:
    """Show a fault of the program itself, with details that can be copied and sent on."""
    box = _box(
        parent,
        QMessageBox.Icon.Warning,
        "Något gick fel i programmet. Det som redan står som sparat är sparat.",
    )
    box.setInformativeText(
        "Starta gärna om programmet. Visa och kopiera detaljerna till den som sköter det; de "
        "säger bara vad för slags fel det är och var i programmet, inga svar och inga namn."
    )
    from egenkontroll.operations import fault_log

    box.setDetailedText(fault_log.entry(error))
    box.addButton("Stäng", QMessageBox.ButtonRole.AcceptRole)
    box.open()
    return box


def _box(parent: QWidget | None, icon: QMessageBox.Icon, message: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, icon is not QMessageBox.Icon.Question)
    box.setWindowTitle("Egenkontroll")
    box.setIcon(icon)
    box.setText(message)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAccessibleName(message)
    return box
