"""What the content of a checklist is, and that its digest follows its meaning."""

from __future__ import annotations

import copy
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from egenkontroll.checklist.model import Checklist, Question, from_canonical
from egenkontroll.checklist.reading import check, check_text
from egenkontroll.paths import checklists
from tests.makers import VT2024, attribute, checklist, question, raw_question

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RAW: dict[str, Any] = {
    "id": "prov",
    "version": "1",
    "title": "Prov",
    "description": "Vad listan är till för.",
    "attributes": [
        attribute("barn", "Barn", "ja", "nej"),
        attribute("alder", "Ålder", kind="number"),
    ],
    "areas": [
        {
            "id": "a",
            "title": "A",
            "questions": [
                raw_question(
                    "plan", guidance="Ja om planen är daterad.", target=90, finding="Saknas"
                ),
                raw_question(
                    "val", type="choice", choices=["x", "y"], met=["x"], comment_required=["y"],
                    applies_when={"barn": "ja", "alder": {"min": 3, "max": 12}},
                ),
            ],
        },
        {
            "id": "b",
            "title": "B",
            "questions": [
                raw_question("tal", type="number", min=0, met_range={"max": 2.5}, unit="dagar"),
                raw_question(
                    "grad", type="yes_partly_no", partly_counts="met", not_in_record="excluded",
                    not_applicable=False, critical=True,
                    applies_when={"any": [{"plan": ["ja"]}, {"not": {"barn": "ja"}}]},
                ),
            ],
        },
    ],
}  # fmt: skip
Path_ = tuple[str | int, ...]


def sound(text: str) -> Checklist:
    read, faults = check_text(text)
    assert read is not None, faults
    return read


def reordered(value: Any, draw: st.DrawFn) -> Any:
    if isinstance(value, dict):
        return {key: reordered(value[key], draw) for key in draw(st.permutations(list(value)))}
    return [reordered(item, draw) for item in value] if isinstance(value, list) else value


@st.composite
def same_in_other_words(draw: st.DrawFn) -> str:
    """The same checklist with keys, comments and empty lines elsewhere (JSON is YAML)."""
    text = json.dumps(reordered(RAW, draw), ensure_ascii=draw(st.booleans()), indent=2)
    lines = text.splitlines()
    for at in draw(st.lists(st.integers(1, len(lines)), max_size=5)):
        lines.insert(at, draw(st.sampled_from(["", "   ", "  # en kommentar"])))
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


ORIGINAL = sound(json.dumps(RAW))


@settings(max_examples=40)
@given(same_in_other_words())
def test_order_of_keys_and_comments_are_no_content(text: str) -> None:
    other = sound(text)
    assert other == ORIGINAL
    assert other.canonical == ORIGINAL.canonical
    assert other.digest == ORIGINAL.digest


def test_line_breaks_in_folded_text_and_written_defaults_are_no_content() -> None:
    start = "id: a\nversion: '1'\ntitle: T\nareas: [{id: a, title: A, questions: [{id: q, "
    plain = sound(start + "text: Finns en plan?, type: yes_no}]}]\n")
    broken = sound(
        start + "text: Finns\n  en\n  plan?, type: yes_no,\n  not_applicable: true, "
        "comment_required: [], critical: false, guidance: null}]}]\n"
    )
    block = sound(
        "title: ' T '\nversion: '1'\nid: a\nareas:\n  - id: a\n    title: A\n    questions:\n"
        "      - id: q\n        text: >-\n          Finns en\n          plan?\n"
        "        type: yes_no\n"
    )
    assert plain.digest == broken.digest == block.digest


def at(raw: dict[str, Any], path: Path_) -> Any:
    value: Any = raw
    for part in path:
        value = value[part]
    return value


