from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.checklist.model import Question, Type
from egenkontroll.errors import UserError
from egenkontroll.review.answers import (
    MAX_TEXT,
    Outcome,
    choices,
    comment_needed,
    in_words,
    outcome,
    read_value,
    shown,
)
from tests.makers import question

YES_NO = question()
GRADED = question(type="yes_partly_no")
CHOICE = question(type="choice", choices=["Mamma", "Pappa", "Båda två"], met=["båda två"])
UNJUDGED = question(type="choice", choices=["a", "b"])
MULTI = question(type="multi", choices=["hot", "våld", "tvång"])
NUMBER = question(type="number", min=0, max=400.25, met_range={"min": 1, "max": 14.5})
DATE = question(type="date")
TEXT = question(type="text")
EVERY = (YES_NO, GRADED, CHOICE, UNJUDGED, MULTI, NUMBER, DATE, TEXT)


def refusal(asked: Question, said: str) -> str:
    with pytest.raises(UserError) as told:
        read_value(asked, said)
    return told.value.message


@pytest.mark.parametrize("asked", EVERY, ids=lambda asked: str(asked.type))
@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("ej aktuellt", "not_applicable"),
        (" EJ  Aktuellt ", "not_applicable"),
        ("ej tillämpligt", "not_applicable"),
        ("EA", "not_applicable"),
        ("framgår inte", "not_in_record"),
        ("Framgår inte av akten", "not_in_record"),
        ("framgår ej", "not_in_record"),
        ("kan inte bedömas", "cannot_judge"),
        ("Kan ej bedömas", "cannot_judge"),
    ],
)
def test_ways_of_not_answering_are_the_same_everywhere(
    asked: Question, said: str, value: str
) -> None:
    assert read_value(asked, said) == value
    assert outcome(asked, value) == Outcome(value)


@pytest.mark.parametrize(
    ("asked", "said", "value"),
    [
        (YES_NO, "ja", "yes"),
        (YES_NO, " JA", "yes"),
        (YES_NO, "Nej", "no"),
        (GRADED, "DELVIS", "partly"),
        (CHOICE, "båda  TVÅ", "=Båda två"),
        (CHOICE, "mamma", "=Mamma"),
        (MULTI, "våld", "=våld"),
        (MULTI, "Våld | HOT", "=hot\nvåld"),
        (MULTI, "hot\nvåld", "=hot\nvåld"),
        (MULTI, "hot|hot||våld", "=hot\nvåld"),
        (NUMBER, "14", "=14"),
        (NUMBER, "2,50", "=2.5"),
        (NUMBER, "3.0", "=3"),
        (NUMBER, "0", "=0"),
        (NUMBER, "400,25", "=400.25"),
        (DATE, "2024-04-15", "=2024-04-15"),
        (DATE, " 20240415 ", "=2024-04-15"),
        (TEXT, "  Fritt. ", "=Fritt."),
        (TEXT, "ja", "=ja"),
        (TEXT, "x" * MAX_TEXT, "=" + "x" * MAX_TEXT),
    ],
)
def test_answers_that_are_read(asked: Question, said: str, value: str) -> None:
    assert read_value(asked, said) == value
    assert read_value(asked, in_words(value)) == value


def test_a_choice_of_its_own_goes_before_a_short_word() -> None:
    assert read_value(question(type="choice", choices=["EA", "annat"]), "ea") == "=EA"


def test_numbers_beyond_zero_and_with_spaces() -> None:
    free = question(type="number")
    assert read_value(free, "−12,5") == read_value(free, "-12.50") == "=-12.5"
    assert read_value(free, "1\u00a0200 000") == "=1200000"
    assert shown("=-12.5") == "-12,5"


@pytest.mark.parametrize(
    ("asked", "said", "message"),
    [
        (YES_NO, "delvis", "delvis är inget svar på frågan (ja, nej, ej aktuellt, framgår inte "
                           "eller kan inte bedömas)"),
        (YES_NO, "jaa", "jaa är inget svar på frågan; menade du ja? (ja, nej, ej aktuellt, framgår "
                        "inte eller kan inte bedömas)"),
        (question(not_applicable=False), "ej aktuellt", "ej aktuellt är inget svar på frågan "
                                         "(ja, nej, framgår inte eller kan inte bedömas)"),
        (GRADED, "", " är inget svar på frågan (ja, delvis, nej, ej aktuellt, framgår inte eller "
                     "kan inte bedömas)"),
        (CHOICE, "mama", "mama är inget svar på frågan; menade du Mamma? (Mamma, Pappa, Båda två, "
                         "ej aktuellt, framgår inte eller kan inte bedömas)"),
        (CHOICE, "ja", "ja är inget svar på frågan (Mamma, Pappa, Båda två, ej aktuellt, framgår "
                       "inte eller kan inte bedömas)"),
        (MULTI, "hot|slag", "slag är inget svar på frågan (hot, våld, tvång, ej aktuellt, framgår "
                            "inte eller kan inte bedömas)"),
        (MULTI, " | ", "svaret är tomt"),
        (TEXT, "  ", "svaret är tomt"),
        (TEXT, "x" * (MAX_TEXT + 1), "texten är längre än 2000 tecken"),
        (NUMBER, "tre", "tre är inget tal; skriv siffror, till exempel 14 eller 2,5"),
        (NUMBER, "1e3", "1e3 är inget tal; skriv siffror, till exempel 14 eller 2,5"),
        (NUMBER, "٣", "٣ är inget tal; skriv siffror, till exempel 14 eller 2,5"),
        (NUMBER, "-1", "talet ska vara minst 0"),
        (NUMBER, "400,26", "talet ska vara högst 400,25"),
        (DATE, "15/4", "15/4 är inget datum; skriv år-månad-dag: 2024-04-15"),
        (DATE, "2024-02-30", "2024-02-30 är inget datum; skriv år-månad-dag: 2024-04-15"),
    ],
)  # fmt: skip
def test_answers_that_are_refused(asked: Question, said: str, message: str) -> None:
    assert refusal(asked, said) == message


