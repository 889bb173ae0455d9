from __future__ import annotations

import csv
from typing import Any

import pytest

from egenkontroll.checklist.reading import read
from egenkontroll.errors import UserError
from egenkontroll.review.answers import MAX_TEXT, Role
from egenkontroll.review.table import TableAnswer, read_answers
from egenkontroll.sample.draw import draw
from egenkontroll.sample.frame import read_frame
from egenkontroll.sample.wanted import Wanted
from egenkontroll.spreadsheet.reading import read_table
from tests.makers import VT2024, checklist, raw_question, table

LIST = checklist(
    raw_question("plan", label="Utredningsplan", text="Finns en utredningsplan?"),
    raw_question("bedomning", label="Plan", text="Är den bedömd?"),
    raw_question("uppfolj", label="Uppföljning", text="Är den bedömd?"),
    raw_question("antal", type="number"),
)
CASES = ["01-24", "A2"]
HEADS = "referens;fråga;svar;kommentar;roll\n"


def answers(text: str, **parts: Any) -> tuple[TableAnswer, ...]:
    return read_answers(table(text, **parts), LIST, CASES)


def problems(text: str, **parts: Any) -> tuple[str, ...]:
    with pytest.raises(UserError, match=r"Svaren i lista\.csv kan inte läsas in\. Inget") as told:
        answers(text, **parts)
    return told.value.problems


def test_answers_in_the_order_of_the_table() -> None:
    assert answers(
        HEADS + "01-24;plan;ja;;\na2; PLAN ;NEJ;Se beslut;Andra\n01-24;antal;2,50;;första"
    ) == (
        TableAnswer("01-24", "plan", Role.FIRST, "yes", ""),
        TableAnswer("A2", "plan", Role.SECOND, "no", "Se beslut"),
        TableAnswer("01-24", "antal", Role.FIRST, "=2.5", ""),
    )


def test_only_three_columns_are_needed_and_heads_are_found() -> None:
    text = "Svar från Anna;;\nSVAR;Ärendenummer;FRÅGA\nja;01-24;plan"
    assert answers(text) == (TableAnswer("01-24", "plan", Role.FIRST, "yes", ""),)
    with pytest.raises(UserError) as told:
        answers("referens;fraga\n01-24;plan")
    assert told.value.problems == (
        "Kolumnen fråga saknas; menade du fraga?",
        "Kolumnen svar saknas",
    )


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("plan", "plan"),  # an id goes before another question's label
        ("Utredningsplan", "plan"),
        ("finns en UTREDNINGSPLAN?", "plan"),
        ("bedomning", "bedomning"),
        ("uppföljning", "uppfolj"),
    ],
)
def test_a_question_may_be_said_by_id_label_or_text(said: str, question: str) -> None:
    assert answers(f"{HEADS}01-24;{said};ja")[0].question == question


def test_a_text_that_two_questions_share_names_neither() -> None:
    assert problems(HEADS + "01-24;Är den bedömd?;ja") == (
        "rad 2, kolumn fråga: flera frågor heter Är den bedömd?; skriv bedomning eller uppfolj",
    )


def test_rows_without_an_answer_and_rows_standing_twice() -> None:
    text = HEADS + "01-24;plan;;\n01-24;plan;ja;;första\n01-24;plan;JA;;\n01-24;plan;nej;;andra"
    assert [(found.role, found.value) for found in answers(text)] == [
        (Role.FIRST, "yes"),
        (Role.SECOND, "no"),
    ]
    assert answers(HEADS) == ()


def test_every_fault_is_told_by_row_and_column() -> None:
    text = HEADS + "\n".join(
        [
            "03-24;plan;ja;;",
            ";plan;ja;;",
            "01-24;plann;ja;;",
            "01-24;;ja;;",
            "01-24;plan;jaa;;",
            "01-24;antal;tolv;;",
            "01-24;plan;ja;;tredje",
            f"01-24;plan;ja;{'x' * (MAX_TEXT + 1)};",
            "121212-1212;plan;ja;;",
            "01-24;plan;121212-1212;;",
            "01-24;plan;ja;om 19121212-1212;",
            "09-99;inget;ja;;fjärde",
        ]
    )
    found = problems(text, sheet="Svar")
    assert found == tuple(
        f"blad Svar, {line}"
        for line in (
            "rad 2, kolumn referens: ärendet 03-24 ingår inte i urvalet",
            "rad 3, kolumn referens: ärendet (tomt) ingår inte i urvalet",
            "rad 4, kolumn fråga: frågan plann finns inte; menade du plan?",
            "rad 5, kolumn fråga: frågan (tomt) finns inte",
            "rad 6, kolumn svar: jaa är inget svar på frågan; menade du ja? (ja, nej, ej aktuellt, "
            "framgår inte eller kan inte bedömas)",
            "rad 7, kolumn svar: tolv är inget tal; skriv siffror, till exempel 14 eller 2,5",
            "rad 8, kolumn roll: rollen tredje finns inte; skriv första eller andra",
            "rad 9, kolumn kommentar: kommentaren är längre än 2000 tecken",
            "rad 10, kolumn referens: ett personnummer får inte stå här",
            "rad 11, kolumn svar: svaret innehåller ett personnummer; ta bort det",
            "rad 12, kolumn kommentar: kommentaren innehåller ett personnummer; ta bort det",
            "rad 13, kolumn referens: ärendet 09-99 ingår inte i urvalet",
            "rad 13, kolumn fråga: frågan inget finns inte",
            "rad 13, kolumn roll: rollen fjärde finns inte; skriv första eller andra",
        )
    )
    assert not any("1212" in line for line in found)


