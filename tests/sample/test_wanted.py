"""What a sample is to be, as people write it."""

from __future__ import annotations

import pytest

from egenkontroll.errors import UserError
from egenkontroll.sample.wanted import (
    Exclusion,
    Quota,
    Sizing,
    Wanted,
    as_date,
    as_number,
    read_exclusion,
    read_quota,
)


@pytest.mark.parametrize(
    ("text", "quota"),
    [
        ("insats=ja:50", Quota("insats", "ja", 50)),
        (" Kön =  flicka : 60 % ", Quota("Kön", "flicka", 60)),
        ("tid=kl. 8:30:100", Quota("tid", "kl. 8:30", 100)),
    ],
)
def test_a_quota_is_read(text: str, quota: Quota) -> None:
    assert read_quota(text) == quota


@pytest.mark.parametrize("text", ["", "insats", "insats=ja", "insats=ja:0", "insats=ja:101",
                                  "=ja:5", "insats=:5", "insats=ja:halva"])  # fmt: skip
def test_a_quota_that_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(UserError, match="går inte att läsa"):
        read_quota(text)


@pytest.mark.parametrize(
    ("text", "exclusion", "words"),
    [
        ("skyddad=ja", Exclusion("skyddad", "=", "ja"), "Etikett = ja"),
        ("avslutat < 2023-04-01", Exclusion("avslutat", "<", "2023-04-01"),
         "Etikett före 2023-04-01"),
        ("avslutat>2023-04-01", Exclusion("avslutat", ">", "2023-04-01"),
         "Etikett efter 2023-04-01"),
        ("ålder<18", Exclusion("ålder", "<", "18"), "Etikett under 18"),
        ("ålder>2,5", Exclusion("ålder", ">", "2,5"), "Etikett över 2,5"),
    ],
)  # fmt: skip
def test_an_exclusion_is_read_and_said(text: str, exclusion: Exclusion, words: str) -> None:
    assert read_exclusion(text) == exclusion
    assert exclusion.words("Etikett") == words


@pytest.mark.parametrize("text", ["", "skyddad", "=ja", "skyddad=", "a<=3", "a=b=c"])
def test_an_exclusion_that_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(UserError, match="går inte att läsa"):
        read_exclusion(text)


def test_only_dates_and_numbers_are_compared() -> None:
    with pytest.raises(UserError, match="varken är datum eller tal"):
        read_exclusion("namn<Öberg")


def test_nothing_that_points_somebody_out_is_kept_in_the_certificate() -> None:
    for text in ("nummer=19121212-1212:50", "mejl=anna@ekhamn.se:50"):
        with pytest.raises(UserError, match="sparas i urvalsintyget"):
            read_quota(text)
    with pytest.raises(UserError, match="ett personnummer"):
        read_exclusion("nummer=19121212-1212")


def test_quotas_are_shares_rounded_up() -> None:
    half = Quota("insats", "ja", 50)
    assert [half.wants(drawn) for drawn in (0, 1, 2, 3, 10)] == [0, 1, 1, 2, 5]
    assert half.words("Insats") == "minst 50\u00a0% med Insats = ja"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023-04-01", "2023-04-01"),
        (" 2023-04-01 00:00:00", "2023-04-01"),
        ("2023-04-01T12:00", "2023-04-01"),
        ("2023-04-011", None),
        ("2023-13-01", None),
        ("20230401", None),
        ("2023-W01-1", None),
        ("", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert as_date(text) == date


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), ("-3", -3), ("−3", -3), ("2,5", 2.5), ("2.5", 2.5),
                         ("1e5", None), ("tolv", None), ("", None)]
)  # fmt: skip
def test_numbers(text: str, number: float | None) -> None:
    assert as_number(text) == number


def test_a_plain_sample_is_drawn_unit_by_unit_without_quotas() -> None:
    half = (Quota("insats", "ja", 50),)
    assert Wanted("s", 10).plain
    assert not Wanted("s", 10, quotas=half).plain
    assert not Wanted("s", 10, stratum="kon").plain
    assert Wanted("s", 0, Sizing.ALL, stratum="kon", quotas=half).plain
