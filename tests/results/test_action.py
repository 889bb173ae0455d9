"""What an action and a plan may say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from egenkontroll.checklist.rounds import Round
from egenkontroll.errors import UserError
from egenkontroll.results.action import (
    EFFECTS,
    STATES,
    Action,
    Effect,
    State,
    checked,
    find,
    read_effect,
    read_state,
)
from egenkontroll.results.yearplan import Control, checked_control, read_months, state_words

ONE = Action(bytes(16), b"r" * 16, "natverk", (), "Införa mall")
PLAN = Control(b"", 2024, "Aktgranskning", "barn", (4, 10))


def test_a_code_is_six_signs_of_the_identity() -> None:
    other = replace(ONE, id=bytes(12) + b"\x00\x00\x00\x21")
    assert (ONE.code, other.code) == ("000000", "000011")
    assert find([ONE, other], " 000011 ") == other
    with pytest.raises(UserError, match="menade du 000011"):
        find([ONE, other], "00011")
    with pytest.raises(UserError, match="Visa alla"):
        find([], "00011")


def test_every_fault_of_an_action_is_said_at_once() -> None:
    wrong = replace(ONE, what=" ", due="2026-13-01", effect=Effect.WORKED)
    with pytest.raises(UserError) as caught:
        checked(wrong)
    assert len(caught.value.problems) == 3
    for due in ("i höst", "20261130", "2026-02-30"):
        with pytest.raises(UserError, match="inte sparas"):
            checked(replace(ONE, due=due))
    tidy = checked(replace(ONE, what="  Införa \n mall ", due="2026-11-30"))
    assert (tidy.what, tidy.due) == ("Införa mall", "2026-11-30")


@pytest.mark.parametrize(
    ("state", "effect", "left"),
    [
        (State.PLANNED, Effect.NOT_JUDGED, True),
        (State.STARTED, Effect.WORKED, True),
        (State.DONE, Effect.NOT_JUDGED, True),
        (State.DONE, Effect.TOO_EARLY, True),
        (State.DONE, Effect.WORKED, False),
        (State.DONE, Effect.NONE, False),
        (State.DROPPED, Effect.NOT_JUDGED, False),
    ],
)
def test_when_something_is_left_to_do(state: State, effect: Effect, left: bool) -> None:
    assert replace(ONE, state=state, effect=effect).open() is left


def test_states_and_effects_are_read_by_their_words() -> None:
    assert [read_state(word.upper()) for word in STATES.values()] == list(State)
    assert [read_effect(word) for word in EFFECTS.values()] == list(Effect)
    with pytest.raises(UserError, match="menade du avslutad"):
        read_state("avsluta")
    with pytest.raises(UserError, match="Effekten bra finns inte"):
        read_effect("bra")


@pytest.mark.parametrize(
    ("text", "months", "words"),
    [
        ("april, oktober", (4, 10), "april och oktober"),
        ("Oktober och april", (4, 10), "april och oktober"),
        ("kvartalsvis", (3, 6, 9, 12), "kvartalsvis"),
        ("varje månad", tuple(range(1, 13)), "varje månad"),
        ("maj", (5,), "maj"),
    ],
)
def test_months_in_words(text: str, months: tuple[int, ...], words: str) -> None:
    assert read_months(text) == months
    assert replace(PLAN, months=months).month_words() == words


def test_a_month_that_is_none_is_said() -> None:
    with pytest.raises(UserError, match="menade du april"):
        read_months("aprl, maj")
    with pytest.raises(UserError, match="Skriv till exempel"):
        read_months(" , ")


def test_what_a_control_must_say() -> None:
    tidy = checked_control(replace(PLAN, name=" Akt  granskning ", who=" Team  1", note=" x "))
    assert (tidy.name, tidy.who, tidy.note) == ("Akt granskning", "Team 1", "x")
    for wrong in (
        replace(PLAN, name=" "),
        replace(PLAN, year=24),
        replace(PLAN, dropped=True, note=" "),
    ):
        with pytest.raises(UserError):
            checked_control(wrong)


def test_a_round_answers_to_the_month_it_ends_in_or_the_one_after() -> None:
    spring = Round(b"1", "Våren 2024", "2024-04-01", "2024-05-31", b"", "barn", "1")
    other = Round(b"2", "Vuxna", "2024-10-01", "2024-10-31", b"", "vuxna", "1")
    said = state_words(PLAN, [(spring, "alla ärenden granskade"), (other, "låst")])
    assert said == ("april: Våren 2024, alla ärenden granskade", "oktober: inte påbörjad")
    dropped = replace(PLAN, dropped=True, note="ingen personal")
    assert state_words(dropped, []) == ("görs inte: ingen personal",)


@pytest.mark.parametrize("state", State)
def test_work_is_undone_until_it_is_done_or_dropped(state: State) -> None:
    assert replace(ONE, state=state).undone() is (state in (State.PLANNED, State.STARTED))