PLAN: Path_ = ("areas", 0, "questions", 0)
CHOICE: Path_ = ("areas", 0, "questions", 1)
NUMBER: Path_ = ("areas", 1, "questions", 0)
GRADE: Path_ = ("areas", 1, "questions", 1)


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), "id", "annan"),
        ((), "version", "2"),
        ((), "title", "Annan"),
        ((), "description", "Annan."),
        (("attributes", 0), "label", "Barn här"),
        (("attributes", 0), "choices", ["nej", "ja"]),
        (("areas", 0), "title", "Annan"),
        (PLAN, "text", "Annan?"),
        (PLAN, "guidance", "Annan."),
        (PLAN, "target", 91),
        (PLAN, "finding", "Annan"),
        (PLAN, "basis", "4 kap."),
        (PLAN, "not_applicable", False),
        (PLAN, "type", "yes_partly_no"),
        (CHOICE, "met", ["y"]),
        (CHOICE, "choices", ["y", "x"]),
        (CHOICE, "comment_required", ["x"]),
        (CHOICE, "applies_when", {"barn": "nej", "alder": {"min": 3, "max": 12}}),
        (CHOICE, "applies_when", {"barn": "ja", "alder": {"min": 3, "max": 13}}),
        (CHOICE, "applies_when", {"barn": "ja"}),
        (NUMBER, "met_range", {"min": 2.5}),
        (NUMBER, "unit", "veckor"),
        (NUMBER, "min", -1),
        (GRADE, "partly_counts", "not_met"),
        (GRADE, "not_in_record", "not_met"),
        (GRADE, "critical", False),
    ],
)
def test_another_meaning_is_another_digest(path: Path_, key: str, value: Any) -> None:
    raw = copy.deepcopy(RAW)
    at(raw, path)[key] = value
    changed = sound(json.dumps(raw))
    assert changed.digest != ORIGINAL.digest
    assert from_canonical(changed.canonical) == changed


def test_order_of_questions_is_content() -> None:
    raw = copy.deepcopy(RAW)
    raw["areas"].reverse()
    assert sound(json.dumps(raw)).digest != ORIGINAL.digest


def test_the_canonical_form() -> None:
    small = checklist(raw_question("q", text="Är?", applies_when={"k": "ja"}),
                      attributes=[attribute("k", "K", kind="text")])  # fmt: skip
    assert small.canonical == (
        '{"areas":[{"id":"a","questions":[{"applies_when":{"k":"ja"},"id":"q","text":"Är?",'
        '"type":"yes_no"}],"title":"Området"}],"attributes":[{"id":"k","label":"K","type":"text"}],'
        '"id":"prov","title":"Prov","version":"1"}'
    )
    assert small.digest == hashlib.sha256(small.canonical.encode()).digest()


FILES = [*sorted(checklists().glob("*.yaml")), *sorted(VT2024.glob("*.yaml"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_from_canonical_gives_the_same_checklist(path: Path) -> None:
    read, _ = check(path)
    assert read is not None
    again = from_canonical(read.canonical)
    assert again == read
    assert (again.canonical, again.digest) == (read.canonical, read.digest)


def test_questions_by_order_and_id() -> None:
    assert [question.id for question in ORIGINAL.questions] == ["plan", "val", "tal", "grad"]
    assert ORIGINAL.by_id["tal"] is ORIGINAL.questions[2]


@pytest.mark.parametrize(
    ("parts", "judged"),
    [
        ({"type": "yes_no"}, True),
        ({"type": "yes_partly_no"}, True),
        ({"type": "choice", "choices": ["a"]}, False),
        ({"type": "choice", "choices": ["a"], "met": ["a"]}, True),
        ({"type": "multi", "choices": ["a"]}, False),
        ({"type": "number"}, False),
        ({"type": "number", "met_range": {"max": 3}}, True),
        ({"type": "date"}, False),
        ({"type": "text"}, False),
    ],
)
def test_judged(parts: dict[str, Any], judged: bool) -> None:
    assert question(**parts).judged is judged


def test_short() -> None:
    assert question("q", label="Kort").short == "Kort"
    assert question("q").short == "Fråga q?"


def test_values_are_frozen() -> None:
    change: Callable[[Question], None] = lambda made: setattr(made, "text", "x")  # noqa: E731
    with pytest.raises(ValidationError, match="frozen"):
        change(question())
