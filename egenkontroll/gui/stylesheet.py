"""The one stylesheet: what the palette alone cannot say. Every length follows the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll import paths

if TYPE_CHECKING:
    from egenkontroll.gui.theme import Colours

_SIZES = {"display": 1.7, "title": 1.28, "heading": 1.06, "small": 0.9, "caps": 0.86}


def stylesheet(colours: Colours, points: float, line: float) -> str:
    """Return the stylesheet for a scheme, a text size in points and its line in pixels."""
    size = {name: f"{points * times:.1f}pt" for name, times in _SIZES.items()}
    pad = line * 0.38
    return "\n".join((_labels(colours, size), _buttons(colours, pad), _fields(colours, pad)))


def _labels(colours: Colours, size: dict[str, str]) -> str:
    return f"""
QLabel[role="display"] {{ font-size: {size["display"]}; font-weight: 600; }}
QLabel[role="title"] {{ font-size: {size["title"]}; font-weight: 600; }}
QLabel[role="heading"] {{ font-size: {size["heading"]}; font-weight: 600; }}
QLabel[role="question"] {{ font-size: {size["heading"]}; font-weight: 500; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="quiet"] {{ color: {colours.quiet}; }}
QLabel[role="small"] {{ color: {colours.quiet}; font-size: {size["small"]}; }}
QLabel[role="caps"] {{ color: {colours.quiet}; font-size: {size["caps"]}; font-weight: 600; }}
QLabel[role="fault"] {{ color: {colours.danger}; }}
QLabel[role="good"] {{ color: {colours.good}; }}
QFrame[role="note"] {{ background: {colours.caution_soft};
  border: 1px solid {colours.caution_line}; border-radius: 6px; }}
QFrame[role="stop"] {{ background: {colours.danger_soft};
  border: 1px solid {colours.danger}; border-radius: 6px; }}
QFrame[role="card"] {{ background: {colours.surface};
  border: 1px solid {colours.line}; border-radius: 8px; }}
QFrame[role="surface"] {{ background: {colours.surface}; }}
QFrame[role="bar"] {{ background: {colours.surface}; border-bottom: 1px solid {colours.line}; }}
QFrame[role="foot"] {{ background: {colours.surface}; border-top: 1px solid {colours.line}; }}
QFrame[role="guide"] {{ background: {colours.accent_soft};
  border-top: 2px solid {colours.accent}; }}
QToolTip {{ background: {colours.surface}; color: {colours.text};
  border: 1px solid {colours.edge}; padding: 4px; }}
QPushButton, QAbstractItemView {{ outline: none; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QSplitter::handle {{ background: {colours.line}; }}
QSplitter::handle:hover {{ background: {colours.accent}; }}
"""


def _buttons(colours: Colours, pad: float) -> str:
    high, wide = f"{pad * 0.8:.0f}px", f"{pad * 1.9:.0f}px"
    return f"""
QPushButton {{ background: {colours.surface}; color: {colours.text};
  border: 1px solid {colours.edge}; border-radius: 5px; padding: {high} {wide}; margin: 1px; }}
QPushButton:hover {{ background: {colours.sunken}; }}
QPushButton:pressed {{ background: {colours.accent_soft}; }}
QPushButton:disabled {{ color: {colours.quiet}; border-color: {colours.line}; }}
QPushButton:checked {{ background: {colours.accent}; color: {colours.on_accent};
  border-color: {colours.accent}; }}
QPushButton:focus {{ border: 2px solid {colours.accent}; margin: 0px; }}
QPushButton[role="primary"] {{ background: {colours.accent}; color: {colours.on_accent};
  border-color: {colours.accent}; font-weight: 600; }}
QPushButton[role="primary"]:hover {{ border-color: {colours.text}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {colours.text}; }}
QPushButton[role="primary"]:disabled {{ background: {colours.sunken}; color: {colours.quiet};
  border-color: {colours.line}; }}
QPushButton[role="flat"] {{ background: transparent; border-color: transparent;
  color: {colours.accent}; padding-left: {pad:.0f}px; padding-right: {pad:.0f}px; }}
QPushButton[role="flat"]:hover {{ background: {colours.accent_soft}; }}
QPushButton[role="flat"]:focus {{ border: 2px solid {colours.accent}; }}
QPushButton[role="tab"] {{ background: transparent; color: {colours.text}; border: none;
  border-bottom: 3px solid transparent; border-radius: 0px; padding: {high} {pad * 1.4:.0f}px; }}
QPushButton[role="tab"]:hover {{ background: {colours.sunken}; }}
QPushButton[role="tab"]:checked {{ color: {colours.accent};
  border-bottom-color: {colours.accent}; }}
QPushButton[role="tab"]:focus {{ background: {colours.accent_soft}; margin: 1px; }}
QPushButton[role="link"] {{ background: transparent; border-color: transparent; padding: 2px;
  color: {colours.accent}; text-decoration: underline; text-align: left; }}
QPushButton[role="link"]:focus {{ border: 2px solid {colours.accent}; }}
"""


def _fields(colours: Colours, pad: float) -> str:
    high, wide = f"{pad * 0.7:.0f}px", f"{pad * 1.1:.0f}px"
    arrow = (paths.resources() / "icons" / f"pil-{colours.name}.png").as_posix()
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit {{ background: {colours.surface}; color: {colours.text};
  border: 1px solid {colours.edge}; border-radius: 5px; padding: {high} {wide}; margin: 1px;
  placeholder-text-color: {colours.quiet};
  selection-background-color: {colours.accent}; selection-color: {colours.on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {{
  border: 2px solid {colours.accent}; margin: 0px; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ background: {colours.sunken}; }}
QComboBox {{ background: {colours.surface}; color: {colours.text};
  border: 1px solid {colours.edge}; border-radius: 5px; margin: 1px;
  padding: {pad * 0.6:.0f}px {pad * 2.6:.0f}px {pad * 0.6:.0f}px {wide}; }}
QComboBox:hover {{ background: {colours.sunken}; }}
QComboBox:focus, QComboBox:on {{ border: 2px solid {colours.accent}; margin: 0px; }}
QComboBox:disabled {{ color: {colours.quiet}; border-color: {colours.line}; }}
QComboBox::drop-down {{ border: none; width: {pad * 3:.0f}px;
  subcontrol-origin: border; subcontrol-position: center right; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: {pad * 1.7:.0f}px;
  height: {pad * 1.7:.0f}px; }}
QComboBox QAbstractItemView {{ border: 1px solid {colours.edge}; outline: none;
  padding: {pad * 0.3:.0f}px; }}
QComboBox QAbstractItemView::item {{ padding: {pad * 0.5:.0f}px {pad * 0.7:.0f}px; }}
QTableView, QTreeView, QListView {{ background: {colours.surface}; color: {colours.text};
  border: 1px solid {colours.line}; gridline-color: {colours.line};
  selection-background-color: {colours.accent_soft}; selection-color: {colours.text}; }}
QTableView:focus, QTreeView:focus, QListView:focus {{ border: 2px solid {colours.accent}; }}
QHeaderView::section {{ background: {colours.window}; color: {colours.quiet}; border: none;
  border-bottom: 1px solid {colours.line}; padding: {high} {wide}; font-weight: 600; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {{
  width: {pad * 2:.0f}px; height: {pad * 2:.0f}px; }}
QScrollBar {{ background: transparent; border: none; margin: 0px; }}
QScrollBar:vertical {{ width: {pad * 1.8:.0f}px; }}
QScrollBar:horizontal {{ height: {pad * 1.8:.0f}px; }}
QScrollBar::handle {{ background: {colours.edge}; border-radius: {pad * 0.4:.0f}px;
  margin: {pad * 0.4:.0f}px; }}
QScrollBar::handle:vertical {{ min-height: {pad * 5:.0f}px; }}
QScrollBar::handle:horizontal {{ min-width: {pad * 5:.0f}px; }}
QScrollBar::handle:hover {{ background: {colours.accent}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0px; height: 0px; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollArea:focus {{ border: 2px solid {colours.accent}; }}
QMenuBar {{ background: {colours.surface}; color: {colours.text}; }}
QMenuBar::item {{ padding: {high} {wide}; background: transparent; }}
QMenuBar::item:selected {{ background: {colours.accent_soft}; color: {colours.text}; }}
QMenu {{ background: {colours.surface}; color: {colours.text};
  border: 1px solid {colours.edge}; padding: {high} 0px; }}
QMenu::item {{ padding: {high} {pad * 4:.0f}px {high} {pad * 2:.0f}px; }}
QMenu::item:selected {{ background: {colours.accent_soft}; color: {colours.text}; }}
QMenu::item:disabled {{ color: {colours.quiet}; }}
QMenu::separator {{ height: 1px; background: {colours.line}; margin: {high} 0px; }}
"""
