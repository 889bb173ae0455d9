"""What a sheet says: sentences, rows and notes."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.checklist.compare import Relation
from egenkontroll.operations.checklists import bundled
from egenkontroll.report import figures, sentences
from egenkontroll.report.parts import About, Sample, Sheet
from egenkontroll.report.rows import Notes, departure, note_words, whole_cases_words
from egenkontroll.report.sheet import round_sheet, unit_sheet
from egenkontroll.results.comparison import Change, Earlier, Verdict
from egenkontroll.results.table import CaseResult, FrameGroup, ResultRow, Results, results
from egenkontroll.results.tally import Share, Tally
from egenkontroll.texts import NBSP
from tests.makers import attribute, checklist, question, raw_question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.checklist.model import Checklist, Question

TEN = "10 av 10 i urvalet"
GONE = "finns inte kvar: ärendena är gallrade"
OUTSIDE = "3 granskare, varav 2 från andra enheter"
FORBIDDEN = ("oförändra", "signifikant", "bevisa", "tack vare")


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def answered(
    definition: Checklist, unit: str, *cases: Mapping[str, str], **attributes: str
) -> list[CaseResult]:
    """One case for each mapping of answers; every question in `definition` applies."""
    every = frozenset(definition.by_id)
    return [
        CaseResult(f"{unit}-{at}", unit, attributes, every, one) for at, one in enumerate(cases)
    ]


def row_of(
    asked: Question, k: int, n: int, counts: Tally | None = None, change: Change | None = None
) -> ResultRow:
    tally = counts or Tally(met=k, not_met=n - k)
    return ResultRow(asked, "Området", None, tally, Share(k, n), None, None, None, change)


def about(definition: Checklist, **parts: Any) -> About:
    return About("Våren 2024", "2024-04-01", "2024-05-31", definition, "1.0", **parts)


def sample(reviewed: int = 10, **parts: Any) -> Sample:
    drawn = {"drawn": reviewed, "reviewed": reviewed, "population": None, "reviewers": 1}
    return Sample(**(drawn | parts))


Earliers = dict[str, Earlier]


def made(
    definition: Checklist,
    cases: Sequence[CaseResult],
    earlier: Earliers | None = None,
    by: str | None = "unit",
    frame: Sequence[FrameGroup] = (),
) -> Results:
    def look(question: Question, group: str | None) -> Earlier | None:
        return (earlier or {}).get(question.id)

    known = None if earlier is None else look
    return results("Våren 2024", definition, cases, frame, by, "Våren 2023", known)


def everything(sheet: Sheet) -> str:
    """Every word of a sheet, for what must or must not be there."""

    def words(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        if isinstance(value, dict):
            return [word for item in value.values() for word in words(item)]
        return [word for item in value for word in words(item)] if isinstance(value, tuple) else []

    return plain("\n".join(words(asdict(sheet))))


# --- the verb first ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        ("Utredningsplan saknades", "saknades utredningsplan"),
        ("Barnets nätverk var inte kartlagt.", "var barnets nätverk inte kartlagt"),
        ("Det framgick inte hur barnet påverkas", "framgick det inte hur barnet påverkas"),
        ("SIP saknades", "saknades SIP"),
        ("SoL-beslut saknades", "saknades SoL-beslut"),
        ("§11-beslut saknades", "saknades §11-beslut"),
        ("Saknades plan", "saknades plan"),
        ("Plan saknades, liksom mål", "saknades plan, liksom mål"),
        ("Handlingar som kommit in saknades", "saknades handlingar som kommit in"),
        ("De som var berörda fick inget veta", None),
        ("Ingen plan", None),
        ("", None),
    ],
)
def test_the_finite_verb_comes_first(finding: str, said: str | None) -> None:
    assert sentences.verb_first(finding) == said


def test_every_bundled_finding_can_be_turned() -> None:
    findings = [
        one.finding for _, known in bundled() for one in known.questions if one.finding is not None
    ]
    assert findings
    assert [one for one in findings if sentences.verb_first(one) is None] == []


WORDS = st.lists(st.sampled_from(["Planen", "inte", "som", "LVU", "var", "saknades", "i", "tid,"]))


@given(WORDS)
def test_turning_keeps_every_word_and_starts_with_a_verb(words: list[str]) -> None:
    said = sentences.verb_first(" ".join(words))
    if said is not None:
        assert said.split()[0] in sentences.VERBS
        bare = sorted(word.strip(",").casefold() for word in words)
        assert sorted(word.strip(",").casefold() for word in said.split()) == bare


# --- the sentences ----------------------------------------------------------------------------


def finding(k: int, n: int, reviewed: int = 61, where: str = "", **parts: Any) -> str:
    asked = question("plan", **({"finding": "Utredningsplan saknades"} | parts))
    row = row_of(asked, k, n)
    return plain(sentences.finding_sentence(row, Share(k, n), reviewed, where))


def test_findings_read_as_in_reports() -> None:
    assert finding(55, 61) == "I 6 av 61 granskade ärenden (10 %) saknades utredningsplan."
    assert finding(26, 52) == "I 26 av 52 bedömda ärenden (50 %) saknades utredningsplan."
    assert finding(5, 9, 9) == "I 4 av 9 granskade ärenden saknades utredningsplan."
    assert finding(0, 1, 1) == "I 1 av 1 granskat ärende saknades utredningsplan."
    assert finding(0, 1, 2) == "I 1 av 1 bedömt ärende saknades utredningsplan."
    assert finding(299, 300, 300).startswith("I 1 av 300 granskade ärenden (under 1 %) saknades")
    assert finding(2, 6, where="barn finns") == (
        "I 4 av de 6 ärenden där barn finns saknades utredningsplan."
    )
    assert finding(0, 1, 1, "barn finns") == (
        "I 1 av 1 bedömt ärende där barn finns saknades utredningsplan."
    )
    assert finding(6, 7, finding="Ingen plan.") == "I 1 av 7 bedömda ärenden: ingen plan."
    assert finding(6, 7, finding=None) == "Fråga plan? inte uppfyllt i 1 av 7 bedömda ärenden."
    assert finding(6, 7, finding=None, label="Plan") == (
        "Plan: inte uppfyllt i 1 av 7 bedömda ärenden."
    )


def test_a_conditional_finding_tells_what_was_judged_and_what_was_partly_met() -> None:
    asked = question("q", type="yes_partly_no", finding="Barnets syn framgick inte")
    row = row_of(asked, 18, 38, Tally(met=18, partly=5, not_met=15, cannot_judge=2))
    said = sentences.finding_sentence(row, Share(18, 38), 61, "barn i hushållet är ja")
    assert plain(said) == (
        "I 20 av de 38 bedömda ärenden där barn i hushållet är ja (53 %) framgick barnets syn "
        "inte. I 5 av dem var kravet delvis uppfyllt."
    )
    counted = question("q", type="yes_partly_no", partly_counts="met", finding="Plan saknades")
    row = row_of(counted, 18, 38, Tally(met=13, partly=5, not_met=20))
    assert "delvis" not in sentences.finding_sentence(row, Share(18, 38), 38, "")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, "Fråga q? Ja i 10 av 10 granskade ärenden (100 %)."),
        ({"met": ["nej"]}, "Fråga q? Nej i 10 av 10 granskade ärenden (100 %)."),
        (
            {"type": "yes_partly_no", "partly_counts": "met", "target": 90},
            "Fråga q? Ja eller delvis i 10 av 10 granskade ärenden (100 %); målet är 90 %.",
        ),
        ({"label": "Plan"}, "Plan: uppfyllt i 10 av 10 granskade ärenden (100 %)."),
        (
            {"type": "number", "met_range": {"max": 4}},
            "Fråga q? uppfyllt i 10 av 10 granskade ärenden (100 %).",
        ),
    ],
)
def test_strengths_say_how_the_question_was_answered(parts: dict[str, Any], said: str) -> None:
    row = row_of(question("q", **parts), 10, 10)
    assert plain(sentences.strength_sentence(row, Share(10, 10), 10, "", tell_target=True)) == said


def test_granskade_are_all_the_reviewed_and_no_fewer() -> None:
    definition = checklist(raw_question("bra", target=80), raw_question("svag", target=95))
    values = [*["yes"] * 6, "no", "cannot_judge", "cannot_judge"]
    cases = answered(definition, "Ungdom", *({"bra": one, "svag": one} for one in values))
    sheet = unit_sheet(about(definition), "Ungdom", sample(9), made(definition, cases))
    said = [plain(one) for one in (*sheet.strengths.sentences, *sheet.mend.sentences)]
    assert ["bedömda ärenden" in one for one in said] == [True, True]
    assert [one for one in said if "granskade" in one] == []
    row = row_of(question("q"), 6, 7)
    for reviewed, kind in ((9, "bedömda"), (7, "granskade")):
        told = sentences.strength_sentence(row, Share(6, 7), reviewed, "", tell_target=False)
        assert plain(told) == f"Fråga q? Ja i 6 av 7 {kind} ärenden."


def earlier(share: Share | None, relation: Relation = Relation.IDENTICAL, **parts: Any) -> Earlier:
    return Earlier("Våren 2023", share, parts.pop("printed", None), relation, "skäl", **parts)


def test_a_secured_change_is_told_with_its_figures() -> None:
    before = earlier(Share(30, 57))
    change = Change(before, 30, 14, 45, Verdict.SECURED)
    said = sentences.change_sentence(row_of(question("q"), 50, 60, None, change), Share(50, 60))
    assert plain(said) == (
        "Fråga q? Andelen har ökat från 53 % (30 av 57) till 83 % (50 av 60), +30 procentenheter "
        "(95 % intervall +14 till +45). Skillnaden är större än vad slumpen i urvalet brukar ge."
    )
    few = Change(earlier(Share(9, 9)), None, None, None, Verdict.SECURED)
    row = row_of(question("q", label="Plan"), 0, 9, None, few)
    told = plain(sentences.change_sentence(row, Share(0, 9)))
    assert told.startswith("Plan: andelen har minskat från 9 av 9 till 0 av 9. Skillnaden")
    with pytest.raises(ValueError, match="tested"):
        sentences.change_sentence(row_of(question("q"), 1, 2), Share(1, 2))
    bare = Change(earlier(None, printed=5), None, None, None, Verdict.UNDECIDED)
    with pytest.raises(ValueError, match="tested"):
        sentences.change_sentence(row_of(question("q"), 1, 2, None, bare), Share(1, 2))


def test_conditions_are_said_inside_a_sentence() -> None:
    definition = checklist(
        raw_question("plan"),
        raw_question("q", applies_when={"barn": "ja", "plan": "ja"}),
        raw_question("r", applies_when={"any": [{"barn": "ja"}, {"barn": "nej"}]}),
        attributes=[attribute("barn", "Barn i hushållet", "ja", "nej")],
    )
    by_id = definition.by_id
    assert sentences.condition_words(by_id["plan"], definition) == ""
    assert plain(sentences.condition_words(by_id["q"], definition)) == (
        "barn i hushållet är ja och svaret på ”Fråga plan?” är ja"
    )
    assert plain(sentences.condition_words(by_id["r"], definition)) == (
        "barn i hushållet är ja eller barn i hushållet är nej"
    )


# --- rows and notes ---------------------------------------------------------------------------


def test_notes_are_numbered_in_the_order_they_are_needed_and_shared() -> None:
    notes = Notes()
    marks = [notes.marks([words]) for words in ("a", "b", "a", *"cdefghijk")]
    assert plain(notes.marks(["k", "b", "a"])) == "¹ ² ¹¹"
    assert marks[:3] == ["¹", "²", "¹"]
    assert marks[-1] == "¹¹"
    assert [note.words for note in notes.all()][:2] == ["a", "b"]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, ""),
        ({"met": ["nej"]}, "Uppfyllt är svaret nej."),
        (
            {"type": "number", "met_range": {"min": 1, "max": 2.5}, "unit": "dagar"},
            "Uppfyllt är minst 1 och högst 2,5 dagar.",
        ),
        ({"type": "number", "met_range": {"max": 4}}, "Uppfyllt är högst 4."),
        ({"type": "number", "met_range": {"min": 4}}, "Uppfyllt är minst 4."),
        (
            {"type": "yes_partly_no", "partly_counts": "met", "not_in_record": "excluded"},
            "”Delvis” räknas här som uppfyllt. ”Framgår inte av akten” räknas inte med här.",
        ),
    ],
)
def test_departures_from_the_rule_are_said(parts: dict[str, Any], said: str) -> None:
    assert departure(question("q", **parts)) == said


def test_partly_stands_beside_yes_and_no_on_one_line() -> None:
    counts = Tally(met=39, partly=12, not_met=10)
    asked = question("q", type="yes_partly_no")
    assert plain(note_words(row_of(asked, 39, 61, counts))) == "Ja 39, delvis 12, nej 10 av 61."
    turned = question("q", type="yes_partly_no", met=["nej"])
    assert plain(note_words(row_of(turned, 39, 61, counts))).endswith(
        "Uppfyllt 39, delvis 12, ej uppfyllt 10 av 61."
    )


def test_notes_tell_what_was_left_out_and_why_nothing_is_compared() -> None:
    counts = Tally(met=40, not_met=9, not_applicable=9, not_in_record=1, unanswered=2)
    change = Change(earlier(Share(1, 2), Relation.BROKEN), None, None, None, Verdict.NOT_COMPARABLE)
    assert plain(note_words(row_of(question("q"), 40, 50, counts, change))) == (
        "Framgår inte av akten i 1 och ej aktuellt i 9 av 61 ärenden. Besvarade 59 av 61. "
        "Jämförs inte med Våren 2023: skäl."
    )
    unknown = Change(earlier(None, printed=60), 1, None, None, Verdict.UNDECIDED)
    assert note_words(row_of(question("q"), 1, 2, None, unknown)) == (
        "Från Våren 2023 är bara andelen känd, inte antalen."
    )
    chance = Change(earlier(Share(1, 20)), 1, -2, 3, Verdict.CHANCE)
    assert note_words(row_of(question("q"), 1, 2, None, chance)) == ""
    open_question = question("q", type="text")
    row = replace(row_of(open_question, 0, 0, Tally(given=1)), share=None)
    assert note_words(row) == ""


def test_the_interval_in_cases_is_said_only_where_it_is_known() -> None:
    whole = sample(10, population=88)
    said = plain(whole_cases_words(Share(9, 10), whole))
    assert said == "Troligen mellan 54 och 87 av enhetens 88 ärenden."
    assert whole_cases_words(Share(9, 10), sample(10)) == ""
    assert whole_cases_words(Share(9, 10), sample(10, population=88, units=2)) == ""
    assert whole_cases_words(Share(8, 9), sample(9, population=88)) == ""
    assert whole_cases_words(Share(9, 10), sample(11, population=88)) == ""
    assert whole_cases_words(Share(9, 10), sample(10, population=10)) == ""


# --- whole sheets -----------------------------------------------------------------------------


def rich() -> tuple[Checklist, list[CaseResult]]:
    definition = checklist(
        raw_question("bra", finding="Plan saknades", target=90),
        raw_question("kritisk", finding="Skydd saknades", critical=True, target=50),
        raw_question("svag", finding="Mål saknades", applies_when={"barn": "ja"}),
        raw_question("vem", type="choice", choices=["mor", "far"]),
        attributes=[attribute("barn", "Barn i hushållet", "ja", "nej")],
    )
    cases = [
        {
            "bra": "yes",
            "kritisk": "no" if at < 6 else "yes",
            "svag": "no" if at < 9 else "yes",
            "vem": "=mor",
        }
        for at in range(12)
    ]
    return definition, answered(definition, "Norr", *cases, barn="ja")


def test_a_units_sheet_says_what_matters_first() -> None:
    definition, cases = rich()
    sheet = unit_sheet(about(definition), "Norr", sample(12), made(definition, cases))
    assert sheet.title == "Norr"
    assert plain(sheet.subtitle) == ("Resultat av egenkontroll · Våren 2024 · 1 april–31 maj 2024")
    assert sheet.foot == "Preliminärt · prov 1 · Egenkontroll 1.0"
    assert sheet.strengths.heading == "Starkt"
    assert [plain(one) for one in sheet.strengths.sentences] == [
        "Fråga bra? Ja i 12 av 12 granskade ärenden (100 %).",
        "Fråga kritisk? Ja i 6 av 12 granskade ärenden (50 %).",
    ]
    assert [plain(one) for one in sheet.mend.sentences] == [
        "I 9 av de 12 ärenden där barn i hushållet är ja (75 %) saknades mål."
    ]
    assert [plain(one) for one in sheet.findings.sentences] == [
        "I 6 av 12 granskade ärenden (50 %) saknades skydd."
    ]
    first, _, conditional, counted = sheet.areas[0].rows
    assert first.bar is not None
    assert first.bar.cases is None
    assert plain(first.bar.words) == ("12 av 12 uppfyllt, 100 %, 95 % intervall 76–100 %, mål 90 %")
    assert plain(conditional.under[0]) == "Av de 12 ärenden där barn i hushållet är ja."
    assert conditional.target == ""
    assert (counted.given, counted.bar, counted.count) == ("mor 12", None, "–")
    assert sheet.actions > 0
    assert "Under 30 ärenden är andelen osäker" in everything(sheet)
    assert "Obesvarade räknas inte med." not in everything(sheet)
    known = unit_sheet(
        about(definition), "Norr", sample(12, population=40), made(definition, cases)
    )
    assert plain(known.areas[0].rows[0].under[0]).startswith("Troligen mellan")
    assert "”Troligen mellan …” är samma intervall" in everything(known)
    assert not any(word in everything(sheet).casefold() for word in FORBIDDEN)


def test_critical_questions_come_before_larger_distances() -> None:
    definition, cases = rich()
    harder = [replace(case, values={**case.values, "kritisk": "no"}) for case in cases]
    sheet = unit_sheet(about(definition), "Norr", sample(12), made(definition, harder))
    assert "skydd" in sheet.mend.sentences[0]
    assert "mål" in sheet.mend.sentences[1]
    assert sheet.findings.heading == "Övriga påpekanden"


def test_a_finding_in_very_few_cases_never_leads() -> None:
    definition, cases = rich()
    applies = frozenset({"bra", "kritisk", "vem"})
    few = [
        replace(case, applies=case.applies if at == 0 else applies) for at, case in enumerate(cases)
    ]
    weak = [replace(case, values={**case.values, "bra": "no"}) for case in few]
    sheet = unit_sheet(about(definition), "Norr", sample(12), made(definition, weak))
    said = [plain(one) for one in sheet.mend.sentences]
    assert "plan" in said[0]
    assert "I 1 av 1" in said[-1]


@pytest.mark.parametrize(
    ("answers", "heading", "strong", "mend"),
    [
        ([], "Starkt", "Inget är bedömt än.", "Inget är bedömt än."),
        (["no"] * 2, "Starkt", "För få ärenden för att lyfta fram något.", None),
        (["no"] * 20, "Starkt", "Ingen fråga når sitt mål.", None),
        (["yes"] * 20, "Starkt", None, "Inga brister i de bedömda ärendena."),
        (
            ["yes"] * 19 + ["no"],
            "Starkt",
            None,
            "Alla mål är nådda. Påpekandena står under tabellen.",
        ),
    ],
)
def test_something_is_said_where_there_is_nothing_to_list(
    answers: list[str], heading: str, strong: str | None, mend: str | None
) -> None:
    definition = checklist(raw_question("q", finding="Plan saknades", target=90))
    cases = answered(definition, "Norr", *({"q": one} for one in answers))
    sheet = unit_sheet(about(definition), "Norr", sample(len(answers)), made(definition, cases))
    assert sheet.strengths.heading == heading
    for listed, none in ((sheet.strengths, strong), (sheet.mend, mend)):
        assert bool(listed.sentences) == (none is None)
        assert none is None or listed.none == none


def test_nothing_is_called_nearest_its_target_where_what_is_hidden_may_be_nearer() -> None:
    names = ("a", "b", "c", "d", "e")
    definition = checklist(*(raw_question(one, target=100) for one in names))
    marks = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}
    cases = [{name: "no" if at < few else "yes" for name, few in marks.items()} for at in range(40)]
    table = made(definition, answered(definition, "Norr", *cases))
    assert unit_sheet(about(definition), "Norr", sample(40), table).strengths.sentences
    rows = tuple(replace(row, suppressed=row.question.id == "b") for row in table.rows)
    hidden = unit_sheet(about(definition), "Norr", sample(40), replace(table, rows=rows))
    assert (hidden.strengths.heading, hidden.strengths.sentences) == ("Starkt", ())
    assert hidden.strengths.none == "Ingen fråga som visas når sitt mål."


def test_a_hidden_earlier_figure_is_not_said_to_be_missing() -> None:
    definition = checklist(raw_question("a", target=100))
    table = made(definition, answered(definition, "Norr", *({"a": "yes"} for _ in range(20))))
    rows = tuple(replace(row, withheld=Relation.IDENTICAL) for row in table.rows)
    table = replace(table, rows=rows, compared_with="Förra")
    sheet = unit_sheet(about(definition), "Norr", sample(20), table)
    assert [row.earlier for area in sheet.areas for row in area.rows] == [".."]
    told = {fact.label: fact.words.replace("\u00a0", " ") for fact in sheet.facts}
    assert told["Jämförs med"] == ("Förra, 1 av 1 frågor är jämförbara (1 jämförelse visas inte)")


def test_without_a_reached_target_the_nearest_are_named_once() -> None:
    names = ("a", "b", "c", "d")
    definition = checklist(*(raw_question(one, target=100) for one in names), raw_question("e"))
    marks = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 1}
    cases = [{name: "no" if at < few else "yes" for name, few in marks.items()} for at in range(20)]
    table = made(definition, answered(definition, "Norr", *cases))
    sheet = unit_sheet(about(definition), "Norr", sample(20), table)
    assert sheet.strengths.heading == "Närmast målet"
    assert [one[:8] for one in sheet.strengths.sentences] == ["Fråga a?"]
    assert plain(sheet.strengths.sentences[0]).endswith("(95 %); målet är 100 %.")
    assert [one[:8] for one in sheet.mend.sentences] == ["Fråga d?", "Fråga c?", "Fråga b?"]


def test_the_sheet_compares_and_says_how_to_read_it() -> None:
    names = ("secured", "chance", "new", "broken", "few", "bare")
    definition = checklist(*(raw_question(one) for one in names), raw_question("none"))
    cases = [dict.fromkeys([*names, "none"], "yes" if at else "no") for at in range(40)]
    known = {
        "secured": earlier(Share(5, 40), source="Rapport 1"),
        "chance": earlier(Share(36, 40), source="Rapport 2"),
        "new": earlier(None, Relation.NEW),
        "broken": earlier(Share(8, 9), Relation.BROKEN),
        "few": earlier(Share(2, 3)),
        "bare": earlier(None, printed=80),
    }
    table = made(definition, answered(definition, "Norr", *cases), known)
    sheet = unit_sheet(about(definition), "Norr", sample(40), table)
    rows = dict(zip([*names, "none"], sheet.areas[0].rows, strict=True))
    assert sheet.earlier == "Våren 2023"
    assert rows["secured"].secured
    assert [plain(rows["secured"].earlier), plain(rows["secured"].earlier_count)] == [
        "13 %",
        "5 av 40",
    ]
    assert plain(rows["secured"].difference) == "+85 p.e."
    assert (rows["new"].verdict, rows["new"].earlier) == ("ny fråga", "")
    assert (plain(rows["broken"].earlier), rows["broken"].earlier_count) == ("8 av 9", "")
    assert (rows["none"].verdict, rows["none"].earlier) == ("", "")
    said = everything(sheet)
    assert "Våren 2023, 4 av 7 frågor" in said
    assert "Siffrorna för Våren 2023 kommer ur Rapport 1 och Rapport 2." in said
    assert "p.e. = procentenheter" in said
    assert "Kan vara slump" in said
    assert len(sheet.changes.sentences) == 1
    assert not any(word in said.casefold() for word in FORBIDDEN)


def test_a_possible_change_is_explained() -> None:
    names = [f"q{at}" for at in range(30)]
    definition = checklist(*(raw_question(one) for one in names))
    cases = [dict.fromkeys(names, "yes" if at < 30 else "no") for at in range(60)]
    known = {name: earlier(Share(30, 60)) for name in names}
    known["q0"] = earlier(Share(41, 60))
    table = made(definition, answered(definition, "Norr", *cases), known)
    assert table.rows[0].change is not None
    assert table.rows[0].change.verdict is Verdict.POSSIBLE
    sheet = unit_sheet(about(definition), "Norr", sample(60), table)
    assert "Möjlig förändring: tydlig för frågan i sig" in everything(sheet)
    assert "Säkerställd" not in everything(sheet).replace("Säkerställda förändringar", "")
    assert "kommer ur" not in everything(sheet)


def test_a_comparison_without_differences_explains_none() -> None:
    definition = checklist(raw_question("q"))
    table = made(
        definition, answered(definition, "Norr", {"q": "yes"}), {"q": earlier(Share(2, 3))}
    )
    sheet = unit_sheet(about(definition), "Norr", sample(1), table)
    assert "p.e." not in everything(sheet)
    assert "" not in sheet.reading


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, (TEN, "10 ärenden, ärendelistan är inte känd", "inget", "1 granskare")),
        ({"population": 88}, (TEN, "10 av 88 ärenden, slumpvis dragna")),
        ({"population": 10}, (TEN, "alla 10 ärenden i enheten")),
        ({"population": 10, "units": 3}, (TEN, "alla 10 ärenden i 3 enheter")),
        ({"population": 90, "units": 3}, (TEN, "10 av 90 ärenden, slumpvis ur 3 enheter")),
        (
            {"drawn": 12, "replaced": ("dubblett", "", "dubblett"), "reviewers": 0},
            ("10 av 12 i urvalet", None, "3 ersatta (dubblett); 2 inte granskade", "ingen än"),
        ),
        ({"begun": 1}, (TEN, None, "1 påbörjat men inte klart")),
        ({"purged": True}, (TEN, None, f"byten {GONE}", GONE)),
        ({"begun": 2}, (TEN, None, "2 påbörjade men inte klara")),
        (
            {"replaced": ("",), "reviewers": 3, "outside": 2, "double": 1},
            (None, None, "1 ersatt", f"{OUTSIDE}; 1 ärende läst av två"),
        ),
        ({"double": 2}, (None, None, None, "1 granskare; 2 ärenden lästa av två")),
    ],
)  # fmt: skip
def test_the_facts_under_the_title(parts: dict[str, Any], said: tuple[str | None, ...]) -> None:
    definition, cases = rich()
    sheet = unit_sheet(about(definition), "Norr", sample(10, **parts), made(definition, cases))
    for fact, words in zip(sheet.facts, said, strict=False):
        assert words is None or plain(fact.words) == words
    assert sheet.facts[-1].words == "Våren 2023: siffror saknas"


def test_one_case_gives_a_sheet_with_a_warning() -> None:
    definition = checklist(raw_question("q", applies_when={"barn": "ja"}), raw_question("r"),
                           attributes=[attribute("barn", "Barn", "ja", "nej")])  # fmt: skip
    case = CaseResult("1", "Norr", {}, frozenset({"r"}), {"r": "no"})
    table = replace(made(definition, [case]), compared_with=None)
    one = sample(1, population=1)
    sheet = unit_sheet(about(definition, algorithm="egk-1", seed="frö"), "Norr", one, table)
    assert sheet.caution.startswith("Bladet bygger på färre än fem")
    assert sheet.facts[1].words == "det enda ärendet i enheten"
    assert sheet.facts[-1].words == "ingen tidigare omgång"
    assert plain(sheet.areas[0].rows[0].under[0]) == "Inget ärende där barn är ja."
    waiting = unit_sheet(
        about(definition), "Norr", sample(2), made(definition, [case, replace(case, values={})])
    )
    assert "”Delvis” räknas som ej uppfyllt. Obesvarade räknas inte med." in everything(waiting)
    assert sheet.areas[0].rows[1].bar is not None
    assert sheet.areas[0].rows[1].bar.cases == 1
    assert "ur 1 ärende enligt egk-1 med fröet ”frö”" in everything(sheet)


def test_one_case_under_a_condition() -> None:
    definition = checklist(raw_question("q", applies_when={"barn": "ja"}),
                           attributes=[attribute("barn", "Barn", "ja", "nej")])  # fmt: skip
    table = made(definition, answered(definition, "Norr", {"q": "no"}))
    about_it = about(definition, algorithm="egk-1", seed="frö", quotas=True)
    sheet = unit_sheet(about_it, "Norr", sample(1), table)
    assert "Urvalet har kvoter" in everything(sheet)
    assert plain(sheet.areas[0].rows[0].under[0]) == "Av det 1 ärende där barn är ja."
    assert "Urvalet är draget enligt egk-1" in everything(sheet)


def test_the_whole_round_has_all_its_units_together() -> None:
    definition, cases = rich()
    both = [*cases, *answered(definition, "Söder", {"bra": "yes"}, barn="ja")]
    sheet = round_sheet(about(definition), sample(13, units=2), made(definition, both, by=None))
    assert sheet.title == "Alla enheter"
    assert plain(sheet.areas[0].rows[0].count) == "13 av 13"
    assert (sheet.caution, sheet.actions) == ("", 0)


def test_one_line_stands_under_a_question_and_the_rest_are_notes() -> None:
    long = {"all": [{"barn": "ja"}, {"q": "ja"}, {"t": "ja"}]}
    definition = checklist(
        raw_question("q"), raw_question("t"),
        raw_question("r", applies_when={"barn": "ja"}), raw_question("s", applies_when=long),
        attributes=[attribute("barn", "Barn i hushållet", "ja", "nej")],
    )  # fmt: skip
    given = {"q": "yes", "t": "yes", "r": "not_in_record", "s": "no"}
    cases = answered(definition, "Norr", *[given] * 12, barn="ja")
    sheet = unit_sheet(
        about(definition), "Norr", sample(12, population=40), made(definition, cases)
    )
    likely, _, short, far = sheet.areas[0].rows
    assert plain(likely.under[0]).startswith("Troligen mellan")
    assert likely.mark == ""
    assert plain(short.under[0]) == "Troligen mellan 0 och 8 av enhetens 40 ärenden."
    assert [plain(note.words) for note in sheet.notes] == [
        "Av de 12 ärenden där barn i hushållet är ja.",
        "Framgår inte av akten i 12 av 12 ärenden.",
        "Av de 12 ärenden där barn i hushållet är ja och svaret på ”Fråga q?” är ja och svaret på "
        "”Fråga t?” är ja.",
    ]
    assert short.mark == f"¹{NBSP}²"
    assert far.mark == "³"
    assert plain(sheet.mend.sentences[0]) == (
        "Fråga r? inte uppfyllt i 12 av de 12 ärenden där barn i hushållet är ja (100 %)."
    )
    assert plain(sheet.mend.sentences[1]) == (
        "Fråga s? inte uppfyllt i 12 av de 12 ärenden som frågan gäller (100 %)."
    )


# --- figures in words -------------------------------------------------------------------------


@given(st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_no_percentage_below_ten_and_never_a_false_whole(counts: tuple[int, int]) -> None:
    share = Share(*counts)
    said = plain(figures.share_words(share))
    assert (said == "–") == (share.n < 10)
    assert (said == "100 %") == (share.n >= 10 and share.k == share.n)
    assert (said == "0 %") == (share.n >= 10 and share.k == 0)
    lacking = figures.not_met(share)
    assert (lacking.k + share.k, lacking.n) == (share.n, share.n)


def test_figures_for_tables_and_json() -> None:
    definition, cases = rich()
    known = {"bra": earlier(Share(10, 40)), "kritisk": earlier(None, Relation.NEW)}
    frame = [FrameGroup("Norr", {})] * 30
    table = made(definition, cases, known, frame=frame)
    rows = figures.table_rows(table)
    assert all(len(row) == len(figures.HEADS) for row in rows)
    assert rows[0][4:7] == [12, 12, 100]
    said = figures.as_json(table)
    assert said["rows"][0]["previous"]["verdict"] == "secured"
    assert said["rows"][0]["population"] == 30
    assert said["rows"][1]["previous"]["k"] is None
    assert said["rows"][3]["k"] is None
    assert figures.arrow(table.rows[0].change) == "▲"
    assert figures.arrow(None) == ""
    down = Change(earlier(Share(40, 40)), -50, -70, -30, Verdict.SECURED)
    assert figures.arrow(down) == "▼"


def test_single_figures_in_words() -> None:
    assert figures.change_words(None) == ""
    assert figures.earlier_words(None) == "–"
    assert figures.earlier_words(Change(earlier(None), None, None, None, Verdict.UNDECIDED)) == "–"
    bare = Change(earlier(None, printed=81), 9, None, None, Verdict.UNDECIDED)
    assert plain(figures.earlier_words(bare)) == "81 %"
    assert plain(figures.change_words(bare)) == "+9 p.e., kan inte avgöras utan antal"
    assert figures.interval_points(bare) == ""
    new = Change(earlier(None, Relation.NEW), None, None, None, Verdict.NOT_COMPARABLE)
    assert figures.change_words(new) == "ny fråga"
    assert not figures.broken(new)
    open_row = replace(row_of(question("q", type="text"), 0, 0, Tally(given=2)), share=None)
    assert figures.options_words(open_row) == "2 besvarade"
    assert figures.options_words(replace(open_row, counts=Tally())) == "–"
    printed = replace(open_row, printed=64)
    assert plain(figures.percent_words(printed)) == "64 %"
    assert plain(figures.share_words(Share(299, 300))) == "över 99 %"
