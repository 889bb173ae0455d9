"""Tables to hand out: numbers as numbers, ".." for what is hidden, and what columns mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from egenkontroll.report.certificate import Certificate, Lined
from egenkontroll.report.codebook import codebook
from egenkontroll.report.export_cases import (
    APART,
    RawReview,
    agreement_table,
    answers_table,
    certificate_table,
    frame_table,
    question_heads,
)
from egenkontroll.report.export_tables import (
    ExportTable,
    actions_table,
    attributes_table,
    figure_words,
    results_table,
    taken_in_table,
    units_table,
)
from egenkontroll.report.parts import Labelled
from egenkontroll.results.action import Effect, State
from egenkontroll.results.agreement import Agreement, BeyondChance, Samsyn
from egenkontroll.results.analysis import TakenIn
from egenkontroll.results.comparison import Verdict
from egenkontroll.results.table import Results
from egenkontroll.results.tally import Share, Tally
from egenkontroll.sample.cases import Status
from egenkontroll.sample.drawn import Frame, FrameCase
from tests.makers import attribute, checklist, question, raw_question
from tests.report.exported import action, case, changed, plain, row

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Checklist


def cells(table: ExportTable, at: int = 0) -> dict[str, Any]:
    """A row by its heads; every row has a cell for each head."""
    assert all(len(one) == len(table.heads) for one in table.rows)
    assert len(set(table.heads)) == len(table.heads)
    assert not table.widths or len(table.widths) == len(table.heads)
    return dict(zip(table.heads, table.rows[at], strict=True))


def found(*rows: Any) -> Results:
    return Results("Våren 2024", None, "Våren 2023", 61, 61, rows)


def test_results_are_numbers_as_paper_states_them() -> None:
    change = changed(Verdict.SECURED, Share(30, 57), 37)
    shown = cells(results_table(found(row(question("q", target=95), Share(55, 61), change,
                                          low=80, high=95, population=355))))  # fmt: skip
    assert shown["Uppfyllt (k)"] == 55
    assert shown["Bedömda (n)"] == 61
    assert (shown["Andel (%)"], shown["Lägst (%)"], shown["Högst (%)"]) == (90, 80, 95)
    assert (shown["Mål (%)"], shown["Ärenden i urvalsramen"]) == (95, 355)
    assert (shown["Då uppfyllt (k)"], shown["Då andel (%)"]) == (30, 53)
    assert shown["Förändring (procentenheter)"] == 37
    assert shown["Bedömning"] == "säkerställd förändring"


def test_what_paper_does_not_state_is_no_number_here() -> None:
    few = cells(results_table(found(row(question("q"), Share(8, 9)))))
    assert few["Andel (%)"] is None
    nearly = cells(results_table(found(row(question("q"), Share(299, 300)))))
    assert plain(nearly["Andel (%)"]) == "över 99 %"
    given = Tally(given=3, options=(("Barnet", 2), ("Skolan", 1)))
    asked = question("q", type="choice", choices=["Barnet", "Skolan"])
    counted = cells(results_table(found(row(asked, None, counts=given))))
    assert (counted["Uppfyllt (k)"], counted["Angivna svar"]) == (None, "Barnet 2, Skolan 1")
    printed = cells(results_table(found(row(question("q"), None, printed=81))))
    assert printed["Andel (%)"] == 81


def test_a_hidden_row_shows_no_figure_anywhere() -> None:
    hidden = row(question("q", target=95), Share(1, 3), suppressed=True)
    for table in (
        results_table(found(hidden)),
        units_table(found(hidden)),
        attributes_table([("Kön", found(hidden))]),
    ):
        shown = cells(table)
        assert shown["Uppfyllt (k)"] == shown["Andel (%)"] == shown["Obesvarade"] == ".."
        assert not any(isinstance(one, int) and one != 95 for one in table.rows[0])
    assert cells(attributes_table([("Kön", found(hidden))]))["Uppgift"] == "Kön"
    assert figure_words(hidden) == ".."
    assert figure_words(row(question("q"), None)) == "–"
    assert plain(figure_words(row(question("q"), Share(8, 9)))) == "8 av 9"
    assert plain(figure_words(row(question("q"), Share(55, 61)))) == "55 av 61, 90 %"


def test_actions_and_taken_in_figures() -> None:
    done = action(state=State.DONE, effect=Effect.PARTLY, note="bra", area="Trygghet", risk="Hög")
    shown = cells(actions_table([done, action(units=(b"u" * 16,))]))
    assert (shown["Läge"], shown["Effekt"], shown["Enhet"]) == (
        "avslutad", "delvis effekt", "alla enheter")  # fmt: skip
    figures = taken_in_table([
        (("q", "", ""), TakenIn(Share(5, 10), None, "rapport")),
        (("q", "Norr", "kon=flicka"), TakenIn(None, 54, "rapport", "not")),
    ])  # fmt: skip
    assert cells(figures)["Enhet"] == "Hela omgången"
    assert cells(figures)["Uppfyllt (k)"] == 5
    assert cells(figures, 1)["Tryckt andel (%)"] == 54


# --- raw answers ------------------------------------------------------------------------------


def definition() -> Checklist:
    return checklist(
        raw_question("plan", label="Plan"),
        raw_question("dagar", label="Dagar", type="number", min=0, max=99.5, unit="dagar"),
        raw_question("barn", label="Plan", applies_when={"plan": "ja"}),
        attributes=[attribute("kon", "Kön", "flicka", "pojke")],
    )


def review(reference: str = "A-1", **parts: Any) -> RawReview:
    known: dict[str, Any] = {"case": case(reference, attributes={"kon": "flicka"}), "unit": "Norr",
             "reviewer": "A", "role": "första", "done": True,
             "applies": frozenset({"plan", "dagar"}), "values": {}, "comments": {},
             "flags": {}} | parts  # fmt: skip
    return RawReview(**known)


def test_raw_answers_are_one_row_for_each_case_and_reviewer() -> None:
    values = {"plan": "no", "dagar": "=14", "barn": "yes"}
    first = review(values=values, comments={"plan": "Saknas"}, flags={"plan": ("avvikelse",)})
    second = review(role="andra", reviewer="B", done=False, values={"dagar": "=2.5"})
    settled = review(role="gemensamt", reviewer="", applies=None, values={"plan": "yes"})
    other = review("A-2", unit="Mitt", values={"dagar": "cannot_judge"})
    table = answers_table(definition(), [settled, second, first, other])
    assert [one[0] for one in table.rows] == ["A-2", "A-1", "A-1", "A-1"]
    assert [cells(table, at)["Roll"] for at in range(1, 4)] == ["första", "andra", "gemensamt"]
    shown = cells(table, 1)
    assert (shown["Enhet"], shown["Kön"], shown["I urvalet"]) == ("Norr", "flicka", "draget")
    assert (shown["Plan (plan)"], shown["Dagar"]) == ("Nej", 14)
    assert shown["Plan (barn)"] == APART  # answered, but its condition is not met
    assert shown["Kommentar: Plan (plan)"] == "Saknas"
    assert shown["Markeringar"] == "plan: Avvikelse"
    assert cells(table, 2)["Dagar"] == 2.5
    assert cells(table, 2)["Klar"] == "nej"
    assert cells(table, 3)["Plan (barn)"] == ""
    assert cells(table, 0)["Dagar"] == "Kan inte bedömas"
    assert question_heads(definition()) == {
        "plan": "Plan (plan)", "dagar": "Dagar", "barn": "Plan (barn)"}  # fmt: skip


def test_the_case_list_tells_what_became_of_each_case() -> None:
    frame = Frame("lista.csv", "f" * 64, (
        FrameCase("A-1", "Norr", {"kon": "flicka"}, "secret"), FrameCase("A-2", "Norr")),
        (("A-9", "dubblett"),))  # fmt: skip
    gone = case("A-3", Status.REPLACED, reason="jäv", double=True)
    table = frame_table(definition(), frame, [("Norr", case("A-1")), ("Norr", gone)])
    assert [(one[0], cells(table, at)["Läge"]) for at, one in enumerate(table.rows)] == [
        ("A-1", "draget"), ("A-2", "inte draget"), ("A-3", "ersatt"), ("A-9", "utelämnat"),
    ]  # fmt: skip
    assert cells(table, 2)["Skäl"] == "jäv"
    assert cells(table, 2)["Läses av två"] == "ja"
    assert cells(table, 3)["Skäl"] == "dubblett"
    assert "secret" not in str(table)
    bare = frame_table(definition(), None, [("Norr", case("A-1"))])
    assert cells(bare)["Referens"] == "A-1"


def test_the_certificate_is_told_line_by_line() -> None:
    made = Certificate(
        "Urvalsintyg", "Våren 2024", "Prov", (Labelled("Metod", "egk-1"),), ("Kvoter.",),
        (Lined("Norr", (("1–2", ("A-1", "A-2")),)),), "A-1", Lined("Kalibrering", (("1", ("K",)),)),
        (("A-1", "Norr", "jäv", "A-5", "i dag"),), (("A-9", "dubblett"),), ("Draget.",),
        ("1. Sortera.",), "fot",
    )  # fmt: skip
    rows = certificate_table(made).rows
    assert ("Norr", "1–2", "A-1, A-2") in rows
    assert ("Kalibrering", "1", "K") in rows
    assert ("Ersatta ärenden", "A-1", "Enhet: Norr; Skäl: jäv; I stället: A-5; När: i dag") in rows
    assert ("Utelämnat ur listan", "A-9", "Skäl: dubblett") in rows
    assert ("Läses av två", "", "A-1") in rows
    assert ("Så dras det om för hand", "", "1. Sortera.") in rows
    parts = [one[0] for one in certificate_table(replace(made, double="", calibration=None)).rows]
    assert "Läses av två" not in parts
    assert "Kalibrering" not in parts


def test_agreement_states_what_the_sheet_states() -> None:
    def alike(k: int, n: int, percent: int | None, beyond: BeyondChance | None = None) -> Agreement:
        low, high = (80, 99) if beyond is not None else (None, None)
        return Agreement("plan", n, k, n, percent, low, high, beyond, Samsyn.GOOD, 1, n)

    table = agreement_table(
        definition(),
        [alike(19, 20, 95, BeyondChance(0.91234567, 0.8, 1.0)), alike(9, 9, None),
         alike(299, 300, None)],
    )  # fmt: skip
    assert (cells(table)["Lika (%)"], cells(table)["AC1"]) == (95, 0.9123)
    assert cells(table)["Fråga"] == "Plan"
    assert cells(table, 1)["Lika (%)"] is None
    assert plain(cells(table, 2)["Lika (%)"]) == "över 99 %"


# --- the codebook -----------------------------------------------------------------------------


def test_the_codebook_tells_about_every_column_and_code() -> None:
    asked = checklist(
        raw_question("plan", type="yes_partly_no", partly_counts="met", target=95),
        raw_question("syn", type="yes_partly_no", not_in_record="excluded",
                     not_applicable=False, applies_when={"kon": "flicka"}),
        raw_question("dagar", type="number", min=2, max=365, unit="dagar"),
        raw_question("fria", type="number"),
        raw_question("val", type="choice", choices=["Barnet", "Skolan"]),
        attributes=[attribute("kon", "Kön", "flicka", "pojke"),
                    attribute("alder", "Ålder", kind="number")],
    )  # fmt: skip
    tables = [answers_table(asked, []), results_table(found())]
    book = codebook(asked, tables)
    known = {(str(one[0]), str(one[1])): dict(zip(book.heads, one, strict=True))
             for one in book.rows}  # fmt: skip
    for table in tables:
        for head in table.heads:
            assert (table.name, head) in known
    plan = known["Svar", "Fråga plan?"]
    assert (plan["Id"], plan["Typ"], plan["Mål (%)"]) == ("plan", "ja, delvis eller nej", 95)
    assert str(plan["Koder"]).startswith("Ja = uppfyllt; Delvis = uppfyllt; Nej = ej uppfyllt")
    assert "Framgår inte av akten = ej uppfyllt" in str(plan["Koder"])
    assert "Regel R1" in str(plan["Regel"])
    syn = known["Svar", "Fråga syn?"]
    assert plain(str(syn["Villkor"])) == "Gäller ärenden där kön är flicka."
    assert "Delvis = ej uppfyllt" in str(syn["Koder"])
    assert "Framgår inte av akten = räknas inte i nämnaren" in str(syn["Koder"])
    assert str(known["Svar", "Fråga dagar?"]["Koder"]).endswith(
        "talet anges i dagar; tillåtet är minst 2 och högst 365")  # fmt: skip
    assert str(known["Svar", "Fråga fria?"]["Koder"]).endswith("talet anges som det är")
    val = known["Svar", "Fråga val?"]
    assert val["Svarsalternativ"] == "Barnet; Skolan"
    assert "Barnet = räknas men bedöms inte" in str(val["Koder"])
    assert known["Svar", "Kön"]["Svarsalternativ"] == "flicka, pojke"
    assert known["Svar", "Ålder"]["Typ"] == "tal"


def test_the_codebook_has_the_questions_without_answers_and_nothing_without_a_checklist() -> None:
    asked = definition()
    ids = [one[2] for one in codebook(asked, [results_table(found())]).rows]
    assert all(name in ids for name in asked.by_id)
    bare = codebook(None, [taken_in_table([])])
    assert "Källa" in [one[1] for one in bare.rows]
