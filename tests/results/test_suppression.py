"""What is hidden stays hidden: held against everything that fits what is published of a round."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egenkontroll.checklist.compare import Relation
from egenkontroll.results.comparison import Earlier
from egenkontroll.results.estimating import Estimate
from egenkontroll.results.kept import keep, read_kept
from egenkontroll.results.published import CASES, hidden_figures, published
from egenkontroll.results.suppression import Cell, small, suppressed
from egenkontroll.results.table import CaseResult, FrameGroup, results
from egenkontroll.results.tally import Share
from egenkontroll.review.reading import Reading
from tests.makers import attribute, checklist, raw_question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from egenkontroll.results.table import Results

LIST = checklist(
    raw_question("plan"),
    raw_question("barn", applies_when={"plan": "ja"}),
    attributes=[attribute("kon", "Kön", "flicka", "pojke")],
)
SPLITS = (None, "unit", "kon")


# --- one round, and everything that is published of it ----------------------------------------


def case(number: int, unit: str, kon: str, plan: str, barn: str) -> CaseResult:
    attributes = {"kon": kon} if kon else {}
    values = {"plan": plan, "barn": barn}
    return CaseResult(f"{number}-24", unit, attributes, Reading(
        LIST, attributes, values, {}).applies, values)  # fmt: skip


def everything(cases: list[CaseResult], frame: list[FrameGroup], threshold: int) -> dict[Any, Any]:
    """Return all that the published tables say of shares: by split, group and question."""
    hidden = hidden_figures(LIST, read_kept(keep("V", LIST, cases, frame)), threshold)
    return {by: published(results("V", LIST, cases, frame, by), hidden, threshold) for by in SPLITS}


def shown(found: Results) -> dict[str | None, dict[str, tuple[int, int] | None]]:
    """Return (k, n − k) by group and question, None where it is hidden."""
    said: dict[str | None, dict[str, tuple[int, int] | None]] = {}
    for row in found.rows:
        known = None if row.share is None else (row.share.k, row.share.n - row.share.k)
        said.setdefault(row.group, {})[row.question.id] = known
    return said


def fitting(
    total: tuple[int, int] | None,
    parts: Mapping[str, tuple[int, int] | None],
    reviewed: Mapping[str, int | None],
    every: int | None,
) -> Iterator[dict[str, tuple[int, int]]]:
    """Yield every (k, n − k) by group that fits what is published of one question in one split.

    Known are the whole, the groups that are shown, and how many cases are reviewed in those
    whose number of cases is told; nothing else binds the others but that they add up.
    """
    gone = [group for group, known in parts.items() if known is None]
    told = sum(number for number in reviewed.values() if number is not None)
    pool = MOST if every is None else every - told
    left = (MOST, MOST)
    if total is not None:
        known = [pair for pair in parts.values() if pair is not None]
        left = (total[0] - sum(k for k, _ in known), total[1] - sum(m for _, m in known))
    limits = [reviewed[group] for group in gone]
    for tried in spread(left, limits, pool, exact=total is not None):
        yield dict(zip(gone, tried, strict=True))


MOST = 3
"""So many more cases a hidden whole is tried with: enough to see that it is not decided."""


def spread(
    left: tuple[int, int], limits: list[int | None], pool: int, exact: bool
) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield every way to spread (k, n − k) over groups; those without a limit share `pool`."""
    if not limits:
        if not exact or left == (0, 0):
            yield ()
        return
    most = pool if limits[0] is None else limits[0]
    for k in range(min(left[0], most) + 1):
        for m in range(min(left[1], most - k) + 1):
            rest = pool - k - m if limits[0] is None else pool
            for others in spread((left[0] - k, left[1] - m), limits[1:], rest, exact):
                yield ((k, m), *others)


