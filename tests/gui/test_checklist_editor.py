"""The checklist editor, worked by keys and mouse on real files and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QTimer
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

from egenkontroll import paths
from egenkontroll.checklist import editing
from egenkontroll.checklist.reading import check_text, read
from egenkontroll.errors import UserError
from egenkontroll.gui.checklist_editor import ChecklistEditor
from egenkontroll.gui.checklist_editor.controls import CheckBox, ComboBox
from egenkontroll.gui.checklist_editor.differences import as_html
from egenkontroll.gui.checklist_editor.other_forms import AttributeForm
from egenkontroll.gui.checklist_editor.outline import ATTRIBUTES, drop_place
from egenkontroll.gui.checklist_editor.question_form import QuestionForm
from egenkontroll.gui.checklist_editor.saving import SavePage
from egenkontroll.gui.checklist_editor.trial import TrialPage
from egenkontroll.gui.checklist_screen import ChecklistScreen
from egenkontroll.gui.session import Session
from egenkontroll.operations import checklist_editing
from tests.gui.opened_screens import open_step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.checklist.editing import Place
    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme
    from egenkontroll.operations.checklist_editing import Saved

SOURCE = paths.checklists() / "barn-unga-handlaggning.yaml"
FIRST: Place = ("areas", 0, "questions", 0)
SECOND: Place = ("areas", 0, "questions", 1)
THIRD: Place = ("areas", 0, "questions", 2)
CHOICE: Place = ("areas", 4, "questions", 0)
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
Where = QAbstractItemView.DropIndicatorPosition


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    made = Session()
    yield made
    made.close()


@pytest.fixture
def opened(qtbot: QtBot, session: Session, theme: Theme) -> Callable[..., ChecklistEditor]:
    def make(source: Path | bytes | None = SOURCE) -> ChecklistEditor:
        made = ChecklistEditor(session, source)
        qtbot.addWidget(
            made, before_close_func=lambda editor: editor.history.say_saved(frozenset())
        )
        made.resize(1366, 768)
        with qtbot.waitActive(made):
            made.show()
        return made

    return make


@pytest.fixture
def editor(opened: Callable[..., ChecklistEditor]) -> ChecklistEditor:
    return opened()


def go(editor: ChecklistEditor, place: Place) -> QuestionForm:
    item = editor.outline._items[place]
    editor.outline.setCurrentItem(item)
    form = editor.forms.form
    assert isinstance(form, QuestionForm)
    return form


def write(field: QWidget | None, text: str) -> None:
    """Type text. QTest itself knows no å, ä and ö."""
    assert field is not None
    none = Qt.KeyboardModifier.NoModifier
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, 0, none, letter))


def retype(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, CTRL)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    write(field, text)


def said(editor: ChecklistEditor) -> list[str]:
    return [editor.faults.list.item(at).text() for at in range(editor.faults.list.count())]


def answer(button: str) -> None:
    """Press a button of the box that is about to open."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(one for one in box.buttons() if one.text() == button).click()

    QTimer.singleShot(0, press)


# --- the tree ---------------------------------------------------------------------------------


def test_areas_and_questions_stand_in_a_tree(editor: ChecklistEditor) -> None:
    tree = editor.outline
    tops = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    names = [top.text(0) for top in tops if top is not None]
    assert names[:3] == [
        "Om checklistan",
        "Uppgifter om ärendet",
        "Utredningens start och planering",
    ]
    first = tops[2]
    assert first is not None
    second = first.child(1)
    assert second is not None
    assert second.text(0) == "Utredningsplan finns"
    assert editor.outline.place == ()
    assert not said(editor)


def test_keys_move_a_question_also_into_the_next_area(
    editor: ChecklistEditor, qtbot: QtBot
) -> None:
    go(editor, SECOND)
    editor.outline.setFocus()
    QTest.keyClick(editor.outline, Qt.Key.Key_Up, ALT)
    assert editor.draft.data["areas"][0]["questions"][0]["id"] == "utredningsplan"
    for _ in range(5):
        QTest.keyClick(editor.outline, Qt.Key.Key_Down, ALT)
    assert editor.draft.data["areas"][1]["questions"][0]["id"] == "utredningsplan"
    assert editor.outline.place == ("areas", 1, "questions", 0)
    for _ in range(6):
        QTest.keyClick(editor.outline, Qt.Key.Key_Z, CTRL)
    assert not editor.history.changed
    assert not editor.history.can_undo


