from __future__ import annotations

import pytest

from egenkontroll.checklist.reading import read
from egenkontroll.errors import UserError
from egenkontroll.results.history import Figure, read_history
from egenkontroll.spreadsheet.reading import read_table
from tests.makers import VT2024, checklist, raw_question, table

KNOWN = {("prov", "1"): checklist(raw_question("plan"), raw_question("natverk"))}
HEADS = "omgång;period;checklista;version;fråga;enhet;avser;k;n;procent;källa\n"
ROUND = "VT23;2023-04-01/2023-05-31;prov;1"


def figures(*rows: str) -> tuple[Figure, ...]:
    return read_history(table(HEADS + "\n".join(rows)), KNOWN)


def problems(*rows: str) -> tuple[str, ...]:
    with pytest.raises(
        UserError, match=r"Siffrorna i lista\.csv kan inte läsas in\. Inget"
    ) as told:
        figures(*rows)
    return told.value.problems


def test_counts_a_turned_figure_and_a_bare_percentage() -> None:
    met, turned, bare, both = figures(
        f"{ROUND};plan;;uppfyllt;44;57;;Rapport",
        f"{ROUND};plan;Öst;EJ  uppfyllt;6;61;10;Rapport",
        f"{ROUND};natverk;;saknas;;;19 %;",
        f"{ROUND};natverk;Öst;Finns;9.0;9.0;100;",
    )
    assert met == Figure(
        "VT23", "2023-04-01", "2023-05-31", "prov", "1", "plan", "", 44, 57, None, False, "Rapport"
    )
    assert (met.percent, turned.percent, bare.percent, both.percent) == (77, 90, 81, 100)
    assert (turned.k, turned.n, turned.printed, turned.turned) == (55, 61, 90, True)
    assert (turned.unit, turned.source) == ("Öst", "Rapport")
    assert (bare.k, bare.n, bare.printed, bare.turned) == (None, None, 81, True)
    assert (both.k, both.n, both.printed, both.turned) == (9, 9, 100, False)


def test_no_cases_has_no_percentage() -> None:
    assert figures(f"{ROUND};plan;;uppfyllt;0;0;;")[0].percent is None


def test_the_figures_of_2023() -> None:
    definition = read(VT2024 / "checklista-2023.yaml")
    known = {(definition.id, definition.version): definition}
    found = read_history(read_table(VT2024 / "historik.csv"), known)
    assert [(one.question, one.k, one.n, one.percent, one.turned) for one in found] == [
        ("utredningsplan", None, None, 81, True),
        ("natverk", None, None, 63, False),
        ("skyddsbedomning", 44, 57, 77, False),
        ("aterkoppling", 31, 57, 54, False),
        ("kommunicerad", 30, 57, 53, False),
        ("barnets_delaktighet", 29, 57, 51, False),
    ]


def test_a_checklist_that_is_not_known_may_have_any_question() -> None:
    (figure,) = figures("HT22;2022-10-01/2022-11-30;äldre;0;vad som helst;;finns;1;2;;")
    assert (figure.checklist, figure.question) == ("äldre", "vad som helst")


def test_every_fault_by_row_and_column() -> None:
    assert problems(
        ";;;;;;;;;;Rapport",
        f"{ROUND};plan;;uppfyllt;sex;6,5;hundra;",
        "VT23;våren;prov;1;plan;;uppfyllt;1;2;;",
        f"{ROUND};plann;;uppfyllt;1;2;;",
        f"{ROUND};plan;;halvt;1;2;;",
        f"{ROUND};plan;;uppfyllt;1;;50;",
        f"{ROUND};plan;;uppfyllt;;2;50;",
        f"{ROUND};plan;;uppfyllt;;;;",
        f"{ROUND};plan;;uppfyllt;3;2;;",
        f"{ROUND};plan;;uppfyllt;;;101;",
        f"{ROUND};plan;;uppfyllt;-1;2;;",
    ) == (
        *(f"rad 2, kolumn {name}: uppgiften saknas"
          for name in ("omgång", "period", "checklista", "version", "fråga", "avser")),
        "rad 3, kolumn k: sex är inget heltal",
        "rad 3, kolumn n: 6,5 är inget heltal",
        "rad 3, kolumn procent: hundra är inget heltal",
        "rad 4, kolumn period: Perioden våren går inte att läsa. Skriv första och sista dagen: "
        "2024-04-01/2024-05-31.",
        "rad 5, kolumn fråga: frågan plann finns inte i prov 1; menade du plan?",
        "rad 6, kolumn avser: skriv uppfyllt eller ej uppfyllt",
        "rad 7, kolumn fråga: skriv både k och n, eller bara procent",
        "rad 8, kolumn fråga: skriv både k och n, eller bara procent",
        "rad 9, kolumn fråga: varken k och n eller procent är ifyllt",
        "rad 10, kolumn fråga: k (3) är större än n (2)",
        "rad 11, kolumn fråga: procent (101) är större än 100",
        "rad 12, kolumn k: -1 är inget heltal",
    )  # fmt: skip


def test_the_same_figure_twice_and_two_that_differ() -> None:
    row = f"{ROUND};plan;Öst;uppfyllt;44;57;;Rapport"
    assert len(figures(row, row)) == 1
    assert problems(row, row.replace("44", "45")) == (
        "rad 3, kolumn fråga: samma fråga och enhet står med olika tal i samma omgång",
    )
    assert len(problems(row, f"{ROUND};plan;ÖST;uppfyllt;44;56;;Rapport")) == 1


def test_a_formula_error_and_missing_columns() -> None:
    bad = table(HEADS + f"{ROUND};plan;;uppfyllt;1;2;;", bad=((2, 7, "#DIV/0!"),))
    with pytest.raises(UserError) as told:
        read_history(bad, KNOWN)
    assert told.value.problems == (
        "rad 2, kolumn k: formelfel #DIV/0!; rätta formeln och spara filen igen",
    )
    with pytest.raises(UserError) as told:
        read_history(table("omgång;period;checklista;version;fråga"), KNOWN)
    assert told.value.problems == ("Kolumnen avser saknas",)
