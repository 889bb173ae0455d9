from __future__ import annotations

import pytest

from egenkontroll.checklist.reading import read
from egenkontroll.errors import UserError
from egenkontroll.results.history import (
    MOST_TRIED,
    Figure,
    Means,
    claimed,
    completed,
    could_be,
    history_fields,
    read_history,
    rounding_note,
)
from egenkontroll.results.tally import Share
from egenkontroll.spreadsheet.reading import read_table
from egenkontroll.texts import NBSP
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
        f"{ROUND};plan;;uppfyllt;;2;;",
        f"{ROUND};plan;;uppfyllt;;;;",
        f"{ROUND};plan;;uppfyllt;3;2;;",
        f"{ROUND};plan;;uppfyllt;;;101;",
        f"{ROUND};plan;;uppfyllt;-1;2;;",
        f"{ROUND};plan;;uppfyllt;1;10000001;;",
        f"{ROUND};plan;;uppfyllt;;10000001;50;",
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
        "rad 7, kolumn fråga: skriv både k och n, eller procent med eller utan n",
        "rad 8, kolumn fråga: skriv både k och n, eller procent med eller utan n",
        "rad 9, kolumn fråga: varken k och n eller procent är ifyllt",
        "rad 10, kolumn k: k (3) är större än n (2)",
        "rad 11, kolumn fråga: procent (101) är större än 100",
        "rad 12, kolumn k: -1 är inget heltal",
        "rad 13, kolumn fråga: n (10000001) är fler ärenden än landet har invånare",
        "rad 14, kolumn fråga: n (10000001) är fler ärenden än landet har invånare",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Källa 850709-9805", "ett personnummer"),
        ("850709\u200b-9805", "ett personnummer"),
        ("ring 070-123 45 67", "ett telefonnummer"),
        ("anna@exempel.se", "en e-postadress"),
    ],
)
def test_identity_in_any_column_stops_the_table_without_digits(source: str, found: str) -> None:
    for column, row in (
        ("källa", f"{ROUND};plan;;uppfyllt;1;2;;{source}"),
        ("enhet", f"{ROUND};plan;{source};uppfyllt;1;2;;"),
    ):
        with pytest.raises(UserError, match=r"är stoppad\. Inget") as told:
            figures(row)
        assert told.value.problems == (f"rad 2, kolumn {column}: {found}",)
        assert "9805" not in str(told.value)


def test_a_head_that_identifies_is_called_by_its_letter() -> None:
    bad = table(f"{HEADS.strip()};850709-9805\n{ROUND};plan;;uppfyllt;1;2;;;850709-9805")
    with pytest.raises(UserError) as told:
        read_history(bad, KNOWN)
    assert told.value.problems == (
        "rad 1, kolumn L: ett personnummer", "rad 2, kolumn L: ett personnummer",
    )  # fmt: skip
    assert "9805" not in str(told.value)


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


def test_a_percentage_that_does_not_follow_is_noted_with_its_cause() -> None:
    def note(k: int, n: int, printed: int, counts: str = "uppfyllt") -> str:
        (one,) = figures(f"{ROUND};plan;;{counts};{k};{n};{printed};")
        return one.note.replace("\u00a0", " ")

    assert note(6, 61, 9) == "källan anger 9 % för 6 av 61 (avkortat i källan)"
    assert note(6, 61, 9, "saknas") == "källan anger 9 % för 6 av 61 (avkortat i källan)"
    assert note(1, 61, 2) == ""
    assert note(10, 61, 17) == "källan anger 17 % för 10 av 61 (avrundat uppåt i källan)"
    assert note(6, 61, 50) == "källan anger 50 % för 6 av 61 (stämmer inte med antalen)"
    assert rounding_note(0, 0, 0) == rounding_note(None, None, 9) == ""


def test_a_percentage_of_a_known_number_may_stand_for_several_counts() -> None:
    (known, turned, none) = figures(
        f"{ROUND};plan;;uppfyllt;;57;63;", f"{ROUND};natverk;;saknas;;19;19;",
        f"{ROUND};natverk;Öst;uppfyllt;;7;50;",
    )  # fmt: skip
    assert (known.k, known.n, known.printed, known.note) == (None, 57, 63, "")
    assert could_be(None, 57, 63) == (Share(36, 57),)
    # 5 of 61 is 8,2 %, rounded up; 6 of 61 is 9,8 %, cut off.
    assert could_be(None, 61, 9) == (Share(5, 61), Share(6, 61))
    # What did not meet was rounded as the source has it: 9 % of 61, stored as 91 % that met.
    assert could_be(None, 61, 91, turned=True) == (Share(56, 61), Share(55, 61))
    assert turned.printed == 81
    assert [one.note for one in (turned, none)] == [
        f"källan anger {stated}{NBSP}% av {n}, som inget antal ger"
        for stated, n in ((19, 19), (50, 7))
    ]
    for k, n, printed in ((3, 7, 43), (None, None, 43), (None, 7, None)):
        assert could_be(k, n, printed) == ()


