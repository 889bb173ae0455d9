"""A draft through any series of edits: loadable or with faults told, and never an exception."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egenkontroll.checklist import (
    conditions,
    editing,
    editing_answers,
    editing_faults,
    editing_items,
    editing_text,
)
from egenkontroll.checklist.changes import changes, marked
from egenkontroll.checklist.condition_draft import (
    Group,
    Row,
    change_leaves,
    finished,
    from_raw,
    to_raw,
)
from egenkontroll.checklist.model import Checklist
from egenkontroll.checklist.naming import next_version, propose_id
from egenkontroll.checklist.reading import check_text
from egenkontroll.checklist.yaml_values import entry
from egenkontroll.checklist.yaml_writing import write
from egenkontroll.errors import UserError
from egenkontroll.review.reading import say

if TYPE_CHECKING:
    from egenkontroll.checklist.editing import Draft, Place

FILES = sorted((Path(__file__).parents[2] / "checklists").glob("*.yaml"))
FIRST: Place = ("areas", 0, "questions", 0)
SECOND: Place = ("areas", 0, "questions", 1)

SOUND = """\
# Vår egen lista
id: lista
version: "2026.1"   # höjs varje år
title: Lista
attributes:
  - id: kon
    label: Kön
    type: choice
    choices: [flicka, pojke]   # som i listan
areas:
  # Här börjar det.

  # Om starten
  - id: start
    title: Start

    questions:
      # Planen
      - id: plan
        text: Finns en plan?
        type: yes_no
        # målet sattes 2024
        target: 95 # procent
        # finding: bortkommenterad

      # ---- del två ----

      # Nätet
      - id: natverk
        text: Är nätverket känt?
        type: yes_partly_no
        applies_when: {plan: ja}
        guidance: >-  # lång
          Ja om minst en person
          är nämnd.
      # sist i start

  - id: slut
    title: Slut
    questions:
      - id: insats
        text: >-
          Vilken insats?
        type: choice
        choices: [ingen, öppen, placering]
        applies_when:
          any:
            - {kon: flicka}
            - not: {plan: nej}
