"""The menus: every action of the window, with its shortcut, and those of the screen shown."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.gui.closing import Closing
    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.screen import Screen

_SCHEMES = (
    ("Som systemet", Qt.ColorScheme.Unknown),
    ("Ljust", Qt.ColorScheme.Light),
    ("Mörkt", Qt.ColorScheme.Dark),
)


class Menus(QObject):
    """Makes the menus of the window and keeps them in step with what is shown."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._for_documents: list[QAction] = []
        bar = window.menuBar()
        self._file = bar.addMenu("&Arkiv")
        self._go = bar.addMenu("&Steg")
        self._round = bar.addMenu("&Omgång")
        self._screen = bar.addMenu("&Granskning")
        self._view = bar.addMenu("&Visa")
        self._help = bar.addMenu("&Hjälp")
        self._recent = QMenu("&Senaste", window)
        self._fill_file()
        self._fill_go()
        self._fill_round()
        self._fill_view()
        self._fill_help()
        self.show_recent()

    @cached_property
    def _closing(self) -> Closing:
        """What the menus of the round and the document do: imported when it is asked for."""
        from egenkontroll.gui.closing import Closing

        return Closing(self._window, self._window.session)

    def _round_deed(self, name: str) -> None:
        getattr(self._closing, name)()

    def enable(self, *, open_document: bool) -> None:
        """Allow what needs a document, or not."""
        for action in self._for_documents:
            action.setEnabled(open_document)

    def show_screen(self, screen: Screen) -> None:
        """Show the menu of a screen; screens without actions have none."""
        self._screen.clear()
        actions = screen.menu_actions()
        self._screen.setTitle(f"&{screen.title}")
        self._screen.addActions(actions)
        self._screen.menuAction().setVisible(bool(actions))

    def show_recent(self) -> None:
        """Show the documents last opened."""
        self._recent.clear()
        for path in self._window.memory.recent():
            action = self._recent.addAction(path.stem)
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._open_recent, path))
        self._recent.setEnabled(not self._recent.isEmpty())
        self._recent.addSeparator()
        self._add(self._recent, "&Rensa listan", self._forget_recent)

    def _forget_recent(self) -> None:
        self._window.memory.forget_recent()
        self.show_recent()
        self._window.start.refresh()
        self._window.session.tell("Listan över senaste dokument är tom.")

    def _open_recent(self, path: object, _checked: bool = False) -> None:
        for known in self._window.memory.recent():
            if known == path:
                self._window.open_path(known)

    def _fill_file(self) -> None:
        window = self._window
        self._add(self._file, "&Nytt …", window.ask_new, "Ctrl+N")
        self._add(self._file, "&Öppna …", window.ask_open, "Ctrl+O")
        self._file.addMenu(self._recent)
        self._add(self._file, "Öppna &exempel …", window.ask_demo)
        self._file.addSeparator()
        deed = self._round_deed
        self._for_documents += [
            self._add(self._file, "Säkerhets&kopior …", window.show_backups),
            self._add(self._file, "K&ryptera dokumentet …", self._encrypt),
            self._add(self._file, "Spara okr&ypterad kopia …", self._decrypt),
            self._add(
                self._file, "&Inställningar för dokumentet …", partial(deed, "show_settings")
            ),
            self._add(self._file, "En&heter och omorganisationer …", partial(deed, "show_units")),
            self._add(self._file, "A&vdelningar …", partial(deed, "show_departments")),
        ]
        shut = self._add(self._file, "S&täng dokumentet", window.close_document, "Ctrl+W")
        self._for_documents.append(shut)
        self._add(self._file, "&Avsluta", window.close, "Ctrl+Q")

    def _encrypt(self) -> None:
        from egenkontroll.gui import encrypted

        encrypted.make(self._window, self._window.session, self._window.open_path)

    def _decrypt(self) -> None:
        from egenkontroll.gui import encrypted

        encrypted.make_plain(self._window, self._window.session)

    def _fill_go(self) -> None:
        from egenkontroll.gui.main_window import HOME, STEPS

        home = self._add(self._go, "&Hem", partial(self._window.go_to, HOME[0]), "Ctrl+H")
        self._for_documents.append(home)
        for number, (step, name) in enumerate(STEPS, 1):
            action = self._add(
                self._go, f"&{number} {name}", partial(self._window.go_to, step), f"Ctrl+{number}"
            )
            self._for_documents.append(action)

    def _fill_round(self) -> None:
        deed = self._round_deed
        self._for_documents += [
            self._add(self._round, "&Fokusfrågor …", partial(deed, "show_focus")),
            self._add(self._round, "&Lås omgången …", partial(deed, "lock")),
            self._add(self._round, "Öppna för &rättelse …", partial(deed, "reopen")),
            self._add(self._round, "&Gallra omgången …", partial(deed, "purge")),
            self._add(self._round, "&Tid till gallring …", partial(deed, "ask_purge_after")),
            self._add(self._round, "Årets &plan …", partial(deed, "show_plan"), "Ctrl+Shift+P"),
        ]

    def _fill_view(self) -> None:
        theme = self._window.theme
        self._add(self._view, "&Större text", self._with_scale(theme.larger), "Ctrl++", "Ctrl+=")
        self._add(self._view, "&Mindre text", self._with_scale(theme.smaller), "Ctrl+-")
        normal = self._with_scale(partial(theme.set_scale, 100))
        self._add(self._view, "&Normal text", normal, "Ctrl+0")
        self._view.addSeparator()
        group = QActionGroup(self)
        for name, scheme in _SCHEMES:
            action = self._add(self._view, name, partial(self._set_scheme, scheme))
            action.setCheckable(True)
            action.setChecked(theme.scheme is scheme)
            group.addAction(action)
        self._view.addSeparator()
        self._add(self._view, "&Helskärm", self._full_screen, "F11")

    def _fill_help(self) -> None:
        self._add(self._help, "&Handbok", self._window.show_handbook, "F1")
        self._add(self._help, "&Första gången", lambda: self._window.guide.start(), "Shift+F1")
        self._add(self._help, "&Tangenter", self._show_keys, "Ctrl+F1")
        self._add(self._help, "&Om Egenkontroll", self._show_about)

    def _show_keys(self) -> None:
        from egenkontroll.gui import about

        about.show_keys(self._window)

    def _show_about(self) -> None:
        from egenkontroll.gui import about

        about.show_about(self._window)

    def _with_scale(self, change: Callable[[], object]) -> Callable[[], None]:
        def act() -> None:
            change()
            self._window.memory.scale = self._window.theme.scale
            self._window.session.tell(f"Textstorlek {self._window.theme.scale} %")

        return act

    def _set_scheme(self, scheme: Qt.ColorScheme) -> None:
        self._window.theme.set_scheme(scheme)
        self._window.memory.scheme = scheme

    def _full_screen(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _add(self, menu: QMenu, text: str, act: Callable[[], object], *keys: str) -> QAction:
        action = QAction(self._window)
        action.setText(text)  # given with the owner, PySide would make ready for icons: 3 ms
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(lambda _checked=False: act())
        menu.addAction(action)
        return action