ANSWER = st.sampled_from(["yes", "yes", "no", "not_applicable", ""])
ONE = st.tuples(
    st.sampled_from("ABC"), st.sampled_from(["flicka", "pojke", "pojke", ""]), ANSWER, ANSWER
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ONE, min_size=4, max_size=11), st.integers(0, 12), st.integers(2, 3))
def test_nothing_hidden_can_be_worked_out_from_all_that_is_published(
    drawn: list[tuple[str, str, str, str]], more: int, threshold: int
) -> None:
    """Everything of a round taken together: the whole, every unit's sheet, and every split."""
    cases = [case(at, *one) for at, one in enumerate(drawn)]
    frame = [FrameGroup(one.unit, one.attributes) for one in cases]
    frame += [FrameGroup(unit, {}) for unit in "AB" for _ in range(more)]
    tables = everything(cases, frame, threshold)
    whole = shown(tables[None])[None]
    told_whole = None not in tables[None].untold
    for by in ("unit", "kon"):
        groups = shown(tables[by])
        reviewed: dict[str, int | None] = {
            group: sum(one.reviewed for one in cases if of(one, by) == group)
            for group in groups if group is not None
        }  # fmt: skip
        rest = sum(one.reviewed for one in cases if of(one, by) is None)
        every = sum(one.reviewed for one in cases) if told_whole else None
        for group in tables[by].untold:
            reviewed[group or ""] = None
        # No number of cases that is hidden follows from the others'.
        untold = [group for group, number in reviewed.items() if number is None]
        assert not untold or not told_whole or len(untold) > 1 or rest
        if rest:
            reviewed["rest"] = None if untold else rest
        hidden = {name: {g for g, one in groups.items() if g and one[name] is None}
                  for name in ("plan", "barn")}  # fmt: skip
        assert hidden["plan"] <= hidden["barn"]  # which is only asked after a yes
        for question in ("plan", "barn"):
            parts = {g: one[question] for g, one in groups.items() if g is not None}
            if "rest" in reviewed:
                parts["rest"] = None
            truth = {g: counts(cases, by, g, question) for g in parts if g != "rest"}
            gone = [g for g in truth if parts[g] is None and any(truth[g])]
            if not gone:
                continue
            known = list(fitting(whole[question], parts, reviewed, every))
            assert whole[question] is None or {g: truth[g] for g in truth if parts[g] is None} in [
                {g: v for g, v in one.items() if g != "rest"} for one in known
            ]
            for group in gone:
                where = (by, group, question)
                assert len({one[group][0] for one in known}) > 1, where
                assert len({one[group][1] for one in known}) > 1, where
                # How many are judged is a secret where they are few, or the cases are untold.
                if sum(truth[group]) < threshold or reviewed[group] is None:
                    assert len({sum(one[group]) for one in known}) > 1, where


def of(one: CaseResult, by: str) -> str | None:
    return one.unit if by == "unit" else one.attributes.get(by)


def counts(cases: list[CaseResult], by: str, group: str, question: str) -> tuple[int, int]:
    given = [
        one.values[question] for one in cases if of(one, by) == group and question in one.applies
    ]
    return given.count("yes"), given.count("no")


# --- what is hidden, and what is not ----------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell(0, 0), False),
        (Cell(2, 4), True),
        (Cell(2, 5), False),
        (Cell(5, 5), True),
        (Cell(0, 9), True),
        (Cell(0, 10), False),
        (Cell(3, 6, 9), True),
        (Cell(3, 6, 10), False),
        (Cell(None, 5), False),
        (Cell(None, 4), True),
    ],
)
def test_what_makes_a_group_small(cell: Cell, expected: bool) -> None:
    assert small(cell) is expected


def group(k: int, n: int, reviewed: int | None = None) -> Cell:
    return Cell(k, n, None, n if reviewed is None else reviewed)


NOBODY = frozenset[str]()


def gone(
    table: dict[str, Cell],
    secret: str,
    unseen: frozenset[str] = NOBODY,
    untold: frozenset[str] = NOBODY,
) -> set[str] | None:
    found = suppressed([table], frozenset(secret.split()), unseen, untold)
    return None if found is None else set(found)


REST = frozenset({"rest"})


def test_with_two_genders_hiding_one_hides_both() -> None:
    table = {"f": group(2, 4, 10), "p": group(20, 30)}
    assert gone(table, secret="f") == {"f", "p"}


def test_the_next_smallest_is_hidden_beside_a_lone_one_and_never_an_empty_one() -> None:
    table = {"A": group(2, 4, 9), "B": group(6, 12), "C": group(30, 60), "D": group(0, 0)}
    assert gone(table, secret="A") == {"A", "B"}
    assert gone(dict(reversed(table.items())), secret="A") == {"A", "B"}


def test_a_table_without_small_groups_is_shown_whole() -> None:
    assert gone({"A": group(9, 17), "B": group(9, 17)}, secret="") == set()


def test_two_hidden_that_all_answered_alike_give_each_other_away() -> None:
    table = {"A": group(7, 7), "B": group(12, 12), "C": group(30, 60)}
    assert gone(table, secret="A") == {"A", "B", "C"}
    assert gone({"A": group(7, 7), "B": group(12, 12)}, secret="A") is None