def test_an_increase_in_percent_is_asked_about_and_may_stay_unclear() -> None:
    said = f"{ROUND};plan;;uppfyllt;;;ökning med 44 procent;Rapport"
    (asked,) = problems(said)
    assert asked == (
        "rad 2, kolumn procent: ”ökning med 44 procent” är en ändring och ingen andel; säg om det "
        "är procent, procentenheter eller oklart"
    )

    def noted(row: str, means: Means | None) -> Figure:
        (one,) = read_history(table(HEADS + row), KNOWN, means)
        return one

    unclear = noted(said, Means.UNKNOWN)
    assert unclear.note == "källan anger ”ökning med 44 procent”; oklart om procentenheter"
    assert (unclear.k, unclear.n, unclear.printed) == (None, None, None)
    assert noted(said, Means.POINTS).note.endswith(", i procentenheter")
    assert noted(said, Means.RELATIVE).note.endswith(", i procent av den tidigare andelen")
    points = noted(said.replace("procent;", "procentenheter;"), None)
    assert points.note == "källan anger ”ökning med 44 procentenheter”, i procentenheter"
    counted = noted(f"{ROUND};plan;;uppfyllt;53;54;+44 %;", Means.UNKNOWN)
    assert (counted.k, counted.note) == (53, "källan anger ”+44 %”; oklart om procentenheter")


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("44 %", None), ("44", None), ("", None), ("en ökning med 44 procent", Means.RELATIVE),
        ("minskade med 10 procentenheter", Means.POINTS), ("44 % fler", Means.RELATIVE),
        ("−10 %", Means.RELATIVE), ("uppfyllt", None),
    ],
)  # fmt: skip
def test_what_states_a_change(text: str, means: Means | None) -> None:
    assert claimed(text) is means


def test_two_periods_of_one_round_are_noticed() -> None:
    (told,) = problems(
        f"{ROUND};plan;;uppfyllt;1;2;;",
        "vt23;2023-10-01/2023-11-30;prov;1;natverk;;uppfyllt;1;2;;",
    )
    assert told.startswith("rad 3, kolumn period: vt23 har en annan period högre upp, 2023-04-01/")


def test_a_question_may_be_called_by_its_text() -> None:
    assert figures(f"{ROUND};fråga  PLAN?;;uppfyllt;1;2;;")[0].question == "plan"


def test_a_pasted_table_is_completed() -> None:
    given = {"omgång": "VT23", "period": "2023-04-01/2023-05-31", "checklista": "prov",
             "version": "1", "avser": "uppfyllt", "k": "0"}  # fmt: skip
    bare = completed(table("plan;44;57\nnatverk;30"), given)
    assert bare.rows[0].cells[:3] == ("fråga", "k", "n")
    (one,) = read_history(completed(table("plan;44;57"), given), KNOWN)
    assert (one.question, one.k, one.n, one.round) == ("plan", 44, 57, "VT23")
    headed = completed(table("fråga;procent\nplan;77"), given | {"k": ""})
    assert read_history(headed, KNOWN)[0].printed == 77
    empty = table("")
    assert completed(empty, given) is empty


def test_columns_that_a_person_has_chosen() -> None:
    names = [one.name for one in history_fields()]
    assert [one.label for one in history_fields() if one.needed] == [
        "Omgång", "Period", "Checklista", "Version", "Fråga", "Avser",
    ]  # fmt: skip
    odd = table("a;b;c;d;e;f;g;h;i;j;l\n" + f"{ROUND};plan;;uppfyllt;44;57;;Rapport")
    with pytest.raises(UserError, match="saknar en kolumn"):
        read_history(odd, KNOWN)
    chosen = dict(zip(names, "abcdefghijl", strict=True))
    (found,) = read_history(odd, KNOWN, chosen=chosen)
    assert (found.k, found.n, found.source) == (44, 57, "Rapport")


def test_a_percentage_of_very_many_is_not_tried_with_every_count() -> None:
    assert could_be(None, MOST_TRIED, 44)
    assert could_be(None, MOST_TRIED + 1, 44) == ()
    assert rounding_note(None, 999_999_999, 44) == ""
