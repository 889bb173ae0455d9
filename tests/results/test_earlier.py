"""An earlier round's figures: linked, recomputed, over reorganisations and on the same units."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from egenkontroll.checklist.compare import Relation, Row
from egenkontroll.results.analysis import EVERY, Analysis, RoundData, Selection, TakenIn
from egenkontroll.results.comparison import Change, Verdict
from egenkontroll.results.kept import keep, read_kept
from egenkontroll.results.pooling import left_out, pool
from egenkontroll.results.recomputing import how, recomputed
from egenkontroll.results.table import CaseResult, FrameGroup
from egenkontroll.results.tally import Share
from tests.makers import attribute, checklist, question, raw_question

PROV = checklist(raw_question("plan"), attributes=[attribute("kon", "Kön", "flicka", "pojke")])
SAME = Row("plan", Relation.IDENTICAL, "samma lydelse")


def cases(unit: str, yes: int, no: int, name: str = "plan", **more: Any) -> tuple[CaseResult, ...]:
    return tuple(
        CaseResult(f"{unit}{at}", unit, {"kon": "flicka" if at % 2 else "pojke"},
                   more.get("applies", frozenset({name})), {name: "yes" if at < yes else "no"})
        for at in range(yes + no)
    )  # fmt: skip


def then(*groups: tuple[CaseResult, ...], **more: Any) -> RoundData:
    every = tuple(case for group in groups for case in group)
    return RoundData("Då", more.pop("checklist", PROV), every,
                     against={"plan": more.pop("row", SAME)}, **more)  # fmt: skip


def now(*groups: tuple[CaseResult, ...], **more: Any) -> RoundData:
    every = tuple(case for group in groups for case in group)
    return RoundData("Nu", more.pop("checklist", PROV), every, **more)


def change(
    after: RoundData, before: RoundData, by: str | None = None, group: str | None = None,
    selection: Selection = EVERY,
) -> Change:  # fmt: skip
    rows = after.table(selection, by, before).rows
    (found,) = [row.change for row in rows if row.group == group]
    assert found is not None
    return found


def purged(one: RoundData) -> RoundData:
    """The same round as it is when its cases are gone."""
    assert one.checklist is not None
    kept = read_kept(keep(one.name, one.checklist, one.cases, one.frame))
    figures = {}
    for asked, split, group, share in kept.shares(one.checklist):
        key = (asked.id, group or "" if split == "unit" else "",
               "" if split in ("", "unit") else f"{split}={group}")  # fmt: skip
        figures[key] = TakenIn(share, None, "")
    return replace(one, cases=(), frame=(), figures=figures, kept=kept)


def test_a_linked_question_is_found_under_its_old_name() -> None:
    old = checklist(raw_question("forr"), attributes=[attribute("kon", "Kön", "flicka", "pojke")])
    row = Row("plan", Relation.EDITORIAL, "nytt namn", ("forr",), "Eva")
    before = then(cases("A", 5, 15, "forr"), checklist=old, row=row)
    found = change(now(cases("A", 15, 5)), before)
    assert found.earlier.share == Share(5, 20)
    assert found.earlier.reason == "redaktionell ändring: nytt namn (Eva)"
    assert found.verdict is Verdict.SECURED


def test_units_over_a_reorganisation_are_pooled() -> None:
    before = then(cases("A", 2, 8), cases("B", 3, 7))
    after = now(cases("Norr", 16, 4), came_from={"Norr": ("A", "B")})
    by_unit = change(after, before, "unit", "Norr")
    assert by_unit.earlier.share == Share(5, 20)
    assert by_unit.earlier.basis == "enheten jämförs med A och B, som den kom ur"
    whole = change(after, before)
    assert (whole.earlier.share, whole.earlier.basis) == (Share(5, 20), "")
    girls = change(after, before, "kon", "flicka", Selection("Norr"))
    assert girls.earlier.share is not None
    assert girls.earlier.share.n == 10
    lonely = now(cases("Ny", 16, 4))
    assert lonely.table(EVERY, "unit", before).rows[0].change is None
    assert change(lonely, before).verdict is Verdict.NOT_COMPARABLE


def test_only_percentages_are_not_pooled() -> None:
    figures = {
        ("plan", "A", ""): TakenIn(None, 40, "Rapport"),
        ("plan", "B", ""): TakenIn(Share(3, 10), None, "Rapport"),
    }
    before = RoundData("Då", PROV, figures=figures, against={"plan": SAME})
    after = now(cases("Norr", 16, 4), came_from={"Norr": ("A", "B")})
    assert after.table(EVERY, "unit", before).rows[0].change is None
    one = change(now(cases("Norr", 16, 4), came_from={"Norr": ("A",)}), before, "unit", "Norr")
    assert (one.verdict, one.earlier.printed, one.earlier.source) == (
        Verdict.UNDECIDED, 40, "Rapport",
    )  # fmt: skip


@pytest.mark.parametrize("gone", [False, True])
def test_common_units_and_the_same_weights_also_when_purged(gone: bool) -> None:
    def maybe(one: RoundData) -> RoundData:
        return purged(one) if gone else one

    before = maybe(then(cases("A", 5, 15), cases("Borta", 20, 0)))
    after = maybe(now(cases("A", 15, 5), cases("Ny", 20, 0)))
    common = change(after, before)
    assert (common.earlier.now, common.earlier.share) == (Share(15, 20), Share(5, 20))
    assert common.earlier.part
    assert "utan Ny" in common.earlier.basis
    assert common.difference == 50
    before = maybe(then(cases("A", 9, 1), cases("B", 15, 15)))
    frame = tuple(FrameGroup(unit, {}) for unit in ["A"] * 50 + ["B"] * 50)
    after = maybe(now(cases("A", 27, 3), cases("B", 5, 5), frame=frame))
    alike = change(after, before)
    assert alike.earlier.weighted is not None
    assert alike.earlier.weighted[0].share == pytest.approx(0.7)
    assert (alike.difference, alike.verdict) == (0, Verdict.CHANCE)
    assert not alike.earlier.part


@pytest.mark.parametrize("gone", [False, True])
def test_a_unit_where_nothing_was_reviewed_is_not_one_of_the_round_also_when_purged(
    gone: bool,
) -> None:
    unread = tuple(replace(case, values={}) for case in cases("Ny", 0, 10))
    before = then(cases("A", 5, 15), unread)
    after = now(cases("A", 15, 5), cases("Ny", 20, 0))
    found = change(after, purged(before) if gone else before)
    assert (found.earlier.now, found.earlier.share) == (Share(15, 20), Share(5, 20))
    assert "utan Ny" in found.earlier.basis


def test_a_purged_rounds_groups_are_weighed_alike() -> None:
    before = then(cases("A", 10, 10), cases("B", 4, 16))
    after = now(cases("A", 30, 30), cases("B", 2, 8))
    frame = tuple(FrameGroup(case.unit, case.attributes) for case in after.cases)
    whole = change(replace(after, frame=frame), before, "kon", "flicka")
    figures = {
        ("plan", unit, "kon=flicka"): TakenIn(share, None, "")
        for unit, share in (("A", Share(15, 30)), ("B", Share(1, 5)))
    }
    gone = purged(after)
    listed = {"kon=flicka": {"A": 30, "B": 5}}
    gone = replace(gone, figures={**gone.figures, **figures}, listed=listed)
    found = change(gone, before, "kon", "flicka")
    assert found.earlier.weighted is not None
    assert (found.earlier.weighted, found.verdict) == (whole.earlier.weighted, whole.verdict)


def test_groups_of_selected_cases_are_held_on_those_cases_alone() -> None:
    def young(data: RoundData) -> RoundData:
        """Every other of the girls, and of the boys, is young."""
        made = [
            replace(case, attributes={**case.attributes, "ung": "ja" if at % 4 < 2 else "nej"})
            for at, case in enumerate(data.cases)
        ]
        return replace(data, cases=tuple(made))

    both = checklist(raw_question("plan"), attributes=[
        attribute("kon", "Kön", "flicka", "pojke"), attribute("ung", "Ung", "ja", "nej"),
    ])  # fmt: skip
    before = young(then(cases("A", 10, 30), checklist=both))
    after = young(now(cases("A", 30, 10), cases("Ny", 20, 0), checklist=both))
    girls = Selection(attribute=("kon", "flicka"))
    found = change(after, before, "ung", "ja", girls)
    assert (found.earlier.share, found.earlier.now) == (Share(3, 10), Share(8, 10))
    inside = girls.narrowed("ung", "ja")
    assert inside.attributes == (("kon", "flicka"), ("ung", "ja"))
    (alone,) = after.table(inside, None, before).rows
    assert alone.share == Share(13, 15)
    assert girls.narrowed("kon", "flicka") == girls
    assert girls.narrowed(None, None) == girls
    assert girls.narrowed("unit", "A").unit == "A"


def test_groups_are_held_on_the_same_units_as_far_as_the_cases_are_there() -> None:
    before, after = then(cases("A", 5, 15)), now(cases("A", 15, 5), cases("Ny", 20, 0))
    girls = change(after, before, "kon", "flicka")
    assert girls.earlier.now is not None
    assert girls.earlier.now.n == 10
    gone = change(after, purged(before), "kon", "flicka")
    assert gone.verdict is Verdict.NOT_COMPARABLE
    assert "de gemensamma går inte att räkna på" in gone.earlier.reason


def test_a_few_units_figures_are_not_the_whole() -> None:
    figures = {
        ("plan", "", ""): TakenIn(Share(40, 80), None, "Rapport", "källan anger 49 %"),
        ("plan", "A", ""): TakenIn(Share(5, 20), None, "Rapport"),
    }
    before = RoundData("Då", PROV, figures=figures, against={"plan": SAME})
    found = change(now(cases("A", 15, 5)), before)
    assert (found.earlier.share, found.earlier.note) == (Share(40, 80), "källan anger 49 %")


def test_focus_is_told_and_without_a_present_round_nothing_is_mixed() -> None:
    before = then(cases("A", 5, 15))
    assert change(now(cases("A", 15, 5), focus=frozenset({"plan"})), before).earlier.focus
    look_up = before.earlier_figures(EVERY, "area")
    found = look_up(question("plan"), None)
    assert found is not None
    assert found.share == Share(5, 20)
    assert before.earlier_figures(EVERY, "unit")(question("plan"), "A") is not None
    new = look_up(question("annan"), None)
    assert new is not None
    assert new.relation is Relation.NEW


# --- recomputed -------------------------------------------------------------------------------

PARTLY = Row("plan", Relation.RECOMPUTED, "ny skala", (), "Eva")


def answered(*values: str, **more: Any) -> list[CaseResult]:
    return [CaseResult(str(at), "A", more.get("attributes", {}),
                       more.get("applies", frozenset({"plan"})), {"plan": value})
            for at, value in enumerate(values)]  # fmt: skip


def test_answers_are_counted_anew_by_the_rule_of_now() -> None:
    was, wider = question("plan"), question("plan", type="yes_partly_no", partly_counts="met")
    found = answered("yes", "no", "", "not_in_record", "not_applicable")
    assert recomputed(was, wider, found) == Share(1, 3)
    assert recomputed(wider, was, answered("yes", "partly", "no")) == Share(2, 3)
    strict = question("plan", type="yes_partly_no")
    assert recomputed(strict, was, answered("yes", "partly", "no")) == Share(1, 3)
    assert "”Delvis” från Då räknas som nej" in how("Då", strict, was)
    assert "räknas som ja" in how("Då", wider, was)
    assert how("Då", was, strict).startswith("svaren från Då är räknade om")
    old = question("plan", type="choice", choices=["a", "b"], met=["a"])
    more = question("plan", type="choice", choices=["A", "b", "c"], met=["A"])
    assert recomputed(old, more, answered("=a", "=b")) == Share(1, 2)


def test_without_a_common_base_nothing_is_counted_anew() -> None:
    was = question("plan")
    assert recomputed(was, question("plan", not_applicable=False),
                      answered("not_applicable")) is None  # fmt: skip
    asks = question("plan", applies_when={"kon": "flicka"})
    assert recomputed(was, asks, answered("yes")) is None
    girls = answered("yes", attributes={"kon": "flicka"})
    boys = answered("no", attributes={"kon": "pojke"})
    assert recomputed(was, asks, [*girls, *boys]) == Share(1, 1)
    assert recomputed(asks, was, answered("", applies=frozenset())) is None


def test_a_recomputed_question_is_compared_and_says_how() -> None:
    wider = checklist(raw_question("plan", type="yes_partly_no"),
                      attributes=[attribute("kon", "Kön", "flicka", "pojke")])  # fmt: skip
    before = then(cases("A", 5, 15), row=PARTLY)
    after = now(cases("A", 15, 5), checklist=wider)
    found = change(after, before)
    assert (found.verdict, found.earlier.share) == (Verdict.SECURED, Share(5, 20))
    assert found.earlier.reason.startswith("omräknad: ny skala (Eva); svaren från Då är räknade om")
    girls = change(after, before, "kon", "flicka", Selection("A", ("kon", "flicka")))
    assert girls.earlier.share is not None
    assert girls.earlier.share.n == 10
    gone = change(after, purged(before))
    assert gone.verdict is Verdict.NOT_COMPARABLE
    assert gone.earlier.reason == "kan inte räknas om: svaren från då finns inte kvar"
    assert gone.earlier.share == Share(5, 20)
    asks = checklist(raw_question("plan", applies_when={"kon": "flicka"}),
                     attributes=[attribute("kon", "Kön", "flicka", "pojke")])  # fmt: skip
    bare = then(tuple(answered("yes")), row=PARTLY)
    apart = now(tuple(answered("yes", attributes={"kon": "flicka"})), checklist=asks)
    assert "gemensam bas" in change(apart, bare).earlier.reason
    empty = RoundData("Då", PROV, against={"plan": PARTLY})
    assert change(after, empty).earlier.share is None


# --- series and years -------------------------------------------------------------------------


def test_a_series_follows_a_question_under_its_earlier_names() -> None:
    old = checklist(raw_question("forr"))
    link = Row("plan", Relation.EDITORIAL, "nytt namn", ("forr",), "Eva")
    rounds = (
        RoundData("Ett", old, cases("A", 10, 10, "forr"), ends="2022-05-31"),
        RoundData("Två", PROV, cases("A", 14, 6), since={"plan": link}, ends="2023-05-31"),
        RoundData("Tre", PROV, cases("A", 19, 1), since={"plan": SAME}, ends="2024-05-31"),
    )
    analysis = Analysis(rounds, rounds[-1])
    assert [point.joined for point in analysis.series("plan")] == [False, True, True]
    assert analysis.trends()["plan"].direction == "rising"
    assert analysis.trends() is analysis.trends()
    assert Analysis((RoundData("Ett", None),), RoundData("Ett", None)).trends() == {}
    recounted = replace(rounds[1], since={"plan": replace(link, relation=Relation.RECOMPUTED)})
    apart = Analysis((rounds[0], recounted, rounds[2]), rounds[2]).series("plan")
    assert [point.joined for point in apart] == [False, False, True]


def test_a_years_rounds_are_taken_together_as_far_as_they_are_the_same() -> None:
    old = checklist(raw_question("forr"), raw_question("bruten"))
    rows = {"plan": Row("plan", Relation.EDITORIAL, "namn", ("forr",), "Eva")}
    first = RoundData("Våren", old, cases("A", 5, 5, "forr", applies=frozenset({"forr", "bruten"})))
    second = RoundData("Hösten", PROV, cases("A", 10, 0))
    members = [(first, rows), (second, {"plan": SAME})]
    year = pool("2024", PROV, members)
    (row,) = year.table(EVERY).rows
    assert (year.name, row.share) == ("2024", Share(15, 20))
    assert left_out(PROV, members) == ()
    broken = [(first, {"plan": Row("plan", Relation.BROKEN, "x")}), members[1]]
    assert pool("2024", PROV, broken).table(EVERY).rows[0].share == Share(10, 10)
    assert left_out(PROV, broken) == ("Våren räknas inte in i: Fråga plan?.",)
    assert pool("2024", PROV, members[1:]).cases == second.cases
    assert left_out(PROV, members[1:]) == ()


def test_figures_of_a_year_are_added_and_bare_percentages_are_not() -> None:
    def known(name: str, share: Share | None, printed: int | None = None) -> RoundData:
        figures = {
            ("plan", "", ""): TakenIn(share, printed, name),
            ("x", "", ""): TakenIn(None, 1, ""),
        }
        return RoundData(name, PROV, figures=figures)

    same = {"plan": SAME}
    both = [(known("Ett", Share(4, 10)), same), (known("Två", Share(5, 10)), same)]
    assert pool("2024", PROV, both).figures == {
        ("plan", "", ""): TakenIn(Share(9, 20), None, "Ett och Två")
    }
    bare = [both[0], (known("Två", None, 50), same)]
    assert pool("2024", PROV, bare).figures == {}
    other = [both[0], (known("Två", None, 50), {"plan": Row("plan", Relation.NEW, "")})]
    assert pool("2024", PROV, other).figures == {
        ("plan", "", ""): TakenIn(Share(4, 10), None, "Ett")
    }
    mixed = [both[0], (now(cases("A", 5, 5)), same)]
    assert pool("2024", PROV, mixed).figures == {}
    assert left_out(PROV, mixed) == ("Ett är bara känd som siffror och räknas inte in i året.",)


def test_several_questions_share_the_work_and_those_not_judged_have_no_share() -> None:
    two = checklist(raw_question("plan"), raw_question("mal"), raw_question("fritt", type="text"))
    rows = {name: Row(name, Relation.IDENTICAL, "") for name in ("plan", "mal", "fritt")}
    every = frozenset(rows)

    def made(unit: str, yes: int) -> tuple[CaseResult, ...]:
        return tuple(
            CaseResult(f"{unit}{at}", unit, {}, every, {"plan": "yes" if at < yes else "no",
                                                        "mal": "yes", "fritt": "=x"})
            for at in range(20)
        )  # fmt: skip

    before = RoundData("Då", two, (*made("A", 5), *made("B", 5)), against=rows)
    found = RoundData("Nu", two, (*made("A", 15), *made("C", 15))).table(EVERY, None, before)
    shares = [row.change.earlier.share for row in found.rows if row.change is not None]
    assert shares == [Share(5, 20), Share(20, 20)]


def test_the_estimate_of_all_cases_stands_on_the_whole_rounds_rows_alone() -> None:
    frame = tuple(FrameGroup(unit, {"kon": "flicka"}) for unit in ["A"] * 20 + ["B"] * 200)
    one = now(cases("A", 10, 0), cases("B", 4, 6), frame=frame)
    whole = one.with_estimates(one.table(EVERY))
    assert whole.rows[0].estimate is not None
    assert whole.rows[0].estimate.percent == 45
    gone = purged(one)
    assert gone.with_estimates(gone.table(EVERY)).rows[0].estimate == whole.rows[0].estimate
    assert gone.sizes(EVERY) == {"A": 20, "B": 200}
    split = one.table(EVERY, "unit")
    assert one.with_estimates(split) is split
    bare = now(cases("A", 10, 0))
    assert bare.with_estimates(bare.table(EVERY)).rows[0].estimate is None
    unknown = RoundData("Nu", None)
    assert unknown.with_estimates(unknown.table(EVERY)).rows == ()
