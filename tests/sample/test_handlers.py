"""Who handles a case is kept as codes that tell nothing, and still are the same for the same."""

from __future__ import annotations

import pytest

from egenkontroll.sample.handlers import code_of, codes_of, handles

ROUND, OTHER = b"\x01" * 16, b"\x02" * 16


@pytest.mark.parametrize(
    "name",
    ["Öberg, Anna", "anna öberg", "  ANNA\u00a0 ÖBERG ", "Öberg Anna", "Anna O\u0308berg",
     "Öberg,Anna", "Anna. Öberg"],
)  # fmt: skip
def test_a_name_written_in_other_ways_has_the_same_code(name: str) -> None:
    assert code_of(name, ROUND) == code_of("Anna Öberg", ROUND)


def test_other_names_and_other_rounds_have_other_codes() -> None:
    names = ["Anna Öberg", "Anna Oberg", "Anna-Karin Öberg", "Anna Karin Öberg", "H1", "H11"]
    assert len({code_of(name, ROUND) for name in names}) == len(names)
    assert code_of("Anna Öberg", ROUND) != code_of("Anna Öberg", OTHER)
    code = code_of("Anna Öberg", ROUND)
    assert len(code) == 20
    assert int(code, 16) >= 0


@pytest.mark.parametrize("nobody", ["", "  ", "-", "–", "?"])
def test_nobody_has_no_code(nobody: str) -> None:
    assert code_of(nobody, ROUND) == ""
    assert codes_of(nobody, ROUND) == ""
    assert not handles("", nobody, ROUND)


@pytest.mark.parametrize(
    "text",
    ["Anna Öberg / Bo Ek", "Ek, Bo; Öberg, Anna", "Anna Öberg & Bo Ek", "Anna Öberg och Bo Ek",
     "Bo Ek\nAnna Öberg", "Bo Ek + Anna Öberg", "Bo Ek; Anna Öberg;; bo ek"],
)  # fmt: skip
def test_everybody_named_in_a_cell_handles_the_case(text: str) -> None:
    codes = codes_of(text, ROUND)
    assert len(codes.split()) == 2
    assert handles(codes, "Öberg, Anna", ROUND)
    assert handles(codes, "Bo Ek", ROUND)
    assert not handles(codes, "Cia Al", ROUND)
