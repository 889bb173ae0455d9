from __future__ import annotations

from egenkontroll.report.reorganised import origin_words


def said(unit: str, **came_from: list[str]) -> str:
    return " ".join(origin_words(unit, came_from))


def test_a_unit_that_came_from_nothing_is_held_against_itself() -> None:
    assert said("Norr") == (
        "Norr jämförs med sig själv. Omgångar där enheten inte fanns jämförs på de enheter som "
        "finns i båda."
    )


def test_one_into_one_and_several_into_one() -> None:
    own = "Hade enheten egna ärenden redan då räknas de med."
    assert said("Norr", Norr=["Nord"]) == f"Norr jämförs med Nord. {own}"
    assert said("Norr", Norr=["Nord", "Fjäll"]) == (
        f"Norr jämförs med Nord och Fjäll. Deras ärenden från då räknas ihop. {own}"
    )


def test_one_into_several_says_who_else_came_from_it() -> None:
    found = said("Norr", Norr=["Nord"], Väst=["Nord"], Öst=["Nord", "Kust"], Syd=["Sydväst"])
    assert found.endswith(
        "Också Väst och Öst kommer ur Nord: var för sig jämförs de med hela Nord, och när hela "
        "omgången jämförs räknas de som en enhet."
    )
    assert "Syd" not in found


def test_a_unit_between_is_not_beside() -> None:
    """Norr came from Mitt, which came from Nord: Mitt shares Nord but is no sibling."""
    assert "Också" not in said("Norr", Norr=["Mitt", "Nord"], Mitt=["Nord"])
    assert "Också" not in said("Mitt", Norr=["Mitt", "Nord"], Mitt=["Nord"])
