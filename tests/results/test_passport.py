"""The number passport, the analysis over rounds, and their words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from egenkontroll.checklist.compare import Relation, Row
from egenkontroll.checklist.model import Checklist, Question
from egenkontroll.results.analysis import EVERY, Analysis, RoundData, Selection, TakenIn
from egenkontroll.results.passport import Counts, ReadCase, ReadOnce, passport
from egenkontroll.results.table import CaseResult, FrameGroup, ResultRow
from egenkontroll.results.tally import Share
from egenkontroll.review.answers import Role

SAME = Row("plan", Relation.IDENTICAL, "samma lydelse")
CHANGED = Row("plan", Relation.BROKEN, "lydelsen har ändrats")


def checklist(*questions: dict[str, Any]) -> Checklist:
    raw = {
        "id": "prov",
        "version": "1",
        "title": "Prov",
        "attributes": [
            {"id": "kon", "label": "Kön", "type": "choice", "choices": ["flicka", "pojke"]},
            {"id": "alder", "label": "Ålder", "type": "number"},
        ],
        "areas": [{"id": "a", "title": "Område", "questions": list(questions)}],
    }
    return Checklist.model_validate_json(json.dumps(raw))


PLAN = {"id": "plan", "text": "Finns en plan?", "type": "yes_no", "target": 90}
PROV = checklist(PLAN)


def cases(*values: str, unit: str = "Norr", name: str = "plan") -> tuple[CaseResult, ...]:
    return tuple(
        CaseResult(f"{unit}-{place}", unit, {"kon": "flicka" if place % 2 else "pojke"},
                   frozenset({name}), {name: value} if value else {})
        for place, value in enumerate(values, 1)
    )  # fmt: skip


def frame(size: int, unit: str = "Norr") -> tuple[FrameGroup, ...]:
    return tuple(FrameGroup(unit, {"kon": "flicka"}) for _ in range(size))


def only_row(data: RoundData, selection: Selection = EVERY) -> ResultRow:
    (row,) = data.table(selection).rows
    return row


def read(found: tuple[CaseResult, ...]) -> list[ReadCase]:
    return [ReadCase(case) for case in found]


# --- the passport -----------------------------------------------------------------------------


def test_cases_stand_behind_their_answers() -> None:
    found = cases("yes", "no", "not_in_record", "not_applicable", "cannot_judge", "", "yes")
    data = RoundData("Nu", PROV, found)
    made = passport(only_row(data), read(found))
    behind = {given.words: (given.counts, given.references) for given in made.answers}
    assert behind == {
        "Ja": (Counts.MET, ("Norr-1", "Norr-7")),
        "Nej": (Counts.NOT_MET, ("Norr-2",)),
        "Ej aktuellt": (Counts.LEFT_OUT, ("Norr-4",)),
        "Framgår inte av akten": (Counts.NOT_MET, ("Norr-3",)),
        "Kan inte bedömas": (Counts.LEFT_OUT, ("Norr-5",)),
        "Obesvarad": (Counts.MISSING, ("Norr-6",)),
    }
    assert made.unread == ("Norr-6",)
    assert made.apart == ()
    assert made.row.share == Share(2, 4)


def test_a_question_that_does_not_apply_stands_apart() -> None:
    found = (CaseResult("1", "Norr", {}, frozenset(), {}), *cases("yes"))
    made = passport(only_row(RoundData("Nu", PROV, found)), read(found))
    assert made.apart == ("1",)


def question(**more: object) -> Question:
    return checklist({"id": "plan", "text": "Fråga?", **more}).questions[0]


@pytest.mark.parametrize(
    ("asked", "values", "expected"),
    [
        (
            question(type="yes_partly_no", partly_counts="met"),
            ["partly"],
            {"Delvis": Counts.MET},
        ),
        (question(type="yes_partly_no"), ["partly"], {"Delvis": Counts.NOT_MET}),
        (
            question(type="yes_no", not_in_record="excluded"),
            ["not_in_record"],
            {"Framgår inte av akten": Counts.LEFT_OUT},
        ),
        (
            question(type="number", met_range={"max": 14}),
            ["=14", "=15"],
            {"Uppfyllt": Counts.MET, "Ej uppfyllt": Counts.NOT_MET},
        ),
        (question(type="number"), ["=14", "=3"], {"Besvarad": Counts.GIVEN}),
        (
            question(type="choice", choices=["a", "b"]),
            ["=b"],
            {"b": Counts.GIVEN},
        ),
        (
            question(type="multi", choices=["a", "b"]),
            ["=a\nb"],
            {"a": Counts.GIVEN, "b": Counts.GIVEN},
        ),
    ],
)
def test_every_type_of_answer_is_listed(
    asked: Question, values: list[str], expected: dict[str, Counts]
) -> None:
    found = cases(*values)
    made = checklist(asked.model_dump(mode="json", exclude_defaults=True))
    told = passport(only_row(RoundData("Nu", made, found)), read(found))
    assert {one.words: one.counts for one in told.answers if one.references} == expected


def once(role: Role, value: str, comment: str = "", reviewer: bytes = b"a") -> ReadOnce:
    return ReadOnce(reviewer, role, {"plan": value}, {"plan": comment})


def test_reviewers_agreement_and_comments() -> None:
    first, second, third = cases("yes", "no", "yes")
    readings = [
        ReadCase(first, (once(Role.SECOND, "yes", "Båda såg den.", b"b"), once(Role.FIRST, "yes"))),
        ReadCase(second, (once(Role.FIRST, "no"), once(Role.SECOND, "yes", reviewer=b"b"))),
        ReadCase(third, (once(Role.FIRST, "no", "Saknas."),), {"plan": "Den fanns i bilagan."}),
    ]
    made = passport(only_row(RoundData("Nu", PROV, (first, second, third))), readings)
    assert (made.reviewers, made.double, made.agreed) == (2, 2, 1)
    assert [(c.reference, c.answer, c.text, c.second) for c in made.comments] == [
        ("Norr-1", "Ja", "Båda såg den.", True),
        ("Norr-3", "Nej", "Saknas.", False),
        ("Norr-3", "Ja, efter samråd", "Den fanns i bilagan.", False),
    ]


@pytest.mark.parametrize(
    ("found", "size", "expected"),
    [
        (cases(*["yes"] * 10), 40, (30, 40, 40)),
        (cases(*["yes"] * 10), 10, None),
        (cases(*["yes"] * 9, "not_applicable"), 40, None),
        ((*cases("yes"), *cases("yes", unit="Söder")), 40, None),
        (cases("not_applicable"), 40, None),
    ],
)
def test_the_whole_of_a_unit_is_spoken_of_only_where_it_can_be(
    found: tuple[CaseResult, ...], size: int, expected: tuple[int, int, int] | None
) -> None:
    made = passport(only_row(RoundData("Nu", PROV, found, frame(size))), read(found))
    assert made.whole == expected


# --- over the rounds --------------------------------------------------------------------------


def test_a_selection_is_a_unit_or_an_attribute_or_both() -> None:
    found = (*cases("yes", "no"), *cases("yes", "no", unit="Söder"))
    data = RoundData("Nu", PROV, found, frame(20))
    assert only_row(data).share == Share(2, 4)
    assert only_row(data, Selection("Norr")).share == Share(1, 2)
    assert only_row(data, Selection("Norr", ("kon", "flicka"))).share == Share(1, 1)


def taken(k: int | None, n: int | None, printed: int | None = None) -> TakenIn:
    share = Share(k, n) if k is not None and n is not None else None
    return TakenIn(share, printed, "Kvalitetsrapport")


def test_a_round_of_figures_is_looked_at_like_others() -> None:
    figures = {
        ("plan", "", ""): taken(8, 20),
        ("plan", "Norr", ""): taken(None, None, 40),
        ("plan", "", "kon=flicka"): taken(3, 12),
    }
    data = RoundData("Då", PROV, figures=figures)
    assert only_row(data).share == Share(8, 20)
    assert only_row(data, Selection("Norr")).printed == 40
    assert only_row(data, Selection(None, ("kon", "flicka"))).share == Share(3, 12)
    assert [(row.group, row.percent) for row in data.table(EVERY, "unit").rows] == [("Norr", 40)]
    assert data.table(Selection("Söder")).rows == ()
    assert RoundData("Utan frågor", None).table(EVERY).rows == ()


def test_earlier_figures_are_counted_or_taken_in_for_the_same_selection() -> None:
    before = RoundData(
        "Då",
        PROV,
        cases(*["yes"] * 6, *["no"] * 6),
        figures={("plan", "Väster", ""): taken(None, None, 70)},
        against={"plan": SAME},
    )
    now = RoundData("Nu", PROV, (*cases(*["yes"] * 12), *cases("yes", unit="Väster")))
    analysis = Analysis((before, now), now)
    assert [one.name for one in analysis.earlier] == ["Då"]
    (row,) = analysis.table(EVERY, None, "Då").rows
    assert row.change is not None
    assert row.change.earlier.share == Share(6, 12)
    by_unit = {row.group: row.change for row in analysis.table(EVERY, "unit", "Då").rows}
    assert by_unit["Väster"] is not None
    assert by_unit["Väster"].earlier.printed == 70
    assert by_unit["Norr"] is not None
    assert by_unit["Norr"].earlier.share == Share(6, 12)
    by_kon = analysis.table(Selection(None, ("kon", "flicka")), "kon", "Då").rows
    assert by_kon[0].change is not None
    assert by_kon[0].change.earlier.share == Share(3, 6)
    by_area = analysis.table(EVERY, "area", "Då").rows
    assert by_area[0].change is not None
    assert by_area[0].change.earlier.share == Share(6, 12)
    assert analysis.table(EVERY, None, None).rows[0].change is None


def test_what_the_earlier_round_lacks_has_no_figure() -> None:
    now = RoundData("Nu", PROV, cases("yes"))
    unknown = RoundData("Då", None, against={"plan": CHANGED})
    assert Analysis((unknown, now), now).table(EVERY, None, "Då").rows[0].change is None
    other = Checklist.model_validate_json(
        json.dumps({**PROV.model_dump(mode="json"), "attributes": []})
    )
    # No such attribute then, and figures that were taken in are never crossed.
    bare = RoundData("Då", other, cases("yes"), against={"plan": SAME})
    assert Analysis((bare, now), now).table(EVERY, "kon", "Då").rows[0].change is None
    girls = Selection(None, ("kon", "flicka"))
    assert Analysis((bare, now), now).table(girls, "kon", "Då").rows[0].change is None
    new = RoundData("Då", PROV, cases("yes"))
    change = Analysis((new, now), now).table(EVERY, None, "Då").rows[0].change
    assert change is not None
    assert change.words == "ny fråga"


def test_a_series_joins_only_what_may_be_compared() -> None:
    rounds = (
        RoundData("Ett", PROV, figures={("plan", "", ""): taken(None, None, 40)}),
        RoundData("Två", PROV, figures={("plan", "", ""): taken(24, 48)}, since={"plan": SAME}),
        RoundData("Tre", PROV, cases(*["yes"] * 12), frame(99), since={"plan": CHANGED}),
        RoundData("Fyra", None, since={}),
        RoundData("Fem", PROV, figures={("plan", "", ""): taken(3, 4)}, since={"plan": SAME}),
        RoundData("Sex", PROV, cases("not_applicable"), since={"plan": SAME}),
        RoundData("Sju", PROV, figures={("plan", "", ""): taken(3, 4)}),
        RoundData("Åtta", PROV, cases("yes"), since={}),
    )
    analysis = Analysis(rounds, rounds[-1])
    analysis.warm(EVERY)
    points = analysis.series("plan")
    said = [(one.round, one.percent, one.joined, one.reason) for one in points]
    assert said == [
        ("Ett", 40, False, ""),
        ("Två", 50, True, ""),
        ("Tre", 100, False, "lydelsen har ändrats"),
        ("Fem", None, False, "frågan saknar siffror i omgången före"),
        ("Sju", None, False, "frågan saknar siffror i omgången före"),
        ("Åtta", None, False, "frågornas lydelse i omgången före är inte känd"),
    ]
    assert (points[0].low, points[1].low, points[1].high, points[3].low) == (None, 36, 64, None)
    assert points[2].low is not None