def test_an_unknown_case_is_said_once_and_guessed_only_by_zeros_and_signs() -> None:
    rows = ["09-99;plan;ja;;", "09-99;antal;2;;", "1/24;plan;ja;;", "09-99;plan;ja;;"]
    assert problems("\n".join([HEADS.strip(), *rows])) == (
        "rad 2–3 och 5, kolumn referens: ärendet 09-99 ingår inte i urvalet",
        "rad 4, kolumn referens: ärendet 1/24 ingår inte i urvalet; menade du 01-24?",
    )
    with pytest.raises(UserError) as told:
        read_answers(table(HEADS + rows[0]), LIST, CASES, handed_out=True)
    assert told.value.problems == (
        "rad 2, kolumn referens: ärendet 09-99 finns inte i den här filen",
    )


def test_a_fault_never_repeats_a_whole_essay() -> None:
    essay = "x" * 5000
    (line,) = problems(f"{HEADS}01-24;{essay};ja;;")
    assert line == f"rad 2, kolumn fråga: frågan {'x' * 80} finns inte"
    (line,) = problems(f"{HEADS}01-24;plan;ja;;{essay}")
    assert line == f"rad 2, kolumn roll: rollen {'x' * 40} finns inte; skriv första eller andra"
    (line,) = problems(f"{HEADS}{essay};plan;ja;;")
    assert len(line) < 150


def test_contradictions_and_formula_errors() -> None:
    text = HEADS + "01-24;plan;ja;;\n01-24;plan;nej;;\n01-24;plan;ja;Annat;\nA2;plan;;;"
    assert problems(text, bad=((5, 2, "#VALUE!"),)) == (
        "rad 5, kolumn svar: formelfel #VALUE!; rätta formeln och spara filen igen",
        "rad 3, kolumn svar: frågan är redan besvarad på ett annat sätt i tabellen",
        "rad 4, kolumn svar: frågan är redan besvarad på ett annat sätt i tabellen",
    )


# --- the three real tables of 2024 --------------------------------------------------------------

CODES = {
    "ja": "yes", "delvis": "partly", "nej": "no", "ej aktuellt": "not_applicable",
    "framgår inte": "not_in_record", "kan inte bedömas": "cannot_judge",
}  # fmt: skip


@pytest.mark.parametrize(
    ("who", "encoding", "delimiter"),
    [("anna", "utf-8-sig", ";"), ("bo", "cp1252", ","), ("cia", "cp1252", ";")],
)
def test_the_real_tables(who: str, encoding: str, delimiter: str) -> None:
    definition = read(VT2024 / "checklista-2024.yaml")
    frame = read_frame(read_table(VT2024 / "arendelista.csv"), definition)
    drawn = draw(frame, Wanted("2024-04-02/barn-och-unga", 10))
    references = [reference for part in drawn.strata for reference in part.drawn]
    path = VT2024 / f"svar-{who}.csv"
    found = read_answers(read_table(path), definition, references)
    with path.open(encoding=encoding, newline="") as file:
        expected = [
            TableAnswer(
                row["referens"].strip(),
                row["fråga"].strip(),
                {"första": Role.FIRST, "andra": Role.SECOND}[row["roll"].strip()],
                CODES[row["svar"].strip().lower()],
                row["kommentar"].strip(),
            )
            for row in csv.DictReader(file, delimiter=delimiter)
            if row["svar"]
        ]
    assert list(found) == expected
    assert len(found) > 150
    assert {answer.role for answer in found} == set(Role)


def test_telephone_numbers_and_addresses_are_problems_by_row_and_column() -> None:
    text = HEADS + "01-24;plan;ja;Ring 070-123 45 67\nA2;plan;ja;mejla a@b.se\nA2;antal;0701234567;"
    assert problems(text) == (
        "rad 2, kolumn kommentar: kommentaren innehåller ett telefonnummer; ta bort det",
        "rad 3, kolumn kommentar: kommentaren innehåller en e-postadress; ta bort den",
        "rad 4, kolumn svar: svaret innehåller ett telefonnummer; ta bort det",
    )
