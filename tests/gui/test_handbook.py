"""The handbook tells the truth of the program as it is, and its window works by keys alone."""

from __future__ import annotations

import ast
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence, QShortcut, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

import egenkontroll
from egenkontroll.cli.commands import program
from egenkontroll.gui import handbook_pages
from egenkontroll.gui.about import KEYS
from egenkontroll.gui.checklist_screen import ChecklistScreen
from egenkontroll.gui.handbook import OPEN_KEY, HandbookWindow, page_for
from egenkontroll.gui.handbook_pages import PAGES, around, find, folder, page_text, page_title
from egenkontroll.gui.handbook_reader import Reader
from egenkontroll.gui.main_window import STEPS
from egenkontroll.gui.theme import DARK, LIGHT
from egenkontroll.results.statistics import (
    newcombe_difference,
    percent_half_up,
    whole_cases_interval,
    wilson_interval,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme

ROOT = Path(__file__).parents[2]
PACKAGE = Path(egenkontroll.__file__).parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)]*)\)")
BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
QUOTED = re.compile(r"”([^”\n]+)”")
KEY = re.compile(
    r"((Ctrl|Alt|Skift)\+)*([A-Z0-9]|F\d{1,2}|[←→↑↓+=-]|Enter|Esc|Tab|Home|End|Delete|Backsteg|"
    r"Mellanslag|Page Up|Page Down)|Ctrl|Alt"
)


@pytest.fixture
def book(qtbot: QtBot, theme: Theme) -> Iterator[HandbookWindow]:
    """The handbook on its first page."""
    made = HandbookWindow()
    qtbot.addWidget(made)
    made.resize(1100, 760)
    with qtbot.waitExposed(made):
        made.show()
    assert theme.scale == 100
    yield made
    made.close()


def press(widget: QWidget, keys: str) -> None:
    QTest.keySequence(widget, QKeySequence(keys))


def links(name: str) -> list[tuple[bool, str]]:
    return [(bool(picture), to) for picture, to in LINK.findall(page_text(name))]


# --- the pages --------------------------------------------------------------------------------


def test_every_page_is_listed_and_nothing_else() -> None:
    assert sorted(PAGES) == sorted(path.stem for path in folder().glob("*.md"))