@pytest.mark.parametrize(
    ("source", "target", "where", "to"),
    [
        (FIRST, THIRD, Where.AboveItem, SECOND),
        (FIRST, THIRD, Where.BelowItem, THIRD),
        (THIRD, FIRST, Where.AboveItem, FIRST),
        (FIRST, ("areas", 1), Where.OnItem, ("areas", 1, "questions", 0)),
        (FIRST, ("areas", 1), Where.AboveItem, ("areas", 0, "questions", 4)),
        (FIRST, ("areas", 0), Where.AboveItem, FIRST),
        (FIRST, ("attributes", 0), Where.OnItem, None),
        (FIRST, (), Where.OnItem, None),
        (FIRST, FIRST, Where.OnItem, None),
        (FIRST, ATTRIBUTES, Where.OnItem, None),
        (("areas", 0), ("areas", 2), Where.AboveItem, ("areas", 1)),
        (("areas", 2), ("areas", 0), Where.AboveItem, ("areas", 0)),
        (("areas", 0), ("areas", 1, "questions", 0), Where.AboveItem, ("areas", 1)),
        (("areas", 0), ("attributes", 0), Where.OnItem, None),
        (("attributes", 0), ("attributes", 1), Where.BelowItem, ("attributes", 1)),
    ],
)
def test_where_a_drop_ends(source: Place, target: Place, where: Where, to: Place | None) -> None:
    assert drop_place(source, target, where, (5, 4, 4, 4, 3)) == to


def test_a_question_is_dragged_to_another_area(editor: ChecklistEditor, qtbot: QtBot) -> None:
    go(editor, FIRST)
    tree = editor.outline
    target = tree.visualItemRect(tree._items[("areas", 1, "questions", 1)])
    at = QPointF(target.center().x(), target.bottom() - 1)
    model = tree.model()
    mime = model.mimeData(tree.selectedIndexes()) or QMimeData()
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    moving = QDragMoveEvent(at, Qt.DropAction.MoveAction, mime, left, none)
    tree.setState(QAbstractItemView.State.DraggingState)
    tree.dragMoveEvent(moving)
    tree.dropEvent(QDropEvent(at, Qt.DropAction.MoveAction, mime, left, none))
    qtbot.waitUntil(lambda: editor.history.changed)
    ids = [one["id"] for one in editor.draft.data["areas"][1]["questions"]]
    assert ids[:3] == ["barn_traffat", "barn_enskilt_samtal", "beslut_inleda"]
    assert tree.place == ("areas", 1, "questions", 2)
    assert tree.topLevelItemCount() == 7


def test_something_new_is_put_in_and_taken_away(editor: ChecklistEditor, qtbot: QtBot) -> None:
    go(editor, FIRST)
    editor.outline.setFocus()
    told: list[str] = []
    editor.session.told.connect(told.append)
    QTest.keyClick(editor.outline, Qt.Key.Key_N, CTRL)
    assert editor.place == SECOND
    assert said(editor) == ["Ny fråga: Skriv frågan."]
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    write(field, "Finns en åtgärd?")
    assert editing.item(editor.draft, SECOND)["id"] == "finns_en_atgard"
    assert not said(editor)
    QTest.keyClick(field, Qt.Key.Key_N, CTRL | SHIFT)
    assert editor.place == ("areas", 1)
    editor.add_attribute()
    assert editor.place == ("attributes", 3)
    go(editor, SECOND)
    QTest.keyClick(editor.outline, Qt.Key.Key_Delete, CTRL)
    assert told == ["Frågan togs bort. Ctrl+Z ångrar."]
    assert editing.item(editor.draft, SECOND)["id"] == "utredningsplan"
    QTest.keyClick(editor.outline, Qt.Key.Key_Z, CTRL)
    assert editing.item(editor.draft, SECOND)["id"] == "finns_en_atgard"
    assert editor.place == SECOND


def test_the_checklist_itself_is_not_taken_away_or_moved(editor: ChecklistEditor) -> None:
    for place in ((), ATTRIBUTES):
        editor.outline.setCurrentItem(editor.outline._items[place])
        assert not editor.commands.remove.isEnabled()
        editor.remove()
        editor.step(1)
    assert not editor.history.changed


# --- the form ---------------------------------------------------------------------------------