def test_those_in_no_group_hide_a_small_one_unless_they_are_few_themselves() -> None:
    table = {"f": group(2, 4, 9), "p": group(20, 30), "rest": group(9, 18)}
    assert gone(table, secret="f", unseen=REST) == {"f"}
    few = table | {"f": group(6, 14), "rest": group(1, 2, 9)}
    assert gone(few, secret="rest", unseen=REST) == {"f"}


def test_a_number_of_cases_that_is_told_can_pin_what_is_judged() -> None:
    # Of A's ten reviewed cases three are judged; B has no room for more than it has.
    table = {"A": group(1, 3, 10), "B": group(0, 0, 0), "C": group(30, 60)}
    assert gone(table, secret="A B") == {"A", "B", "C"}
    # Where B's cases are not told it could have some of them.
    assert gone(table, secret="A B", untold=frozenset({"A", "B"})) == {"A", "B"}


def test_every_answer_of_a_question_that_is_not_judged_is_guarded() -> None:
    definition = checklist(raw_question("hur", type="multi", choices=["brev", "möte", "samtal"]))

    def cases(unit: str, *given: tuple[int, str]) -> list[CaseResult]:
        return [
            CaseResult(f"{unit}{value}{at}", unit, {}, frozenset({"hur"}), {"hur": value})
            for many, value in given for at in range(many)
        ]  # fmt: skip

    sample = [
        *cases("A", (2, "=brev")), *cases("B", (5, "=brev"), (1, "=möte"), (1, "=brev\n=möte")),
        *cases("C", (20, "=möte"), (1, "=brev")),
    ]  # fmt: skip
    hidden = hidden_figures(definition, read_kept(keep("V", definition, sample, ())))
    # The answers are shown of every unit or of none; the whole has many of each.
    units = {("unit", "A"), ("unit", "B"), ("unit", "C")}
    assert hidden["hur"] == units
    assert hidden[CASES] == {("unit", "A"), ("unit", "B")}
    alike = [*cases("A", (7, "=brev")), *cases("B", (9, "=brev"), (9, "=möte")),
             *cases("C", (20, "=möte"))]  # fmt: skip
    hidden = hidden_figures(definition, read_kept(keep("V", definition, alike, ())))
    assert hidden["hur"] == units
    assert hidden[CASES] == frozenset()


@pytest.mark.parametrize(
    ("few", "gone"),
    [
        (0, set()),
        (1, {("unit", "A"), ("unit", "B")}),
        (4, {("unit", "A"), ("unit", "B")}),
        (5, set()),
    ],
)
def test_an_answer_that_few_gave_hides_the_answers_of_all_groups(
    few: int, gone: set[tuple[str, str]]
) -> None:
    definition = checklist(raw_question("insats", type="choice", choices=["ingen", "vård"]))

    def cases(unit: str, kon: str, value: str, many: int) -> list[CaseResult]:
        attributes = {"kon": kon} if kon else {}
        return [CaseResult(f"{unit}{kon}{value}{at}", unit, attributes, frozenset({"insats"}),
                           {"insats": value}) for at in range(many)]  # fmt: skip

    sample = [*cases("A", "", "=ingen", 12), *cases("A", "", "=vård", few),
              *cases("B", "", "=ingen", 12), *cases("B", "", "=vård", 12)]  # fmt: skip
    hidden = hidden_figures(definition, read_kept(keep("V", definition, sample, ())))
    assert hidden["insats"] == gone
    by_unit = published(results("V", definition, sample, (), "unit"), hidden, 5)
    assert {row.counts.options for row in by_unit.rows if row.suppressed} <= {()}
    # So does one that few gave of the cases that are in no group.
    definition = checklist(raw_question("insats", type="choice", choices=["ingen", "vård"]),
                           attributes=[attribute("kon", "Kön", "flicka", "pojke")])  # fmt: skip
    sample = [one for kon in ("flicka", "pojke") for value in ("=ingen", "=vård")
              for one in cases("A", kon, value, 12)]  # fmt: skip
    sample += [*cases("A", "", "=ingen", 12), *cases("A", "", "=vård", few)]
    hidden = hidden_figures(definition, read_kept(keep("V", definition, sample, ())))
    kon = {("kon", "flicka"), ("kon", "pojke")}
    assert hidden["insats"] == (kon if gone else set())