def test_every_page_is_reached_from_the_first() -> None:
    reached, waiting = set(), ["index"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [to.removesuffix(".md") for picture, to in links(name) if not picture]
    assert reached == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_page_is_of_a_readable_size(name: str) -> None:
    text = page_text(name)
    assert text.startswith("# ")
    assert 30 <= len(text.splitlines()) <= 120
    assert page_title(name)


@pytest.mark.parametrize("name", PAGES)
def test_links_and_pictures_are_there_and_none_leads_out(name: str) -> None:
    for picture, to in links(name):
        assert (folder() / to).is_file(), to
        assert (folder() / to).resolve().is_relative_to(folder().resolve())
        assert to.startswith("bilder/") if picture else to.endswith(".md")
    assert "http" not in page_text(name)
    assert "www." not in page_text(name)


@pytest.mark.parametrize("name", PAGES)
def test_words_that_say_too_much_are_only_said_to_be_avoided(name: str) -> None:
    sentences = re.split(r"(?<=[.!?])\s+|\n\n|\|", page_text(name))
    for sentence in sentences:
        if re.search(r"oförändrat|signifikan", sentence, re.IGNORECASE):
            assert "aldrig" in sentence, sentence


def test_every_step_has_its_page() -> None:
    pages = [page_for(step) for step, _ in STEPS]
    assert len(set(pages)) == len(STEPS) == 6
    for (_, name), page in zip(STEPS, pages, strict=True):
        assert page_title(page) == name
    assert page_for("") == page_for("start") == "index"


@pytest.mark.parametrize(("step", "name"), STEPS)
def test_page_says_whether_the_screen_is_built(step: str, name: str) -> None:
    built = (PACKAGE / "gui" / f"{step}_screen.py").is_file()
    assert ("inte byggd än" in page_text(page_for(step))) is not built, name


# --- commands ---------------------------------------------------------------------------------


def written_commands(name: str) -> list[str]:
    """Every command on a page, in code spans and in code blocks."""
    found: list[str] = re.findall(r"`([^`\n]+)`", page_text(name))
    for line in page_text(name).splitlines():
        if line.startswith("        ") and found:
            found[-1] += f" {line.strip()}"
        elif line.startswith("    "):
            found.append(line.strip())
    return [code for code in found if code.split()[0] == "egenkontroll"]


def resolved(words: list[str]) -> tuple[str, click.Command]:
    command: click.Command = program
    path = []
    while words and isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            break
        path.append(words.pop(0))
        command = found
    return " ".join(path), command


@pytest.mark.parametrize("name", PAGES)
def test_every_command_named_is_one(name: str) -> None:
    for said in written_commands(name):
        words = said.split()[1:]
        path, command = resolved(words)
        first = next(iter(words), "")
        assert path or not first or first.startswith("--") or first.endswith(".egk"), said
        assert not isinstance(command, click.Group) or not path, f"{said}: half a command"
        assert f"egenkontroll {path}".strip() in README
        known = {option for one in command.params for option in one.opts} | {"--help"}
        assert {word for word in words if word.startswith("--")} <= known, said
        needed = {one.opts[0] for one in command.params
                  if isinstance(one, click.Option) and one.required}  # fmt: skip
        if any(word.endswith(".egk") for word in words):
            assert needed <= set(words), said


def test_every_command_is_on_the_page_of_commands() -> None:
    text = page_text("kommandoraden")
    for name, command in program.every().items():
        inside = command.commands if isinstance(command, click.Group) else {"": command}
        for sub in inside:
            if (name, sub) != ("checklist", "schema"):
                assert f"egenkontroll {name} {sub}".strip() in text


def test_tables_heads_are_as_in_the_readme() -> None:
    for head in ("omgång;period;checklista;version;fråga;enhet;avser;k;n;procent;källa",
                 "referens;fråga;svar;kommentar;roll"):  # fmt: skip
        assert head in README
        for one in head.split(";"):
            assert f"`{one}`" in page_text("kommandoraden") + page_text("sla-ihop")


# --- keys -------------------------------------------------------------------------------------

_SIGNS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Shift": "Skift", "Return": "Enter",
          "Space": "Mellanslag", "Backspace": "Backsteg", "Del": "Delete"}  # fmt: skip
_HANDLED = {
    "→": "Key_Right",
    "Home": "Key_Home",
    "End": "Key_End",
    "Delete": "Key_Delete",
    "Page Up": "Key_PageUp",
    "Page Down": "Key_PageDown",
    "Esc": "Key_Escape",
    "Skift+Enter": "ShiftModifier",
}
_BY_QT = {"Tab", "Skift+Tab", "Alt", "Mellanslag"}


def in_swedish(sequence: QKeySequence) -> str:
    said = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    for word, sign in _SIGNS.items():
        said = re.sub(rf"\b{word}\b", sign, said)
    return said


def shortcuts(window: QWidget) -> set[str]:
    found = {in_swedish(key) for one in window.findChildren(QAction) for key in one.shortcuts()}
    return found | {in_swedish(one.key()) for one in window.findChildren(QShortcut)}


def said_keys(text: str) -> set[str]:
    return {said for said in BOLD.findall(text) if KEY.fullmatch(said)}


@cache
def gui_source() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("gui/**/*.py"))


def every_key(window: MainWindow, book: HandbookWindow) -> set[str]:
    for step, _ in STEPS:
        window._screen(step)  # a screen's keys are there once it is made
    checklists = window._screen("checklist")
    assert isinstance(checklists, ChecklistScreen)
    if checklists.editor is None:
        checklists.edit_new()
    known = shortcuts(window) | shortcuts(book) | {OPEN_KEY} | _BY_QT
    for _, rows in KEYS:
        for keys, _said in rows:
            known |= {*re.split(r"\s{2,}|\s…\s", keys)}
    known |= {key for key, name in _HANDLED.items() if name in gui_source()}
    return known | {"1", "9"}