def test_typing_is_undone_word_by_word_over_all_fields(
    editor: ChecklistEditor, qtbot: QtBot
) -> None:
    form = go(editor, FIRST)
    text = form.fields["text"].control
    label = form.fields["label"].control
    assert isinstance(text, QPlainTextEdit)
    assert isinstance(label, QLineEdit)
    retype(text, "Finns beslut?")
    retype(label, "Beslutet")
    assert editing.item(editor.draft, FIRST)["text"] == "Finns beslut?"
    QTest.keyClick(label, Qt.Key.Key_Z, CTRL)
    assert editing.item(editor.draft, FIRST).get("label") is None
    QTest.keyClick(label, Qt.Key.Key_Z, CTRL)
    assert label.text() == "Beslut att inleda utredning finns"
    QTest.keyClick(text, Qt.Key.Key_Z, CTRL)
    assert text.toPlainText() == "Finns "
    QTest.keyClick(text, Qt.Key.Key_Y, CTRL)
    assert text.toPlainText() == "Finns beslut?"
    QTest.keyClick(text, Qt.Key.Key_Z, CTRL | SHIFT)
    QTest.keyClick(text, Qt.Key.Key_Z, CTRL | SHIFT)
    assert label.text() == "Beslutet"
    assert "ändringar" in editor.bar.state.text()


def test_faults_stand_beside_the_field_as_one_types(editor: ChecklistEditor, qtbot: QtBot) -> None:
    form = go(editor, FIRST)
    target = form.fields["target"]
    retype(target.control, "12o")
    assert target.message == "Skriv ett heltal från 0 till 100."
    assert "Skriv ett heltal" in target.control.accessibleDescription()
    assert said(editor) == ["Beslut att inleda utredning finns: Skriv ett heltal från 0 till 100."]
    mark = editor.outline._items[FIRST]
    assert not mark.icon(0).isNull()
    assert "1 sak att rätta" in mark.toolTip(0).replace("\u00a0", " ")
    QTest.keyClick(target.control, Qt.Key.Key_Backspace)
    assert target.message == ""
    assert not editor.faults.isVisible()
    assert mark.icon(0).isNull()


def test_f8_and_the_list_go_to_each_fault(editor: ChecklistEditor, qtbot: QtBot) -> None:
    form = go(editor, FIRST)
    retype(form.fields["text"].control, "")
    form = go(editor, SECOND)
    retype(form.fields["target"].control, "101")
    editor.outline.setFocus()
    editor.outline.setCurrentItem(editor.outline._items[()])
    QTest.keyClick(editor.outline, Qt.Key.Key_F8)
    assert (editor.place, QApplication.focusWidget()) == (FIRST, form.fields["text"].control)
    QTest.keyClick(form, Qt.Key.Key_F8)
    assert (editor.place, QApplication.focusWidget()) == (SECOND, form.fields["target"].control)
    editor.faults.list.setFocus()
    editor.faults.list.setCurrentRow(0)
    editor.faults.list.itemActivated.emit(editor.faults.list.item(0))
    assert editor.place == FIRST


def choose(box: QComboBox, words: str) -> None:
    at = box.findText(words)
    assert at >= 0, [box.itemText(other) for other in range(box.count())]
    box.setCurrentIndex(at)
    box.activated.emit(at)


def test_the_type_decides_which_fields_there_are(editor: ChecklistEditor, qtbot: QtBot) -> None:
    form = go(editor, FIRST)
    box = form.answers
    kinds = [box.type.control.itemText(at) for at in range(7)]
    assert kinds == ["Ja/nej", "Ja/delvis/nej", "Ett val", "Flera val", "Tal", "Datum", "Text"]
    assert box.met.isVisible()
    assert not box.partly.isVisible()
    choose(box.met.control, "Nej")
    assert editing.item(editor.draft, FIRST)["met"] == ("nej",)
    choose(box.met.control, "Ja")
    assert "met" not in editing.item(editor.draft, FIRST)
    choose(box.type.control, "Ja/delvis/nej")
    choose(box.partly.control, "uppfyllt")
    choose(box.record.control, "räknas inte med")
    values = editing.item(editor.draft, FIRST)
    assert (values["partly_counts"], values["not_in_record"]) == ("met", "excluded")
    choose(box.type.control, "Tal")
    assert box.limits.isVisible()
    assert not box.met.isVisible()
    assert "target" not in editing.item(editor.draft, FIRST)
    retype(box.least.control, "2,5")
    retype(box.range.low.control, "3")
    retype(box.range.high.control, "x")
    assert box.range.message == "Skriv ett tal, till exempel 14 eller 2,5."
    retype(box.range.high.control, "14")
    retype(box.unit.control, "dagar")
    values = editing.item(editor.draft, FIRST)
    assert (values["min"], values["met_range"]) == (2.5, {"min": 3, "max": 14})
    assert not said(editor)
    while editor.history.can_undo:
        editor.undo()
    assert editing.item(editor.draft, FIRST)["type"] == "yes_no"
    assert editing.item(editor.draft, FIRST)["target"] == 100


