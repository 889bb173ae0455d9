"""Colours that can be read, text that grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from egenkontroll.gui import theme as themes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from egenkontroll.gui.theme import Colours, Theme


@pytest.mark.parametrize("scheme", [themes.LIGHT, themes.DARK], ids=["ljust", "mörkt"])
@pytest.mark.parametrize("pair", themes.PAIRS, ids=lambda pair: f"{pair[0]} på {pair[1]}")
def test_every_pair_that_is_drawn_can_be_read(
    scheme: Colours, pair: tuple[str, str, float]
) -> None:
    ink, ground, least = pair
    assert themes.contrast(getattr(scheme, ink), getattr(scheme, ground)) >= least


def test_contrast_is_counted_as_wcag_does() -> None:
    assert round(themes.contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(themes.contrast("#777777", "#ffffff"), 2) == 4.48


def test_text_grows_and_shrinks_by_steps(theme: Theme, qapp: QApplication) -> None:
    points = qapp.font().pointSizeF()
    theme.larger()
    assert qapp.font().pointSizeF() == pytest.approx(points * 1.1)
    for _ in themes.SCALES:
        theme.larger()
    assert qapp.font().pointSizeF() == pytest.approx(points * 2)
    theme.larger()
    assert theme.scale == 200
    for _ in range(2 * len(themes.SCALES)):
        theme.smaller()
    assert theme.scale == themes.SCALES[0]


def test_the_scheme_changes_while_the_window_is_open(theme: Theme, qapp: QApplication) -> None:
    theme.set_scheme(Qt.ColorScheme.Dark)
    assert themes.of(qapp.palette()) is themes.DARK
    theme.set_scheme(Qt.ColorScheme.Light)
    assert themes.of(qapp.palette()) is themes.LIGHT
