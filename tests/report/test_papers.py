"""The years, groups, a meeting's paper, one case, and what a published sheet says of the hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from egenkontroll.report.case import ReviewedCase, case_statement
from egenkontroll.report.export_paper import Told
from egenkontroll.report.groups import groups_statement
from egenkontroll.report.hidden import begun_words, hidden_words, reviewed_of
from egenkontroll.report.meeting_paper import NO_COMMENTS, meeting_statement, nameless
from egenkontroll.report.sheet import round_sheet, unit_sheet
from egenkontroll.report.statement_text import statement_lines
from egenkontroll.report.years import YearCell, YearLine, Years, years_statement
from egenkontroll.results.analysis import Point
from egenkontroll.results.estimating import Estimate
from egenkontroll.results.passport import Comment, ReadCase, ReadOnce
from egenkontroll.results.published import CASES, published
from egenkontroll.results.table import CaseResult, Results, Standing, results
from egenkontroll.results.tally import Share
from egenkontroll.review.answers import Role
from egenkontroll.texts import NBSP
from tests.makers import attribute, checklist, raw_question
from tests.report.test_sheet import about, answered, made, plain, sample

# --- over the years ---------------------------------------------------------------------------


def point(name: str, share: Share | None, **parts: object) -> Point:
    held: dict[str, object] = {"printed": None, "joined": True, "reason": ""} | parts
    return Point(name, share, held["printed"], None, None, held["joined"], held["reason"])  # type: ignore[arg-type]


def test_the_years_stand_side_by_side_and_breaks_are_marked() -> None:
    first = YearLine("A", "Finns plan?", {
        "2022": YearCell(point("2022", None, printed=71, joined=False)),
        "2023": YearCell(point("2023", Share(5, 9))),
        "2024": YearCell(point("2024", Share(55, 61)), "▲"),
    }, "säkerställd förändring", "stigande trend.")  # fmt: skip
    second = YearLine("B", "Ny?", {
        "2023": YearCell(point("2023", None, joined=False)),
        "2024": YearCell(point("2024", Share(3, 30), joined=False, reason="ny lydelse")),
    })  # fmt: skip
    hidden = YearLine("B", "Dold?", {
        "2024": YearCell(point("2024", Share(1, 2), joined=False, reason="dold"), hidden=True),
    })  # fmt: skip
    years = Years(("2022", "2023", "2024"), "Lista", (first, second, hidden), Standing(), "1.0")
    said = [plain(line) for line in statement_lines(years_statement(years))]
    assert "Finns plan? | 71 % | 5 av 9 | 55 av 61\n90 % ↑ | säkerställd förändring" in said
    assert "Ny? | – | – | / 3 av 30\n10 % | –" in said
    assert "Dold? | – | – | .. | –" in said
    assert "• Finns plan: stigande trend." in said
    assert "• Ny, 2024: ny lydelse." in said
    assert not [line for line in said if "dold" in line]
    alone = replace(years, rounds=("2024",), lines=(hidden,), publish="Små grupper är dolda.")
    shown = years_statement(alone)
    assert shown.facts[0].words == "2024"
    assert "Små grupper är dolda." in statement_lines(shown)


# --- groups -----------------------------------------------------------------------------------


def by_group(groups: dict[str, tuple[int, int]]) -> Results:
    definition = checklist(
        raw_question("a", label="Finns plan?"), raw_question("t", type="text"),
        attributes=[attribute("kon", "Kön", *groups, "okänt")],
    )  # fmt: skip
    cases = [
        CaseResult(f"{name}{at}", "N", {"kon": name}, frozenset(definition.by_id),
                   {"a": "yes" if at < met else "no"})
        for name, (met, n) in groups.items() for at in range(n)
    ]  # fmt: skip
    return results("2024", definition, cases, [], "kon")


def rows_of(groups: dict[str, tuple[int, int]]) -> list[str]:
    made = groups_statement("Kön", by_group(groups), "Lista", "1.0")
    lines = [plain(line) for line in statement_lines(made)]
    return [line for line in lines if line.startswith("Finns plan?")]


def test_two_groups_are_held_against_each_other() -> None:
    (row,) = rows_of({"flicka": (5, 20), "pojke": (18, 20)})
    assert row == "Finns plan? | 5 av 20\n25 % | 18 av 20\n90 % | −65 p.e., säkerställd skillnad"


def test_of_several_groups_only_what_stands_out_is_told() -> None:
    (row,) = rows_of({"a": (1, 30), "b": (29, 30), "c": (15, 30)})
    assert "a mot övriga: −" in row
    assert "c mot" not in row
    assert rows_of({"a": (9, 12), "b": (8, 12), "c": (9, 12)})[0].endswith("| kan vara slump")
    assert rows_of({"a": (1, 2), "b": (1, 2), "c": (1, 2)})[0].endswith("| för få ärenden")
    assert rows_of({"a": (1, 2)})[0].endswith("| –")
    assert len(rows_of(dict.fromkeys("abcdef", (1, 12)))) == 2


def test_without_groups_it_is_said() -> None:
    said = statement_lines(groups_statement("Kön", by_group({}), "Lista", "1.0", "Dolt."))
    assert "Kön är inte känt för något ärende." in said
    assert "Dolt." in said


# --- a meeting --------------------------------------------------------------------------------


def told(*cases: dict[str, str]) -> Told:
    definition = checklist(raw_question("a", label="Finns plan?", finding="saknades plan"))
    found = made(definition, answered(definition, "Norr", *cases), by=None)
    return Told(found, definition, "2024-04-01", "2024-05-31", "1.0")


def test_a_meeting_has_findings_comments_without_cases_and_questions() -> None:
    comments = [
        Comment("E-2", "Nej", "planen\nsaknas, ring 070-123 45 67", second=False),
        Comment("E-1", "Nej", "planen\nsaknas, ring 070-123 45 67", second=True),
        Comment("E-3", "Ja", "  ", second=False),
        Comment("E-4", "Ja", "bra plan", second=False),
    ]
    found = told(*[{"a": "no"}] * 4, *[{"a": "yes"}] * 6)
    said = statement_lines(meeting_statement(found, {"a": comments}, ["Finns plan: 1 av 4 lika."]))
    assert "• Vad tror vi att det beror på?" in said
    assert "• Finns plan: 1 av 4 lika." in said
    assert said.count("• Nej: planen saknas, ring [telefonnummer]") == 1
    assert not [line for line in said if "E-" in line]
    assert nameless(comments)[0] == "Ja: bra plan"
    none = statement_lines(meeting_statement(told({"a": "yes"}), {}, ()))
    assert NO_COMMENTS in none
    good = statement_lines(meeting_statement(told(*[{"a": "yes"}] * 9), {}, ()))
    assert "Att fortsätta med" in good


def test_what_is_decided_is_on_the_table() -> None:
    from tests.report.test_trail import ONE

    said = statement_lines(meeting_statement(replace(told({"a": "no"}), decided=(ONE,)), {}, ()))
    assert "Finns en plan? | Mall | Chef | –" in said


# --- a case -----------------------------------------------------------------------------------


def test_a_case_has_answers_comments_and_guidance_and_nobody() -> None:
    definition = checklist(
        raw_question("a", guidance="Läs planen."), raw_question("b"), raw_question("c"),
    )  # fmt: skip
    values = {"a": "no", "b": "yes"}
    case = CaseResult("E-1", "Norr", {"kon": "flicka"}, frozenset({"a", "b"}), values)
    first = ReadOnce(b"1", Role.FIRST, {"a": "yes", "b": "yes"}, {"a": "ser bra ut"})
    second = ReadOnce(b"2", Role.SECOND, {"a": "no", "b": "yes"}, {"a": " "})
    read = ReadCase(case, (second, first), {"a": "Planen är gammal"})
    said = statement_lines(case_statement(ReviewedCase("2024", definition, read, "1.0")))
    row = next(line for line in said if "Stöd: Läs planen." in line)
    assert row.endswith("| Nej\nFörsta: Ja\nAndra: Nej | ser bra ut\nGemensamt: Planen är gammal")
    assert [line for line in said if line.endswith("| Ja\n(båda) | –")]
    assert "Granskat av: två granskare, var för sig" in said
    assert "flicka" not in "".join(said)
    alone = replace(read, readings=(first,), settled={})
    assert "Granskat av: en granskare" in statement_lines(
        case_statement(ReviewedCase("2024", definition, alone, "1.0"))
    )
    nothing = ReadCase(replace(case, applies=frozenset()))
    bare = case_statement(ReviewedCase("2024", definition, nothing, "1.0"))
    assert len(bare.sections) == 1


# --- hidden figures ---------------------------------------------------------------------------


def hidden_of(found: Results, *gone: tuple[str, str | None]) -> Results:
    """Return the results with what is named hidden: (question or `CASES`, group)."""
    names = {CASES, *(row.question.id for row in found.rows)}
    split = found.by or ""
    hidden = {
        name: frozenset((split, group) for question, group in gone if question == name)
        for name in names
    }
    return published(found, hidden, 5)


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_published_sheet_never_sums_up_what_it_hides(answer: str) -> None:
    definition = checklist(
        raw_question("a", label="Finns plan?", target=90), raw_question("b", target=90),
        raw_question("v", type="choice", choices=["x", "y"]),
    )  # fmt: skip
    cases = [{"a": "no", "b": answer, "v": "=x"}] * 9
    by_unit = made(definition, answered(definition, "Norr", *cases))
    shown = hidden_of(by_unit, ("a", "Norr"), ("v", "Norr"))
    open_about = replace(about(definition), published=5)
    sheet = unit_sheet(open_about, "Norr", sample(9), shown)
    rows = {row.question: row for area in sheet.areas for row in area.rows}
    assert rows["Finns plan?"].count == ".."
    assert rows["Finns plan?"].bar is None
    assert ".." in {row.given for row in rows.values()}
    assert "Kan inte visas här: Finns plan" in sheet.caution
    assert sheet.foot.startswith("För publicering")
    assert sheet.facts[0].words != ".."
    if answer == "yes":
        assert sheet.mend.none == "Inga brister i det som visas."
    else:
        assert sheet.strengths.none == "Ingen fråga som visas når sitt mål."
    every = hidden_of(by_unit, *((name, "Norr") for name in "abv"))
    none = unit_sheet(open_about, "Norr", sample(9), every)
    assert none.strengths.none == none.mend.none == "Siffrorna är dolda och sammanfattas inte."
    assert {fact.words for fact in none.facts[:4]} == {".."}
    assert none.caution.startswith("Inga siffror kan visas")
    plain_sheet = unit_sheet(open_about, "Norr", sample(9), by_unit)
    assert plain_sheet.caution.startswith("Bladet är gjort för att publiceras.")


def test_a_unit_whose_number_of_cases_is_hidden_tells_it_nowhere() -> None:
    definition = checklist(raw_question("a"), raw_question("b"))
    cases = answered(definition, "Norr", *[{"a": "yes", "b": "no"}] * 9)
    cases += answered(definition, "Söder", *[{"a": "no", "b": "yes"}] * 3)
    by_unit = hidden_of(made(definition, cases), (CASES, "Norr"), ("a", "Norr"))
    open_about = replace(about(definition), published=5, seed="x", algorithm="egk-1")
    norr = unit_sheet(open_about, "Norr", sample(9, population=20), by_unit)
    assert [fact.words for fact in norr.facts[:4]] == [".."] * 4
    assert "Urvalet är draget enligt egk-1" in " ".join(norr.reading)
    told = hidden_of(made(definition, cases), ("a", "Norr"))
    norr = unit_sheet(open_about, "Norr", sample(9, population=20), told)
    assert norr.facts[0].words == f"9{NBSP}av{NBSP}9 i urvalet"
    assert "ur 20" in plain(" ".join(norr.reading))
    assert hidden_words(open_about, ()).startswith("Bladet är gjort")


def test_a_whole_round_that_is_hidden_tells_no_number_of_cases() -> None:
    definition = checklist(raw_question("a"))
    found = made(definition, answered(definition, "Norr", *[{"a": "no"}] * 3), by=None)
    shown = hidden_of(found, (CASES, None), ("a", None))
    assert (shown.cases, shown.reviewed) == (0, 0)
    assert reviewed_of(shown) == ".."
    assert reviewed_of(found) == f"3{NBSP}av{NBSP}3"
    assert begun_words(0) == ""
    assert begun_words(2) == ", 2 av dem påbörjade men inte klara"
    assert begun_words(1) == ", 1 av dem påbörjat men inte klart"
    sheet = round_sheet(replace(about(definition), published=5), sample(3), shown)
    assert {fact.words for fact in sheet.facts[:4]} == {".."}


def test_all_targets_that_are_shown_are_reached() -> None:
    definition = checklist(raw_question("a", target=50), raw_question("b"))
    cases = [{"a": "yes", "b": "yes"}] * 8 + [{"a": "no", "b": "no"}]
    shown = hidden_of(made(definition, answered(definition, "Norr", *cases)), ("b", "Norr"))
    sheet = unit_sheet(replace(about(definition), published=5), "Norr", sample(9), shown)
    assert sheet.mend.none.startswith("Alla mål som visas är nådda.")


def test_the_estimate_of_the_whole_is_one_short_line() -> None:
    definition = checklist(raw_question("a"))
    found = made(definition, answered(definition, "Norr", *[{"a": "yes"}] * 12), by=None)
    lines = []
    for without in ((), ("Öst", "Väst")):
        estimate = Estimate(61, 48, 73, 60, 51, without)
        rows = tuple(replace(row, estimate=estimate) for row in found.rows)
        sheet = unit_sheet(about(definition), "Norr", sample(12), replace(
            found, rows=tuple(replace(row, group="Norr") for row in rows)))  # fmt: skip
        lines.append(plain(sheet.areas[0].rows[0].under[0]))
        assert any(said.startswith("”Hela verksamheten” är skattat") for said in
                   " ".join(sheet.reading).replace("”Hela", "\n”Hela").split("\n"))  # fmt: skip
    assert lines == [
        "Hela verksamheten: 61 % (48–73 %).",
        "Hela verksamheten: 61 % (48–73 %), utan Öst och Väst.",
    ]
