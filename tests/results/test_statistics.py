from __future__ import annotations

import json
import math
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egenkontroll.results.agreement_statistics import (
    cohen_kappa,
    gwet_chance,
    gwet_standard_error,
    krippendorff_alpha,
    raw_agreement,
)
from egenkontroll.results.statistics import (
    benjamini_hochberg,
    cochran_armitage,
    effective_size,
    gwet_ac1,
    holm,
    hypergeometric_interval,
    lqas,
    newcombe_difference,
    p_chart,
    percent_half_up,
    published_percent_fits,
    sample_size,
    stratified_interval,
    stratified_variance,
    whole_cases_interval,
    wilson_interval,
)
from egenkontroll.results.tables_of_four import fisher_exact, fisher_mid_p

if TYPE_CHECKING:
    from collections.abc import Callable

    Strata = list[tuple[int, int, int]]

T = TypeVar("T")

# --- the published cases ------------------------------------------------------------------------

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "statistics-cases.json").read_text(encoding="utf-8")
)["cases"]


def known(value: T | None) -> T:
    assert value is not None
    return value


def strata_of(inputs: dict[str, Any]) -> Strata:
    return [(stratum["k"], stratum["n"], stratum["N"]) for stratum in inputs["strata"]]


def wilson_fpc(i: dict[str, Any]) -> object:
    assert effective_size([(i["k"], i["n"], i["N"])]) == pytest.approx(i["n_eff"])
    return wilson_interval(i["k"], i["n"], i["N"])


def two_raters(i: dict[str, Any]) -> object:
    same, total = raw_agreement(i["table"])
    kappa, kappa_se = known(cohen_kappa(i["table"]))
    return {
        "percent": same / total,
        "kappa": kappa,
        "kappa_se": kappa_se,
        "ac1": known(gwet_ac1(i["table"]))[0],
        "ac1_se": gwet_standard_error(i["table"]),
        "alpha": krippendorff_alpha(i["table"]),
    }


def stratified(i: dict[str, Any]) -> object:
    strata = strata_of(i)
    share, low, high = known(stratified_interval(strata))
    return {
        "p": share,
        "lo": low,
        "hi": high,
        "n_eff": effective_size(strata),
        "var": stratified_variance(strata),
    }


HANDLERS: dict[str, Callable[[dict[str, Any]], object]] = {
    "proportion_ci_wilson": lambda i: wilson_interval(i["k"], i["n"]),
    "proportion_ci_wilson_fpc": wilson_fpc,
    "finite_population_ci_hypergeometric_counts": lambda i: hypergeometric_interval(
        i["k"], i["n"], i["N"]
    ),
    "difference_ci_newcombe": lambda i: newcombe_difference(i["k1"], i["n1"], i["k2"], i["n2"]),
    "fisher_exact_two_sided": lambda i: fisher_exact(i["k1"], i["n1"], i["k2"], i["n2"]),
    "fisher_midp_two_sided": lambda i: fisher_mid_p(i["k1"], i["n1"], i["k2"], i["n2"]),
    "holm_adjusted": lambda i: holm(i["p"]),
    "cochran_armitage_trend": lambda i: dict(
        zip("zp", known(cochran_armitage(i["k"], i["n"], i["scores"])), strict=True)
    ),
    "p_chart": lambda i: dict(
        zip(("center", "lcl", "ucl"), known(p_chart(i["k"], i["n"])), strict=True)
    ),
    "agreement_two_raters_table": two_raters,
    "sample_size_proportion_fpc_ceil": lambda i: sample_size(i["e"], i["N"], i["P"]),
    "lqas_operating_characteristic_binomial": lambda i: dict(
        zip(
            ("accept_good", "reject_bad"),
            known(lqas(i["n"], i["d"], i["p_good"], i["p_bad"])),
            strict=True,
        )
    ),
    "stratified_proportion": stratified,
    "stratified_wilson_kish_fpc": stratified,
    "percent_half_up": lambda i: percent_half_up(i["k"], i["n"]),
    "published_percentage_consistency": lambda i: published_percent_fits(
        i["k"], i["n"], i["published"]
    ),
}


