"""One question over the years, and a statement as lines."""

from __future__ import annotations

from dataclasses import replace

from egenkontroll.report.actions import decided_grid, decided_listed, since_listed
from egenkontroll.report.parts import Labelled
from egenkontroll.report.statement import Facts, Grid, Paragraph, Points, Section, Statement
from egenkontroll.report.statement_text import statement_lines
from egenkontroll.report.trail import NO_ACTIONS, Step, trail_statement
from egenkontroll.results.action import Action, Described, Effect, State
from egenkontroll.results.analysis import Point
from egenkontroll.results.comparison import Change, Verdict
from egenkontroll.results.tally import Share
from egenkontroll.texts import NBSP
from tests.makers import question
from tests.report.test_sheet import earlier, row_of

ONE = Described(
    Action(bytes(16), b"r" * 16, "plan", (), "Mall", "Chef", "", State.DONE, Effect.WORKED, "Ja"),
    "2022", "Finns en plan?", (),
)  # fmt: skip


def test_every_round_has_its_wording_its_result_and_its_actions() -> None:
    points = (
        Point("2022", None, 81, None, None, False, ""),
        Point("2023", Share(8, 9), None, None, None, False, "ordalydelsen har ändrats"),
        Point("2024", Share(55, 61), None, 80, 95, True, ""),
    )
    steps = [Step(points[0], "Finns plan?", "1", (ONE,)),
             *(Step(one, "Finns en plan?", "2", ()) for one in points[1:])]  # fmt: skip
    made = trail_statement("Finns en plan?", steps, "stigande trend över 3 omgångar", "1.0")
    said = statement_lines(made)
    assert "2022 | – | 81\u00a0% | – | –" in said
    assert "2023 | 8\u00a0av\u00a09 | – | – | ordalydelsen har ändrats" in said
    assert "2024 | 55\u00a0av\u00a061 | 90\u00a0% | 80–95\u00a0% | med omgången före" in said
    assert "Stigande trend över 3 omgångar" in said
    assert "Mall | alla enheter | Chef | avslutad | effekt" in said
    assert said.count(NO_ACTIONS) == 2
    alone = trail_statement("Q", [Step(points[0], "Q", "1", ())], "", "1.0")
    assert alone.facts[0].words == "2022"


def test_every_kind_of_piece_has_its_lines() -> None:
    pieces = (
        Paragraph("Ett stycke"), Points(("en", "två")), Facts((Labelled("Fil", "a.egk"),)),
        Grid("T", ("A", "B"), (("1", "2"),)),
    )  # fmt: skip
    made = Statement("Titel", "Under", (Section("H", pieces), Section("", ())), "Fot",
                     (Labelled("När", "nu"),))  # fmt: skip
    assert statement_lines(made) == [
        "Titel", "Under", "När: nu", "", "H", "Ett stycke", "• en", "• två", "Fil: a.egk",
        "A | B", "1 | 2", "",
    ]  # fmt: skip


def test_without_actions_there_is_nothing_on_the_sheet() -> None:
    assert since_listed((), ()).sentences == ()
    assert decided_grid(()) is None
    assert since_listed((ONE,), ()).sentences == ("Finns en plan? Mall. Avslutad, effekt: Ja.",)
    change = Change(earlier(Share(3, 10)), None, None, None, Verdict.CHANCE)
    for known, said in ((None, "Ja. Nu 7 av 10."), (change, "Ja. Då 3 av 10, nu 7 av 10.")):
        row = row_of(question("plan"), 7, 10, None, known)
        assert since_listed((ONE,), (row,)).sentences[0].replace(NBSP, " ").endswith(said)
    unknown = replace(row_of(question("plan"), 0, 0), share=None)
    assert since_listed((ONE,), (unknown,)).sentences[0].endswith(" Ja.")


def test_what_is_decided_says_by_whom_and_when() -> None:
    said = ONE._replace(question="Plan finns", action=replace(ONE.action, role="", due=""))
    assert decided_listed((said,)).sentences == ("Plan finns: Mall.",)
    said = said._replace(action=replace(ONE.action, role="Enhetschef", due="2026-01-31"))
    assert decided_listed((said,)).sentences == (
        f"Plan finns: Mall. Ansvarig: Enhetschef. Klart:{NBSP}2026-01-31.",
    )