def test_where_few_of_all_gave_an_answer_no_answers_are_shown() -> None:
    definition = checklist(raw_question("insats", type="choice", choices=["ingen", "vård"]))
    sample = [
        CaseResult(f"{at}", "AB"[at % 2], {}, frozenset({"insats"}),
                   {"insats": "=ingen" if at > 3 else "=vård"})
        for at in range(40)
    ]  # fmt: skip
    hidden = hidden_figures(definition, read_kept(keep("V", definition, sample, ())))
    assert hidden["insats"] == {("", None), ("unit", "A"), ("unit", "B")}


def test_a_question_asked_after_another_is_hidden_where_that_one_is() -> None:
    """How often it was asked would tell how many gave the answer that it is asked after."""
    definition = checklist(
        raw_question("sist", applies_when={"sedan": "ja"}),
        raw_question("sedan", applies_when={"any": [{"tid": "nej"}, {"kon": "pojke"}]}),
        raw_question("tid"),
        raw_question("annat"),
        attributes=[attribute("kon", "Kön", "flicka", "pojke")],
    )

    def cases(unit: str, tid: str, many: int) -> list[CaseResult]:
        found = []
        for at in range(many):
            # Half of those that are asked further say yes, and half of them again.
            values = {"tid": tid, "sedan": "no" if at % 2 else "yes", "annat": "yes",
                      "sist": "no" if at % 4 else "yes"}  # fmt: skip
            if at % 3 == 0:
                values["annat"] = "no"
            applies = Reading(definition, {}, values, {}).applies
            found.append(CaseResult(f"{unit}{tid}{at}", unit, {}, applies, values))
        return found

    sample = [*cases("A", "yes", 9), *cases("B", "yes", 20), *cases("B", "no", 40),
              *cases("C", "yes", 30), *cases("C", "no", 60), *cases("D", "yes", 30),
              *cases("D", "no", 70)]  # fmt: skip
    hidden = hidden_figures(definition, read_kept(keep("V", definition, sample, ())))
    # All of A's nine are alike, so A and another unit are hidden; none of A was asked further.
    assert hidden["tid"] == {("unit", "A"), ("unit", "B")}
    assert hidden["tid"] <= hidden["sedan"] <= hidden["sist"]
    assert hidden["annat"] == frozenset()
    by_unit = published(results("V", definition, sample, (), "unit"), hidden, 5)
    told = {(row.group, row.question.id): row for row in by_unit.rows}
    for group in "AB":
        assert told[group, "sedan"].suppressed
        assert told[group, "sedan"].counts.cases == told[group, "sist"].counts.cases == 0


def test_questions_asked_after_each_other_in_a_circle_are_hidden() -> None:
    definition = checklist(
        raw_question("a", applies_when={"b": "ja"}), raw_question("b", applies_when={"a": "ja"})
    )
    sample = [CaseResult(f"{at}", "A", {}, frozenset(), {}) for at in range(20)]
    hidden = hidden_figures(definition, read_kept(keep("V", definition, sample, ())))
    assert hidden["a"] == hidden["b"] == {("", None), ("unit", "A")}


def test_a_unit_whose_cases_are_not_told_is_hidden_in_every_question() -> None:
    few = [case(at, "A", "", "yes", "no") for at in range(3)]
    more = [case(10 + at, "B", "", "no" if at else "yes", "") for at in range(10)]
    most = [case(30 + at, "C", "", "yes" if at else "no", "yes") for at in range(12)]
    sample = [*few, *more, *most]
    kept = read_kept(keep("V", LIST, sample, ()))
    hidden = hidden_figures(LIST, kept)
    assert hidden[CASES] == {("unit", "A"), ("unit", "B")}
    assert all(hidden[CASES] <= hidden[name] for name in ("plan", "barn"))
    by_unit = published(results("V", LIST, sample, (), "unit"), hidden, 5)
    assert by_unit.untold == {"A", "B"}
    assert {row.population for row in by_unit.rows if row.suppressed} == {None}


def test_a_raised_threshold_never_shows_what_a_lower_one_hides() -> None:
    sample = [
        case(100 * at + number, unit, "", "yes" if number % 3 else "no", "")
        for at, (unit, size) in enumerate([("A", 4), ("B", 8), ("C", 9), ("D", 30), ("E", 40)])
        for number in range(size)
    ]
    kept = read_kept(keep("V", LIST, sample, ()))
    lower = hidden_figures(LIST, kept, 5)
    assert lower["plan"] == {("unit", "A"), ("unit", "B")}
    for threshold in range(6, 12):
        higher = hidden_figures(LIST, kept, threshold)
        assert all(lower[name] <= higher[name] for name in (CASES, "plan", "barn"))
        lower = higher


