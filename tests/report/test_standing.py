"""How firmly figures stand, in words; and the receipt of a purge."""

from __future__ import annotations

from dataclasses import replace

from egenkontroll.report.purge import UNSEALED, purge_statement
from egenkontroll.report.standing import standing_mark, standing_words, with_cautions
from egenkontroll.results.table import Standing
from egenkontroll.texts import moment

LOCKED = Standing(1, "7K2M-Q9XD-4T3B", "2024-06-01")


def test_a_round_is_preliminary_until_it_is_locked() -> None:
    assert standing_words(Standing()) == "Preliminära siffror: omgången är inte låst."
    assert standing_mark(Standing()) == "Preliminärt"
    assert standing_words(LOCKED) == "Låst 2024-06-01, utgåva 1, sigill 7K2M-Q9XD-4T3B."
    assert standing_mark(LOCKED) == "Utgåva 1 · sigill 7K2M-Q9XD-4T3B"


def test_a_correction_says_why() -> None:
    opened = Standing(2, "", "2024-06-02", "fel ärende")
    assert standing_words(opened) == (
        "Preliminära siffror: omgången är öppen för rättelse inför utgåva 2 (fel ärende)."
    )
    corrected = Standing(2, "AAAA-BBBB-CCCC", "2024-06-03", "fel ärende")
    assert standing_words(corrected).endswith("Rättad: fel ärende.")


def test_a_purged_round_says_so() -> None:
    assert standing_words(Standing(purged=True)).endswith("Ärendena är gallrade.")


def test_cases_counted_more_than_once_are_said_wherever_figures_stand() -> None:
    for standing in (Standing(twice=True), replace(LOCKED, twice=True)):
        assert "räknas mer än en gång" in standing_words(standing)
        assert with_cautions(standing, "", "Annat.").endswith("av dokumentet. Annat.")
        assert standing_mark(standing).endswith(" · ärenden räknas dubbelt")


def test_the_figures_of_one_reviewers_file_are_said_to_be_no_more() -> None:
    for standing in (Standing(part=True), replace(LOCKED, part=True)):
        assert standing_words(standing).startswith("Talen är inte hela omgångens: ")
        assert with_cautions(standing, "", "Annat.").endswith("en granskares ärenden. Annat.")
        assert standing_mark(standing).endswith(" · del av omgången")


def test_the_receipt_says_what_went_what_stayed_and_what_is_left_to_do() -> None:
    erased = (("svar", 720), ("ärenden", 80))
    counted = (58, 61)
    at = "2026-11-22T14:03:00+00:00"
    bare = purge_statement("Våren", at, erased, counted, "", (), "1.0")
    assert [fact.words for fact in bare.facts] == [
        "Våren", moment(1_795_356_180_000), "58\u00a0av\u00a061", UNSEALED,
    ]  # fmt: skip
    assert [section.heading for section in bare.sections] == ["Raderat", "Behållet"]
    whole = purge_statement("Våren", at, erased, counted, "7K2M", ("kopia.egk",), "1.0")
    assert whole.facts[-1].words == "7K2M"
    assert whole.sections[-1].heading == "Kvar att göra"
