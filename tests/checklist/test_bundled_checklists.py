"""The checklists that come with the program."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from egenkontroll.checklist.model import Checklist, Type
from egenkontroll.checklist.reading import check
from egenkontroll.paths import checklists
from egenkontroll.sample.identity import looks_like_personal_number
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(checklists().glob("*.yaml"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@cache
def loaded(path: Path) -> Checklist:
    read, faults = check(path)
    assert [str(fault) for fault in faults] == []
    assert read is not None
    return read


@pytest.fixture
def bundled(path: Path) -> Checklist:
    return loaded(path)


def test_there_are_at_least_eight_with_their_own_ids() -> None:
    assert len({loaded(path).id for path in FILES}) == len(FILES) >= 8


def test_each_is_sound_and_named_as_its_file(path: Path, bundled: Checklist) -> None:
    assert bundled.id == path.stem
    assert bundled.description
    assert bundled.attributes
    assert len(bundled.areas) >= 2
    assert any(question.applies_when is not None for question in bundled.questions)


def test_each_question_can_be_reviewed_and_reported(bundled: Checklist) -> None:
    for question in bundled.questions:
        assert question.guidance, question.id
        assert len(question.guidance) >= 40, question.id
        assert question.label is not None, question.id
        assert len(question.label) <= 60, question.id
        assert question.text.endswith("?"), question.id
        if question.judged:
            assert question.finding, question.id
            assert not question.finding.endswith("."), question.id
            assert question.target is not None, question.id
        if question.type in (Type.YES_NO, Type.YES_PARTLY_NO) and not question.met:
            assert re.match(r"(För att få ja ska|Ja om|Svara)", question.guidance), question.id


def test_no_two_questions_share_a_name(bundled: Checklist) -> None:
    for names in (
        [same_word(question.short) for question in bundled.questions],
        [same_word(question.text) for question in bundled.questions],
    ):
        assert len(set(names)) == len(names)


def test_nothing_personal_in_it(path: Path) -> None:
    assert not looks_like_personal_number(path.read_text(encoding="utf-8"))