def assert_agrees(found: Any, expected: Any, tolerance: float) -> None:
    """Every expected number is found within the tolerance; what is not expected may be there."""
    if isinstance(expected, dict):
        assert expected.keys() <= found.keys()
        for name in expected:
            assert_agrees(found[name], expected[name], tolerance)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            assert_agrees(one, other, tolerance)
    elif isinstance(expected, bool):
        assert found is expected
    else:
        assert abs(found - expected) <= tolerance


def test_every_published_method_has_a_handler_and_every_handler_a_case() -> None:
    assert {case["method"] for case in CASES} == HANDLERS.keys()


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_published_case(case: dict[str, Any]) -> None:
    inputs = case["inputs"]
    # What the functions have no argument for must be what they are made for.
    assert inputs.get("confidence", 0.95) == 0.95
    assert inputs.get("decimals", 0) == 0
    assert inputs.get("sigma", 3) == 3
    assert_agrees(HANDLERS[case["method"]](inputs), case["expected"], case["tolerance"])


# --- laws ---------------------------------------------------------------------------------------

laws = settings(max_examples=150, deadline=None)
SLACK = 1e-9

sizes = st.integers(1, 300)
counts = sizes.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
samples = counts.flatmap(
    lambda kn: st.tuples(st.just(kn[0]), st.just(kn[1]), st.integers(kn[1], kn[1] + 400))
)
few = st.integers(1, 25).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
small_samples = few.flatmap(
    lambda kn: st.tuples(st.just(kn[0]), st.just(kn[1]), st.integers(kn[1], kn[1] + 40))
)
families = st.lists(st.floats(0, 1), max_size=20)
tables = st.integers(2, 4).flatmap(
    lambda q: st.lists(
        st.lists(st.integers(0, 12), min_size=q, max_size=q), min_size=q, max_size=q
    ).filter(lambda table: any(map(any, table)))
)


@laws
@given(samples)
def test_an_interval_holds_its_share_and_stays_within_0_and_1(sample: tuple[int, int, int]) -> None:
    k, n, population = sample
    for interval in (wilson_interval(k, n), wilson_interval(k, n, population)):
        low, high = known(interval)
        assert 0 <= low <= k / n <= high <= 1
        assert (low == 0) == (k == 0)
        assert (high == 1) == (k == n)


@laws
@given(samples)
def test_a_known_population_only_narrows(sample: tuple[int, int, int]) -> None:
    k, n, population = sample
    low, high = known(wilson_interval(k, n))
    inner_low, inner_high = known(wilson_interval(k, n, population))
    assert low - SLACK <= inner_low <= inner_high <= high + SLACK


@laws
@given(samples)
def test_counting_the_opposite_mirrors_the_interval(sample: tuple[int, int, int]) -> None:
    k, n, population = sample
    low, high = known(wilson_interval(k, n, population))
    mirrored = known(wilson_interval(n - k, n, population))
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=SLACK)


@laws
@given(samples)
def test_whole_cases_are_possible_and_hold_the_interval(sample: tuple[int, int, int]) -> None:
    k, n, population = sample
    fewest, most = known(whole_cases_interval(k, n, population))
    assert k <= fewest <= most <= population - (n - k)
    assert type(fewest) is type(most) is int
    low, high = known(wilson_interval(k, n, population))
    assert fewest == k or fewest <= low * population < fewest + 1
    assert most == population - n + k or most - 1 < high * population <= most
    assert fewest <= k / n * population + SLACK
    assert most >= k / n * population - SLACK


@laws
@given(small_samples)
def test_hypergeometric_interval_is_the_set_that_two_tails_retain(
    sample: tuple[int, int, int],
) -> None:
    k, n, size = sample
    total = math.comb(size, n)

    def tail(met: int, seen: range) -> float:
        return sum(math.comb(met, x) * math.comb(size - met, n - x) for x in seen) / total

    retained = [
        met
        for met in range(size + 1)
        if tail(met, range(k, n + 1)) > 0.025 and tail(met, range(k + 1)) > 0.025
    ]
    assert hypergeometric_interval(k, n, size) == (retained[0], retained[-1])


@laws
@given(samples)
def test_one_stratum_is_a_simple_sample(sample: tuple[int, int, int]) -> None:
    k, n, population = sample
    share, low, high = known(stratified_interval([sample]))
    assert share == pytest.approx(k / n)
    assert (low, high) == pytest.approx(known(wilson_interval(k, n, population)), abs=SLACK)


