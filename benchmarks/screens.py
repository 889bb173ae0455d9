"""`make screens`: every screen as PNG in screens/, on the example and on vt2024.

With --handbook the pictures of the handbook are written too, in resources/handbook/bilder/.
"""

from __future__ import annotations

import os
import sys
import tempfile
from array import array
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import click
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QFontDatabase, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from egenkontroll import paths
from egenkontroll.gui.application import prepare
from egenkontroll.gui.handbook import HandbookWindow
from egenkontroll.gui.main_window import HOME, STEPS, MainWindow
from egenkontroll.gui.memory import Memory
from egenkontroll.gui.theme import Theme
from egenkontroll.operations import overview
from egenkontroll.operations.demo import write_demo
from tests.gui.opened_screens import make_empty, make_round

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = ((1366, 768), (1920, 1080))
SCHEMES = (("ljust", Qt.ColorScheme.Light), ("morkt", Qt.ColorScheme.Dark))
SCALES = (100, 200)
LAST_STEPS = (HOME[0], *(step for step, _ in STEPS))
MOST_BYTES = 150_000
_QUIET_MS = 120
_TURNS = 4

IN_HANDBOOK = {
    "start": "start",
    "home": "hem",
    "checklist": "checklista",
    "sample": "urval",
    "review": "granskning",
    "merge": "sla-ihop",
    "results": "resultat",
    "report": "rapport",
}
"""Which screens of the example are in the handbook, and the names of their pictures."""


@dataclass(frozen=True)
class Look:
    size: tuple[int, int]
    scheme_name: str
    scheme: Qt.ColorScheme
    scale: int

    @property
    def name(self) -> str:
        return f"{self.size[0]}-{self.scheme_name}-{self.scale}"


LOOKS = tuple(
    Look(size, name, scheme, scale)
    for size in SIZES
    for name, scheme in SCHEMES
    for scale in SCALES
)


class Camera:
    """Shows one screen after the other in one window and takes pictures."""

    def __init__(self, folder: Path, theme: Theme) -> None:
        self.folder = folder
        self.theme = theme
        self.window = MainWindow(theme, Memory(folder / "fonster.ini"))
        self.window.show()

    def documents(self) -> Iterator[tuple[str, Path]]:
        example = self.folder / "Exempel Ekhamn.egk"
        write_demo(example)
        yield "exempel", example
        yield "vt2024", make_round(self.folder / "vt2024.egk")
        yield "tomt", make_empty(self.folder / "ny.egk")

    def settle(self) -> None:
        """Let work beside the window be done and everything be drawn."""
        for _ in range(_TURNS):
            self.window.session.wait()
            loop = QEventLoop()
            QTimer.singleShot(_QUIET_MS // _TURNS, loop.quit)
            loop.exec()

    def dress(self, look: Look) -> None:
        self.theme.set_scheme(look.scheme)
        self.theme.set_scale(look.scale)
        self.settle()
        self.window.resize(*look.size)
        self.settle()

    def show(self, step: str) -> QWidget:
        """Show a screen as it looks when work is going on in it."""
        window = self.window
        if step == "handbook":
            window.show_handbook()
            self.settle()
            return window.findChildren(HandbookWindow)[0]
        if step == "form":
            window.ask_new()
        elif step == "guide":
            window.go_to("review")
            window.guide.offer()
        elif step != "start":
            window.go_to(step)
        self.settle()
        if step == "results":
            self._open_passport()
        return window

    def _open_passport(self) -> None:
        for table in self.window.screen_shown.findChildren(QTableView):
            if table.isVisible():
                table.setFocus()
                QTest.keyClick(table, Qt.Key.Key_Down)
                break
        self.settle()

    def leave(self, step: str) -> None:
        if step == "guide":
            self.window.guide.hide()
        for book in self.window.findChildren(HandbookWindow):
            book.close()

    def open(self, path: Path) -> None:
        window = self.window
        window.session.open(path)
        self.settle()
        document = window.session.document
        known = overview.reviewers(document) if document is not None else ()
        if known:
            window.session.choose_reviewer(known[0])
        self.settle()

    def take(self, shown: QWidget, look: Look) -> QImage:
        if shown is not self.window:
            shown.resize(*look.size)
            self.settle()
        return shown.grab().toImage()


def small(picture: QImage) -> QImage:
    """Return the picture in the 256 colours that it has the most of."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    bits = array("I", bytes(plain.constBits()))
    common = [colour for colour, _ in Counter(bits).most_common(256)]
    return plain.convertToFormat(QImage.Format.Format_Indexed8, common)


def keep(picture: QImage, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not picture.save(str(path)):
        raise OSError(f"{path} could not be written")


def photograph(camera: Camera, into: Path, only: str, *, handbook: bool) -> int:
    """Take every picture and return how many."""
    taken = 0
    for look in LOOKS:
        camera.dress(look)
        for step in ("start", "form"):
            if not only or only == step:
                taken += _shoot(camera, step, look, into / f"{step}-{look.name}.png", handbook)
        camera.window.start.show_welcome()
    for name, path in camera.documents():
        camera.open(path)
        steps = (HOME[0], "sample") if name == "tomt" else (*LAST_STEPS, "guide", "handbook")
        for look in LOOKS:
            camera.dress(look)
            for step in steps:
                if not only or only == step:
                    picture = into / f"{step}-{name}-{look.name}.png"
                    taken += _shoot(camera, step, look, picture, handbook and name == "exempel")
        camera.window.close_document()
    return taken


def _shoot(camera: Camera, step: str, look: Look, path: Path, handbook: bool) -> int:
    picture = camera.take(camera.show(step), look)
    keep(picture, path)
    first = look == LOOKS[0]
    if handbook and first and step in IN_HANDBOOK:
        place = paths.resources() / "handbook" / "bilder" / f"{IN_HANDBOOK[step]}.png"
        keep(small(picture), place)
        if place.stat().st_size > MOST_BYTES:
            raise OSError(f"{place} is larger than {MOST_BYTES} bytes")
    camera.leave(step)
    return 1


def app_with_fonts() -> QApplication:
    """Return the application; a machine without any font lends the reports' own."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    if not QFontDatabase.families():
        for path in sorted((paths.resources() / "fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
        app.setFont(QFontDatabase.applicationFontFamilies(0)[0])
    prepare(app)
    return app


@click.command()
@click.option("--handbook", is_flag=True, help="Write the handbook's pictures too.")
@click.option("--only", default="", help="Only this screen.")
@click.option("--into", type=click.Path(path_type=Path), default=Path("screens"))
def main(handbook: bool, only: str, into: Path) -> None:
    """Write every screen as PNG."""
    theme = Theme(app_with_fonts())
    with tempfile.TemporaryDirectory() as folder:
        camera = Camera(Path(folder), theme)
        taken = photograph(camera, into, only, handbook=handbook)
        camera.window.close()
    print(f"{taken} pictures in {into}")


if __name__ == "__main__":
    main()
