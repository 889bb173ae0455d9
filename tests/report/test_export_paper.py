"""The document to edit further, and the slides of a meeting: as data."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.checklist.compare import Relation
from egenkontroll.report import meeting
from egenkontroll.report.export_paper import NO_REMARKS, NOT_REVIEWED, Told, paper, pasted
from egenkontroll.report.meeting import Board, Bullets, Chart, Opening, cut, lines_of, pack, width
from egenkontroll.report.statement import Grid, Paragraph, Points, Section, Statement
from egenkontroll.results.action import Effect, State
from egenkontroll.results.comparison import Change, Verdict
from egenkontroll.results.tally import Share, Tally
from tests.makers import checklist, question, raw_question
from tests.report.exported import LONG, action, answered, changed, hard, plain, row, told

ASKED = question("q", finding="Utredningsplan saknades", target=95)
DEFINITION = checklist(raw_question("q"))


def section(made: Statement, heading: str) -> Section:
    return next(one for one in made.sections if one.heading == heading)


def grid(made: Statement, heading: str) -> Grid:
    return next(one for one in section(made, heading).pieces if isinstance(one, Grid))


def words(share: Share, change: Change | None = None) -> str:
    return plain(pasted(row(ASKED, share, change), share, told(DEFINITION)))


def test_a_shortcoming_is_said_as_reports_say_it() -> None:
    first = ("I 6 av 61 granskade ärenden (10 %) saknades utredningsplan "
             "(egenkontroll Våren 2024).")  # fmt: skip
    now = Share(55, 61)
    assert words(now) == first
    assert words(now, changed(Verdict.SECURED, Share(46, 57), 9)) == (
        f"{first} Våren 2023 var det 11 av 57 (19 %); förändringen är säkerställd. "
        "Det är en förbättring.")  # fmt: skip
    assert words(now, changed(Verdict.SECURED, Share(57, 57), -10)).endswith("en försämring.")
    chance = changed(Verdict.CHANCE, Share(5, 9), None, basis="bara samma enheter")
    assert words(now, chance) == (
        f"{first} Våren 2023 var det 4 av 9; skillnaden kan vara slump. Bara samma enheter."
    )
    printed = changed(Verdict.UNDECIDED, None, printed=81)
    assert words(now, printed) == f"{first} Våren 2023 uppfylldes kravet i 81 %."
    assert words(now, changed(Verdict.UNDECIDED, None)) == first
    broken = changed(Verdict.NOT_COMPARABLE, Share(5, 9), relation=Relation.BROKEN)
    assert words(now, broken) == first


def test_the_two_tables_of_municipal_reports() -> None:
    rows = (
        row(ASKED, Share(55, 61), changed(Verdict.CHANCE, Share(46, 57), 9), low=80, high=95),
        row(question("bra", label="Bra"), Share(61, 61), area="Starkt område"),
        row(question("dold", label="Dold"), None, suppressed=True, area="Dolt"),
    )
    done = action(state=State.DONE, effect=Effect.PARTLY, note="Fler planer")
    local = action(units=(b"u" * 16,))
    made = paper(told(DEFINITION, rows, compared_with="Våren 2023", since=(done, local),
                      decided=(action(),)))  # fmt: skip
    remarks = grid(made, "Påpekanden och det viktigaste att åtgärda")
    assert remarks.heads[1:] == ("Påpekande från granskare", "Viktigast att åtgärda")
    assert plain(remarks.rows[0][1]).startswith("I 6 av 61 granskade ärenden (10 %) saknades")
    assert plain(remarks.rows[0][2]) == "Fråga q? (målet är 95 %)"
    assert remarks.rows[1][1:] == (NO_REMARKS, "–")
    assert remarks.rows[2][1] == "Dold: .."
    followed = grid(made, "Förbättringsåtgärder och uppföljning")
    assert followed.heads == ("Förbättringsåtgärder", "Uppföljning av åtgärderna")
    assert followed.rows[0][0] == "Mall för planer\nFråga: Fråga q?"
    assert plain(followed.rows[0][1]) == (
        "Avslutad, delvis effekt: Fler planer\n"
        "Våren 2023 81 % (46 av 57), nu 90 % (55 av 61).")  # fmt: skip
    assert followed.rows[1] == ("Mall för planer (Norr)\nFråga: Fråga q?",
                                "Planerad, inte bedömd.")  # fmt: skip
    planned = section(made, "Förbättringsåtgärder och uppföljning").pieces[1]
    assert isinstance(planned, Grid)
    assert planned.heads[1] == "Planerade förbättringsåtgärder"
    figures = grid(made, "Resultat: Området").rows[0]
    assert plain(" | ".join(figures)) == (
        "Fråga q? | 55 av 61 | 90 % (80–95 %) | 95 % | 81 % | +9 p.e., kan vara slump"
    )
    assert grid(made, "Resultat: Dolt").rows[0][1:3] == ("..", "..")


def test_a_document_says_what_there_is_not() -> None:
    unasked = row(ASKED, Share(0, 0))
    made = paper(told(DEFINITION, (unasked,), cases=0))
    assert grid(made, "Påpekanden och det viktigaste att åtgärda").rows[0][1] == NOT_REVIEWED
    nothing = section(made, "Förbättringsåtgärder och uppföljning").pieces
    assert all(isinstance(one, Paragraph) for one in nothing)
    assert len(grid(made, "Resultat: Området").heads) == 4
    assert made.facts[0].words == "– i urvalet"
    counted = row(question("val", label="Val", type="choice", choices=["A", "B"]), None,
                  counts=Tally(given=3, options=(("A", 2), ("B", 1))))  # fmt: skip
    assert grid(paper(told(DEFINITION, (counted,))), "Resultat: Området").rows[0][:2] == (
        "Val: A 2, B 1", "–")  # fmt: skip
    nobody = action()
    alone = paper(told(DEFINITION, (row(ASKED, Share(55, 61)),), since=(nobody,)))
    assert plain(grid(alone, "Förbättringsåtgärder och uppföljning").rows[0][1]).endswith(
        "\nNu 90 % (55 av 61).")  # fmt: skip


# --- slides -----------------------------------------------------------------------------------


def bullets(made: meeting.Pack, title: str) -> tuple[str, ...]:
    return tuple(plain(point) for one in made.slides
                 if isinstance(one, Bullets) and one.title.startswith(title)
                 for point in one.points)  # fmt: skip


def test_slides_go_from_the_sample_to_the_decisions() -> None:
    rows = (
        row(ASKED, Share(55, 61), changed(Verdict.CHANCE, Share(46, 57), 9), low=80, high=95),
        row(question("r", label="Är"), Share(60, 61), changed(Verdict.SECURED, Share(1, 57), 96)),
        row(question("ny", label="Ny"), Share(1, 3),
            changed(Verdict.NOT_COMPARABLE, None, relation=Relation.NEW)),
        row(question("val", label="Val", type="choice", choices=["A", "B"]), None,
            counts=Tally(given=3, options=(("A", 2), ("B", 1)))),
        row(question("dold", label="Dold"), None, suppressed=True),
        row(question("tom", label="Tom"), Share(0, 0)),
    )  # fmt: skip
    made = pack(told(DEFINITION, rows, compared_with="Våren 2023", since=(action(),),
                     method=("Metod: egk-1.",)), ("Fråga q? 6 av 9 lika.",))  # fmt: skip
    assert isinstance(made.slides[0], Opening)
    assert bullets(made, "Så gjordes urvalet") == ("Granskade ärenden: 61 av 61.", "Metod: egk-1.")
    chart = next(one for one in made.slides if isinstance(one, Chart))
    assert [(bar.k, bar.n, plain(bar.words)) for bar in chart.bars] == [
        (55, 61, "55 av 61, 90 %"), (60, 61, "60 av 61, 98 %"), (1, 3, "1 av 3")]  # fmt: skip
    assert plain(chart.words).startswith("Fråga q?: 55 av 61, 90 %; Är: 60 av 61, 98 %")
    assert "95 % intervall 80–95 %, mål 95 %." in plain(chart.notes)
    assert "Regel R1" in chart.notes
    assert bullets(made, "Området: utan andel") == (
        "Val: A 2, B 1", "Dold: ..", "Tom: inget bedömt")  # fmt: skip
    changes = next(one for one in made.slides
                   if isinstance(one, Board) and one.title.startswith("Förändring"))  # fmt: skip
    assert [one[0] for one in changes.rows] == ["Är", "Fråga q?"]
    assert plain(changes.rows[0][3]) == "+96 p.e., säkerställd förändring"
    assert bullets(made, "Läst olika") == ("Fråga q? 6 av 9 lika.",)
    talk = bullets(made, "Att samtala om")
    assert talk[1] == "Vad tror vi att det beror på?"
    titles = [one.title for one in made.slides]
    assert len(set(titles)) == len(titles)
    assert made.slides[-2].title == "Förra omgångens åtgärder"
    last = made.slides[-1]
    assert isinstance(last, Board)
    assert not any(any(one) for one in last.rows)


def test_slides_of_little_say_so() -> None:
    made = pack(told(DEFINITION, (), cases=0), ())
    assert bullets(made, "Starkt") == ("Inget är bedömt än.",)
    assert bullets(made, "Läst olika") == ("Ingen fråga är läst olika av två.",)
    new = row(ASKED, None, changed(Verdict.NOT_COMPARABLE, None, relation=Relation.NEW))
    alone = pack(told(DEFINITION, (new,), compared_with="Våren 2023"), ())
    assert bullets(alone, "Förändring") == ("Ingen fråga går att jämföra med Våren 2023.",)
    assert bullets(alone, "Området") == ("Fråga q?: inget bedömt",)


def fits(one: object) -> bool:
    """Whether a slide's words have room, counted as the pack counts."""
    if isinstance(one, Bullets):
        taken = sum(lines_of(point, meeting.WIDE) for point in one.points)
        return taken <= meeting.LINES and width(one.title) <= meeting.TITLE + 12
    if isinstance(one, Chart):
        return len(one.bars) <= meeting.BARS and all(
            width(bar.name) <= meeting.LABEL for bar in one.bars)  # fmt: skip
    if isinstance(one, Board):
        room = [meeting.BOARD_WIDE * weight // sum(one.weights) for weight in one.weights]
        taken = sum(max(lines_of(cell, wide) for cell, wide in zip(line, room, strict=True))
                    for line in one.rows)  # fmt: skip
        return taken <= meeting.BOARD_LINES
    return True


@pytest.mark.parametrize(
    "made",
    [told(DEFINITION), hard(), answered(1), answered(5000, 3), answered(10, 300, LONG)],
    ids=["0 questions", "hard texts", "1 case", "5000 cases", "300 questions"],
)
def test_nothing_runs_over_a_slide_and_what_is_cut_is_in_the_notes(made: Told) -> None:
    slides = pack(made, [f"{LONG} {LONG}"] * 3).slides
    assert all(fits(one) for one in slides)
    notes = "\n".join(one.notes for one in slides)
    assert f"{LONG} {LONG}" in notes
    drawn = [bar for one in slides if isinstance(one, Chart) for bar in one.bars]
    judged = [one for one in made.found.rows if one.share is not None and one.share.n]
    assert [(bar.k, bar.n) for bar in drawn] == [
        (one.share.k, one.share.n) for one in judged if one.share is not None]  # fmt: skip
    for one in judged:
        assert one.question.text in notes


@given(st.text(max_size=300), st.integers(5, 120))
def test_a_cut_text_is_never_wider_than_its_room(words: str, room: int) -> None:
    said = cut(words, room)
    assert width(said) <= room
    assert said == " ".join(words.split(" ")) or said.endswith("…")


def test_the_pack_is_the_same_each_time() -> None:
    made = hard()
    assert pack(made, ()) == pack(replace(made), ())
    assert isinstance(section(paper(made), "Meningar att klistra in").pieces[0], Points)
