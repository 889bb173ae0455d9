"""Agreement in words, in JSON and as a sheet."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from egenkontroll.checklist.rounds import Round
from egenkontroll.merge.double import compare
from egenkontroll.report import agreement_json
from egenkontroll.report import agreement_words as words
from egenkontroll.report.agreement import CAUTION, NOTHING_YET, agreement_sheet
from egenkontroll.results.agreement import By, altogether, by_question
from egenkontroll.results.clarification import Clarification, Decision
from tests.doubles import ANNA, BO, CIA, double, twice, votes
from tests.makers import checklist, raw_question

if TYPE_CHECKING:
    from egenkontroll.merge.double import Double
    from egenkontroll.report.agreement import AgreementSheet

ASKED = checklist(raw_question("a"), raw_question("b", applies_when={"a": "ja"}))
ROUND = Round(b"r" * 16, "Våren 2024", "2024-04-01", "2024-05-31", b"", "prov", "1")
NAMES = {ANNA: "Anna Lind", BO: "Bo Ek", CIA: "Cia Ås"}
DECIDED = {"a": Clarification("a", Decision.REWRITE, "Säg vem som räknas.", "Eva")}


def cases(many: int = 11, differing: int = 1) -> list[Double]:
    same = {"a": "yes", "b": "no"}
    found = [double(ASKED, same, same, f"s{at}") for at in range(many)]
    return found + [
        compare(
            ASKED,
            twice(
                votes({"a": "yes", "b": "no"}, ANNA, {"a": "Står i planen."}),
                votes({"a": "no"}, BO, {"a": "Bara en mall."}),
                f"d{at}",
            ),
        )
        for at in range(differing)
    ]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def sheet(found: list[Double], names: dict[bytes, str] | None = None) -> AgreementSheet:
    return agreement_sheet(ROUND, ASKED, found, names or {}, DECIDED, "1.0")


def test_percent_first_then_ac1_with_how_many_answers_there_are() -> None:
    one = by_question(ASKED, cases())[0]
    assert plain(words.sentence(one)) == "11 av 12 lika (92 %, 65–99 %)"
    said = plain(words.beyond_sentence(one, 5))
    assert said.startswith("AC1 0,9")
    assert said.endswith("5 möjliga svar): mer lika än slumpen ger.")
    assert plain(words.apart_words(by_question(ASKED, cases())[1])) == (
        "Olika om frågan gäller: 1 av 12."
    )


def test_below_ten_cases_only_k_of_n() -> None:
    one = by_question(ASKED, cases(8, 1))[0]
    assert plain(words.sentence(one)) == "8 av 9 lika"
    assert (words.percent_words(one), words.interval_words(one)) == ("–", "")
    assert (words.beyond_words(one), words.limits_words(one)) == ("–", "")
    assert words.beyond_sentence(one) == ""
    bar = words.bar(one)
    assert bar is not None
    assert (bar.cases, bar.low) == (9, None)
    assert words.bar(altogether(cases(8, 1))) is None, "17 answers about nine cases are no share"
    nothing = altogether([])
    assert (words.bar(nothing), words.count_words(nothing)) == (None, "–")
    assert words.sentence(nothing) == "inga svar att jämföra"
    assert words.standing_words(()) == "0\u00a0ärenden för två"


@pytest.mark.parametrize(
    ("many", "differing", "said"),
    [
        (0, 0, "inget att jämföra"),
        (4, 0, "för få ärenden"),
        (12, 0, "alla lika, men få ärenden"),
        (16, 0, "god samsyn"),
        (15, 1, "stäm av vägledningen"),
        (9, 3, "går inte att avgöra"),
        (6, 14, "behöver samsyn"),
        (4, 2, "går inte att avgöra"),
    ],
)
def test_what_the_limits_say_in_words(many: int, differing: int, said: str) -> None:
    assert words.samsyn_words(by_question(ASKED, cases(many, differing))[0]) == said


def test_chance_is_named_where_it_may_be() -> None:
    found = [double(ASKED, {"a": "no"}, {"a": "cannot_judge"}, f"c{at}") for at in range(8)]
    one = by_question(ASKED, cases(4, 0) + found)[0]
    assert words.beyond_sentence(one).endswith("kan vara slump.")


def test_nearly_all_and_nearly_none_are_not_rounded_to_all_and_none() -> None:
    assert plain(words.percent_words(by_question(ASKED, cases(399, 1))[0])) == "över 99 %"
    assert plain(words.percent_words(by_question(ASKED, cases(1, 399))[0])) == "under 1 %"


def test_the_queue_in_words() -> None:
    assert plain(words.standing_words(cases(2, 1))) == "3 ärenden för två: 2 lika, 1 skiljer sig"


# --- names ------------------------------------------------------------------------------------


def test_reviewers_are_letters_unless_their_names_are_asked_for() -> None:
    found = [*cases(2, 0), double(ASKED, {"a": "no"}, {"a": "no"}, "x", people=(CIA, ANNA))]
    called = words.labels(ASKED, found, {}, By.PAIR)
    assert list(called.values()) == ["Granskare A och B", "Granskare A och C"]
    named = words.labels(ASKED, found, NAMES, By.PAIR)
    assert list(named.values()) == ["Anna Lind och Bo Ek", "Anna Lind och Cia Ås"]


def test_more_reviewers_than_letters() -> None:
    people = [bytes([at]) * 16 for at in range(28)]
    found = [
        double(ASKED, {"a": "no"}, {"a": "no"}, str(at), people=(one, other))
        for at, (one, other) in enumerate(pairwise(people))
    ]
    assert list(words.letters(found).values())[24:] == ["Y", "Z", "27", "28"]


def test_rows_to_read_and_to_copy() -> None:
    for by, first in ((By.QUESTION, "Fråga a?"), (By.AREA, "Området"),
                      (By.PAIR, "Granskare A och B")):  # fmt: skip
        heads, rows = words.table_rows(ASKED, cases(), {}, by)
        assert heads[0] == words.BY_WORDS[by]
        assert rows[0][0] == first
        assert {len(row) for row in rows} == {len(heads)}


# --- JSON -------------------------------------------------------------------------------------


def test_json_has_the_published_keys() -> None:
    found = agreement_json.as_json("Våren 2024", ASKED, cases(), {}, DECIDED, By.QUESTION)
    assert list(found) == ["round", "by", "cases", "states", "rows", "clarify"]
    assert found["states"] == {
        "waiting": 0, "ready": 0, "agreed": 11, "differing": 1, "settled": 0,
    }  # fmt: skip
    row = found["rows"][0]
    assert (row["question"], row["pairs"], row["equal"], row["percent"]) == ("a", 12, 11, 92)
    assert row["table"]["counts"][0][:2] == [11, 1]
    assert row["possible_answers"] == 5
    first, second = found["clarify"]
    assert (first["decision"], first["words"]) == ("rewrite", "Säg vem som räknas.")
    assert (second["decision"], second["words"]) == (None, "")
    assert second["differences"][0]["second"] == ""


def test_json_by_area_and_pair_has_no_table_and_no_names() -> None:
    area = agreement_json.as_json("V", ASKED, cases(), {}, {}, By.AREA)["rows"][0]
    assert (area["area"], area["table"], area["possible_answers"]) == ("a", None, None)
    pair = agreement_json.as_json("V", ASKED, cases(3, 0), {}, {}, By.PAIR)["rows"][0]
    assert pair["pair"] == "Granskare A och B"
    assert "text" not in pair
    assert (pair["ac1"], pair["percent"]) == (None, None)


# --- the sheet --------------------------------------------------------------------------------


def test_the_sheet_holds_tables_cross_tables_and_both_comments() -> None:
    made = sheet(cases())
    assert [table.heading for table in made.tables] == [
        "Fråga för fråga", "Område för område", "Granskarna två och två",
    ]  # fmt: skip
    assert made.caution == CAUTION
    first = made.unclear[0]
    assert first.decision == "Skriv om frågan: Säg vem som räknas. (Eva)"
    assert first.crossed is not None
    assert (first.crossed.answers, first.crossed.rows) == (
        ("Ja", "Nej"), (("Ja", ("11", "1")), ("Nej", ("0", "0"))),
    )  # fmt: skip
    assert first.cases == ("d0: Ja / Nej. Första: ”Står i planen.” Andra: ”Bara en mall.”",)
    assert made.unclear[1].cases == ("d0: Nej / frågan gällde inte.",)
    assert made.unclear[1].decision == ""
    shown = "\n".join(line.label for table in made.tables for _, lines in table.groups
                      for line in lines)  # fmt: skip
    assert "Anna" not in shown
    assert "Anna Lind och Bo Ek" in [
        line.label for line in sheet(cases(), NAMES).tables[2].groups[0][1]
    ]


def test_a_settled_difference_says_what_was_decided_and_why() -> None:
    one = double(ASKED, {"a": "yes", "b": "no"}, {"a": "no"}, settled={"a": "no"})
    said = sheet([one]).unclear[0].cases[0]
    assert said == "1-24: Ja / Nej → Nej. Bestämt: så här räknas det"


def test_a_sheet_with_nothing_to_compare() -> None:
    made = sheet([double(ASKED, {"a": "yes"}, {})])
    assert (made.brief, made.caution, made.tables, made.unclear) == ((NOTHING_YET,), "", (), ())


def test_no_differences_and_no_caution() -> None:
    made = sheet(cases(12, 0))
    assert (made.caution, made.unclear) == ("", ())
    assert not any("lästes olika" in line for line in made.brief)


def test_an_area_of_free_text_has_no_row_and_a_wide_cross_table_is_left_out() -> None:
    options = [f"val {at}" for at in range(8)]
    asked = checklist(
        raw_question("c", type="choice", choices=options), raw_question("n", type="date")
    )
    found = [
        double(
            asked,
            {"c": f"=val {at}", "n": "=2024-01-01"},
            {"c": f"=val {(at + 1) % 8}", "n": "=2024-01-02"},
            str(at),
        )
        for at in range(8)
    ]
    made = agreement_sheet(ROUND, asked, found, {}, {}, "1")
    assert [one.crossed for one in made.unclear] == [None, None]
    only_text = checklist(raw_question("t", type="text"))
    empty = agreement_sheet(ROUND, only_text, [double(only_text, {}, {})], {}, {}, "1")
    assert empty.tables == ()


def test_a_decision_without_words() -> None:
    decided = Clarification("a", Decision.ACCEPT, "", "")
    assert words.decision_words(decided) == "Godta som den är."