def test_alternatives_are_written_ticked_moved_and_taken_away(
    editor: ChecklistEditor, qtbot: QtBot
) -> None:
    form = go(editor, CHOICE)
    field = form.answers.choices
    assert [row.words.text() for row in field.rows][:2] == ["ingen insats", "öppenvård"]
    retype(field.rows[1].words, "öppen insats")
    asked = editing.item(editor.draft, ("areas", 4, "questions", 1))["applies_when"]["insats"]
    assert asked[0] == "öppen insats"
    QTest.mouseClick(field.rows[1].met, Qt.MouseButton.LeftButton)
    assert editing.item(editor.draft, CHOICE)["met"] == ("öppen insats",)
    QTest.mouseClick(field.add_button, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is field.rows[5].words
    assert "Svarsalternativet är tomt." in said(editor)[0]
    write(field.rows[5].words, "vet inte")
    assert not said(editor)
    buttons = field.rows[5].findChildren(QAbstractButton)
    named = {one.accessibleName(): one for one in buttons}
    QTest.mouseClick(named["Flytta alternativ 6 uppåt"], Qt.MouseButton.LeftButton)
    assert editing.item(editor.draft, CHOICE)["choices"][4] == "vet inte"
    QTest.mouseClick(named["Ta bort alternativ 6"], Qt.MouseButton.LeftButton)
    assert len(field.rows) == 5
    QTest.keyClick(field.rows[0].words, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is not field.rows[0].words


def test_comments_ej_aktuellt_and_critical_are_ticked(
    editor: ChecklistEditor, qtbot: QtBot
) -> None:
    form = go(editor, FIRST)
    boxes = {box.text(): box for box in form.answers.comments.boxes}
    assert list(boxes) == ["ja", "nej", "framgår inte"]
    boxes["nej"].setFocus()
    QTest.keyClick(boxes["nej"], Qt.Key.Key_Space)
    offered = form.fields["not_applicable"].control
    QTest.keyClick(offered, Qt.Key.Key_Space)
    QTest.keyClick(form.fields["critical"].control, Qt.Key.Key_Space)
    values = editing.item(editor.draft, FIRST)
    assert values["comment_required"] == ("nej",)
    assert "not_applicable" not in values
    assert values["critical"] is True
    assert "ej aktuellt" in [box.text() for box in form.answers.comments.boxes]


def test_a_finding_is_shown_as_the_sentence_it_becomes(
    editor: ChecklistEditor, qtbot: QtBot
) -> None:
    form = go(editor, SECOND)
    retype(form.fields["finding"].control, "Utredningsplan saknades")
    sentence = form.example.text().replace("\u00a0", " ")
    assert "I 6 av 61 granskade ärenden (10 %) saknades utredningsplan." in sentence
    retype(form.fields["finding"].control, "")
    assert not form.example.isVisible()


# --- conditions -------------------------------------------------------------------------------


def test_a_condition_is_built_by_choosing(editor: ChecklistEditor, qtbot: QtBot) -> None:
    place: Place = ("areas", 2, "questions", 0)
    form = go(editor, place)
    field = form.condition
    assert field._words.text() == "Frågan gäller i alla ärenden."
    field.box.add_row()
    assert said(editor) == ["Barnets nätverk är kartlagt: Välj vad villkoret frågar efter."]
    row: Any = field.box.parts[0]
    choose(row.subject, "Ärendetyp (uppgift)")
    assert "Välj minst ett svar" in said(editor)[0]
    row = field.box.parts[0]
    row.answers[1].click()
    assert editing.item(editor.draft, place)["applies_when"] == {"arendetyp": "uppföljning"}
    field.box.add_row()
    row = field.box.parts[1]
    choose(row.subject, "Ålder (uppgift)")
    row = field.box.parts[1]
    assert row.relation.currentText() == "är mellan"
    retype(row.bounds[0], "6")
    retype(row.bounds[1], "12")
    assert not said(editor)
    assert field._words.text() == (
        "Frågan gäller när Ärendetyp är uppföljning och Ålder är minst 6 och högst 12."
    )
    choose(field.box.together, "Minst ett villkor ska stämma")
    choose(row.relation, "är inte mellan")
    raw = editing.item(editor.draft, place)["applies_when"]
    assert raw == {"any": ({"arendetyp": "uppföljning"}, {"not": {"alder": {"min": 6, "max": 12}}})}
    field.box._add_group()
    inner: Any = field.box.parts[2]
    choose(inner.parts[0].subject, "Beslutet är motiverat (fråga)")
    inner = field.box.parts[2]
    inner.parts[0].answers[0].click()
    inner.parts[1].removed.emit()
    assert not said(editor)
    inner = field.box.parts[2]
    inner.removed.emit()
    while field.box.parts:
        field.box.parts[0].removed.emit()
    assert "applies_when" not in editing.item(editor.draft, place)
    editor.undo()
    assert len(field.box.parts) == 1


def test_a_condition_on_something_taken_away_says_so(editor: ChecklistEditor) -> None:
    go(editor, SECOND)
    editor.remove()
    assert len(said(editor)) == 1
    editor.next_fault()
    form = go(editor, SECOND)
    row: Any = form.condition.box.parts[1]
    assert row.subject.currentText() == "utredningsplan (finns inte längre)"
    assert row.answers[0].text() == "ja"
    assert "inte finns längre" in form.condition.message


def test_text_attributes_are_asked_for_in_words(editor: ChecklistEditor, qtbot: QtBot) -> None:
    editor.add_attribute()
    form = editor.forms.form
    assert isinstance(form, AttributeForm)
    retype(form.fields["label"].control, "Stadsdel")
    assert said(editor) == ["Stadsdel: Skriv minst ett svarsalternativ."]
    choose(form.type.control, "Text")
    assert not said(editor)
    question = go(editor, ("areas", 2, "questions", 0))
    question.condition.box.add_row()
    row: Any = question.condition.box.parts[0]
    choose(row.subject, "Stadsdel (uppgift)")
    row = question.condition.box.parts[0]
    words = row.findChild(QLineEdit)
    retype(words, "Norr; Söder")
    raw = editing.item(editor.draft, ("areas", 2, "questions", 0))["applies_when"]
    assert raw == {"stadsdel": ("Norr", "Söder")}


def test_attributes_have_alternatives_too(editor: ChecklistEditor, qtbot: QtBot) -> None:
    editor.outline.setCurrentItem(editor.outline._items[("attributes", 0)])
    form = editor.forms.form
    assert isinstance(form, AttributeForm)
    assert [row.words.text() for row in form.choices.rows] == ["flicka", "pojke"]
    QTest.mouseClick(form.choices.add_button, Qt.MouseButton.LeftButton)
    write(form.choices.rows[2].words, "annat")
    form.choices.moved.emit(2, -1)
    form.choices.removed.emit(0)
    assert editing.item(editor.draft, ("attributes", 0))["choices"] == ("annat", "pojke")
    form.go_to("choices", 1)
    assert QApplication.focusWidget() is form.choices.rows[1].words


# --- trying out -------------------------------------------------------------------------------


def test_questions_show_and_hide_on_an_invented_case(editor: ChecklistEditor, qtbot: QtBot) -> None:
    QTest.keyClick(editor.outline, Qt.Key.Key_F5)
    page = editor.pages.currentWidget()
    assert isinstance(page, TrialPage)
    plan = page.cards["utredningsplan"]
    assert not plan._answers.isVisible()
    assert "Gäller när Ärendetyp är utredning." in plan._why.text()
    box = page.attributes["arendetyp"].control
    assert isinstance(box, ComboBox)
    choose(box, "utredning")
    assert plan._answers.isVisible()
    follow = page.cards["utredningsplan_delaktighet"]
    assert not follow._answers.isVisible()
    QTest.mouseClick(plan.buttons["yes"], Qt.MouseButton.LeftButton)
    assert follow._answers.isVisible()
    assert "15 av 20 frågor" in page.status.text().replace("\u00a0", " ")
    QTest.mouseClick(plan.buttons["yes"], Qt.MouseButton.LeftButton)
    assert not follow._answers.isVisible()
    age = page.attributes["alder"].control
    retype(age, "16")
    assert page.cards["kommunicerad_barn_15"]._answers.isVisible()
    page.clear()
    assert not page.cards["kommunicerad_barn_15"]._answers.isVisible()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert editor.pages.currentIndex() == 0
    assert not editor.history.changed


def test_every_type_of_answer_can_be_tried(
    opened: Callable[..., ChecklistEditor], qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "prov.yaml"
    path.write_text(
        'id: p\nversion: "1"\ntitle: P\nareas:\n  - id: a\n    title: A\n    questions:\n'
        "      - {id: dagar, text: Dagar?, type: number, min: 2}\n"
        "      - {id: vem, text: Vem?, type: multi, choices: [Barnet, Skolan]}\n"
        "      - {id: nar, text: När?, type: date, applies_when: {dagar: {min: 5}, vem: Skolan}}\n",
        encoding="utf-8",
    )
    editor = opened(path)
    editor.try_out()
    page = editor.pages.currentWidget()
    assert isinstance(page, TrialPage)
    days = page.cards["dagar"].typed
    assert days is not None
    retype(days.control, "1")
    assert days.message == "Talet ska vara minst 2."
    retype(days.control, "7")
    assert days.message == ""
    for value in ("=Barnet", "=Skolan"):
        page.cards["vem"].buttons[value].click()
    assert page.cards["nar"]._answers.isVisible()
    page.cards["vem"].buttons["=Skolan"].click()
    assert not page.cards["nar"]._answers.isVisible()
    page.cards["dagar"].buttons["not_in_record"].click()
    assert days.control.text() == ""


def test_a_faulty_checklist_is_mended_before_it_is_tried_or_saved(
    editor: ChecklistEditor, qtbot: QtBot
) -> None:
    told: list[str] = []
    editor.session.told.connect(told.append)
    form = go(editor, SECOND)
    retype(form.fields["text"].control, "")
    editor.outline.setCurrentItem(editor.outline._items[()])
    for deed in (editor.try_out, editor.save):
        deed()
        assert editor.pages.currentIndex() == 0
        assert editor.place == SECOND
    assert told[-1].startswith("Rätta felen först.")


# --- saving and closing -----------------------------------------------------------------------


def change_text(editor: ChecklistEditor) -> None:
    form = go(editor, SECOND)
    retype(form.fields["text"].control, "Finns en aktuell utredningsplan?")
    retype(form.fields["target"].control, "90")


def test_saving_shows_what_has_changed_question_by_question(
    editor: ChecklistEditor, qtbot: QtBot, tmp_path: Path
) -> None:
    change_text(editor)
    QTest.keyClick(editor, Qt.Key.Key_S, CTRL)
    page = editor.pages.currentWidget()
    assert isinstance(page, SavePage)
    assert page.typed.endswith(".1") or page.typed == "2026.2"
    assert [change.name for change in page.found] == ["Utredningsplan finns"]
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert any("Inte jämförbar: lydelsen har ändrats" in text for text in texts)
    marks = [text for text in texts if "underline" in text]
    assert any("aktuell" in text and "font-weight:600" in text for text in marks)
    assert not page.in_document.isVisible()
    retype(page.version.control, "2026.1")
    assert "finns redan" in page.version.message
    assert not page.as_file.isEnabled()
    retype(page.version.control, "2026.5")
    saved: list[Saved] = []
    editor.saved.connect(saved.append)
    target = tmp_path / "ny.yaml"
    draft = editing.put(editor.draft, (), "version", page.typed)
    editor.publisher.save_as(draft, target)
    qtbot.waitUntil(lambda: bool(saved))
    assert read(target).version == "2026.5"
    assert len(saved[0].rows) == 20
    assert not editor.history.changed
    assert editor.pages.currentIndex() == 0
    QTest.keyClick(editor.outline, Qt.Key.Key_Z, CTRL)
    assert editor.history.changed


def test_nothing_changed_is_nothing_to_save(editor: ChecklistEditor, qtbot: QtBot) -> None:
    told: list[str] = []
    editor.session.told.connect(told.append)
    editor.save()
    assert told == ["Inget är ändrat, så det finns inget att spara."]
    assert editor.pages.currentIndex() == 0


def test_a_changed_checklist_becomes_a_new_version_in_the_document(
    opened: Callable[..., ChecklistEditor], session: Session, drawn: Path, qtbot: QtBot
) -> None:
    session.open(drawn)
    qtbot.waitUntil(lambda: session.checklist is not None)
    checklist, document = session.checklist, session.document
    assert checklist is not None
    assert document is not None
    editor = opened(checklist.digest)
    editor.apply(lambda draft: editing.put(draft, FIRST, "guidance", "Ny vägledning."))
    editor.save()
    page = editor.pages.currentWidget()
    assert isinstance(page, SavePage)
    version = page.typed
    saved: list[Saved] = []
    editor.saved.connect(saved.append)
    page.in_document.click()
    qtbot.waitUntil(lambda: bool(saved))
    assert checklist_editing.known_versions(document, checklist.id) == {checklist.version, version}
    assert session.checklist == checklist
    editor.apply(lambda draft: editing.put(draft, FIRST, "guidance", "Ännu en."))
    editor.save()
    page = editor.pages.currentWidget()
    assert isinstance(page, SavePage)
    assert page.typed not in (version, checklist.version)
    page.back_asked.emit()
    assert editor.pages.currentIndex() == 0


def test_a_new_checklist_is_written_from_nothing(
    opened: Callable[..., ChecklistEditor], qtbot: QtBot, tmp_path: Path
) -> None:
    editor = opened(None)
    assert editor.bar.state.text() == "Inte sparad än"
    assert len(said(editor)) == 3
    retype(editor.forms.form.fields["title"].control, "Öppna insatser")
    editor.outline.setCurrentItem(editor.outline._items[("areas", 0)])
    retype(editor.forms.form.fields["title"].control, "Planering")
    form = go(editor, FIRST)
    retype(form.fields["text"].control, "Finns en plan?")
    assert not said(editor)
    editor.save()
    page = editor.pages.currentWidget()
    assert isinstance(page, SavePage)
    assert page.found == ()
    editor.publisher.save_as(editor.draft, tmp_path / "ny.yaml")
    qtbot.waitUntil(lambda: not editor.history.changed)
    checklist, faults = check_text((tmp_path / "ny.yaml").read_text(encoding="utf-8"))
    assert not faults
    assert checklist is not None
    assert (checklist.id, checklist.questions[0].id) == ("oppna-insatser", "finns_en_plan")


def test_areas_and_attributes_are_put_in_from_their_own_pages(editor: ChecklistEditor) -> None:
    places: list[Place] = []
    for place in (ATTRIBUTES, ("areas", 1)):
        editor.outline.setCurrentItem(editor.outline._items[place])
        editor.forms.form.findChildren(QAbstractButton)[0].click()
        places.append(editor.place)
    assert places == [("attributes", 3), ("areas", 1, "questions", 4)]
    editor.add_area()
    assert "Området behöver minst en fråga." in "".join(said(editor))


def test_closing_with_unsaved_changes_asks(editor: ChecklistEditor, qtbot: QtBot) -> None:
    closed: list[bool] = []
    editor.closed.connect(lambda: closed.append(True))
    change_text(editor)
    answer("Fortsätt redigera")
    editor.ask_close()
    assert not closed
    answer("Stäng utan att spara")
    editor.ask_close()
    assert closed == [True]


def test_closing_without_changes_does_not_ask(editor: ChecklistEditor) -> None:
    closed: list[bool] = []
    editor.closed.connect(lambda: closed.append(True))
    editor.ask_close()
    assert closed == [True]


def test_what_cannot_be_shown_in_forms_is_told(session: Session, tmp_path: Path) -> None:
    broken = tmp_path / "trasig.yaml"
    broken.write_text("id: [", encoding="utf-8")
    with pytest.raises(UserError):
        ChecklistEditor(session, broken)


def test_the_editors_keys_go_before_those_of_the_window(
    window: MainWindow, drawn: Path, qtbot: QtBot
) -> None:
    screen = open_step(window, drawn, "checklist")
    assert isinstance(screen, ChecklistScreen)
    screen.edit_shown()
    editor = screen.editor
    assert editor is not None
    qtbot.waitUntil(editor.isVisible)
    editor.outline.setFocus()
    shown = window._stack.currentWidget()
    QTest.keyClick(editor.outline, Qt.Key.Key_N, CTRL)
    assert window._stack.currentWidget() is shown
    assert editor.history.changed
    answer("Fortsätt redigera")
    window.close()
    assert window.isVisible()
    editor.history.say_saved(frozenset())


# --- for everyone -----------------------------------------------------------------------------

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView)


def everywhere(editor: ChecklistEditor) -> Iterator[str]:
    """Show every page of the editor, one after the other."""
    for place in ((), ATTRIBUTES, ("attributes", 0), ("areas", 0), THIRD, CHOICE):
        editor.outline.setCurrentItem(editor.outline._items[place])
        yield str(place)
    editor.add_question()
    yield "faults"
    editor.undo()
    editor.apply(lambda draft: editing.put(draft, FIRST, "text", "Annan fråga?"))
    editor.save()
    yield "save"
    editor.back()
    editor.try_out()
    yield "trial"


def shown_controls(editor: ChecklistEditor) -> list[QWidget]:
    found = [one for kind in CONTROLS for one in editor.findChildren(kind)]
    return [
        one
        for one in found
        if one.isVisible() and not one.objectName().startswith("qt_") and one.isEnabled()
        and not isinstance(one.parent(), QComboBox)
    ]  # fmt: skip


def test_every_control_has_a_name_and_is_reached_by_tab(
    editor: ChecklistEditor, qapp: QApplication
) -> None:
    for page in everywhere(editor):
        qapp.processEvents()
        for one in shown_controls(editor):
            assert one.accessibleName().strip(), (page, one)
            assert one.focusPolicy() & Qt.FocusPolicy.TabFocus, (page, one.accessibleName())


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
@pytest.mark.parametrize("scale", [100, 200])
def test_nothing_is_clipped_on_a_small_screen(
    opened: Callable[..., ChecklistEditor],
    theme: Theme,
    qapp: QApplication,
    qtbot: QtBot,
    scale: int,
    scheme: Qt.ColorScheme,
) -> None:
    theme.set_scheme(scheme)
    theme.set_scale(scale)
    editor = opened()
    editor.resize(1366 - 180, 768 - 80)
    for page in everywhere(editor):
        qapp.processEvents()
        assert editor.minimumSizeHint().width() <= 1366 - 180, page
        assert editor.minimumSizeHint().height() <= 768 - 80, page
        for one in shown_controls(editor):
            if isinstance(one, QAbstractButton):
                least = one.sizeHint().width()
                assert one.width() >= least, (page, one.text(), one.width(), least)
            right = one.mapTo(editor, one.rect().topRight()).x()
            assert right <= editor.width(), (page, one.accessibleName())
        qtbot.waitUntil(lambda: not clipped(editor))


def clipped(editor: ChecklistEditor) -> list[str]:
    """Return the texts that have less room than they need. Layouts settle in a few turns."""
    shown = [one for one in editor.findChildren(QLabel) if one.isVisible() and one.wordWrap()]
    return [one.text() for one in shown if one.height() < one.heightForWidth(one.width())]


def test_a_change_of_size_or_colours_reaches_an_open_editor(
    editor: ChecklistEditor, theme: Theme, qtbot: QtBot
) -> None:
    form = go(editor, FIRST)
    retype(form.fields["text"].control, "")
    before = form.fields["text"].control.height()
    theme.set_scale(200)
    theme.set_scheme(Qt.ColorScheme.Dark)
    assert form.fields["text"].control.height() > before
    assert editor.outline.iconSize().height() > 16
    assert not editor.grab().isNull()


def test_marks_are_not_by_colour_alone() -> None:
    html = as_html((("Har ", False), (" varje <b> ", True), ("", False)), "#fff0a8", removed=False)
    assert html.startswith("Har ")
    assert "font-weight:600" in html
    assert "underline" in html
    assert "&lt;b&gt;" in html
    assert "line-through" in as_html((("bort", True),), "#fff0a8", removed=True)
    assert as_html((), "#fff0a8", removed=True) == "(tomt)"


def test_the_wheel_does_not_change_a_choice(editor: ChecklistEditor, qapp: QApplication) -> None:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QWheelEvent

    form = go(editor, FIRST)
    box = form.answers.type.control
    centre = QPointF(box.rect().center())
    turn = QWheelEvent(
        centre, centre, QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    qapp.sendEvent(box, turn)
    assert box.currentText() == "Ja/nej"
    assert not editor.history.changed
    assert CheckBox("x").accessibleName() == "x"
