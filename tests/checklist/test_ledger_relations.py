"""Decisions about questions: what they make of two versions, by every way there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.checklist.compare import COMPARABLE, Decision, Relation, Row, compare
from egenkontroll.checklist.deciding import CODES, faults
from egenkontroll.checklist.likeness import Proposal, likeness, proposals
from egenkontroll.checklist.years import YearRule, read_rule
from egenkontroll.errors import UserError
from tests.makers import checklist, raw_question

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Checklist


def version(number: str, *questions: dict[str, Any]) -> Checklist:
    return checklist(*questions).model_copy(update={"version": number})


def q(name: str, text: str = "", **parts: Any) -> dict[str, Any]:
    return raw_question(name, **({"text": text} if text else {}), **parts)


def decision(
    old: Checklist, new: Checklist, before: str, now: str, relation: Relation, **more: Any
) -> Decision:
    return Decision(old.digest, new.digest, before, now, relation, "så är det",
                    more.pop("by", "Eva"), **more)  # fmt: skip


OLD = version("1", q("a", "Finns en plan?"), q("b", "Är den daterad?"), q("gammal", "Bort?"))
NEW = version("2", q("a", "Finns en plan nu?"), q("b", "Är den daterad?"), q("ny", "Hit?"))


def rows(*decisions: Decision, old: Checklist = OLD, new: Checklist = NEW) -> dict[str, Row]:
    found = compare(old, new, decisions)
    return {row.question: row for row in reversed(found)}  # the new version's go first


@pytest.mark.parametrize("relation", [Relation.EDITORIAL, Relation.RECOMPUTED, Relation.BROKEN])
def test_a_decision_holds_until_another(relation: Relation) -> None:
    row = rows(decision(OLD, NEW, "a", "a", relation))["a"]
    assert row == Row("a", relation, "så är det", (), "Eva")
    assert row.comparable is (relation in COMPARABLE)
    assert rows()["a"].relation is Relation.BROKEN


def test_moved_split_merged_new_and_removed() -> None:
    moved = rows(decision(OLD, NEW, "gammal", "ny", Relation.EDITORIAL))
    assert moved["ny"].before == "gammal"
    assert "gammal" not in moved
    split = rows(
        decision(OLD, NEW, "gammal", "ny", Relation.SPLIT),
        decision(OLD, NEW, "gammal", "a", Relation.SPLIT),
    )
    assert split["ny"].relation is split["a"].relation is Relation.SPLIT
    assert not split["ny"].comparable
    merged = rows(
        decision(OLD, NEW, "gammal", "ny", Relation.MERGED),
        decision(OLD, NEW, "a", "ny", Relation.MERGED, by="Bo"),
    )
    assert merged["ny"] == Row("ny", Relation.MERGED, "så är det", ("gammal", "a"), "Bo och Eva")
    assert rows(decision(OLD, NEW, "", "a", Relation.NEW))["a"].relation is Relation.NEW
    gone = rows(decision(OLD, NEW, "gammal", "", Relation.REMOVED))["gammal"]
    assert (gone.relation, gone.by) == (Relation.REMOVED, "Eva")


def test_a_decision_is_seen_from_the_other_version_too() -> None:
    back = rows(
        decision(OLD, NEW, "a", "a", Relation.EDITORIAL),
        decision(OLD, NEW, "gammal", "ny", Relation.SPLIT),
        decision(OLD, NEW, "b", "", Relation.REMOVED),
        old=NEW, new=OLD,
    )  # fmt: skip
    assert back["a"].relation is Relation.EDITORIAL
    assert back["gammal"].relation is Relation.MERGED
    assert back["b"].relation is Relation.NEW


def test_decisions_that_speak_against_each_other_break() -> None:
    disputed = rows(decision(OLD, NEW, "a", "a", Relation.EDITORIAL, disputed=True))["a"]
    assert disputed.relation is Relation.BROKEN
    assert disputed.reason == "två beslut säger olika: så är det"
    twice = rows(
        decision(OLD, NEW, "a", "a", Relation.EDITORIAL),
        decision(OLD, NEW, "gammal", "a", Relation.EDITORIAL),
    )["a"]
    assert twice.relation is Relation.BROKEN
    assert twice.reason == "frågan är kopplad till flera frågor: a och gammal"


def test_a_chain_of_decisions_leads_over_versions() -> None:
    third = version("3", q("c", "Finns en plan idag?"), q("b", "Är den daterad?"))
    chain = (
        decision(OLD, NEW, "a", "a", Relation.RECOMPUTED),
        decision(NEW, third, "a", "c", Relation.EDITORIAL, by="Bo"),
        decision(NEW, third, "a", "a", Relation.SPLIT),  # the third has no such question
    )
    known = {one.digest: one for one in (OLD, NEW, third)}
    found = {row.question: row for row in compare(OLD, third, chain, known)}
    assert found["c"] == Row("c", Relation.RECOMPUTED, "så är det", ("a",), "Bo och Eva")
    assert found["b"].relation is Relation.IDENTICAL
    # Without knowing the version between there is no way.
    assert {row.question: row.relation for row in compare(OLD, third, chain)}["c"] is Relation.NEW
    # A small mend of the new version keeps the decision about an untouched question.
    mended = version("2.1", q("a", "Finns en plan nu?"), q("b", "Är den rätt daterad?"))
    assert {row.question: row.relation for row in compare(OLD, mended, chain, known)}[
        "a"
    ] is Relation.RECOMPUTED


def test_an_unchanged_question_may_be_said_to_be_another() -> None:
    third = version("3", q("b", "Är den daterad?"))
    apart = (decision(OLD, NEW, "b", "b", Relation.BROKEN),)
    known = {one.digest: one for one in (OLD, NEW, third)}
    assert rows(*apart)["b"].by == "Eva"
    assert compare(OLD, third, apart, known)[0].relation is Relation.BROKEN
    assert {row.relation for row in compare(third, third, apart, known)} == {Relation.IDENTICAL}


RELATIONS = st.sampled_from([Relation.EDITORIAL, Relation.RECOMPUTED, Relation.BROKEN,
                             Relation.SPLIT, Relation.MERGED])  # fmt: skip
DECISIONS = st.lists(
    st.builds(
        lambda before, now, relation: decision(OLD, NEW, before, now, relation),
        st.sampled_from(["a", "b", "gammal"]), st.sampled_from(["a", "b", "ny"]), RELATIONS,
    ),
    max_size=4,
)  # fmt: skip


@given(DECISIONS, st.randoms())
def test_every_question_has_one_row_and_the_order_of_decisions_never_compares(
    decisions: list[Decision], shuffle: Any
) -> None:
    found = compare(OLD, NEW, decisions)
    names = [row.question for row in found if row.relation is not Relation.REMOVED]
    assert names == ["a", "b", "ny"]
    shuffled = list(decisions)
    shuffle.shuffle(shuffled)
    again = compare(OLD, NEW, shuffled)
    assert [row.comparable for row in again][:3] == [row.comparable for row in found][:3]
    for row in found:
        if row.comparable:
            assert row.by or row.question == "b"


# --- likeness ---------------------------------------------------------------------------------


def test_likeness_is_of_words() -> None:
    assert likeness("Finns en plan?", "finns EN plan") == 100
    assert likeness("Finns en plan?", "Har barnet hörts") == 0


def test_what_may_have_become_what_is_proposed_and_never_compared() -> None:
    old = version("1", q("namn", "Är barnets nätverk kartlagt i utredningen?"),
                  q("bred", "Finns en plan med mål och är planen daterad av handläggaren?"),
                  q("x", "Har vårdnadshavaren fått information?"),
                  q("y", "Har barnet självt fått komma till tals?"),
                  q("kvar", "Finns beslut?"))  # fmt: skip
    new = version("2", q("nytt_namn", "Är barnets nätverk kartlagt i utredningen?"),
                  q("mal", "Finns en plan med mål?"),
                  q("datum", "Är planen daterad av handläggaren?"),
                  q("xy", "Har vårdnadshavaren fått information och har barnet självt fått komma "
                          "till tals?"),
                  q("kvar", "Finns ett helt nytt och annat beslut?"))  # fmt: skip
    found = compare(old, new)
    made = {(one.old, one.new): one.relation for one in proposals(old, new, found)}
    assert made[("namn", "nytt_namn")] is Relation.IDENTICAL
    assert made[("bred", "mal")] is made[("bred", "datum")] is Relation.SPLIT
    assert made[("x", "xy")] is made[("y", "xy")] is Relation.MERGED
    assert not any(row.comparable for row in found)
    settled = decision(old, new, "namn", "nytt_namn", Relation.IDENTICAL)
    left = proposals(old, new, compare(old, new, [settled]))
    assert ("namn", "nytt_namn") not in {(one.old, one.new) for one in left}


def test_a_likely_question_is_editorial_or_broken_by_what_else_has_changed() -> None:
    old = version("1", q("a", "Finns en aktuell plan i akten?"), q("s", "Ja?"))
    reworded = version("2", q("b", "Finns det en aktuell plan i akten?"), q("t", "Ja?"))
    (one,) = (p for p in proposals(old, reworded, compare(old, reworded)) if p.old == "a")
    assert one == Proposal("a", "b", Relation.EDITORIAL, 92)
    scaled = version("2", q("b", "Finns en aktuell plan i akten?", type="yes_partly_no"))
    (one,) = proposals(old, scaled, compare(old, scaled))
    assert one.relation is Relation.BROKEN


# --- what may be decided ----------------------------------------------------------------------


def test_what_stands_against_a_decision() -> None:
    scaled = version(
        "2", q("a", "Finns en plan?", type="yes_partly_no"), q("t", "Vad?", type="text")
    )
    text = version("1", q("a", "Finns en plan?"), q("t", "Vad?", type="text"))

    def said(before: str, now: str, relation: Relation, **parts: Any) -> list[str]:
        made = Decision(text.digest, scaled.digest, before, now, relation,
                        parts.get("reason", "x"), parts.get("by", "y"))  # fmt: skip
        return faults(text, scaled, made)

    assert said("a", "a", Relation.BROKEN) == []
    assert said("a", "a", Relation.RECOMPUTED) == []
    assert said("t", "t", Relation.IDENTICAL) == []
    assert said("a", "a", Relation.IDENTICAL)[0].startswith("svarstypen har ändrats, så frågan")
    assert "mer än redaktionellt" in said("a", "a", Relation.EDITORIAL)[0]
    assert said("t", "t", Relation.RECOMPUTED) == ["bara frågor som bedöms kan räknas om"]
    assert said("a", "", Relation.REMOVED) == said("", "a", Relation.NEW) == []
    assert "ange ingen fråga ur prov 1" in said("a", "a", Relation.NEW)[0]
    assert said("aaa", "", Relation.BROKEN) == [
        "frågan aaa finns inte i prov 1", "frågan (tom) finns inte i prov 2"
    ]  # fmt: skip
    assert said("a", "a", Relation.BROKEN, reason=" ", by="") == [
        "skriv varför, så att andra kan pröva beslutet", "skriv vem som har beslutat"
    ]  # fmt: skip
    assert CODES["editorial"] is CODES["redaktionell ändring"] is Relation.EDITORIAL


# --- quality years ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "day", "year"),
    [
        (YearRule("09-01", "end"), "2023-09-01", 2024),
        (YearRule("09-01", "end"), "2024-08-31", 2024),
        (YearRule("09-01", "start"), "2023-09-01", 2023),
        (YearRule("09-01", "start"), "2024-08-31", 2023),
        (YearRule(), "2024-01-01", 2024),
        (YearRule(), "2024-12-31", 2024),
    ],
)
def test_the_quality_year_of_a_day(rule: YearRule, day: str, year: int) -> None:
    assert rule.year_of(day) == year


def test_the_rule_of_the_year_is_read_and_said() -> None:
    assert read_rule("09-01", "end").words() == (
        "Kvalitetsåret börjar den 1\u00a0september och heter efter året det slutar."
    )
    assert read_rule("07-01", "start").words().endswith("efter året det börjar.")
    assert YearRule().words() == "Kvalitetsåret är kalenderåret."
    for starts, after in (("1/9", "end"), ("13-01", "end"), ("02-29", "end"), ("09-01", "mitten")):
        with pytest.raises(UserError):
            read_rule(starts, after)