def test_every_key_named_is_one(window: MainWindow, book: HandbookWindow) -> None:
    known = every_key(window, book)
    for name in PAGES:
        assert said_keys(page_text(name)) - known == set(), name


def test_every_key_is_on_the_page_of_keys(window: MainWindow, book: HandbookWindow) -> None:
    said = said_keys(page_text("tangenter"))
    wanted = {key for key in every_key(window, book) if KEY.fullmatch(key)}
    between = {f"Ctrl+{number}" for number in range(2, 6)}
    assert wanted - said - between - {"Ctrl+="} == set()


# --- messages ---------------------------------------------------------------------------------


@cache
def program_texts() -> str:
    """Everything that the program can say: its string constants, and the checklists."""
    said = []
    for path in PACKAGE.rglob("*.py"):
        if path.name.startswith("handbook"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.append(node.value)
    said += [path.read_text(encoding="utf-8") for path in (ROOT / "checklists").glob("*.yaml")]
    return "\n".join(said).replace("&", "").replace("\u00a0", " ")


@pytest.mark.parametrize("name", PAGES)
def test_every_text_quoted_from_the_program_is_in_it(name: str) -> None:
    for quoted in QUOTED.findall(page_text(name)):
        if quoted in program_texts():
            continue
        parts = [part.strip() for part in quoted.split("…") if len(part.strip()) > 1]
        assert parts, quoted
        for part in parts:
            assert part in program_texts(), f"{name}: {quoted}"


# --- figures ----------------------------------------------------------------------------------


def test_worked_examples_are_what_the_program_counts() -> None:
    text = page_text("siffrorna")
    rows = re.findall(r"\| (\d+) av (\d+) \| (\d+) % \| (\d+)–(\d+) % \|", text)
    assert {(row[0], row[1]) for row in rows} >= {("6", "61"), ("39", "61"), ("53", "54")}
    for row in rows:
        k, n, share, low, high = (int(part) for part in row)
        assert percent_half_up(k, n) == share
        found = wilson_interval(k, n)
        assert found is not None
        assert [round(100 * end) for end in found] == [low, high]
    for now, then, said in (((53, 54), (29, 54), (30, 58)), ((6, 61), (12, 61), (-23, 3))):
        apart = newcombe_difference(*now, *then)
        assert apart is not None
        assert tuple(round(100 * end) for end in apart) == said
        sign = "−" if said[0] < 0 else "+"
        assert f"{sign}{abs(said[0])} till +{said[1]}" in text
    assert whole_cases_interval(10, 10, 50) == (38, 50)
    same = newcombe_difference(39, 61, 39, 61)
    assert same is not None
    assert round(100 * same[1]) == 17


# --- find -------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["ärende", "ÄRENDE", "återkoppl", "öppna", "säkerställd",
                                   "skåp", "kan  vara slump"])  # fmt: skip
def test_find_sees_every_place_whatever_the_letters(words: str) -> None:
    wanted = " ".join(words.lower().split())
    hits = find(words)
    for hit in hits:
        assert hit.text.lower()[hit.start : hit.start + hit.length] == wanted
        assert wanted in around(hit).lower()
    pages = {hit.page for hit in hits}
    for name in PAGES:
        document = QTextDocument()
        document.setMarkdown(page_text(name))
        assert (wanted in document.toPlainText().replace("\u00a0", " ").lower()) is (name in pages)


def test_find_takes_letters_put_together_of_two() -> None:
    assert find(unicodedata.normalize("NFD", "ärendelista")) == find("ärendelista") != ()
    assert find("6 av 61") == find("6\u00a0av\u00a061") != ()


def test_find_wants_two_letters() -> None:
    assert find("ä") == find(" ") == ()


# --- the window -------------------------------------------------------------------------------


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_opens_at_the_page_asked_for(qtbot: QtBot, book: HandbookWindow) -> None:
    assert book.page == "index"
    assert book.isWindow()
    assert book.windowModality() is Qt.WindowModality.NonModal
    other = HandbookWindow("urval")
    qtbot.addWidget(other)
    assert other.page == "urval"
    other.open_at(page_for("results"))
    assert other.isVisible()
    assert other.page == "resultat"
    other.show_page("finns-inte")
    assert other.page == "index"


