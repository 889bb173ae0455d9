"""What is said of a comparison: bases, notes, sources, decisions, estimates and groups."""

from __future__ import annotations

from dataclasses import replace

from egenkontroll.checklist.compare import Relation
from egenkontroll.report.comparison_notes import comparable_words, comparison_notes
from egenkontroll.report.figures import as_json, then_and_now, then_words
from egenkontroll.report.passport import comparison
from egenkontroll.report.rows import estimate_words, note_words
from egenkontroll.report.sentences import change_sentence
from egenkontroll.results.comparison import Change, Earlier, Verdict, compare
from egenkontroll.results.estimating import Estimate
from egenkontroll.results.mix import Weighted
from egenkontroll.results.table import ResultRow, Results
from egenkontroll.results.tally import Share, Tally
from tests.makers import question


def row(
    share: Share | None, change: Change | None = None, name: str = "plan",
    estimate: Estimate | None = None, group: str | None = None,
) -> ResultRow:  # fmt: skip
    return ResultRow(question(name), "Området", group, Tally(), share, None, None, None, change,
                     None, estimate=estimate)  # fmt: skip


def results(*rows: ResultRow, by: str | None = None) -> Results:
    return Results("Nu", by, "Då", 61, 61, rows)


def changed(now: Share, earlier: Earlier) -> Change:
    (found,) = compare([(now, earlier)])
    assert found is not None
    return found


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


BASIS = "jämfört på 1 enhet som finns i båda, utan Ny, som inte fanns då"
COMMON = Earlier(
    "Då",
    Share(5, 20),
    None,
    Relation.EDITORIAL,
    "redaktionell ändring: x (Eva)",
    "Rapport",
    "källan anger 24 %",
    Share(15, 20),
    None,
    BASIS,
    focus=True,
)


def test_the_common_units_are_what_is_told_of() -> None:
    change = changed(Share(35, 40), COMMON)
    said = plain(change_sentence(row(Share(35, 40), change), Share(35, 40)))
    assert "från 25 % (5 av 20) till 75 % (15 av 20), +50 procentenheter" in said
    assert said.endswith("Jämfört på 1 enhet som finns i båda, utan Ny, som inte fanns då.")
    passport = [plain(one) for one in comparison(row(Share(35, 40), change), "Då")]
    assert "till 75 % (15 av 20)" in passport[0]
    assert "Fokusfråga: nämnd innan granskningen började, och prövad för sig." in passport
    assert passport[-1] == "Källan anger 24 %."
    assert plain(note_words(row(Share(35, 40), change))).endswith(
        "utan Ny, som inte fanns då. Då: källan anger 24 %."
    )
    assert [plain(one) for one in comparison_notes(results(row(Share(35, 40), change)))] == [
        "Fråga plan: redaktionell ändring: x (Eva).",
        "Jämfört på 1 enhet som finns i båda, utan Ny, som inte fanns då.",
        "Fråga plan, Då: källan anger 24 %.",
        "Siffrorna för Då kommer ur Rapport.",
    ]
    (told,) = as_json(results(row(Share(35, 40), change)))["rows"]
    assert told["previous"]["now"] == {"k": 15, "n": 20}
    assert told["previous"]["focus"] is True


def test_weighted_shares_are_said_to_be() -> None:
    both = (Weighted(0.7, 60), Weighted(0.3, 60))
    same = Earlier("Då", Share(30, 100), None, Relation.IDENTICAL, "samma")
    earlier = replace(same, now=Share(70, 100), weighted=both)
    then, now, rose = then_and_now(changed(Share(70, 100), earlier), Share(70, 100))
    assert (plain(then), plain(now), rose) == ("30 % (vägt)", "70 % (vägt)", True)


def test_how_many_questions_are_comparable() -> None:
    same = changed(Share(35, 40), COMMON)
    gone = Change(Earlier("Då", None, None, Relation.BROKEN, "lydelsen"), None, None, None,
                  Verdict.NOT_COMPARABLE)  # fmt: skip
    new = Change(Earlier("Då", None, None, Relation.NEW, ""), None, None, None,
                 Verdict.NOT_COMPARABLE)  # fmt: skip
    found = [row(Share(35, 40), same), row(Share(1, 2), gone, "b"), row(Share(1, 2), new, "c")]
    assert plain(comparable_words(found)) == "1 av 3 frågor är jämförbara"
    text = ResultRow(question("t", type="text"), "a", None, Tally(), None, None, None, None)
    assert plain(comparable_words([*found, text])) == "1 av 3 frågor är jämförbara"
    hidden = [replace(row(None, name=name), suppressed=True, withheld=relation)
              for name, relation in (("d", Relation.IDENTICAL), ("e", Relation.EDITORIAL),
                                     ("f", Relation.BROKEN))]  # fmt: skip
    assert plain(comparable_words([*found, *hidden])) == (
        "3 av 6 frågor är jämförbara (2 jämförelser visas inte)"
    )
    one = [row(Share(35, 40), same, "d", group="A"), *hidden[:2]]
    assert plain(comparable_words(one)) == "2 av 2 frågor är jämförbara (1 jämförelse visas inte)"
    assert [then_words(each) for each in (one[0], one[1], row(None))] == ["25\u00a0%", "..", "–"]
    assert comparable_words([row(None)]) == "Ingen fråga har en tidigare siffra att jämföra"
    same_words = changed(Share(9, 20), Earlier("Då", Share(9, 20), None, Relation.IDENTICAL, "x"))
    assert comparison_notes(results(row(Share(9, 20), same_words), row(None))) == []
    assert "Fråga b jämförs inte: lydelsen." in comparison_notes(results(*found))


def test_the_estimate_of_all_cases() -> None:
    made = Estimate(61, 48, 73, 60, 51, ("Öst",))
    said = plain(estimate_words(row(Share(39, 61), estimate=made)))
    assert said == (
        "Skattat för hela verksamheten: 61 % (48–73 %). 60 ärenden ger här samma precision som "
        "ungefär 51 i ett enkelt urval. Öst ingår inte."
    )
    whole = Estimate(61, 48, 73, 60, 51, ())
    assert "ingår inte" not in estimate_words(row(Share(39, 61), estimate=whole))
    assert estimate_words(row(None, estimate=made)) == ""
    (told,) = as_json(results(row(Share(39, 61), estimate=made)))["rows"]
    assert told["estimate"]["effective_size"] == 51


def test_differences_between_groups_are_told() -> None:
    found = results(row(Share(19, 24), group="flicka"), row(Share(3, 4), group="pojke"), by="kon")
    (said,) = (plain(one) for one in comparison_notes(found))
    assert said == "Fråga plan: flicka 79 % (19 av 24), pojke 3 av 4: för få ärenden."
    (told,) = as_json(found)["between"]
    assert (told["groups"], told["verdict"]) == (["flicka", "pojke"], "too_few")
    apart = results(row(Share(19, 24), group="flicka"), row(Share(10, 37), group="pojke"), by="kon")
    assert "+52 p.e.: säkerställd skillnad." in plain(comparison_notes(apart)[0])
