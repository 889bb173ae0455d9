"""Columns are proposed by likeness, and marked as proposals."""

from __future__ import annotations

from egenkontroll.sample.fields import HANDLER, REFERENCE, UNIT, Field, fields
from egenkontroll.sample.proposing import Proposal, likely_heads, named, proposals
from egenkontroll.sample.tables import Row
from tests.makers import attribute, checklist, raw_question, table

KNOWN = fields(checklist(raw_question(), attributes=[attribute("kon", "Kön", "flicka", "pojke")]))


def of(*heads: str, **remembered: str) -> dict[str, Proposal]:
    known = {f"#{name}": head for name, head in remembered.items()}
    return proposals(KNOWN, Row(1, heads), known)


def test_a_known_head_is_sure_and_one_like_it_a_proposal() -> None:
    assert of("Ärendenr", "ENHET", "Barnets kön", "Övrigt") == {
        REFERENCE: Proposal(0, sure=False),
        UNIT: Proposal(1, sure=True),
        "kon": Proposal(2, sure=False),
    }


def test_other_words_for_what_every_list_has_are_proposed() -> None:
    assert of("Akt", "Arbetsgrupp", "") == {
        REFERENCE: Proposal(0, sure=False),
        UNIT: Proposal(1, sure=False),
    }


def test_what_was_chosen_before_is_sure_and_no_column_is_proposed_twice() -> None:
    assert of("Nyckel", "Enhet", unit="Nyckel")[UNIT] == Proposal(0, sure=True)
    two = proposals((Field("a", ("Datum ett",), True), Field("b", ("Datum två",), True)),
                    Row(1, ("Datum",)), {})  # fmt: skip
    assert two == {"a": Proposal(0, sure=False)}
    assert of("", "") == {}


def test_the_likely_row_of_heads() -> None:
    text = "Utdrag;;;\nAkt;Team;Socialsekreterare;Kön\n1-24;Öst;Anna;flicka"
    row = likely_heads(table(text), KNOWN, {})
    assert row.number == 2
    assert proposals(KNOWN, row, {})[HANDLER].sure


def test_a_column_is_named_by_its_head_where_that_tells_it_apart() -> None:
    row = Row(1, ("Enhet", "Namn", "namn ", ""))
    assert [named(row, index) for index in range(4)] == ["Enhet", "kolumn B", "kolumn C",
                                                        "kolumn D"]  # fmt: skip
