"""The window: the six steps at the left, one screen at the right, what is open at the top."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.gui.bars import Foot, Header, Notice
from egenkontroll.gui.beforehand import import_rest
from egenkontroll.gui.menus import Menus
from egenkontroll.gui.rail import Rail
from egenkontroll.gui.screen import Said, Screen, make_screen
from egenkontroll.gui.session import Session
from egenkontroll.gui.splitters import keep_splitters, restore_splitters
from egenkontroll.gui.widgets import Stack
from egenkontroll.operations import overview
from egenkontroll.operations.backing_up import is_copy, place_warning
from egenkontroll.operations.opening import is_sealed
from egenkontroll.operations.passphrases import is_locked

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent

    from egenkontroll.errors import UserError
    from egenkontroll.gui.guide import Guide
    from egenkontroll.gui.handbook import HandbookWindow
    from egenkontroll.gui.memory import Memory
    from egenkontroll.gui.start_screen import StartScreen
    from egenkontroll.gui.theme import Theme

STEPS = (
    ("checklist", "Checklista"),
    ("sample", "Urval"),
    ("review", "Granskning"),
    ("merge", "Slå ihop"),
    ("results", "Resultat"),
    ("report", "Rapport"),
)
"""The six steps in the data's order. Step x is shown by `XScreen` in `gui.x_screen`."""

HOME = ("home", "Hem")
"""The first page, before the steps."""

_SMALL = QSize(1366, 670)
"""What the common municipal laptop, 1366×768, leaves under the title and the menus."""
_OF_CASES = ("sample", "review")
"""The steps where a round that is locked or purged can only be read."""
_NARROW_EMS = 62
_SOON_MS = 200
_REST_MS = 1500


class _Whole(QWidget):
    """Never makes the window grow beyond a small screen: its parts rearrange themselves first."""

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().boundedTo(_SMALL)


