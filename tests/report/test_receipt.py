"""What the receipt of a merge says, and that its paper can be read by everybody."""

from __future__ import annotations

from egenkontroll.merge.classes import Counts, FileClass
from egenkontroll.merge.receipt import FileReceipt, MergeReceipt, Settled, Unsettled
from egenkontroll.pdf.statements import statement_pdf
from egenkontroll.report.receipt import NOTHING_NEW, UNDONE, receipt_statement
from egenkontroll.report.statement import Facts, Grid, Paragraph, Points, Statement
from tests.pdf.accessible import check, flat

GOOD = FileReceipt(
    "anna.egk", "0123abcd" * 8, (FileClass.CONFLICT, FileClass.NEW),
    Counts(new=1200, newer=3, parallel=2, second=4, conflicts=1, facts=1210),
    ("Våren 2024",), ("Anna",), (), True,
)  # fmt: skip
BAD = FileReceipt(
    "brev.docx", "", (FileClass.FOREIGN,), Counts(), (), (), ("Hör inte hit.",), False
)
SETTLED = Settled("A-1", "Finns en plan?", "Anna", "B", "Nej", "Sidan är struken.", 0)
LEFT = (Unsettled("A-1", "Finns en plan?", "Anna"), Unsettled("A-2", "Finns en plan?", "Bo"))


def receipt(**how: object) -> MergeReceipt:
    made: dict[str, object] = {
        "id": b"x", "made_at": 1_795_327_735_149, "clock": 1, "program": "0.1.0",
        "backup": "main (säkerhetskopia 2026-11-22 06.08).egk", "files": (GOOD, BAD),
        "added": 1210, "erased": 0,
    }  # fmt: skip
    return MergeReceipt(**(made | how))  # type: ignore[arg-type]


def facts(said: Statement) -> dict[str, str]:
    return {fact.label: fact.words.replace("\u00a0", " ") for fact in said.facts}


def pieces(said: Statement) -> dict[str, tuple[object, ...]]:
    return {section.heading: section.pieces for section in said.sections}


def test_each_file_stands_with_class_counts_and_checksum() -> None:
    said = receipt_statement("main.egk", receipt(), [], [])
    told = facts(said)
    assert "november 2026 kl." in told.pop("Gjord")
    assert told == {
        "Filer som togs med": "1 av 2",
        "Nya uppgifter": "1 210",
        "Säkerhetskopia före": "main (säkerhetskopia 2026-11-22 06.08).egk",
    }
    found = pieces(said)
    (grid,) = found["Filerna"]
    assert isinstance(grid, Grid)
    assert [tuple(cell.replace("\u00a0", " ") for cell in row) for row in grid.rows] == [
        ("anna.egk", "Säger emot, ny", "1 200", "3", "2", "4", "1"),
        ("brev.docx", "Hör inte hit", "–", "–", "–", "–", "–"),
    ]
    (sums,) = found["Kontrollsummor (SHA-256)"]
    assert isinstance(sums, Facts)
    assert [(fact.label, fact.words) for fact in sums.facts] == [
        ("anna.egk", " ".join(["0123abcd"] * 8))
    ]
    assert found["Att veta om filerna"] == (Points(("brev.docx: Hör inte hit.",)),)
    assert "Svar som säger emot varandra" not in found


def test_undone_and_empty_receipts_say_so() -> None:
    undone = pieces(receipt_statement("main.egk", receipt(undone=True), [], []))
    assert undone[""] == (Paragraph(UNDONE, strong=True),)
    nothing = receipt(id=b"", backup="", files=(), added=0, erased=0)
    said = receipt_statement("main.egk", nothing, [], [])
    assert pieces(said)[""] == (Paragraph(NOTHING_NEW),)
    assert "Kontrollsummor (SHA-256)" not in pieces(said)
    assert "Säkerhetskopia före" not in facts(said)


def test_what_was_settled_and_what_is_left() -> None:
    left = pieces(receipt_statement("main.egk", receipt(erased=4), [], LEFT))
    words, waiting = left["Svar som säger emot varandra"]
    assert isinstance(words, Paragraph)
    assert words.words.replace("\u00a0", " ").startswith("2 frågor har fortfarande två svar")
    assert isinstance(waiting, Grid)
    assert waiting.rows == (("A-1", "Finns en plan?", "Anna"), ("A-2", "Finns en plan?", "Bo"))
    said = receipt_statement("main.egk", receipt(erased=4), [SETTLED], [])
    assert facts(said)["Borttagna vid gallring"] == "4"
    done, grid = pieces(said)["Svar som säger emot varandra"]
    assert done == Paragraph("Allt är avgjort.")
    assert isinstance(grid, Grid)
    assert grid.rows == (("A-1", "Finns en plan?", "Anna", "B: Nej", "Sidan är struken."),)


def test_the_paper_is_whole_and_tagged() -> None:
    many = tuple(
        FileReceipt(f"granskare {at} med ett långt namn.egk", "ab" * 32, (FileClass.NEW,),
                    Counts(new=at), (), (), (), True)
        for at in range(60)
    )  # fmt: skip
    said = receipt_statement("main.egk", receipt(files=(*many, BAD)), [SETTLED] * 40, LEFT)
    found = check(statement_pdf(said))
    assert found.said("H1") == ["Kvitto på sammanslagning"]
    assert found.said("H2") == [flat(section.heading) for section in said.sections[1:]]
    assert said == receipt_statement("main.egk", receipt(files=(*many, BAD)), [SETTLED] * 40, LEFT)