def test_every_page_is_in_the_list_and_shown_from_it(book: HandbookWindow) -> None:
    listed = [book.pages.item(row).text() for row in range(book.pages.count())]
    assert listed == [page_title(name) for name in PAGES]
    for row, name in enumerate(PAGES):
        book.pages.setCurrentRow(row)
        assert book.page == name
        assert book.reader.toPlainText().startswith(page_title(name))
        assert page_title(name) in book.windowTitle()


def test_back_and_forward_by_keys(book: HandbookWindow) -> None:
    assert not book.back_button.isEnabled()
    book.show_page("urval")
    book.show_page("siffrorna")
    book.reader.verticalScrollBar().setValue(120)
    press(book.reader, "Alt+Left")
    assert book.page == "urval"
    press(book.reader, "Alt+Left")
    press(book.reader, "Alt+Left")
    assert book.page == "index"
    press(book.reader, "Alt+Right")
    press(book.reader, "Alt+Right")
    assert book.page == "siffrorna"
    assert book.reader.verticalScrollBar().value() == 120
    assert not book.forward_button.isEnabled()
    press(book.reader, "Alt+Left")
    book.show_page("fel")
    assert not book.forward_button.isEnabled()


def test_find_by_keys_lists_page_and_line_and_goes_there(book: HandbookWindow) -> None:
    press(book.reader, "Ctrl+F")
    assert book.find_field.hasFocus()
    QTest.keyClicks(book.find_field, "gallring")
    hits = find("gallring")
    assert book.hits.count() == len(hits)
    assert book.found_label.text().startswith(f"{len(hits)}\u00a0träffar på")
    for row, hit in enumerate(hits):
        assert book.hits.item(row).text().startswith(f"{page_title(hit.page)}, rad {hit.line}\n")
    for hit in hits:
        press(book.find_field, "Return")
        assert book.page == hit.page
        assert book.reader.textCursor().selectedText().lower() == "gallring"
        assert book.reader.textCursor().selectionStart() == hit.at
        assert book.reader.viewport().rect().intersects(book.reader.cursorRect())
        marked = [one for one in hits if one.page == hit.page]
        assert len(book.reader.extraSelections()) == len(marked)
    press(book.find_field, "Down")
    assert book.hits.hasFocus()
    press(book.hits, "Return")
    assert book.reader.hasFocus()


def test_what_is_nowhere_is_said_to_be(book: HandbookWindow) -> None:
    book.begin_find()
    QTest.keyClicks(book.find_field, "zzyzx")
    assert book.hits.count() == 0
    assert "Inga träffar" in book.found_label.text()
    press(book.find_field, "Return")
    press(book.find_field, "Down")
    assert book.find_field.hasFocus()
    assert book.page == "index"


def test_down_in_an_empty_find_field_goes_to_the_pages(book: HandbookWindow) -> None:
    book.begin_find()
    press(book.find_field, "Down")
    assert book.pages.hasFocus()
    press(book.pages, "Down")
    assert book.page == PAGES[1]
    press(book.pages, "Right")
    assert book.reader.hasFocus()


def test_a_link_takes_the_focus_along(book: HandbookWindow) -> None:
    book.pages.setFocus()
    book.reader.anchorClicked.emit(QUrl("filen.md"))
    assert book.page == "filen"
    assert book.reader.hasFocus()


def test_many_hits_are_cut_and_said_to_be(book: HandbookWindow) -> None:
    book.find_field.setText("en")
    assert book.hits.count() == 200
    assert "de första 200 visas" in book.found_label.text()


def test_escape_empties_the_field_and_then_closes(book: HandbookWindow) -> None:
    book.begin_find()
    QTest.keyClicks(book.find_field, "urval")
    press(book.find_field, "Esc")
    assert book.isVisible()
    assert not book.find_field.text()
    assert book.pages.isVisible()
    press(book.find_field, "Esc")
    assert not book.isVisible()