# sist i filen
"""


def draft_of(text: str = SOUND) -> Draft:
    return editing_text.from_text(text)


def messages(draft: Draft) -> list[str]:
    return [fault.message for fault in editing_faults.faults(draft)]


def lines_that_differ(old: str, new: str) -> list[str]:
    return [
        line
        for line in difflib.unified_diff(old.split("\n"), new.split("\n"), n=0, lineterm="")
        if line[0] in "+-" and line[:3] not in ("+++", "---")
    ]


# --- YAML in and out --------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_bundled_file_keeps_its_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    draft = editing_text.from_text(text)
    assert not editing_faults.faults(draft)
    assert editing_text.yaml_text(draft) == text
    changed = editing.put(draft, FIRST, "target", 37)
    altered = lines_that_differ(text, editing_text.yaml_text(changed))
    assert [line.strip("+- ") for line in altered if line[0] == "+"] == ["target: 37"]
    assert len(altered) <= 2
    assert text.count("#") == editing_text.yaml_text(changed).count("#")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bundled_checklist_written_anew_says_the_same(path: Path) -> None:
    original = check_text(path.read_text(encoding="utf-8"))[0]
    assert original is not None
    draft = editing_text.from_checklist(original)
    assert draft.source == ""
    assert check_text(editing_text.yaml_text(draft))[0] == original


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_moving_a_question_moves_its_lines_and_no_others(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    draft, place = editing_items.move(
        editing_text.from_text(text), FIRST, ("areas", 1, "questions", 1)
    )
    moved = editing_text.yaml_text(draft)
    assert sorted(moved.split("\n")) == sorted(text.split("\n"))
    said, faults = check_text(moved)
    assert not faults
    assert said == editing.checklist_of(draft)
    assert place == ("areas", 1, "questions", 1)


def test_what_has_not_changed_keeps_its_lines_comments_and_place() -> None:
    draft = editing.put(draft_of(), FIRST, "target", 90)
    draft = editing.put(draft, SECOND, "guidance", "Ja om två personer är nämnda.")
    draft = editing.put(draft, ("attributes", 0), "choices", ("flicka", "pojke", "annat"))
    draft = editing.put(draft, (), "version", "2026.2")
    draft = editing.put(draft, FIRST, "critical", True)
    altered = lines_that_differ(SOUND, editing_text.yaml_text(draft))
    assert [line for line in altered if line[0] == "-"] == [
        '-version: "2026.1"   # höjs varje år',
        "-    choices: [flicka, pojke]   # som i listan",
        "-        target: 95 # procent",
        "-        guidance: >-  # lång",
        "-          Ja om minst en person",
        "-          är nämnd.",
    ]
    assert [line for line in altered if line[0] == "+"] == [
        '+version: "2026.2"  # höjs varje år',
        "+    choices: [flicka, pojke, annat]  # som i listan",
        "+        target: 90  # procent",
        "+        critical: true",
        "+        guidance: Ja om två personer är nämnda.  # lång",
    ]
    assert check_text(editing_text.yaml_text(draft))[0] == editing.checklist_of(draft)


def test_a_comment_goes_where_its_question_goes() -> None:
    draft, _ = editing_items.move(draft_of(), FIRST, ("areas", 1, "questions", 1))
    text = editing_text.yaml_text(draft)
    assert text.index("# Planen") > text.index("id: insats")
    assert text.index("# målet sattes 2024") > text.index("# Planen")
    assert "# Om starten" in text
    assert check_text(text)[0] == editing.checklist_of(draft)


def test_a_question_takes_on_the_indent_of_the_area_that_it_moves_to() -> None:
    deep = SOUND.split("      - id: insats")
    shallow = deep[0] + "    - id: insats" + deep[1].replace("\n        ", "\n      ")
    for source, to in (
        (FIRST, ("areas", 1, "questions", 1)),
        (("areas", 1, "questions", 0), FIRST),
    ):
        draft, _ = editing_items.move(draft_of(shallow), source, to)
        text = editing_text.yaml_text(draft)
        assert text.count("#") == shallow.count("#")
        assert check_text(text)[0] == editing.checklist_of(draft)
    assert "\n      - id: insats\n        text: >-\n          Vilken insats?" in text


def test_comments_follow_into_an_area_that_is_new_or_was_empty() -> None:
    draft, area = editing_items.add_area(draft_of(), ("areas", 0))
    draft = editing.put(draft, area, "title", "Mitten")
    draft, _ = editing_items.move(draft, SECOND, (*area, "questions", 0))
    text = editing_text.yaml_text(draft)
    assert "    title: Mitten\n    questions:\n" in text
    assert text.index("# Nätet") > text.index("title: Mitten")
    assert "guidance: >-  # lång\n          Ja om minst en person\n" in text
    assert check_text(text)[0] == editing.checklist_of(draft)
    hollow = SOUND[: SOUND.index("      - id: insats")].replace("    questions:\n      - id: x", "")
    empty = hollow[: hollow.rindex("    questions:")]
    moved, _ = editing_items.move(draft_of(empty), SECOND, ("areas", 1, "questions", 0))
    text = editing_text.yaml_text(moved)
    assert text.index("# Nätet") > text.index("title: Slut")


def test_a_heading_among_the_questions_stays_when_the_question_below_it_goes() -> None:
    third = SOUND.replace(
        "      # sist i start\n",
        "\n      - id: tredje\n        text: Tredje?\n        type: yes_no\n      # sist i start\n",
    )
    draft, _ = editing_items.remove(draft_of(third), SECOND)
    text = editing_text.yaml_text(draft)
    assert text.index("id: plan") < text.index("# ---- del två ----") < text.index("id: tredje")
    assert "# Nätet" not in text


def test_empty_lines_between_questions_stay_where_they_were() -> None:
    extra = "      - id: tredje\n        text: Tredje?\n        type: text\n"
    uneven = SOUND.replace("      # sist i start\n", extra + "      # sist i start\n")
    draft = editing.put(draft_of(uneven), SECOND, "target", 80)
    changed = lines_that_differ(uneven, editing_text.yaml_text(draft))
    assert changed == ["+        target: 80"]


def test_taking_a_question_away_keeps_the_comments_of_the_part_it_stood_in() -> None:
    for place in (FIRST, SECOND):
        draft, near = editing_items.remove(draft_of(), place)
        text = editing_text.yaml_text(draft)
        assert ("# ---- del två ----" in text) is True
        assert ("# Planen" in text) is (place == SECOND)
        assert ("# Nätet" in text) is (place == FIRST)
        assert "# sist i filen" in text
        assert near == FIRST


def test_what_is_new_is_written_in_the_form_of_the_house() -> None:
    draft, place = editing_items.add_question(draft_of(), SECOND)
    draft = editing.put(draft, place, "text", "Är åtgärden: följd upp?")
    draft = editing.put(draft, place, "guidance", "ord " * 40)
    draft, area = editing_items.add_area(draft, place)
    draft = editing.put(draft, area, "title", "Nytt #1 område")
    draft, inner = editing_items.add_question(draft, area)
    draft = editing.put(draft, inner, "text", "Rad ett\n\nRad två")
    text = editing_text.yaml_text(draft)
    assert '        text: "Är åtgärden: följd upp?"\n' in text
    assert "        text: |-\n          Rad ett\n\n          Rad två\n" in text
    assert max(map(len, text.split("\n"))) <= 108
    assert check_text(text)[0] == editing.checklist_of(draft)


def test_optional_keys_come_and_go_and_the_first_key_can_be_any() -> None:
    text = SOUND.replace(
        "      - id: plan\n        text", "      - label: Plan\n        id: plan\n        text"
    )
    draft = editing.put(draft_of(text), FIRST, "label", None)
    assert "      - id: plan\n        text: Finns en plan?" in editing_text.yaml_text(draft)
    draft = editing.put(draft, FIRST, "label", "Planen finns")
    assert check_text(editing_text.yaml_text(draft))[0] == editing.checklist_of(draft)
    described = editing.put(draft_of(), (), "description", "Om listan")
    assert "title: Lista\ndescription: Om listan\nattributes:" in editing_text.yaml_text(described)
    before = editing.put(draft_of(SOUND.replace("id: lista\n", "")), (), "title", "Lista")
    assert check_text(editing_text.yaml_text(before))[0] is not None


def test_the_only_attribute_can_be_taken_away_and_put_back() -> None:
    draft, place = editing_items.remove(draft_of(), ("attributes", 0))
    assert place == ()
    assert "attributes" not in editing_text.yaml_text(draft)
    draft, place = editing_items.add_attribute(draft, ())
    draft = editing.put(draft, place, "label", "Ålder")
    assert "attributes:\n  - id: alder\n    label: Ålder\n" in editing_text.yaml_text(draft)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("      - id: plan\n", "      -\n        id: plan\n"),
        lambda text: text.replace("  - id: slut", "  -   id: slut").replace(
            "    title: Slut\n    questions", "      title: Slut\n      questions"
        ),
        lambda text: text.replace("  -", "-").replace("\n  ", "\n"),
        lambda text: "---\n" + text,
        lambda text: text.replace(
            "choices: [ingen, öppen, placering]", "choices: [ingen,\n   öppen]"
        ),
        lambda text: text.replace("[flicka, pojke]", "\n    - flicka\n    - pojke"),
        lambda text: text.replace("type: yes_no\n", "{type: yes_no}\n"),
    ],
)
def test_other_layouts_are_kept_or_written_anew_but_never_said_wrong(change: Any) -> None:
    text = change(SOUND)
    if check_text(text)[0] is None:
        with pytest.raises(UserError):
            draft_of(text)
        return
    draft = editing.put(draft_of(text), FIRST, "text", "Finns planen?")
    out = editing_text.yaml_text(draft)
    assert check_text(out)[0] == editing.checklist_of(draft)
    assert ("\r\n" in out) == ("\r\n" in text)


@pytest.mark.parametrize(
    "source",
    [
        '{"id": "x", "version": "1", "title": "X", "areas": [{"id": "a", "title": "A", '
        '"questions": [{"id": "q", "text": "Q?", "type": "text"}]}]}',
        "id: x\nversion: '1'\ntitle: X\nareas: [{id: a, title: A, questions: "
        "[{id: q, text: Q?, type: text}]}]\n",
        "id: x\nversion: '1'\ntitle: X\nareas:\n  - {id: a, title: A, questions: "
        "[{id: q, text: Q?, type: text}]}\n",
    ],
)
def test_a_file_in_brackets_is_written_anew(source: str) -> None:
    draft = editing.put(draft_of(source), FIRST, "text", "Varför?")
    assert check_text(editing_text.yaml_text(draft))[0] == editing.checklist_of(draft)


def test_text_that_no_longer_says_it_is_not_written_into() -> None:
    wanted = dict(draft_of().data)
    for source in ("id: [", "- a\n", "a: 1\na: 2\n", "? {b: 1}\n: c\n", "x:\n  - y\n"):
        assert check_text(write(wanted, source))[0] == check_text(SOUND)[0]
    # A key that stands on the line after its question mark cannot be moved by lines.
    odd = SOUND.replace("title: Lista\n", "? title\n: Lista\n")
    changed = editing.put(draft_of(odd), (), "title", "Annan")
    assert check_text(editing_text.yaml_text(changed))[0] == editing.checklist_of(changed)


def test_two_with_one_id_are_both_written() -> None:
    twice = replace(draft_of(), data=_with_second_like_first(draft_of().data))
    text = editing_text.yaml_text(twice)
    assert text.count("- id: plan\n") == 2


def _with_second_like_first(data: dict[str, Any]) -> dict[str, Any]:
    area = data["areas"][0]
    questions = (area["questions"][0], {**area["questions"][1], "id": "plan"})
    return {**data, "areas": ({**area, "questions": questions}, *data["areas"][1:])}


@pytest.mark.parametrize(
    "value",
    [
        "true", "NULL", "~", "12", "-1.5e3", "2026-11-01", "", "- a", "a: b", "a #b", "slut:",
        "'", '"', "a\\b", "a  b " * 30, "x\u2028y", "\u00e5" * 200, "a\nb", "a\n\tb", "[a", "%",
        True, False, None, 3, 2.5, 7.0, 1e30, ("a, b", "c: d"), (), {"a": {"min": 1}},
        ("ett långt svarsalternativ som tar plats",) * 4,
        {"not": {"all": tuple({f"fraga_{n}": ("ett långt svar", "ännu ett")} for n in range(4))}},
    ],
)  # fmt: skip
def test_any_value_comes_back_from_its_lines(value: Any) -> None:
    from egenkontroll.checklist import yaml_tree

    lines = entry("nyckel", value, 2)
    tree = yaml_tree.parse("yttre:\n" + "\n".join(lines))
    assert not tree.faults
    assert tree.data == {"yttre": {"nyckel": value}}


# --- opening ----------------------------------------------------------------------------------


def test_a_new_checklist_says_what_is_to_be_written() -> None:
    draft = editing_text.new(2026)
    assert messages(draft) == [
        "Ge checklistan ett namn.",
        "Ge området ett namn.",
        "Skriv frågan.",
    ]
    draft = editing.put(draft, (), "title", "Öppna insatser 2026!")
    draft = editing.put(draft, ("areas", 0), "title", "Början")
    draft = editing.put(draft, FIRST, "text", "Är insatsen följd?")
    checklist = editing.checklist_of(draft)
    assert checklist is not None
    assert (checklist.id, checklist.areas[0].id) == ("oppna-insatser-2026", "borjan")
    assert checklist.questions[0].id == "ar_insatsen_foljd"
    assert check_text(editing_text.yaml_text(draft))[0] == checklist


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("type: yes_no", "type: ja_nej"),
        ("id: plan\n", "id: Plan\n"),
        ("id: natverk", "id: plan"),
        ("id: slut", "id: start"),
        ("areas:", "areas: 3\nx:"),
        ("text: Finns en plan?", "text: [a]"),
        ("text: Finns en plan?", "tekst: Finns en plan?"),
        ("{plan: ja}", "{plan: 3}"),
        ("title: Lista", "title: *a"),
        (SOUND, "- a"),
    ],
)
def test_what_no_form_can_show_is_refused_with_its_lines(old: str, new: str) -> None:
    with pytest.raises(UserError) as caught:
        draft_of(SOUND.replace(old, new))
    assert caught.value.problems
    assert all(problem.startswith("rad ") for problem in caught.value.problems)


def test_what_a_form_can_show_is_opened_with_its_faults() -> None:
    text = SOUND.replace("text: Finns en plan?", "label: Plan").replace(
        "id: start", "description: x"
    )
    text = text.replace("    label: Kön\n    type: choice\n", "")
    text = text.replace("        type: choice\n", "").replace("        type: yes_no\n", "")
    draft = draft_of(text)
    assert draft.origin is None
    assert messages(draft) == ["Ge uppgiften ett namn.", "Skriv frågan."]
    kinds = [editing.item(draft, place).get("type") for place in editing.places(draft.data)]
    assert kinds == [None, "choice", None, "yes_no", "yes_partly_no", None, "choice"]
    bare = draft_of("title: X\n")
    assert messages(bare) == ["Skriv ett versionsnummer.", "Checklistan behöver minst ett område."]
    assert "attributes" not in editing_text.yaml_text(bare)
    empty = draft_of('id: a\nversion: "1"\ntitle: A\nareas:\n  - id: b\n    title: B\n')
    assert messages(empty) == ["Området behöver minst en fråga."]


def test_a_checklist_keeps_its_text_only_while_it_says_the_same() -> None:
    origin = draft_of().origin
    assert origin is not None
    assert editing_text.from_checklist(origin, SOUND).source == SOUND
    assert editing_text.from_checklist(origin, SOUND.replace("95", "96")).source == ""
    assert editing_text.from_checklist(origin, "inte yaml: [").source == ""


# --- ids and versions -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "used", "proposed"),
    [
        ("Barnets egen inställning", (), "barnets_egen_installning"),
        ("Åäö É", (), "aao_e"),
        ("Finns plan?", ("finns_plan", "finns_plan_2"), "finns_plan_3"),
        ("14 dagar", (), "fraga_14_dagar"),
        ("??", (), "fraga"),
        ("all", (), "all_2"),
        ("x" * 90, (), "x" * 40),
        (
            "ett ganska långt namn på en fråga som inte tar slut",
            (),
            "ett_ganska_langt_namn_pa_en_fraga_som",
        ),
    ],
)
def test_ids_are_made_of_the_words(text: str, used: tuple[str, ...], proposed: str) -> None:
    assert propose_id(text, used) == proposed


def test_an_id_that_a_version_has_had_is_never_given_again() -> None:
    draft, _ = editing_items.remove(draft_of(), FIRST)
    draft, place = editing_items.add_question(draft, ("areas", 0))
    draft = editing.put(draft, place, "label", "Plan")
    assert editing.item(draft, place)["id"] == "plan_2"
    earlier = editing_text.from_text(SOUND.replace("plan", "uppdrag")).origin
    assert earlier is not None
    draft = editing.put(editing.with_taken(draft, earlier), place, "label", "Uppdrag")
    assert editing.item(draft, place)["id"] == "uppdrag_2"


def test_the_id_of_something_new_follows_its_words_and_conditions_follow_the_id() -> None:
    draft, place = editing_items.add_question(draft_of(), SECOND)
    draft = editing.put(draft, place, "text", "Är det nytt?")
    draft = editing.put(
        draft, SECOND, "applies_when", {"any": ({"ar_det_nytt": "ja"}, {"plan": "ja"})}
    )
    draft = editing.put(draft, place, "label", "Nyheten")
    assert editing.item(draft, SECOND)["applies_when"] == {
        "any": ({"nyheten": "ja"}, {"plan": "ja"})
    }
    assert not editing_faults.faults(draft)
    draft = editing.put(draft, FIRST, "text", "Helt andra ord?")
    assert editing.item(draft, FIRST)["id"] == "plan"
    assert editing.put(draft, (), "title", "Annat").data["id"] == "lista"


@pytest.mark.parametrize(
    ("version", "year", "known", "following"),
    [
        ("2026.1", 2026, (), "2026.2"),
        ("2026.1", 2027, (), "2027.1"),
        ("2026.1", 2027, ("2027.1",), "2027.2"),
        ("2026.1", 2027, ("2027.1", "2027.2"), "2027.3"),
        ("v09", 2026, (), "v10"),
        ("3b", 2026, ("4b",), "5b"),
        ("vår", 2026, (), "vår 2"),
        ("", 2026, (), "2"),
    ],
)
def test_the_next_version(version: str, year: int, known: tuple[str, ...], following: str) -> None:
    assert next_version(version, year, known) == following


# --- fields and answers -----------------------------------------------------------------------


def test_text_from_a_word_processor_is_made_plain() -> None:
    assert editing.clean("a\x0bb\r\nc\td\x00\ufeff\u2028e") == "a\nb\nc d\ne"


@pytest.mark.parametrize(
    ("typed", "value"),
    [("", None), (" ", None), ("14", 14), ("2,50", 2.5), ("−3", -3), ("abc", "abc"), ("1,", "1,")],
)
def test_numbers_as_they_are_typed(typed: str, value: Any) -> None:
    assert editing.typed_number(typed) == value


def test_what_counts_anyway_is_not_written() -> None:
    draft = editing.put(draft_of(), FIRST, "critical", True)
    assert editing.item(draft, FIRST)["critical"] is True
    draft = editing.put(draft, FIRST, "critical", False)
    assert "critical" not in editing.item(draft, FIRST)
    assert "target" not in editing.item(editing.put(draft, FIRST, "target", None), FIRST)


def test_changing_the_type_clears_what_no_longer_fits() -> None:
    place: Place = ("areas", 1, "questions", 0)
    draft = editing_answers.tick(draft_of(), place, "met", "öppen", on=True)
    draft = editing_answers.tick(draft, place, "comment_required", "ingen", on=True)
    draft = editing_answers.tick(draft, place, "comment_required", "framgår inte", on=True)
    draft = editing.put(draft, place, "target", 80)
    assert not editing_faults.faults(draft)
    multi = editing_answers.change_type(draft, place, "multi")
    assert "met" not in editing.item(multi, place)
    assert "target" not in editing.item(multi, place)
    assert editing.item(multi, place)["choices"] == ("ingen", "öppen", "placering")
    graded = editing_answers.change_type(draft, place, "yes_partly_no")
    assert editing.item(graded, place)["comment_required"] == ("framgår inte",)
    assert editing.item(graded, place)["target"] == 80
    graded = editing.put(graded, place, "partly_counts", "met")
    number = editing_answers.change_type(graded, place, "number")
    assert set(editing.item(number, place)) == {
        "id", "text", "type", "applies_when", "comment_required"
    }  # fmt: skip
    number = editing.put(number, place, "met_range", {"max": 14})
    number = editing.put(editing.put(number, place, "unit", "dagar"), place, "target", 80)
    assert not editing_faults.faults(number)
    again = editing_answers.change_type(number, place, "number")
    assert editing.item(again, place)["target"] == 80
    for kind in ("text", "date", "choice", "yes_no"):
        other = editing_answers.change_type(number, place, kind)
        lacking = ["Skriv minst ett svarsalternativ."] if kind == "choice" else []
        assert messages(other) == lacking
    attribute = editing_answers.change_type(draft, ("attributes", 0), "number")
    assert "choices" not in editing.item(attribute, ("attributes", 0))
    assert "Villkoret: Kön har inga tal. Välj bland svaren." not in messages(attribute)


def test_ej_aktuellt_can_be_left_out_and_then_asks_for_no_comment() -> None:
    draft = editing_answers.tick(draft_of(), FIRST, "comment_required", "ej aktuellt", on=True)
    draft = editing_answers.tick(draft, FIRST, "comment_required", "Nej", on=True)
    assert editing.item(draft, FIRST)["comment_required"] == ("Nej", "ej aktuellt")
    draft = editing_answers.offer_not_applicable(draft, FIRST, offered=False)
    assert editing.item(draft, FIRST)["comment_required"] == ("Nej",)
    draft = editing_answers.tick(draft, FIRST, "comment_required", "nej", on=False)
    draft = editing_answers.tick(draft, FIRST, "comment_required", "något annat", on=True)
    assert messages(draft) == ["Svaret något annat finns inte på frågan."]


def test_an_alternative_is_written_moved_and_taken_away() -> None:
    place: Place = ("areas", 1, "questions", 0)
    draft = editing_answers.tick(draft_of(), place, "met", "öppen", on=True)
    draft = editing.put(draft, FIRST, "applies_when", {"insats": ("öppen", "placering")})
    draft = editing.put(draft, SECOND, "applies_when", {"insats": "öppen"})
    draft = editing_answers.set_choice(draft, place, 1, "öppenvård")
    assert editing.item(draft, place)["met"] == ("öppenvård",)
    assert editing.item(draft, FIRST)["applies_when"] == {"insats": ("öppenvård", "placering")}
    assert editing.item(draft, SECOND)["applies_when"] == {"insats": "öppenvård"}
    emptied = editing_answers.set_choice(draft, place, 1, "")
    assert editing.item(emptied, SECOND)["applies_when"] == {"insats": "öppenvård"}
    anew = editing_answers.set_choice(emptied, place, 1, "öppet", "öppenvård")
    assert editing.item(anew, SECOND)["applies_when"] == {"insats": "öppet"}
    assert not [message for message in messages(anew) if "kan inte ha svaret" in message]
    draft = editing_answers.set_choice(draft, place, 3, "")
    assert "Svarsalternativet är tomt." in messages(draft)
    draft = editing_answers.set_choice(draft, place, 3, "Placering")
    assert "Svarsalternativet placering står två gånger." in messages(draft)
    draft = editing_answers.set_choice(draft, place, 3, "annat")
    assert editing.item(draft, FIRST)["applies_when"] == {"insats": ("öppenvård", "placering")}
    draft = editing_answers.move_choice(draft, place, 3, -9)
    assert editing.item(draft, place)["choices"][0] == "annat"
    draft = editing_answers.remove_choice(draft, place, 2)
    assert "met" not in editing.item(draft, place)
    for _ in range(3):
        draft = editing_answers.remove_choice(draft, place, 0)
    assert "choices" not in editing.item(draft, place)
    age = editing.put(draft_of(), SECOND, "applies_when", {"insats": {"min": 3}})
    age = editing_answers.set_choice(age, place, 0, "inget")
    assert "Villkoret: Vilken insats? har inga tal. Välj bland svaren." in messages(age)


# --- areas and questions ----------------------------------------------------------------------


def ids(draft: Draft) -> list[list[str]]:
    return [[question["id"] for question in area["questions"]] for area in draft.data["areas"]]


def test_questions_move_by_steps_and_on_into_the_next_area() -> None:
    draft, place = editing_items.step(draft_of(), FIRST, 1)
    assert (ids(draft)[0], place) == (["natverk", "plan"], SECOND)
    draft, place = editing_items.step(draft, place, 1)
    assert (ids(draft)[1], place) == (["plan", "insats"], ("areas", 1, "questions", 0))
    draft, place = editing_items.step(draft, place, -1)
    assert ids(draft) == [["natverk", "plan"], ["insats"]]
    for stuck in ((), ("areas", 0), ("attributes", 0), ("areas", 0, "questions", 0)):
        assert editing_items.step(draft, stuck, -1) == (draft, stuck)
    draft, place = editing_items.step(draft, ("areas", 0), 1)
    assert ids(draft) == [["insats"], ["natverk", "plan"]]
    assert editing_items.move(draft, place, ("attributes", 0)) == (draft, place)
    assert editing_items.move(draft, FIRST, ("areas", 9, "questions", 0)) == (draft, FIRST)
    assert editing_items.move(draft, (), ()) == (draft, ())


def test_something_new_stands_after_what_was_chosen() -> None:
    draft, place = editing_items.add_question(draft_of(), FIRST)
    assert place == SECOND
    assert editing_items.add_question(draft, ())[1] == ("areas", 1, "questions", 1)
    assert editing_items.add_area(draft, FIRST)[1] == ("areas", 1)
    assert editing_items.add_area(draft, ())[1] == ("areas", 2)
    assert editing_items.add_attribute(draft, ("attributes", 0))[1] == ("attributes", 1)
    assert editing_items.add_attribute(draft, FIRST)[1] == ("attributes", 1)
    assert editing_items.add_attribute(draft, ("attributes",))[1] == ("attributes", 1)
    assert editing_items.remove(draft, ()) == (draft, ())
    while draft.data["areas"]:
        draft, place = editing_items.remove(draft, ("areas", 0))
    assert place == ()
    draft, place = editing_items.add_question(draft, ())
    assert place == FIRST


# --- faults -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("text", "", "Skriv frågan."),
        ("text", "x" * 4001, "Texten är för lång. Den får ha högst 4 000 tecken."),
        ("target", 101, "Skriv ett heltal från 0 till 100."),
        ("target", 2.5, "Skriv ett heltal från 0 till 100."),
        ("target", "många", "Skriv ett heltal från 0 till 100."),
        ("basis_checked", "i går", "Skriv datumet som år-månad-dag, till exempel 2026-11-01."),
        ("basis_checked", "2026-02-30", "Dagen 2026-02-30 finns inte i kalendern."),
        ("min", 3, "Uppgiften används inte för den här svarstypen."),
        ("met", ("kanske",), "Svaret kanske finns inte på frågan."),
        ("critical", "ja", "Uppgiften går inte att använda så."),
        ("applies_when", {"": ()}, "Välj vad villkoret frågar efter."),
        ("applies_when", {"kon": ()}, "Välj minst ett svar i villkoret."),
        ("applies_when", {"kon": {}}, "Skriv minst en gräns i villkoret."),
        ("applies_when", {"kon": {"min": "x"}},
         "Gränserna i villkoret ska vara tal, till exempel 14 eller 2,5."),
        ("applies_when", {"all": ()}, "Villkoret är inte färdigt."),
        ("applies_when", {"kon": {"min": 1}}, "Villkoret: Kön har inga tal. Välj bland svaren."),
        ("applies_when", {"borta": "ja"},
         "Villkoret frågar efter något som inte finns längre (borta)."),
        ("applies_when", {"kon": "pojkar"},
         "Villkoret: Kön kan inte ha svaret pojkar; menade du pojke? (svaren är flicka eller "
         "pojke)."),
        ("applies_when", {"natverk": "ja"},
         "Villkoren går i cirkel: Är nätverket känt? → Finns en plan? → Är nätverket känt?."),
    ],
)  # fmt: skip
def test_faults_are_said_at_their_field(key: str, value: Any, message: str) -> None:
    data = editing.put_item(draft_of(), FIRST, {**editing.item(draft_of(), FIRST), key: value})
    found = editing_faults.faults(data)
    assert message in [fault.message for fault in found]
    if "cirkel" not in message:
        assert {(fault.place, fault.field) for fault in found} == {(FIRST, key)}
    assert editing.checklist_of(data) is None or "kalendern" in message


def test_faults_of_numbers_attributes_and_alternatives() -> None:
    place: Place = ("areas", 1, "questions", 0)
    number = editing_answers.change_type(draft_of(), place, "number")
    for key, value in (("min", 10), ("max", 5), ("met_range", {"min": 9, "max": 1})):
        number = editing.put(number, place, key, value)
    found = [(fault.field, fault.message) for fault in editing_faults.faults(number)]
    wrong = "Det minsta talet är större än det största."
    assert found == [("max", wrong), ("met_range", wrong)]
    for low, high, told in ((3, 3, []), (4, 3, [wrong]), (-2.5, -3, [wrong])):
        bound = editing.put(editing.put(number, place, "min", low), place, "max", high)
        assert messages(editing.put(bound, place, "met_range", None)) == told
    typed = editing.put(number, place, "met_range", {"min": "x"})
    assert "Skriv ett tal, till exempel 14 eller 2,5." in messages(typed)
    asked = editing.put(number, SECOND, "applies_when", {"insats": {"min": 3, "max": 1}})
    assert "I villkoret är det minsta talet större än det största." in messages(asked)
    empty = editing.put_item(number, place, {**editing.item(number, place), "met_range": {}})
    assert "Skriv minst en gräns." in messages(empty)
    named = editing.put(draft_of(), ("attributes", 0), "label", "Enhet")
    assert messages(named) == ["Namnet är upptaget. Välj ett annat."]
    choices = editing.put(draft_of(), place, "choices", ("ja", "", "framgår inte", "a|b"))
    at_choices = editing_faults.faults(choices)
    assert [(fault.field, fault.at) for fault in at_choices if "tomt" in fault.message] == [
        ("choices", 1)
    ]
    assert "Svarsalternativet framgår inte finns redan på alla frågor; ta bort det." in messages(
        choices
    )
    target = editing.put(draft_of(), place, "target", 90)
    assert messages(target) == ["Frågan har ett mål men inget svar räknas som uppfyllt."]
    assert editing.checklist_of(target) is None


# --- conditions -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        {"kon": "flicka"},
        {"alder": {"min": 6, "max": 12}, "kon": ("flicka", "pojke")},
        {"any": ({"kon": "flicka"}, {"not": {"plan": "ja"}})},
        {"not": {"all": ({"b": "ja"}, {"a": "ja"})}},
        {"all": ({"b": "ja"}, {"any": ({"a": "ja"}, {"c": "nej"})})},
        {"not": {"not": {"kon": "flicka"}}},
        {"all": ({"kon": "flicka"},)},
    ],
)
def test_a_condition_comes_back_from_its_rows(raw: dict[str, Any]) -> None:
    again = to_raw(from_raw(raw))
    values = [
        {"kon": kon, "a": a, "b": b, "c": a, "plan": b, "alder": "7"}
        for kon in ("flicka", "pojke")
        for a in ("ja", "nej")
        for b in ("ja", "nej")
    ]
    for given_values in values:
        assert conditions.holds(conditions.parse(again), given_values) == conditions.holds(
            conditions.parse(raw), given_values
        )
    assert to_raw(from_raw(again)) == again


def test_rows_that_are_not_finished_stay() -> None:
    group = Group(
        (Row(), Row("kon"), Group((Row("a", ("ja",)), Row("b", within=True)), any_of=True))
    )
    assert from_raw(to_raw(group)) == group
    assert to_raw(Group()) is None
    assert to_raw(Group((Group(),))) is None
    assert from_raw(None) == Group()
    assert change_leaves(None, lambda key, said: (key, said)) is None
    assert finished({"kon": ()}) is None
    assert finished({"kon": "flicka"}) == conditions.OneOf("kon", ("flicka",))


# --- what has changed -------------------------------------------------------------------------


def test_changes_are_said_field_by_field() -> None:
    old = draft_of().origin
    draft = editing.put(draft_of(), FIRST, "text", "Finns en aktuell plan?")
    draft = editing.put(draft, FIRST, "target", 90)
    draft = editing.put(draft, FIRST, "not_applicable", False)
    draft = editing.put(draft, SECOND, "applies_when", None)
    draft = editing.put(draft, SECOND, "partly_counts", "met")
    place: Place = ("areas", 1, "questions", 0)
    draft = editing_answers.change_type(draft, place, "number")
    draft = editing.put(draft, place, "met_range", {"min": 1.5, "max": 3})
    draft, _ = editing_items.move(draft, FIRST, ("areas", 1, "questions", 1))
    draft, added = editing_items.add_question(draft, ())
    draft = editing.put(draft, added, "text", "Ny?")
    new = editing.checklist_of(draft)
    assert old is not None
    assert new is not None
    found = changes(old, new, say)
    assert [(change.name, str(change.row.relation)) for change in found] == [
        ("Är nätverket känt?", "broken"),
        ("Vilken insats?", "broken"),
        ("Finns en aktuell plan?", "broken"),
        ("Ny?", "new"),
    ]
    said = {one.field: (one.before, one.after) for one in found[2].differences}
    assert said == {
        "Fråga": ("Finns en plan?", "Finns en aktuell plan?"),
        "Ej aktuellt kan väljas": ("ja", "nej"),
        "Mål i procent": ("95", "90"),
        "Område": ("Start", "Slut"),
    }
    numbers = {one.field: (one.before, one.after) for one in found[1].differences}
    assert numbers["Tal som uppfyller kravet"] == ("", "minst 1,5 och högst 3")
    assert numbers["Svarsalternativ"] == ("ingen, öppen, placering", "")
    asked = {one.field: (one.before, one.after) for one in found[0].differences}
    assert asked["Frågan gäller när"] == ("Finns en plan? är ja", "")
    back = changes(new, old, say)
    assert str(back[-1].row.relation) == "removed"
    assert back[-1].name == "Ny?"
    assert changes(old, old, say) == ()


def test_words_that_differ_are_marked() -> None:
    left, right = marked("Har barnet setts?", "Har varje barn setts?")
    assert left == (("Har ", False), ("barnet", True), (" setts?", False))
    assert right == (("Har ", False), ("varje barn", True), (" setts?", False))
    assert marked("", "ny") == ((), (("ny", True),))


# --- any series of edits ----------------------------------------------------------------------

WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z", "C")), max_size=12
)
NUMBERS = st.one_of(st.none(), st.integers(-5, 200), st.floats(-9, 99), WORDS)
ANSWERS = st.one_of(st.sampled_from(["ja", "nej", "delvis", "ej aktuellt", "öppen"]), WORDS)
SUBJECTS = st.sampled_from(["kon", "plan", "natverk", "insats", "borta", ""])
ROWS = st.builds(
    Row, SUBJECTS, st.lists(ANSWERS, max_size=2).map(tuple), st.booleans(), st.booleans(),
    NUMBERS, NUMBERS,
)  # fmt: skip
GROUPS: st.SearchStrategy[Group] = st.recursive(
    st.builds(Group, st.lists(ROWS, max_size=3).map(tuple), st.booleans(), st.booleans()),
    lambda inner: st.builds(
        Group, st.lists(st.one_of(ROWS, inner), max_size=3).map(tuple), st.booleans(), st.booleans()
    ),
    max_leaves=4,
)
KEYS = ["text", "label", "guidance", "basis", "basis_checked", "finding", "unit"]
TYPES = ["yes_no", "yes_partly_no", "choice", "multi", "number", "date", "text"]


def any_place(data: st.DataObject, draft: Draft) -> Place:
    return data.draw(st.sampled_from(editing.places(draft.data)))


def edit_structure(data: st.DataObject, draft: Draft, place: Place) -> Draft:
    kind = data.draw(st.sampled_from(["question", "area", "attribute", "remove", "step", "move"]))
    if kind == "step":
        return editing_items.step(draft, place, data.draw(st.sampled_from([-1, 1])))[0]
    if kind == "move":
        return editing_items.move(draft, place, any_place(data, draft))[0]
    deeds = {
        "question": editing_items.add_question,
        "area": editing_items.add_area,
        "attribute": editing_items.add_attribute,
        "remove": editing_items.remove,
    }
    return deeds[kind](draft, place)[0]


def edit_choices(data: st.DataObject, draft: Draft, place: Place) -> Draft:
    many = len(editing.item(draft, place).get("choices") or ())
    kind = data.draw(st.sampled_from(["set", "move", "remove", "tick"]))
    if kind == "tick":
        key = data.draw(st.sampled_from(["met", "comment_required"]))
        return editing_answers.tick(
            draft, place, key, data.draw(ANSWERS), on=data.draw(st.booleans())
        )
    if kind == "set" or not many:
        return editing_answers.set_choice(
            draft, place, data.draw(st.integers(0, many)), data.draw(ANSWERS)
        )
    at = data.draw(st.integers(0, many - 1))
    if kind == "move":
        return editing_answers.move_choice(draft, place, at, data.draw(st.integers(-2, 2)))
    return editing_answers.remove_choice(draft, place, at)


def edit_question(data: st.DataObject, draft: Draft, place: Place) -> Draft:
    kind = data.draw(st.sampled_from(["text", "type", "number", "condition", "choices", "range"]))
    if kind == "type":
        return editing_answers.change_type(draft, place, data.draw(st.sampled_from(TYPES)))
    if kind == "number":
        key = data.draw(st.sampled_from(["min", "max", "target"]))
        return editing.put(draft, place, key, data.draw(NUMBERS))
    if kind == "range":
        bounds = {"min": data.draw(NUMBERS), "max": data.draw(NUMBERS)}
        kept = {key: value for key, value in bounds.items() if value is not None}
        return editing.put(draft, place, "met_range", kept)
    if kind == "condition":
        return editing.put(draft, place, "applies_when", to_raw(data.draw(GROUPS)))
    if kind == "choices":
        return edit_choices(data, draft, place)
    return editing.put(draft, place, data.draw(st.sampled_from(KEYS)), data.draw(WORDS))


def edit(data: st.DataObject, draft: Draft) -> Draft:
    place = any_place(data, draft)
    if data.draw(st.booleans()):
        return edit_structure(data, draft, place)
    if len(place) == 4:
        return edit_question(data, draft, place)
    if place and place[0] == "attributes" and data.draw(st.booleans()):
        return edit_choices(data, draft, place)
    key = "label" if place and place[0] == "attributes" else "title"
    return editing.put(draft, place, key, data.draw(WORDS))


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_series_of_edits_is_loadable_or_says_its_faults(data: st.DataObject) -> None:
    draft = data.draw(st.sampled_from([draft_of(), editing_text.new(2026)]))
    for _ in range(data.draw(st.integers(1, 12))):
        draft = edit(data, draft)
        found = editing_faults.faults(draft)
        checklist = editing.checklist_of(draft)
        assert (checklist is not None) or found
    text = editing_text.yaml_text(draft)
    if checklist is not None and not found:
        assert check_text(text)[0] == checklist
        assert editing_text.yaml_text(editing_text.from_text(text)) == text


@given(st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_comments_of_what_stays_are_kept(data: st.DataObject) -> None:
    draft = draft_of()
    for _ in range(data.draw(st.integers(1, 6))):
        draft = edit_structure(data, draft, any_place(data, draft))
    text = editing_text.yaml_text(draft)
    stays = {name for area in ids(draft) for name in area}
    if "plan" in stays:
        assert "# Planen" in text
        assert "# målet sattes 2024" in text
    if "natverk" in stays:
        assert "# Nätet" in text


def test_checklists_have_no_field_that_the_window_has_no_word_for() -> None:
    from egenkontroll.checklist.changes import FIELDS
    from egenkontroll.checklist.model import Question

    assert set(Question.model_fields) - {"id"} == set(FIELDS) - {"area"}
    assert isinstance(draft_of().origin, Checklist)