@laws
@given(st.lists(samples, min_size=1, max_size=6))
def test_strata_make_one_share_within_0_and_1(strata: Strata) -> None:
    share, low, high = known(stratified_interval(strata))
    assert 0 <= low <= share <= high <= 1
    assert known(effective_size(strata)) > 0
    assert stratified_interval(strata[::-1]) == pytest.approx((share, low, high), abs=SLACK)
    assert stratified_interval([*strata, (0, 0, 0)]) == (share, low, high)


@laws
@given(counts, counts)
def test_newcombe_is_antisymmetric(first: tuple[int, int], second: tuple[int, int]) -> None:
    low, high = known(newcombe_difference(*first, *second))
    assert newcombe_difference(*second, *first) == pytest.approx((-high, -low), abs=SLACK)
    assert -1 <= low <= first[0] / first[1] - second[0] / second[1] <= high <= 1


@laws
@given(few, few)
def test_p_values_are_symmetric_and_mid_p_is_smaller(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    exact, mid = known(fisher_exact(*first, *second)), known(fisher_mid_p(*first, *second))
    assert 0 < mid < exact <= 1
    assert fisher_mid_p(*second, *first) == mid
    assert fisher_mid_p(first[1] - first[0], first[1], second[1] - second[0], second[1]) == mid


@laws
@given(families)
def test_adjusting_a_family(p_values: list[float]) -> None:
    found, strict = benjamini_hochberg(p_values), holm(p_values)
    for p, fdr, family in zip(p_values, found, strict, strict=True):
        assert p <= fdr * (1 + SLACK)
        assert fdr <= family * (1 + SLACK)
        assert family <= min(1, p * len(p_values)) * (1 + SLACK)
    for adjusted in (found, strict):
        in_order = [value for _, value in sorted(zip(p_values, adjusted, strict=True))]
        assert in_order == sorted(adjusted)


@laws
@given(families.flatmap(lambda p: st.tuples(st.just(p), st.permutations(range(len(p))))))
def test_adjusted_values_keep_the_order_given(drawn: tuple[list[float], list[int]]) -> None:
    p_values, order = drawn
    for adjust in (holm, benjamini_hochberg):
        adjusted = adjust(p_values)
        assert adjust([p_values[i] for i in order]) == [adjusted[i] for i in order]


@laws
@given(st.lists(counts, min_size=2, max_size=6))
def test_a_trend_turns_with_the_answers_and_with_time(rounds: list[tuple[int, int]]) -> None:
    k, n = [k for k, _ in rounds], [n for _, n in rounds]
    scores = [float(i) for i in range(len(rounds))]
    trend = cochran_armitage(k, n, scores)
    opposite = cochran_armitage([b - a for a, b in rounds], n, scores)
    # Calendar days instead of round numbers: same z.
    dated = cochran_armitage(k, n, [738_000 + 365 * score for score in scores])
    assert (trend is None) == (sum(k) in (0, sum(n)))
    if trend is None:
        assert opposite is None
        assert dated is None
    else:
        z, p = trend
        assert 0 <= p <= 1
        assert opposite == pytest.approx((-z, p), abs=1e-7)
        assert dated == pytest.approx((z, p), abs=1e-7)
        assert cochran_armitage(k[::-1], n[::-1], scores) == pytest.approx((-z, p), abs=1e-7)


@laws
@given(tables)
def test_agreement_is_the_same_whoever_was_first(table: list[list[int]]) -> None:
    turned = [list(row) for row in zip(*table, strict=True)]
    ac1, low, high = known(gwet_ac1(table))
    assert -1 - SLACK <= low <= ac1 <= high <= 1
    assert gwet_ac1(turned) == pytest.approx((ac1, low, high), abs=SLACK)
    assert 0 <= known(gwet_chance(table)) <= 0.5
    assert known(gwet_standard_error(table)) >= 0
    kappa, alpha = cohen_kappa(table), krippendorff_alpha(table)
    assert (kappa is None) == (alpha is None)
    if kappa is not None and alpha is not None:
        assert -1 - SLACK <= kappa[0] <= 1
        assert -1 - SLACK <= alpha <= 1
        assert cohen_kappa(turned) == pytest.approx(kappa, abs=1e-6)


@laws
@given(counts)
def test_a_percentage_is_the_nearest_integer_and_a_half_goes_up(count: tuple[int, int]) -> None:
    k, n = count
    percent = known(percent_half_up(k, n))
    assert 2 * n * percent - n <= 200 * k < 2 * n * percent + n
    half_even = round(Fraction(100 * k, n))
    ways = {
        "half_up": percent,
        "half_even": half_even,
        "floor": 100 * k // n,
        "ceil": -(-100 * k // n),
    }
    for printed in range(-1, 102):
        fits = {name: rounded == printed for name, rounded in ways.items()}
        assert published_percent_fits(k, n, printed) == fits


@laws
@given(st.floats(0.01, 0.5), st.integers(0, 2000), st.floats(0.05, 0.95))
def test_a_planned_sample_never_exceeds_its_population(
    margin: float, population: int, share: float
) -> None:
    n = sample_size(margin, population, share)
    assert min(1, population) <= n <= population
    assert n <= sample_size(margin, None, share)
    assert n <= sample_size(margin, population) + 1


@laws
@given(counts, st.floats(0, 1), st.floats(0, 1))
def test_lqas_gives_probabilities(plan: tuple[int, int], good: float, bad: float) -> None:
    passes, fails = known(lqas(plan[1], plan[0], good, bad))
    assert -SLACK <= passes <= 1 + SLACK
    assert -SLACK <= fails <= 1 + SLACK


# --- worked values of the specification ---------------------------------------------------------


@pytest.mark.parametrize(
    ("k", "n", "percents"),
    [(6, 61, (5, 20)), (39, 61, (51, 75)), (53, 54, (90, 100)), (2, 5, (12, 77)), (1, 4, (5, 70))],
)
def test_wilson_worked_values(k: int, n: int, percents: tuple[int, int]) -> None:
    low, high = known(wilson_interval(k, n))
    assert (math.floor(100 * low + 0.5), math.floor(100 * high + 0.5)) == percents


@pytest.mark.parametrize(
    ("k", "n", "population", "cases"),
    [(6, 61, 300, (14, 56)), (3, 10, 50, (5, 29)), (10, 10, 40, (30, 40)), (0, 10, 40, (0, 10))],
)
def test_whole_cases_worked_values(k: int, n: int, population: int, cases: tuple[int, int]) -> None:
    assert whole_cases_interval(k, n, population) == cases


@pytest.mark.parametrize(
    ("size", "population", "lowest"),
    [(4, 30, 0.90), (10, 50, 0.93), (10, 30, 0.95), (25, 30, 0.98)],
)
def test_rounding_outward_repairs_the_coverage(size: int, population: int, lowest: float) -> None:
    intervals = [known(whole_cases_interval(k, size, population)) for k in range(size + 1)]
    coverage = [
        math.fsum(
            math.comb(met, k) * math.comb(population - met, size - k)
            for k, (low, high) in enumerate(intervals)
            if low <= met <= high
        )
        / math.comb(population, size)
        for met in range(population + 1)
    ]
    assert min(coverage) == pytest.approx(lowest, abs=0.005)


@pytest.mark.parametrize(
    ("counted", "interval"),
    [
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((6, 7, 2, 7), (0.0582, 0.8062)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ],
)
def test_newcombe_works_where_the_score_method_raises(
    counted: tuple[int, int, int, int], interval: tuple[float, float]
) -> None:
    assert newcombe_difference(*counted) == pytest.approx(interval, abs=6e-5)


def test_newcombe_sentences() -> None:
    percents = [math.floor(100 * x + 0.5) for x in known(newcombe_difference(53, 54, 29, 54))]
    assert percents == [30, 58]
    percents = [math.floor(100 * x + 0.5) for x in known(newcombe_difference(6, 61, 12, 61))]
    assert percents == [-23, 3]


def test_newcombe_alone_would_flag_two_of_two_so_callers_guard_small_n() -> None:
    assert known(newcombe_difference(2, 2, 0, 2))[0] > 0
    assert known(newcombe_difference(3, 3, 0, 3))[0] > 0


@pytest.mark.parametrize(
    ("size", "by_interval", "by_both"),
    [(5, 3, None), (10, 5, 5), (20, 6, 7), (30, 8, 8), (40, 9, 9), (61, 11, 11)],
)
def test_the_smallest_rise_from_one_half_that_is_flagged(
    size: int, by_interval: int, by_both: int | None
) -> None:
    # The specification's table is Newcombe's alone; the verdict asks for mid-P as well.
    before = size // 2
    risen = [
        more
        for more in range(1, size - before + 1)
        if known(newcombe_difference(before + more, size, before, size))[0] > 0
    ]
    secured = [
        more for more in risen if known(fisher_mid_p(before + more, size, before, size)) <= 0.05
    ]
    assert risen[0] == by_interval
    assert next(iter(secured), None) == by_both


@pytest.mark.parametrize(
    ("margin", "sizes"),
    [
        (0.10, {30: 24, 50: 34, 80: 44, 100: 50, 150: 59, 200: 66, 300: 73, 500: 81, None: 97}),
        (0.15, {30: 18, 50: 24, 100: 31, 300: 38, 500: 40, None: 43}),
    ],
)
def test_sample_size_tables(margin: float, sizes: dict[int | None, int]) -> None:
    assert {population: sample_size(margin, population) for population in sizes} == sizes


def test_sixteen_alike_are_needed_to_certify_four_fifths() -> None:
    assert known(wilson_interval(15, 15))[0] < 0.8 <= known(wilson_interval(16, 16))[0]


def test_benjamini_hochberg_rejects_four_where_holm_rejects_three() -> None:
    p_values = next(case["inputs"]["p"] for case in CASES if case["id"] == "holm_1995_adjusted")
    adjusted = benjamini_hochberg(p_values)
    assert sum(p <= 0.05 for p in adjusted) == 4
    assert sum(p <= 0.05 for p in holm(p_values)) == 3
    assert adjusted[:4] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625])
    assert holm([]) == benjamini_hochberg([]) == []


# --- traps (section 9) --------------------------------------------------------------------------


def test_trap_two_sided_fisher_sums_the_smaller_probabilities() -> None:
    # Twice the smaller tail would give another answer.
    assert fisher_exact(0, 16, 15, 72) == pytest.approx(0.0629, abs=6e-5)


def test_trap_mid_p_halves_every_table_as_probable_as_the_one_seen() -> None:
    assert fisher_exact(3, 4, 1, 4) == pytest.approx(34 / 70)
    assert fisher_mid_p(3, 4, 1, 4) == pytest.approx(18 / 70)  # not 26/70
    assert fisher_mid_p(7, 34, 1, 34) == pytest.approx(0.0297, abs=6e-5)


def test_trap_hypergeometric_set_is_the_retained_one() -> None:
    assert hypergeometric_interval(3, 10, 50) == (5, 31)  # R samplingbook: 4 … 32
    assert hypergeometric_interval(7, 20, 20) == (7, 7)  # R samplingbook: NA
    # A tail of exactly 2.5 % is rejected.
    assert hypergeometric_interval(1, 1, 40) == (2, 40)
    assert hypergeometric_interval(0, 1, 40) == (0, 38)


@pytest.mark.parametrize(("population", "deficient"), [(30, 7), (50, 13), (120, 35)])
def test_ten_of_ten_allows_deficient_files(population: int, deficient: int) -> None:
    assert hypergeometric_interval(10, 10, population) == (population - deficient, population)


def test_trap_an_edge_is_exactly_0_or_1() -> None:
    for n in range(1, 200):
        assert known(wilson_interval(0, n))[0] == 0.0
        assert known(wilson_interval(n, n))[1] == 1.0
    assert known(wilson_interval(0, 10))[1] == pytest.approx(0.27753, abs=1e-5)


def test_trap_ac1_standard_error_is_the_table_one() -> None:
    table = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
    assert gwet_standard_error(table) == pytest.approx(0.04322, abs=5e-6)  # raw form: 0.04344


def test_trap_ac1_depends_on_how_many_answers_are_possible() -> None:
    two = [[8, 1], [1, 0]]
    three = [[8, 1, 0], [1, 0, 0], [0, 0, 0]]
    assert known(gwet_ac1(two))[0] < known(gwet_ac1(three))[0]


def test_trap_kappa_and_alpha_are_undefined_when_one_answer_was_used() -> None:
    for table in ([[10, 0], [0, 0]], [[0, 0], [0, 10]]):
        assert cohen_kappa(table) is None
        assert krippendorff_alpha(table) is None
        ac1, low, high = known(gwet_ac1(table))
        assert (ac1, high) == (1, 1)
        assert low == known(wilson_interval(10, 10))[0]


def test_trap_skewed_answers_break_kappa_but_not_ac1() -> None:
    # Feinstein & Cicchetti 1990: 85 % alike in both.
    balanced, skewed = [[40, 9], [6, 45]], [[80, 10], [5, 5]]
    assert known(cohen_kappa(balanced))[0] == pytest.approx(0.70, abs=0.005)
    assert known(cohen_kappa(skewed))[0] == pytest.approx(0.32, abs=0.005)
    assert known(gwet_ac1(balanced))[0] == pytest.approx(0.70, abs=0.005)
    assert known(gwet_ac1(skewed))[0] == pytest.approx(0.81, abs=0.005)


@pytest.mark.parametrize(
    ("k", "n", "percent"),
    [(1, 8, 13), (57, 200, 29), (1, 200, 1), (1, 201, 0), (0, 7, 0), (7, 7, 100), (199, 200, 100)],
)
def test_trap_neither_half_even_nor_floats(k: int, n: int, percent: int) -> None:
    assert percent_half_up(k, n) == percent


def test_published_percent_tells_the_roundings_apart() -> None:
    def fitting(k: int, n: int, printed: int) -> set[str]:
        return {name for name, fits in known(published_percent_fits(k, n, printed)).items() if fits}

    assert fitting(1, 8, 12) == {"half_even", "floor"}
    assert fitting(1, 8, 13) == {"half_up", "ceil"}
    assert fitting(3, 8, 38) == {"half_up", "half_even", "ceil"}
    assert fitting(3, 8, 37) == {"floor"}
    assert fitting(39, 61, 63) == {"floor"}
    assert fitting(1, 2, 50) == {"half_up", "half_even", "floor", "ceil"}
    assert fitting(1, 2, 60) == set()


def test_trap_lqas_misprint() -> None:
    exact = 1 - (1 + 8 + 28) / 256
    assert known(lqas(8, 2, 0.8, 0.5))[1] == pytest.approx(exact)  # printed as .83
    assert known(lqas(10, 2, 0.8, 0.5)) == pytest.approx((0.68, 0.95), abs=0.006)


def test_trap_krejcie_and_morgan_round_to_nearest_and_we_round_up() -> None:
    assert [sample_size(0.05, n) for n in (50, 300, 500)] == [45, 169, 218]  # theirs: 44, 169, 217


# --- edges --------------------------------------------------------------------------------------


def test_what_is_undefined_is_none() -> None:
    empty = [[0, 0], [0, 0]]
    undefined: list[object] = [
        percent_half_up(0, 0),
        published_percent_fits(0, 0, 0),
        wilson_interval(0, 0),
        wilson_interval(0, 0, 30),
        whole_cases_interval(0, 0, 30),
        hypergeometric_interval(0, 0, 30),
        effective_size([]),
        effective_size([(0, 0, 0)]),
        stratified_interval([]),
        stratified_interval([(3, 5, 30), (0, 0, 12)]),
        stratified_variance([]),
        stratified_variance([(3, 5, 30), (1, 1, 12)]),
        newcombe_difference(0, 0, 1, 2),
        newcombe_difference(1, 2, 0, 0),
        fisher_exact(0, 0, 1, 2),
        fisher_mid_p(1, 2, 0, 0),
        cochran_armitage([], [], []),
        cochran_armitage([0, 0], [0, 0], [1, 2]),
        cochran_armitage([0, 0, 0], [5, 6, 7], [1, 2, 3]),
        cochran_armitage([5, 6, 7], [5, 6, 7], [1, 2, 3]),
        cochran_armitage([1, 4], [5, 5], [0.1, 0.1]),
        cochran_armitage([1, 0], [5, 0], [1, 2]),
        gwet_ac1([]),
        gwet_ac1([[7]]),
        gwet_ac1(empty),
        gwet_chance(empty),
        gwet_standard_error(empty),
        cohen_kappa([]),
        cohen_kappa(empty),
        krippendorff_alpha(empty),
        p_chart([], 50),
        p_chart([0, 0], 0),
        lqas(0, 0, 0.8, 0.5),
    ]
    assert undefined == [None] * len(undefined)


def test_every_case_judged_leaves_nothing_to_chance() -> None:
    for n in range(1, 120):
        assert wilson_interval(n // 3, n, n) == (n // 3 / n, n // 3 / n)
        assert whole_cases_interval(n // 3, n, n) == (n // 3, n // 3)
    assert wilson_interval(1, 1, 1) == (1, 1)
    strata = [(3, 4, 4), (10, 12, 12), (1, 1, 1)]
    assert effective_size(strata) == math.inf
    assert stratified_interval(strata) == pytest.approx((14 / 17,) * 3)
    assert stratified_variance(strata) == 0
    # A stratum judged in full adds no uncertainty, but shares in the weights.
    assert stratified_variance([(3, 4, 4), (5, 5, 12)]) == 0


def test_strata_all_met_reach_exactly_one() -> None:
    share, low, high = known(stratified_interval([(10, 10, 30), (7, 7, 49), (3, 3, 11)]))
    assert (share, high) == (1, 1)
    assert low < 1


def test_small_units_do_not_dominate() -> None:
    share, _, _ = known(stratified_interval([(10, 10, 30), (0, 10, 270)]))
    assert share == pytest.approx(0.1)


def test_a_single_table_gives_a_p_value_of_one() -> None:
    assert fisher_exact(0, 10, 0, 20) == 1
    assert fisher_mid_p(0, 10, 0, 20) == 0.5


def test_p_chart_limits_stay_within_0_and_1() -> None:
    assert known(p_chart([0, 1], 5))[1] == 0
    assert known(p_chart([5, 4], 5))[2] == 1


def test_sample_of_nothing() -> None:
    assert sample_size(0.1, 0) == 0
    assert sample_size(0.1, 1) == 1


@pytest.mark.parametrize(
    "call",
    [
        lambda: percent_half_up(-1, 5),
        lambda: percent_half_up(6, 5),
        lambda: published_percent_fits(6, 5, 100),
        lambda: wilson_interval(6, 5),
        lambda: wilson_interval(0, -1),
        lambda: wilson_interval(3, 5, 4),
        lambda: whole_cases_interval(3, 5, 4),
        lambda: hypergeometric_interval(3, 5, 4),
        lambda: hypergeometric_interval(6, 5, 40),
        lambda: effective_size([(3, 5, 4)]),
        lambda: stratified_interval([(3, 5, 30), (-1, 5, 30)]),
        lambda: newcombe_difference(1, 5, 6, 5),
        lambda: newcombe_difference(6, 5, 1, 5),
        lambda: fisher_exact(6, 5, 0, 0),
        lambda: fisher_mid_p(1, 5, -1, 5),
        lambda: holm([0.2, 1.2]),
        lambda: holm([math.nan]),
        lambda: benjamini_hochberg([-0.1]),
        lambda: cochran_armitage([1, 6], [5, 5], [1, 2]),
        lambda: cochran_armitage([1, 2], [5, 5], [1]),
        lambda: cochran_armitage([1, 2], [5, 5], [1, math.nan]),
        lambda: gwet_ac1([[1, 2]]),
        lambda: gwet_ac1([[1, 2], [3]]),
        lambda: cohen_kappa([[1, -1], [0, 3]]),
        lambda: sample_size(0, 100),
        lambda: sample_size(0.1, -1),
        lambda: sample_size(0.1, 100, 0),
        lambda: sample_size(0.1, 100, 1),
        lambda: lqas(5, 6, 0.8, 0.5),
        lambda: lqas(5, 1, 1.8, 0.5),
        lambda: p_chart([6], 5),
    ],
)
def test_counts_that_cannot_be_raise(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        call()


def test_the_module_needs_no_statistics_library() -> None:
    code = (
        "import sys, egenkontroll.results.statistics; "
        "sys.exit(bool({'scipy', 'numpy', 'statsmodels', 'statistics'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