def test_a_refusal_never_repeats_a_whole_essay() -> None:
    for asked in (YES_NO, NUMBER, DATE, CHOICE):
        assert len(refusal(asked, "x" * 5000)) < 250


@given(st.sampled_from(EVERY), st.text(max_size=20))
def test_whatever_is_said_is_read_or_refused(asked: Question, said: str) -> None:
    try:
        value = read_value(asked, said)
    except UserError:
        return
    assert value
    assert outcome(asked, value) is not Outcome.UNANSWERED
    assert shown(value)


def test_the_buttons() -> None:
    rest = ("not_applicable", "not_in_record", "cannot_judge")
    assert choices(YES_NO) == ("yes", "no", *rest)
    assert choices(GRADED) == ("yes", "partly", "no", *rest)
    assert choices(UNJUDGED) == ("=a", "=b", *rest)
    assert choices(MULTI) == choices(NUMBER) == choices(DATE) == choices(TEXT) == rest
    assert choices(question(not_applicable=False)) == ("yes", "no", *rest[1:])


def test_values_as_shown_and_as_words() -> None:
    coded = [*choices(GRADED), ""]
    assert [shown(value) for value in coded] == [
        "Ja", "Delvis", "Nej", "Ej aktuellt", "Framgår inte av akten", "Kan inte bedömas",
        "Obesvarad",
    ]  # fmt: skip
    assert [in_words(value) for value in coded] == [
        "ja", "delvis", "nej", "ej aktuellt", "framgår inte", "kan inte bedömas", "",
    ]  # fmt: skip
    assert (shown("=hot\nvåld"), in_words("=hot\nvåld")) == ("hot, våld", "hot\nvåld")
    assert (shown("=2.5"), in_words("=2.5")) == ("2,5", "2.5")
    assert shown("=2024-04-15") == "2024-04-15"


@pytest.mark.parametrize(
    ("parts", "values", "expected"),
    [
        ({}, ["yes", "no", ""], ["met", "not_met", "unanswered"]),
        ({"met": ["nej"]}, ["yes", "no"], ["not_met", "met"]),
        ({"met": ["Ja", "NEJ"]}, ["yes", "no"], ["met", "met"]),
        ({"type": "yes_partly_no"}, ["yes", "partly", "no"], ["met", "partly", "not_met"]),
        (
            {"type": "yes_partly_no", "partly_counts": "met"},
            ["yes", "partly", "no"],
            ["met", "partly", "not_met"],
        ),
        (
            {"type": "yes_partly_no", "met": ["nej"]},
            ["yes", "partly", "no"],
            ["not_met", "partly", "met"],
        ),
        (
            {"type": "yes_partly_no", "met": ["ja", "delvis"]},
            ["yes", "partly", "no"],
            ["met", "met", "not_met"],
        ),
        (
            {"type": "choice", "choices": ["A", "B", "C"], "met": ["a", "c"]},
            ["=A", "=B", "=C"],
            ["met", "not_met", "met"],
        ),
        ({"type": "choice", "choices": ["A"]}, ["=A", ""], ["given", "unanswered"]),
        ({"type": "multi", "choices": ["A", "B"]}, ["=A\nB"], ["given"]),
        ({"type": "number"}, ["=3"], ["given"]),
        (
            {"type": "number", "met_range": {"min": 1, "max": 2.5}},
            ["=0.99", "=1", "=2.5", "=2.51"],
            ["not_met", "met", "met", "not_met"],
        ),
        ({"type": "number", "met_range": {"max": 14}}, ["=-5", "=15"], ["met", "not_met"]),
        ({"type": "number", "met_range": {"min": 14}}, ["=1000", "=13"], ["met", "not_met"]),
        ({"type": "date"}, ["=2024-04-15"], ["given"]),
        ({"type": "text"}, ["=hej"], ["given"]),
        ({"not_in_record": "excluded"}, ["not_in_record"], ["not_in_record"]),
    ],
)
def test_what_an_answer_counts_as(
    parts: dict[str, Any], values: list[str], expected: list[str]
) -> None:
    asked = question(**parts)
    assert [str(outcome(asked, value)) for value in values] == expected


def test_when_a_comment_is_needed() -> None:
    asked = question(comment_required=["NEJ", "framgår inte"])
    needed = {value for value in (*choices(asked), "") if comment_needed(asked, value)}
    assert needed == {"no", "not_in_record", "cannot_judge"}
    assert {value for value in choices(YES_NO) if comment_needed(YES_NO, value)} == {"cannot_judge"}
    chosen = question(type="choice", choices=["Mamma", "annat"], comment_required=["Annat"])
    assert comment_needed(chosen, "=annat")
    assert not comment_needed(chosen, "=Mamma")


def test_every_type_is_tried_here() -> None:
    assert {asked.type for asked in EVERY} == set(Type)
