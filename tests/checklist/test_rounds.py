from __future__ import annotations

import pytest

from egenkontroll.checklist.rounds import Round, called, numbered, previous, read_period
from egenkontroll.errors import UserError


@pytest.mark.parametrize(
    "text", ["2024-04-01/2024-05-31", " 2024-04-01 / 2024-05-31 ", "20240401/20240531"]
)
def test_a_period(text: str) -> None:
    assert read_period(text) == ("2024-04-01", "2024-05-31")


def test_one_day_is_a_period() -> None:
    assert read_period("2024-02-29/2024-02-29") == ("2024-02-29", "2024-02-29")


@pytest.mark.parametrize(
    "text", ["", "2024", "2024-04-01", "2024-04-01/", "2024-02-30/2024-05-31", "a/b",
             "2024-04-01/2024-05-01/2024-05-31"],
)  # fmt: skip
def test_no_period(text: str) -> None:
    with pytest.raises(UserError, match=r"går inte att läsa.*2024-04-01/2024-05-31"):
        read_period(text)


def test_a_period_backwards() -> None:
    with pytest.raises(UserError, match="slutar före den börjar"):
        read_period("2024-05-31/2024-04-01")


def made(name: str, starts: str, ends: str, checklist: str = "a") -> Round:
    return Round(name.encode(), name, starts, ends, b"", checklist, "1")


def test_the_previous_round() -> None:
    this = made("VT24", "2024-04-01", "2024-05-31")
    near = made("HT23", "2023-10-01", "2023-11-30")
    rounds = (
        this,
        near,
        made("VT23", "2023-04-01", "2023-05-31"),
        made("annan", "2024-01-01", "2024-02-01", "b"),
        made("samtidig", "2024-03-01", "2024-04-01"),
        made("senare", "2024-10-01", "2024-11-30"),
    )
    assert previous(rounds, this) == near
    assert previous(rounds[::-1], this) == near
    twin = made("HT23 b", "2023-10-02", "2023-11-30")
    assert previous((*rounds, twin), this) == previous((twin, *rounds), this) == twin
    assert previous((this,), this) is None


def named(*given: tuple[str, str]) -> tuple[Round, ...]:
    rounds = [
        Round(key.encode(), name, "2024-04-01", "2024-05-31", b"", "a", "1") for key, name in given
    ]
    return numbered(rounds)


def test_rounds_that_share_a_name_get_a_number_each_in_the_order_of_their_identities() -> None:
    found = named(("b", "våren 2024"), ("c", "Hösten"), ("a", "Våren 2024"))
    assert [(one.name, one.shared, one.given) for one in found] == [
        ("Våren 2024 (1)", "Våren 2024", "Våren 2024"),
        ("våren 2024 (2)", "våren 2024", "våren 2024"),
        ("Hösten", "", "Hösten"),
    ]
    assert named(("b", "Våren"), ("a", "Hösten"))[0].name == "Hösten"


def test_a_number_that_somebody_has_given_already_is_passed_over() -> None:
    found = named(("a", "V"), ("b", "V"), ("c", "V (1)"))
    assert [one.name for one in found] == ["V (2)", "V (3)", "V (1)"]


def test_a_name_is_one_round_or_all_that_share_it() -> None:
    found = named(("a", "V"), ("b", "V"), ("c", "H (1)"))
    assert [one.id for one in called(found, "v (2)")] == [b"b"]
    assert [one.id for one in called(found, "v")] == [b"a", b"b"]
    assert called(found, "H") == called(found, "") == ()
    assert [one.id for one in called(found, "H (1)")] == [b"c"]
