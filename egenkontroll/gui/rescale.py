"""Room that was measured in lines of text follows when the text is made larger or smaller.

Screens measure their margins, gaps and widths once, when they are made. What a widget has
measured anew by itself on the change of font is left as the widget wants it. So is the keyboard's
place: a box that is open makes its buttons anew, and would give it to the first of them.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QScrollBar,
    QSplitterHandle,
    QWidget,
)
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXACT = "egk_measures"
_NO_LIMIT = 16_777_215
_QTS_OWN = (QScrollBar, QSplitterHandle, QHeaderView)
_WITH_INNER_PARTS = (QComboBox, QLineEdit)


@contextmanager
def rescaled(ratio: float) -> Iterator[None]:
    """Change the look of the text inside this, its size by so much, and every measure follows."""
    places = [(window, window.focusWidget()) for window in QApplication.topLevelWidgets()]
    measured = [(one, _measures(one)) for one in _everything()] if ratio != 1 else []
    yield
    for one, before in measured:
        # A box with a message makes its layout anew when the size of the text changes.
        if before and isValid(one) and _measures(one) == before:
            _set(one, before, ratio)
    for window, here in places:
        if here is not None and isValid(here) and isValid(window) and window.focusWidget() != here:
            here.setFocus()


def _everything() -> list[QLayout | QWidget]:
    found: list[QLayout | QWidget] = []
    for window in QApplication.topLevelWidgets():
        own = window.layout()
        found += [own] if own is not None else []
        found += window.findChildren(QLayout)
        found += [one for one in window.findChildren(QWidget) if not _is_qts(one)]
    return found


def _is_qts(one: QWidget) -> bool:
    """Tell whether a widget is a part that Qt has made, and measures itself."""
    return (
        one.isWindow()
        or one.objectName().startswith("qt_")
        or isinstance(one, _QTS_OWN)
        or isinstance(one.parentWidget(), _WITH_INNER_PARTS)
    )


def _measures(one: QLayout | QWidget) -> list[int]:
    """Return what may have been measured in lines: margins and gaps, or the limits of a size."""
    edges = one.contentsMargins()
    around = [edges.left(), edges.top(), edges.right(), edges.bottom()]
    if isinstance(one, QGridLayout | QFormLayout):
        return [*around, one.horizontalSpacing(), one.verticalSpacing()]
    if isinstance(one, QLayout):
        return [*around, one.spacing()]
    limits = [one.minimumWidth(), one.minimumHeight(), one.maximumWidth(), one.maximumHeight()]
    return [*limits, *around] if isinstance(one, QLabel) else limits


def _set(one: QLayout | QWidget, before: list[int], ratio: float) -> None:
    """Give it its measures times the ratio; the exact ones are kept, so that nothing drifts."""
    exact = one.property(_EXACT)
    if not isinstance(exact, list) or [round(value) for value in exact] != before:
        exact = [float(value) for value in before]
    exact = [value * ratio if 0 < value < _NO_LIMIT else value for value in exact]
    new = [round(value) for value in exact]
    if new == before:
        return
    one.setProperty(_EXACT, exact)
    if isinstance(one, QWidget):
        one.setMinimumSize(*new[:2])
        one.setMaximumSize(*new[2:4])
        if isinstance(one, QLabel):
            one.setContentsMargins(*new[4:])
        return
    one.setContentsMargins(*new[:4])
    if isinstance(one, QGridLayout | QFormLayout):
        one.setHorizontalSpacing(new[4])
        one.setVerticalSpacing(new[5])
    else:
        one.setSpacing(new[4])
    _space(one, ratio)


def _space(layout: QLayout, ratio: float) -> None:
    """Widen the fixed gaps between the parts of a layout."""
    for at in range(layout.count()):
        item = layout.itemAt(at)
        gap = item.spacerItem() if item is not None else None
        if gap is not None and not gap.expandingDirections():
            size = gap.sizeHint()
            gap.changeSize(
                round(size.width() * ratio),
                round(size.height() * ratio),
                gap.sizePolicy().horizontalPolicy(),
                gap.sizePolicy().verticalPolicy(),
            )
    layout.invalidate()
