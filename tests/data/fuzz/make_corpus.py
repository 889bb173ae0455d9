"""Make the corpus of the fuzzing anew: `python -m tests.data.fuzz.make_corpus`."""

from __future__ import annotations

import zipfile
from pathlib import Path

import xlsxwriter

from egenkontroll.operations.opening import create_document
from egenkontroll.operations.sampling import create_round, draw_sample

HERE = Path(__file__).parent
VT2024 = HERE.parent / "vt2024"

ALIASES = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)
SMALL = """\
id: prov
version: "1"
title: Prov
attributes:
  - {id: kon, label: Kön, type: choice, choices: [flicka, pojke]}
areas:
  - id: a
    title: Området
    questions:
      - {id: ett, text: Ett?, type: yes_no}
      - {id: tva, text: Två?, type: number, min: 0, max: 9, applies_when: {ett: ja}}
"""


def make() -> None:
    """Write every file."""
    (HERE / "small.yaml").write_text(SMALL, encoding="utf-8")
    (HERE / "aliases.yaml").write_text(ALIASES, encoding="utf-8")
    (HERE / "deep.yaml").write_text("[" * 3000, encoding="utf-8")
    (HERE / "semicolon.csv").write_text(
        "Ärendenummer;Enhet;Kön\n1-24;Norr;flicka\n2-24;Söder;pojke\n", encoding="utf-8-sig"
    )
    (HERE / "quoted.csv").write_bytes('Dnr,Enhet\n"1,24","Nörr ""a"""\n'.encode("cp1252"))
    _workbook(HERE / "small.xlsx")
    with zipfile.ZipFile(HERE / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"<workbook/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)
    path = HERE / "small.egk"
    path.unlink(missing_ok=True)
    create_round(path, HERE / "small.yaml", "Våren", "2024-04-01/2024-05-31")
    frame = HERE / "semicolon.csv"
    draw_sample(path, "Våren", frame, per_unit=1, reserves=0, seed="a", double_percent=0, by="")
    (HERE / "empty.egk").unlink(missing_ok=True)
    create_document(HERE / "empty.egk", lambda document: None)


def _workbook(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Lista")
    sheet.write_row(0, 0, ["Ärendenummer", "Enhet", "Datum"])
    sheet.write_row(1, 0, ["00001-24", "Norr", 45400])
    sheet.write_row(2, 0, ["00002-24", "='[annan.xlsx]Blad1'!A1"])
    sheet.write_formula(3, 0, '=WEBSERVICE("http://exempel.invalid/")')
    sheet.write_url(4, 0, "external:\\\\server\\share\\annan.xlsx")
    sheet.merge_range(5, 0, 6, 1, "sammanfogad")
    book.close()


if __name__ == "__main__":
    make()