def test_text_size_by_keys(book: HandbookWindow) -> None:
    before = book.reader.document().defaultFont().pointSizeF()
    for _ in range(9):
        press(book.reader, "Ctrl++")
    assert book.scale == 200
    assert book.reader.document().defaultFont().pointSizeF() == pytest.approx(2 * before)
    press(book.reader, "Ctrl+-")
    assert book.scale == 175
    press(book.reader, "Ctrl+0")
    assert book.reader.document().defaultFont().pointSizeF() == pytest.approx(before)


def test_text_size_follows_the_programs_too(
    qtbot: QtBot, book: HandbookWindow, theme: Theme
) -> None:
    before = book.reader.font().pointSizeF()
    book.larger()
    theme.set_scale(200)
    qtbot.wait(20)
    assert book.reader.font().pointSizeF() == pytest.approx(2 * before * book.scale / 100)


@pytest.mark.parametrize("width", [640, 1100])
def test_double_size_is_not_clipped_sideways(
    qtbot: QtBot, book: HandbookWindow, theme: Theme, width: int
) -> None:
    book.resize(width, 700)
    theme.set_scale(200)
    for name in PAGES:
        book.show_page(name)
        qtbot.wait(1)
        assert book.reader.horizontalScrollBar().maximum() == 0, name
        assert book.pages.sizeHintForColumn(0) > 0
    assert book.reader.width() > 200


_EXACT = QTextDocument.FindFlag.FindCaseSensitively


def test_colours_follow_the_scheme(qtbot: QtBot, book: HandbookWindow, theme: Theme) -> None:
    for scheme, colours in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        theme.set_scheme(scheme)
        qtbot.wait(20)
        cursor = book.reader.document().find("Checklista", 0, _EXACT)
        assert cursor.charFormat().isAnchor()
        assert cursor.charFormat().foreground().color().name() == colours.accent


def test_everything_that_takes_focus_has_a_name(book: HandbookWindow) -> None:
    for one in book.findChildren(QWidget):
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible():
            assert one.accessibleName(), one


def test_links_are_followed_inside_and_refused_outside(
    book: HandbookWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url))
    book.reader.anchorClicked.emit(QUrl("urval.md"))
    assert book.page == "urval"
    for address in ("https://example.org/urval.md", "file:///etc/passwd", "finns-inte.md"):
        book.reader.anchorClicked.emit(QUrl(address))
        assert book.page == "urval"
        assert address in book.said.text()
        assert book.said.isVisible()
    book.show_page("index")
    assert not book.said.isVisible()
    assert opened == []


def test_only_pictures_of_its_own_are_ever_loaded(
    book: HandbookWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtGui import QImage

    (tmp_path / "in").mkdir()
    wide = QImage(3000, 30, QImage.Format.Format_RGB32)
    for place in (tmp_path / "ute.png", tmp_path / "in" / "bild.png"):
        assert wide.save(str(place))
    monkeypatch.setattr("egenkontroll.gui.handbook_reader.folder", lambda: tmp_path / "in")
    kind = QTextDocument.ResourceType.ImageResource.value
    for address in ("http://example.org/bild.png", "//example.org/bild.png", "../ute.png",
                    "data:image/png;base64,AAAA", str(tmp_path / "ute.png"), "saknas.png",
                    "qrc:/bild.png", ""):  # fmt: skip
        assert book.reader.loadResource(kind, QUrl(address)) is None, address
    assert book.reader.loadResource(kind + 1, QUrl("bild.png")) is None
    shown = book.reader.loadResource(kind, "bild.png")
    assert 0 < shown.width() <= book.reader.viewport().width()


def test_no_page_asks_for_anything_from_elsewhere(
    book: HandbookWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    load = Reader.loadResource

    def watched(self: Reader, kind: int, name: QUrl | str) -> object:
        asked.append(QUrl(name).toString())
        return load(self, kind, name)

    monkeypatch.setattr(Reader, "loadResource", watched)
    for name in PAGES:
        book.show_page(name)
        book.reader.grab()
    assert [one for one in asked if not one.startswith("bilder/")] == []


def test_pages_are_read_from_the_resources() -> None:
    assert handbook_pages.folder() == ROOT / "resources" / "handbook"