class MainWindow(QMainWindow):
    """Holds the screens. A screen is made the first time that it is shown."""

    def __init__(self, theme: Theme, memory: Memory, *, opening: Path | None = None) -> None:
        """Make the window; `opening` is a document to be opened in it at once."""
        super().__init__()
        self.theme = theme
        self.memory = memory
        self.session = Session(self)
        self.session.last_reviewer = memory.reviewer
        if opening is not None:
            self._open_first(opening)
        self._screens: dict[str, Screen] = {}
        self._statuses: dict[Screen, str] = {}
        self._handbook: HandbookWindow | None = None
        self._step = ""
        self._opening: Said | None = None
        self._rail = Rail(HOME, STEPS)
        self._header = Header(self.session)
        self._notice = Notice()
        self._foot = Foot()
        self._right = QVBoxLayout()
        self._stack = self.session.stage = Stack()
        self._progress_timer = QTimer(self)
        self._progress_timer.setSingleShot(True)
        self._progress_timer.timeout.connect(self._count_progress)
        self._build()
        self._menus = Menus(self)
        self._connect()
        if opening is not None:
            self._show_opening()
        else:
            self._show_document()
        self._restore()

    # --- what menus and screens ask for -------------------------------------------------------

    def open_path(self, path: Path) -> None:
        """Open a document and show the step where the work is; tell where it cannot be opened."""
        if is_sealed(path):
            from egenkontroll.gui import sealed

            self._end_opening()
            sealed.ask(self, self.session, path, self.open_path)
        elif is_locked(path):
            from egenkontroll.gui import encrypted

            self._end_opening()
            encrypted.ask(self, self.session, path, self.open_path)
        elif self._may_close():
            self._leave()
            self.session.open_beside(path)

    def _open_first(self, path: Path) -> None:
        """Open a document while the window is made, or ask for its key when that stands there."""
        if is_sealed(path) or is_locked(path):
            QTimer.singleShot(0, self, partial(self.open_path, path))
        else:
            self.session.open_beside(path)

    def ask_open(self) -> None:
        """Ask for a document and open it."""
        from egenkontroll.gui import files

        path = files.choose_document(self)
        if path is not None:
            self.open_path(path)

    def ask_new(self) -> None:
        """Ask for a new document's checklist, round and period."""
        self._show_start()
        self.start.show_form()

    def ask_demo(self) -> None:
        """Ask where the example is to be put, write it there and open it."""
        self.start.ask_demo()

    def show_backups(self) -> None:
        """Show the copies of the open document."""
        document = self.session.document
        if document is not None:
            from egenkontroll.gui import backups

            backups.show(self, self.session, self.open_path, document.path)

    def close_document(self) -> None:
        """Close the document and show the start page, unless something is to be saved first."""
        if self._may_close():
            self._leave()
            self.session.close()

    def _may_close(self) -> bool:
        if not self._screens and "start" not in vars(self):
            return True
        return all(screen.may_close() for screen in self.findChildren(Screen))

    def go_to(self, step: str) -> None:
        """Show a step's screen."""
        if self.session.document is None:
            return
        self._leave()
        screen = self._screen(step)
        self._step = step
        self._rail.choose(step)
        self._stack.setCurrentWidget(screen)
        self._header.show_extra(screen.header())
        self._foot.show_hints(screen.hints)
        self._foot.show_status(self._statuses.get(screen, ""))
        self._show_notice()
        self._menus.show_screen(screen)
        screen.begin()

    def show_handbook(self) -> None:
        """Open the handbook at the page about what is shown."""
        from egenkontroll.gui.handbook import HandbookWindow, page_for

        page = page_for(self.screen_shown.step)
        if self._handbook is None:
            self._handbook = HandbookWindow(page, self)
        self._handbook.open_at(page)

    @property
    def screen_shown(self) -> Screen:
        """The screen that is shown."""
        found = self._stack.currentWidget()
        assert isinstance(found, Screen)
        return found

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        right = self._right
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._header)
        right.addWidget(self._notice)
        right.addWidget(self._stack, 1)
        right.addWidget(self._foot)
        whole = _Whole()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(right, 1)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        self._rail.chosen.connect(self.go_to)
        session = self.session
        session.changed.connect(self._on_changed)
        session.saved.connect(self._foot.show_saved)
        session.told.connect(self._foot.tell)
        session.busy.connect(self._foot.show_busy)
        session.busy.connect(self._on_busy)
        session.damaged.connect(self._offer_rescue)

    @cached_property
    def start(self) -> StartScreen:
        """The start page."""
        from egenkontroll.gui.start_screen import StartScreen

        made = StartScreen(self.session, self.memory)
        made.open_asked.connect(self.ask_open)
        made.path_chosen.connect(self.open_path)
        made.status.connect(self._foot.show_status)
        made.closed.connect(self._show_document)
        made.demo_opened.connect(lambda: self.guide.offer())
        self._stack.addWidget(made)
        return made

    @cached_property
    def guide(self) -> Guide:
        """The guide of the first time, above the foot."""
        from egenkontroll.gui.guide import Guide

        made = Guide(self.memory)
        made.left.connect(lambda: self.screen_shown.begin())
        self._right.insertWidget(self._right.indexOf(self._foot), made)
        return made

    def _show_opening(self) -> None:
        """Show that a document is being opened; where it cannot be, the start page comes."""
        self._opening = Said(self.session, "Öppnar dokumentet …")
        self._stack.addWidget(self._opening)
        self._header.hide()
        self._menus.enable(open_document=False)
        self._menus.show_screen(self._opening)

    def _on_busy(self, busy: bool) -> None:
        if not busy and self._stack.currentWidget() is self._opening:
            QTimer.singleShot(0, self, self._end_opening)

    def _end_opening(self) -> None:
        if self.session.document is None and self._stack.currentWidget() is self._opening:
            self._show_start()

    def _offer_rescue(self, path: Path, error: UserError) -> None:
        from egenkontroll.gui import backups

        backups.offer_rescue(self, self.session, self.open_path, path, error)

    def _show_status(self, screen: Screen, status: str) -> None:
        """Show what a screen says of itself; that of another one waits until it is shown."""
        self._statuses[screen] = status
        if screen is self._stack.currentWidget():
            self._foot.show_status(status)

    def _show_keys(self, screen: Screen, keys: str) -> None:
        if screen is self._stack.currentWidget():
            self._foot.show_keys(keys)

    def _screen(self, step: str) -> Screen:
        if step not in self._screens:
            made = make_screen(step, self.session)
            made.status.connect(partial(self._show_status, made))
            made.hinted.connect(partial(self._show_keys, made))
            made.go_asked.connect(self.go_to)
            self._screens[step] = made
            self._stack.addWidget(made)
            restore = partial(restore_splitters, self.memory, step)
            made.part_opened.connect(restore)
            made.part_closing.connect(partial(keep_splitters, self.memory, step))
            QTimer.singleShot(0, made, partial(restore, made))
        return self._screens[step]

    # --- keeping in step ----------------------------------------------------------------------

    def _on_changed(self, what: str) -> None:
        if what in ("round", "rounds"):
            self._show_notice()
        if what == "document":
            self._show_document()
        elif self.session.document is not None and what != "answers":
            self._progress_timer.start(_SOON_MS)
            if what == "reviewer":
                chosen = self.session.reviewer
                known = chosen.id.hex() if chosen is not None else ""
                self.memory.keep_reviewer(self.session.document.path, known)

    def _show_document(self) -> None:
        document = self.session.document
        self._foot.clear()
        self._notice.say(self.session.read_only)
        if document is None:
            self.setWindowTitle("Egenkontroll")
            self._show_start()
            return
        if not is_copy(document.path):
            self.memory.add_recent(document.path)
        self._menus.show_recent()
        self._tell_place(document.path)
        self.setWindowTitle(f"{document.path.stem} – Egenkontroll")
        self.setWindowFilePath(str(document.path))
        self._header.show()
        self._menus.enable(open_document=True)
        self._rail.show_steps(self.session.first_steps)
        # A reviewer with anything left goes straight on, and hands in there; others begin at Hem.
        begun = overview.next_step(self.session.first_steps) == "review"
        begun = begun and self.session.waits and not self.session.read_only
        waits = begun or self.session.handout is not None
        self.go_to("review" if waits else HOME[0])

    def _tell_place(self, path: Path) -> None:
        """Say once of each document that it lies where something can come in between."""
        said = place_warning(path)
        if said and not self.memory.place_told(path):
            from egenkontroll.gui import messages

            messages.tell(self, said)

    def _show_notice(self) -> None:
        """Say why nothing can be saved in what is shown, where that is so."""
        session = self.session
        document, one = session.document, session.round
        said = session.read_only
        if self._step in _OF_CASES and document is not None and one is not None:
            # What has become of a purged round stands where its cases would be.
            said = session.closed if overview.has_sample(document, one) else said
        self._notice.say(said)

    def _show_start(self) -> None:
        self._leave()
        self._header.setVisible(self.session.document is not None)
        self._rail.show_steps(())
        self.start.show_welcome()
        self._stack.setCurrentWidget(self.start)
        self._header.show_extra(None)
        self._foot.show_hints("")
        self._menus.enable(open_document=self.session.document is not None)
        self._menus.show_screen(self.start)

    def _count_progress(self) -> None:
        """Count how far each step is, beside the window's thread."""
        document, one = self.session.document, self.session.round
        if document is None or self._at_start:
            return
        if one is None:
            self._rail.show_steps(overview.no_steps())
        else:
            self.session.run(partial(overview.steps, document, one), self._show_progress)

    def _show_progress(self, steps: tuple[overview.Step, ...]) -> None:
        if self.session.document is not None and not self._at_start:
            self._rail.show_steps(steps)
            self._rail.choose(self._step)

    @property
    def _at_start(self) -> bool:
        return "start" in vars(self) and self._stack.currentWidget() is self.start

    def _leave(self) -> None:
        shown = self._stack.currentWidget()
        if isinstance(shown, Screen):
            shown.leave()

    # --- places and sizes ---------------------------------------------------------------------

    def _restore(self) -> None:
        layout = self.memory.layout("window")
        if layout.isEmpty() or not self.restoreGeometry(layout):
            room = self.screen().availableGeometry()
            self.resize(min(1400, room.width() - 40), min(880, room.height() - 60))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # What was not needed to begin with is there before it is asked for.
        QTimer.singleShot(_REST_MS, self, lambda: import_rest(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        if hasattr(self, "_rail"):
            ems = self.width() / max(1, self.fontMetrics().height())
            self._rail.set_narrow(ems < _NARROW_EMS)
            self._foot.set_narrow(ems < _NARROW_EMS)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        self._leave()
        self.session.close()
        self.memory.keep_layout("window", self.saveGeometry())
        for step, screen in self._screens.items():
            keep_splitters(self.memory, step, screen)
        self.memory.save()
        if self._handbook is not None:
            self._handbook.close()
        super().closeEvent(event)
