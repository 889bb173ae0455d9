"""What the program remembers of this computer between times: places, sizes, recent files.

Kept as an INI file in the person's own, local settings folder; never in the document.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths, Qt

_RECENT = 8
_REVIEWERS = 40


def default_path() -> Path:
    """Return where the file is kept; not in a roaming profile."""
    settings = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(settings)) / "Egenkontroll" / "fonster.ini"


class Memory:
    """The settings file. Whatever in it cannot be read counts as not there."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def recent(self) -> list[Path]:
        """Return the documents last opened that still exist, newest first."""
        return [path for path in self._known_recent() if path.is_file()]

    def add_recent(self, path: Path) -> None:
        """Put a document first among the recent ones."""
        known = [one for one in self._known_recent() if one != path.absolute()]
        paths = [path.absolute(), *known][:_RECENT]
        self._settings.setValue("recent", [str(one) for one in paths])

    def forget_recent(self) -> None:
        """Forget every recent document, and who reviewed in them."""
        self._settings.remove("recent")
        self._settings.remove("reviewers")
        self._settings.remove("places")

    def _known_recent(self) -> list[Path]:
        found = self._settings.value("recent", [])
        names = [found] if isinstance(found, str) else found if isinstance(found, list) else []
        return [Path(str(name)) for name in names]

    def reviewer(self, path: Path) -> str:
        """Return the id of who reviewed in a document on this computer last; "" for nobody."""
        return next((who for known, who in self._reviewers() if known == str(path.absolute())), "")

    def keep_reviewer(self, path: Path, who: str) -> None:
        """Remember who reviews in a document; "" forgets it."""
        place = str(path.absolute())
        others = [pair for pair in self._reviewers() if pair[0] != place]
        kept = [(place, who), *others][:_REVIEWERS] if who else others
        self._settings.setValue("reviewers", [text for pair in kept for text in pair])

    def _reviewers(self) -> list[tuple[str, str]]:
        found = self._settings.value("reviewers", [])
        texts = [str(text) for text in found] if isinstance(found, list) else []
        return list(zip(texts[::2], texts[1::2], strict=False))

    def place_told(self, path: Path) -> bool:
        """Return whether it has been said where a document lies; from now on it has."""
        found = self._settings.value("places", [])
        known = [found] if isinstance(found, str) else found if isinstance(found, list) else []
        told = str(path.absolute()) in known
        if not told:
            self._settings.setValue("places", [str(path.absolute()), *known][:_REVIEWERS])
        return told

    def layout(self, name: str) -> QByteArray:
        """Return a window's or splitter's remembered layout; empty if there is none."""
        found = self._settings.value(f"layout/{name}")
        return found if isinstance(found, QByteArray) else QByteArray()

    def has_layouts(self, step: str) -> bool:
        """Tell whether any layout is remembered that belongs to a step."""
        return any(name.startswith(f"layout/{step}/") for name in self._settings.allKeys())

    def keep_layout(self, name: str, layout: QByteArray) -> None:
        """Remember a window's or splitter's layout."""
        self._settings.setValue(f"layout/{name}", layout)

    @property
    def scale(self) -> int:
        """The text size in percent."""
        found = str(self._settings.value("text", 100))
        return int(found) if found.isdigit() else 100

    @scale.setter
    def scale(self, percent: int) -> None:
        self._settings.setValue("text", percent)

    @property
    def scheme(self) -> Qt.ColorScheme:
        """Light, dark, or Unknown for the system's own."""
        try:
            return Qt.ColorScheme[str(self._settings.value("scheme", "Unknown"))]
        except KeyError:
            return Qt.ColorScheme.Unknown

    @scheme.setter
    def scheme(self, scheme: Qt.ColorScheme) -> None:
        self._settings.setValue("scheme", scheme.name)

    @property
    def guide_closed(self) -> bool:
        """Whether the guide of the first time has been closed by the person."""
        return str(self._settings.value("guide_closed", "")) == "yes"

    @guide_closed.setter
    def guide_closed(self, closed: bool) -> None:
        self._settings.setValue("guide_closed", "yes" if closed else "")

    @property
    def names_hidden(self) -> bool:
        """Whether the reviewers' names are hidden while their answers are compared."""
        return str(self._settings.value("names_hidden", "yes")) == "yes"

    @names_hidden.setter
    def names_hidden(self, hidden: bool) -> None:
        self._settings.setValue("names_hidden", "yes" if hidden else "no")

    def save(self) -> None:
        """Write what is remembered to the disk now."""
        self._settings.sync()