def test_where_the_whole_is_hidden_everything_is() -> None:
    sample = [case(at, "A", "flicka", "yes", "") for at in range(12)]
    sample += [case(20 + at, "B", "pojke", "yes", "") for at in range(2)]
    kept = read_kept(keep("V", LIST, sample, ()))
    hidden = hidden_figures(LIST, kept)
    # All answered alike, so nothing could hide B; but the number of cases is told of the whole.
    assert ("", None) in hidden["plan"]
    assert hidden["plan"] >= {("unit", "A"), ("unit", "B"), ("kon", "flicka"), ("kon", "pojke")}
    assert hidden[CASES] == {("unit", "A"), ("unit", "B"), ("kon", "flicka"), ("kon", "pojke")}
    alone = hidden_figures(LIST, read_kept(keep("V", LIST, sample[-2:], ())))
    assert ("", None) in alone[CASES]


# --- over the rounds --------------------------------------------------------------------------


def earlier(**more: Any) -> Earlier:
    return Earlier("2023", Share(20, 40), None, Relation.IDENTICAL, "", asked="plan", **more)


@pytest.mark.parametrize(
    ("held", "gone", "left"),
    [
        (earlier(places=frozenset({("", None)})), {}, True),
        (earlier(places=frozenset({("unit", "B")})), {"plan": {("unit", "B")}}, False),
        (earlier(places=frozenset({("unit", "C")})), {"plan": {("unit", "B")}}, True),
        # On the units that are in both rounds: beside the whole that tells of the others.
        (earlier(now=Share(30, 50)), {}, True),
        (earlier(now=Share(30, 50)), {"plan": {("unit", "B")}}, False),
        (earlier(now=Share(2, 4)), {}, False),
    ],
)
def test_an_earlier_figure_never_tells_what_its_own_round_hides(
    held: Earlier, gone: dict[str, set[tuple[str, str | None]]], left: bool
) -> None:
    sample = [case(at, "A", "", "yes" if at % 2 else "no", "") for at in range(60)]
    found = results("V", LIST, sample, (), None, "2023", lambda question, _group: held)
    before = {name: frozenset(places) for name, places in gone.items()}
    nothing = {name: frozenset[tuple[str, str | None]]() for name in (CASES, "plan", "barn")}
    shown = published(found, nothing, 5, before)
    assert (shown.rows[0].change is not None) is left
    # That the question is comparable is no secret.
    assert shown.rows[0].relation is Relation.IDENTICAL
    assert shown.rows[0].withheld is (None if left else Relation.IDENTICAL)
    # What hides units of the present round hides figures on some of them too.
    units = nothing | {"plan": frozenset({("unit", "B")})}
    now = published(found, units, 5, {}).rows[0].change
    assert (now is not None) is (held.now is None)


@pytest.mark.parametrize("relation", [Relation.BROKEN, Relation.NEW])
def test_of_a_hidden_row_only_the_relation_to_an_earlier_figure_is_left(
    relation: Relation,
) -> None:
    held = replace(earlier(), relation=relation)
    sample = [case(at, "A", "", "yes", "") for at in range(3)]
    found = results("V", LIST, sample, (), None, "2023", lambda question, _group: held)
    hidden = hidden_figures(LIST, read_kept(keep("V", LIST, sample, ())))
    row = published(found, hidden, 5, {}).rows[0]
    assert row.suppressed
    assert row.change is None
    assert row.withheld is (None if relation is Relation.NEW else relation)


def test_the_estimate_of_the_whole_is_not_shown_where_a_unit_is_hidden() -> None:
    sample = [case(at, "A", "", "yes" if at % 2 else "no", "") for at in range(60)]
    found = results("V", LIST, sample, ())
    rows = tuple(replace(row, estimate=Estimate(50, 40, 60, 60, 50, ())) for row in found.rows)
    nothing = {name: frozenset[tuple[str, str | None]]() for name in (CASES, "plan", "barn")}
    units = nothing | {"plan": frozenset({("unit", "B")})}
    for hidden, left in ((nothing, True), (units, False)):
        shown = published(replace(found, rows=rows), hidden, 5)
        assert (shown.rows[0].estimate is not None) is left
