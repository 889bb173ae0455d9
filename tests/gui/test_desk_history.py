"""Undo and redo replayed from facts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.operations.desk_history import NOTHING_SAID, Change, History, Said

YES, NO = Said("yes"), Said("no")
ANSWERS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([YES, NO, NOTHING_SAID])))


def _played(answers: list[tuple[str, Said]]) -> tuple[dict[str, Said], History]:
    said: dict[str, Said] = {}
    history = History()
    for question, now in answers:
        history = history.after(Change(question, said.get(question, NOTHING_SAID), now))
        said[question] = now
    return said, history


def test_taking_back_is_an_undo_and_can_be_redone() -> None:
    said, history = _played([("a", YES), ("a", NO), ("a", YES)])
    assert said["a"] == YES
    assert history.undoable == (Change("a", NOTHING_SAID, YES),)
    assert history.redoable == (Change("a", YES, NO),)


def test_the_same_again_is_no_change() -> None:
    assert _played([("a", YES), ("a", YES)])[1] == _played([("a", YES)])[1]


def test_another_answer_ends_the_redoing() -> None:
    assert _played([("a", YES), ("a", NOTHING_SAID), ("b", NO)])[1].redoable == ()


@given(ANSWERS)
def test_undoing_everything_leads_back_to_nothing_and_redoing_to_the_end(
    answers: list[tuple[str, Said]],
) -> None:
    said, history = _played(answers)
    redoable = len(history.redoable)
    state = dict(said)
    while history.undoable:
        change = history.undoable[-1].undone
        assert state[change.question] == change.before
        state[change.question] = change.after
        history = history.after(change)
    assert not any(one != NOTHING_SAID for one in state.values())
    for _ in range(len(history.redoable) - redoable):
        change = history.redoable[-1]
        state[change.question] = change.after
        history = history.after(change)
    assert {name: state[name] for name in said} == said
