"""The passport, the comparison and the series in words; and the table as it is copied."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from egenkontroll.checklist.compare import Relation
from egenkontroll.checklist.model import Checklist
from egenkontroll.report import passport as words
from egenkontroll.report.copied import comments_copied, results_copied
from egenkontroll.results.analysis import Point
from egenkontroll.results.comparison import Change, Earlier, Verdict, compare
from egenkontroll.results.history import could_be
from egenkontroll.results.passport import Comment, Counts, Given, Passport
from egenkontroll.results.table import ResultRow
from egenkontroll.results.tally import Share, Tally

CHECKLIST = Checklist.model_validate_json(
    json.dumps({
        "id": "prov",
        "version": "1",
        "title": "Prov",
        "attributes": [{"id": "barn", "label": "Barn i hushållet", "type": "text"}],
        "areas": [
            {
                "id": "a",
                "title": "Område",
                "questions": [
                    {"id": "plan", "text": "Finns en plan?", "type": "yes_no", "target": 90},
                    {"id": "insats", "text": "Vilken insats?", "type": "choice",
                     "choices": ("stöd", "vård"), "applies_when": {"barn": "ja"}},
                ],
            }
        ],
    })
)  # fmt: skip
PLAN, INSATS = CHECKLIST.questions


def row(
    share: Share | None = None,
    low: int | None = None,
    high: int | None = None,
    printed: int | None = None,
    change: Change | None = None,
) -> ResultRow:
    counts = Tally(met=share.k, not_met=share.n - share.k) if share else Tally()
    return ResultRow(PLAN, "Område", None, counts, share, low, high, None, change, printed)


def made(found: ResultRow, **more: object) -> Passport:
    empty = Passport(found, (), (), (), 0, 0, 0, (), None)
    return replace(empty, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (made(row(Share(55, 61), 80, 95)), "Mellan 80 och 95 % med urvalets osäkerhet."),
        (
            made(row(Share(8, 10), 52, 92), whole=(24, 38, 40)),
            "Mellan 52 och 92 % med urvalets osäkerhet. Det är mellan 24 och 38 av enhetens "
            "40 ärenden. Osäkert: färre än 30 ärenden.",
        ),
        (
            made(row(Share(16, 31), 34, 68)),
            "Mellan 34 och 68 % med urvalets osäkerhet. Osäkert: intervallet är brett.",
        ),
        (
            made(row(Share(4, 5))),
            "Färre än tio bedömda ärenden: läs antalet, det räcker inte till en andel.",
        ),
        (
            made(row(Share(12, 12))),
            "Alla ärenden är granskade, så talet har ingen osäkerhet från urvalet.",
        ),
        (
            made(row(printed=81)),
            "Bara andelen är känd, inte antalet ärenden. Den prövas därför inte mot andra tal.",
        ),
        (made(row(Share(0, 0))), "Frågan gäller inget av ärendena."),
        (
            made(replace(row(Share(0, 0)), counts=Tally(not_applicable=3))),
            "Ej aktuellt i alla ärenden.",
        ),
        (
            made(replace(row(Share(0, 0)), counts=Tally(unanswered=3))),
            "Inget ärende är bedömt än.",
        ),
        (
            made(replace(row(), question=INSATS)),
            "Svaren räknas men bedöms inte, så det finns ingen andel.",
        ),
    ],
)
def test_how_sure_a_figure_is(found: Passport, expected: str) -> None:
    assert words.sureness(found).replace("\u00a0", " ") == expected


def test_a_figure_that_was_taken_in_says_so() -> None:
    assert words.sureness(made(row(Share(44, 57))), taken_in=True) == (
        "Talet är inmatat och inte räknat här."
    )


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (None, "Målet är 90 %."),
        (Share(4, 5), "Målet är 90 %."),
        (Share(9, 10), "Målet är 90 %. Talet når målet."),
        (Share(8, 10), "Målet är 90 %. 10 procentenheter kvar."),
        (Share(179, 199), "Målet är 90 %. Talet når nästan målet."),
    ],
)
def test_the_target(share: Share | None, expected: str) -> None:
    assert words.target_words(row(share)).replace("\u00a0", " ") == expected


def test_few_cases_and_wide_intervals_are_unsure() -> None:
    assert not words.unsure(row(Share(4, 5)))
    assert words.unsure(row(Share(20, 29), 60, 80))
    assert words.unsure(row(Share(16, 31), 34, 68))
    assert not words.unsure(row(Share(55, 61), 80, 95))
    assert not words.unsure(row(printed=81))


def test_no_target_is_not_spoken_of() -> None:
    assert words.target_words(replace(row(), question=INSATS)) == ""


def test_counting_says_the_rule_and_the_condition() -> None:
    assert words.counting(made(row(Share(1, 2))), CHECKLIST).startswith("Regel R1: uppfyllt av")
    counts = Tally(given=3)
    found = made(replace(row(), question=INSATS, counts=counts), apart=("4", "5"))
    assert words.counting(found, CHECKLIST).replace("\u00a0", " ") == (
        "Svaren räknas efter vad som angetts. Frågan gäller ärenden där barn i hushållet är ja: "
        "3 av 5."
    )


def test_the_cases_inside_and_outside() -> None:
    answers = (
        Given("Ja", Counts.MET, ("1",)),
        Given("Nej", Counts.NOT_MET, ()),
        Given("Ej aktuellt", Counts.LEFT_OUT, ("2",)),
        Given("Kan inte bedömas", Counts.LEFT_OUT, ()),
        Given("Obesvarad", Counts.MISSING, ("3", "4")),
    )
    found = made(row(Share(1, 1)), answers=answers, unread=("4",), apart=("5",))
    inside = [(line.words, line.note, line.references) for line in words.counted(found)]
    assert inside == [("Ja", "uppfyllt", ("1",)), ("Nej", "ej uppfyllt", ())]
    outside = words.left_out(found, CHECKLIST, [("6", "jäv"), ("7", "")])
    assert [(line.words, line.references) for line in outside] == [
        ("Ej aktuellt", ("2",)),
        ("Obesvarad", ("3",)),
        ("Inte granskat än", ("4",)),
        ("Frågan gäller inte ärendet", ("5",)),
        ("Ersatt i urvalet", ("6", "7")),
    ]
    assert outside[-1].note == "jäv"


def test_reviewers_are_a_number() -> None:
    assert words.reviewers(made(row())) == "Ingen har svarat än."
    assert words.reviewers(made(row(), reviewers=3)).replace("\u00a0", " ") == "3 granskare."
    said = words.reviewers(made(row(), reviewers=3, double=12, agreed=11)).replace("\u00a0", " ")
    assert said == "3 granskare. 12 ärenden lästa av två: samma svar i 11."


# --- the comparison ---------------------------------------------------------------------------

THEN = "Våren 2023"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def earlier(share: Share | None, printed: int | None = None, **more: object) -> Earlier:
    found = Earlier(THEN, share, printed, Relation.IDENTICAL, "samma lydelse", "Rapport 2023")
    return replace(found, **more)  # type: ignore[arg-type]


def compared(now: Share | None, then: Earlier) -> tuple[str, ...]:
    (change,) = compare([(now, then)])
    said = words.comparison(row(now, change=change), THEN)
    return tuple(sentence.replace("\u00a0", " ") for sentence in said)


def test_a_secured_change() -> None:
    assert compared(Share(53, 54), earlier(Share(29, 54))) == (
        "Andelen har ökat från 54 % (29 av 54) till 98 % (53 av 54), +44 procentenheter "
        "(95 % intervall +30 till +58). Skillnaden är större än vad slumpen i urvalet brukar ge.",
        "Samma fråga som våren 2023: samma lydelse.",
        "Källa: Rapport 2023.",
    )
    assert compared(Share(0, 8), earlier(Share(8, 8), source=""))[0] == (
        "Andelen har minskat från 8 av 8 till 0 av 8. Skillnaden är större än vad slumpen i "
        "urvalet brukar ge."
    )


def test_what_may_be_chance() -> None:
    said = compared(Share(6, 61), earlier(Share(12, 61)))[0]
    assert said.startswith("10 % (6 av 61) jämfört med 20 % (12 av 61). Skillnaden, −10 procent")
    assert "ligger inom felmarginalen (−23 till +3)" in said
    few = compared(Share(4, 8), earlier(Share(5, 8)))[0]
    assert few == (
        "4 av 8 jämfört med 5 av 8. Skillnaden ligger inom felmarginalen och kan bero på vilka "
        "ärenden som råkade väljas."
    )


def test_too_few_unknown_and_not_comparable() -> None:
    assert compared(Share(2, 5), earlier(Share(1, 4)))[0] == (
        "2 av 5 och 1 av 4: för få ärenden för att uttala sig om förändring."
    )
    assert compared(Share(55, 61), earlier(None, 81))[0].startswith(
        "90 % (55 av 61) jämfört med 81 %. Källan anger bara andelen"
    )
    broken = earlier(Share(31, 57), relation=Relation.BROKEN, reason="lydelsen har ändrats")
    assert compared(Share(38, 49), broken)[0] == (
        "Våren 2023: 54 % (31 av 57). Talen visas bredvid varandra men jämförs inte: lydelsen "
        "har ändrats."
    )


def test_a_bare_percentage_of_a_known_number_says_which_counts_were_tried() -> None:
    def bare(printed: int, n: int) -> Earlier:
        return earlier(None, printed, could_be=could_be(None, n, printed), source="")

    assert compared(Share(53, 54), bare(54, 54))[:2] == (
        "Andelen har ökat från 54 % till 98 % (53 av 54), +44 procentenheter (95 % intervall +30 "
        "till +58). Skillnaden är större än vad slumpen i urvalet brukar ge.",
        "54 % av 54 kan vara 29 ärenden. Bedömningen sägs bara där alla ger samma.",
    )
    assert compared(Share(39, 61), bare(63, 57))[0] == (
        "64 % (39 av 61) jämfört med 63 %. Skillnaden, +1 procentenheter, ligger inom "
        "felmarginalen (−16 till +18) och kan bero på vilka ärenden som råkade väljas."
    )
    unknown = compared(Share(14, 61), bare(9, 61))
    assert unknown[:2] == (
        "23 % (14 av 61) jämfört med 9 %. Källan anger bara andelen, inte hur många det var, så "
        "det går inte att avgöra om skillnaden är mer än slump.",
        "9 % av 61 kan vara 5 eller 6 ärenden. Bedömningen sägs bara där alla ger samma.",
    )


def test_a_possible_change_says_how_many_were_compared() -> None:
    pair = (Share(45, 61), earlier(Share(33, 61)))
    others = [(Share(30, 61), earlier(Share(31, 61)))] * 29
    change = compare([pair, *others])[0]
    said = words.comparison(row(Share(45, 61), change=change), THEN)[0]
    assert "när 30 frågor jämförs samtidigt väntar man sig någon sådan av en slump" in plain(said)
    inside = replace(row(Share(45, 61), change=change), group="Norr")
    assert "när 30 jämförelser görs samtidigt" in plain(words.comparison(inside, THEN)[0])


def test_a_possible_change() -> None:
    change = Change(earlier(Share(20, 50)), 20, 1, 38, Verdict.POSSIBLE)
    said = words.comparison(row(Share(30, 50), change=change), THEN)[0].replace("\u00a0", " ")
    assert "Skillnaden, +20 procentenheter, är tydlig för frågan i sig" in said


def test_nothing_to_compare_with() -> None:
    assert words.comparison(row(), None) == ()
    assert words.comparison(row(), THEN) == ("Våren 2023 har ingen siffra att jämföra med.",)
    assert compared(Share(1, 2), earlier(None)) == ("Våren 2023 har ingen siffra att jämföra med.",)
    new = earlier(None, relation=Relation.NEW)
    assert compared(Share(1, 2), new) == ("Ny fråga: den ställdes inte våren 2023.",)


def test_only_a_tested_change_can_be_told() -> None:
    change = Change(earlier(None, 80), None, None, None, Verdict.SECURED)
    with pytest.raises(ValueError, match="tested"):
        words.comparison(row(Share(1, 2), change=change), THEN)


def test_why_questions_are_not_compared() -> None:
    def said(then: Earlier | None) -> str:
        (change,) = compare([(Share(1, 20), then)])
        return words.not_compared(row(Share(1, 20), change=change), THEN)

    assert said(earlier(Share(5, 20))) == ""
    assert said(None) == "Finns en plan: ingen siffra i våren 2023"
    assert said(earlier(None, relation=Relation.NEW)) == "Finns en plan: ny fråga"
    broken = earlier(Share(5, 20), relation=Relation.BROKEN, reason="villkoret har ändrats")
    assert said(broken) == "Finns en plan: villkoret har ändrats"
    assert words.not_compared(row(), None) == ""
    hidden = replace(row(), withheld=Relation.IDENTICAL)
    assert words.not_compared(hidden, THEN).endswith(": jämförelsen visas inte")


def test_the_series_in_words() -> None:
    points = (
        Point("Våren 2022", None, 61, None, None, joined=False, reason=""),
        Point("Våren 2023", Share(44, 57), None, 65, 86, joined=True, reason=""),
        Point("Våren 2024", Share(8, 9), None, None, None, joined=False, reason="ny lydelse"),
    )
    assert words.series_words(points).replace("\u00a0", " ") == (
        "Våren 2022: 61 %, utan antal. Våren 2023: 77 % (44 av 57), 65–86 %. Våren 2024: 8 av 9. "
        "Linjen är bruten före våren 2024: ny lydelse."
    )


# --- copying ----------------------------------------------------------------------------------


def test_the_table_is_copied_as_text_and_html() -> None:
    (change,) = compare([(Share(55, 61), earlier(None, 81))])
    rows = [row(Share(55, 61), 80, 95, change=change), replace(row(), question=INSATS)]
    table = results_copied("Prov <1>", rows, THEN, ["Regel R1"])
    lines = table.text().splitlines()
    assert lines[0] == "Prov <1>"
    assert lines[1].split("\t")[2:5] == ["Antal", "Andel", "95 % intervall"]
    assert lines[2].split("\t") == [
        "Område", "Finns en plan?", "55 av 61", "90 %", "80–95 %", "90 %", "81 %", "+9 p.e.",
        "kan inte avgöras utan antal",
    ]  # fmt: skip
    assert lines[-1] == "Regel R1"
    html = table.html()
    assert "Prov &lt;1&gt;" in html
    assert html.count("<tr>") == 3
    assert "text-align:right" in html


def test_groups_have_a_column_where_there_are_any() -> None:
    rows = [row(Share(1, 2)), replace(row(Share(1, 2)), group="Norr")]
    lines = results_copied("Prov", rows, None, []).text().splitlines()
    assert lines[1].split("\t")[1] == "Grupp"
    assert [line.split("\t")[1] for line in lines[2:]] == ["Alla", "Norr"]


def test_comments_are_copied_one_in_a_row() -> None:
    comments = [Comment("1", "Nej", "Planen\nsaknas.\t", False), Comment("2", "Ja", "Bra.", True)]
    lines = comments_copied("Fråga", comments).text().splitlines()
    assert lines[2:] == ["1\tNej\tPlanen saknas. \t", "2\tJa\tBra.\tandra granskning"]
