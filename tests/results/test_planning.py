"""What so many cases can show, against the statistics themselves and statistics.md's tables."""

from __future__ import annotations

import pytest

from egenkontroll.results.comparison import FEWEST
from egenkontroll.results.planning import (
    Outlook,
    outlook,
    plan,
    secured,
    sentences,
    whole_sentences,
)
from egenkontroll.results.statistics import (
    newcombe_difference,
    whole_cases_interval,
    wilson_interval,
)
from egenkontroll.results.tables_of_four import fisher_mid_p


def said(one: Outlook) -> str:
    return "\n".join(sentences(one)).replace("\u00a0", " ")


@pytest.mark.parametrize("n", range(41))
def test_the_smallest_change_is_the_smallest(n: int) -> None:
    one = outlook("", 200, n)

    def shown(before: int, now: int) -> bool:
        interval, p = newcombe_difference(now, n, before, n), fisher_mid_p(now, n, before, n)
        return (
            n >= FEWEST
            and interval is not None
            and p is not None
            and p <= 0.05
            and not interval[0] <= 0 <= interval[1]
        )

    half, four_fifths = n // 2, round(0.8 * n)
    up = [now for now in range(half + 1, n + 1) if shown(half, now)]
    down = [now for now in range(four_fifths) if shown(four_fifths, now)]
    assert one.rise == ((half, min(up)) if up else None)
    assert one.fall == ((four_fifths, max(down)) if down else None)


@pytest.mark.parametrize(("n", "cases"), [(10, 5), (30, 8), (61, 11)])
def test_changes_as_in_the_tables(n: int, cases: int) -> None:
    found = outlook("", 1000, n).rise
    assert found is not None
    assert found[1] - found[0] == cases


@pytest.mark.parametrize(
    ("population", "needed"), [(30, 24), (50, 34), (80, 44), (100, 50), (300, 73), (500, 81)]
)
def test_cases_for_ten_points_as_in_the_tables(population: int, needed: int) -> None:
    assert outlook("", population, 10).needed == needed


@pytest.mark.parametrize(("population", "n"), [(50, 10), (58, 10), (120, 10), (447, 60), (12, 10)])
def test_intervals_are_those_of_the_results(population: int, n: int) -> None:
    one = outlook("", population, n)
    interval = wilson_interval(n // 2, n, population)
    assert interval is not None
    assert one.margin is not None
    assert 0 <= one.margin - (interval[1] - interval[0]) * 50 < 1
    assert one.between == whole_cases_interval(n // 2, n, population)
    every = whole_cases_interval(n, n, population)
    assert every is not None
    assert one.hidden == population - every[0]


def test_ten_of_fifty_in_words() -> None:
    assert said(outlook("Ungdom", 50, 10)) == (
        "Med 10 av 50 ärenden kan ni säga andelen med ungefär ±25 procentenheter (när hälften "
        "uppfyller kravet).\n"
        "Uppfyller 5 av 10 kravet kan det vara uppfyllt i mellan 12 och 38 av alla 50 ärenden.\n"
        "Uppfyller 10 av 10 kravet kan det ändå brista i upp till 12 av de 50.\n"
        "Om förra omgången hade lika många kan en förändring kallas säkerställd först när 5 av 10 "
        "blir 10 av 10, eller när 8 av 10 blir 3 av 10 eller färre. Mindre skillnader kan vara "
        "slump, och jämförs många frågor på en gång krävs mer.\n"
        "För ungefär ±10 procentenheter behövs 34 ärenden."
    )


def test_few_cases_in_words() -> None:
    assert "utan procent, för det är färre än tio" in said(outlook("", 58, 7))
    few = said(outlook("", 58, 4))
    assert "men inte räkna fram någon andel" in few
    assert "det behövs minst fem ärenden i båda omgångarna" in few
    assert said(outlook("", 58, 0)) == "Inget ärende granskas."
    assert said(outlook("", 1, 1)).startswith("Det enda ärendet granskas.")
    assert said(outlook("", 9, 9)).startswith("Alla 9 ärenden granskas. Då finns ingen osäkerhet")
    assert said(outlook("", 12, 10)).endswith("bäst att granska alla 12.")
    assert "bäst" not in said(outlook("", 13, 13))


def test_many_cases_in_words_and_in_good_time() -> None:
    many = said(outlook("", 9000, 4000))
    assert "±2 procentenheter" in many
    assert "2 000 av 4 000 blir 2 0" in many
    assert "behövs" not in many
    assert outlook("", 9000, 8990).hidden is not None


def test_no_case_may_lack_it_where_nearly_all_are_read() -> None:
    assert "brista" not in said(Outlook("", 40, 20, 10, None, 0, None, None, 20))
    nothing = said(Outlook("", 40, 20, 10, None, None, None, None, 20))
    assert "går inte att säkerställa" in nothing


def test_one_stratum_is_the_whole_and_several_are_plain() -> None:
    alone = plan([("Öst", 50, 10)])
    assert alone.whole.margin == alone.strata[0].margin
    assert "rangordnas" not in " ".join(whole_sentences(alone))
    several = plan([("Öst", 50, 10), ("Väst", 70, 10), ("Syd", 3, 3)])
    assert (several.whole.population, several.whole.n) == (123, 23)
    assert several.whole.margin == 19
    assert several.whole.between is None
    assert whole_sentences(several)[-1].startswith("Enheter eller grupper kan inte rangordnas")
    every = plan([("Öst", 5, 5), ("Syd", 3, 3)])
    assert every.whole.margin is None
    assert "rangordnas" not in " ".join(whole_sentences(every))
    large = plan([("Öst", 500, 40), ("Syd", 300, 40)])
    assert "rangordnas" not in " ".join(whole_sentences(large))


def test_nothing_is_secured_by_nothing() -> None:
    assert not secured(0, 0, 0, 0)
    assert not secured(0, 4, 4, 4)
    assert secured(0, 5, 5, 5)
    assert not secured(5, 10, 8, 10)


def test_the_words_that_must_not_be_used() -> None:
    for n in (0, 3, 5, 9, 10, 30, 60, 100):
        words = said(outlook("", 100, n))
        assert "signifik" not in words
        assert "oförändra" not in words


def test_with_quotas_nothing_is_said_of_the_whole_list() -> None:
    quotas = plan([("Öst", 50, 10)], quotas=True)
    for one in (quotas.whole, quotas.strata[0]):
        assert (one.margin, one.between, one.hidden) == (27, None, None)
