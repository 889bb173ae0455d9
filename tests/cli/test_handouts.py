"""Dividing, handing out, handing in and calibrating as a person does it at the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from egenkontroll.operations.handed_to import whose
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.reviewing import desk, save_answer, set_state
from egenkontroll.review.answers import Answer, Role
from egenkontroll.review.reading import State
from egenkontroll.sample.cases import Status
from egenkontroll.storage import handouts, records
from tests.operations.handouts import ROUND, facts_in, make_drawn

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal

THREE = ("--reviewer", "Anna Öberg:Mottagning", "--reviewer", "Bo Ek", "--reviewer", "Cia Lund")


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    return make_drawn(tmp_path / "hela.egk", calibration=2)


def test_assign_shows_saves_and_explains(run: Terminal, drawn: Path) -> None:
    before = facts_in(drawn)
    tried = run.done("assign", drawn, "--round", ROUND, *THREE, "--dry-run", "--peer")
    assert "Inget är sparat." in tried
    assert "hölls undan från granskare i samma enhet" in tried
    assert facts_in(drawn) == before
    assert "är sparad i hela.egk" in run.done("assign", drawn, "--round", ROUND, *THREE)
    found = json.loads(run.done("assign", drawn, "--round", ROUND, "--leaves", "Bo Ek", "--json"))
    assert found["round"] == ROUND
    assert found["calibration"] == 2
    loads = {one["reviewer"]: one["first"] + one["second"] for one in found["reviewers"]}
    assert loads["Bo Ek"] == 0
    assert abs(loads["Anna Öberg"] - loads["Cia Lund"]) <= 1


def test_handout_refuses_until_the_cases_are_divided(run: Terminal, drawn: Path) -> None:
    refused = run("handout", drawn, "--round", ROUND, "--out", drawn.parent / "ut")
    assert refused.status == 1
    assert '--reviewer "Anna Öberg"' in refused.err
    assert not (drawn.parent / "ut").exists()


def test_handout_divides_and_writes_in_one_go(run: Terminal, drawn: Path, tmp_path: Path) -> None:
    said = run.done("handout", drawn, "--round", ROUND, "--out", tmp_path / "ut", *THREE)
    assert "3\u00a0filer utlämnade. Skicka varje fil" in said
    assert sorted(path.name for path in (tmp_path / "ut").iterdir()) == [
        "Våren 2024_Anna Öberg.egk", "Våren 2024_Bo Ek.egk", "Våren 2024_Cia Lund.egk",
    ]  # fmt: skip
    found = json.loads(
        run.done("handout", drawn, "--round", ROUND, "--out", tmp_path / "ut", "--only", "Bo Ek",
                 "--json")
    )  # fmt: skip
    assert [one["reviewer"] for one in found["files"]] == ["Bo Ek"]


def test_sealed_files_go_out_and_come_back(run: Terminal, drawn: Path, tmp_path: Path) -> None:
    secret = tmp_path / "fras.txt"
    secret.write_text("blå hästar äter gräs\n", encoding="utf-8")
    out = tmp_path / "ut"
    said = run.done("handout", drawn, "--round", ROUND, "--out", out, *THREE,
                    "--passphrase-file", secret)  # fmt: skip
    assert "Tappas lösenfrasen går filen inte att öppna" in said
    sealed = out / "Våren 2024_Bo Ek.egk.age"
    assert b"Bo Ek" not in sealed.read_bytes()
    said = run.done("unseal", sealed, "--passphrase-file", secret)
    opened = out / "Våren 2024_Bo Ek.egk"
    assert str(opened) in said
    back = run.done("handin", opened, "--out", tmp_path / "åter.egk", "--passphrase-file", secret)
    assert "ärenden är klara. Du kan lämna in ändå" in back
    assert "Tappas lösenfrasen" in back
    wrong = tmp_path / "fel.txt"
    wrong.write_text("inte den rätta frasen", encoding="utf-8")
    refused = run("unseal", tmp_path / "åter.egk.age", "--passphrase-file", wrong)
    assert refused.status == 1
    assert "lösenfrasen är fel" in refused.err
    assert not (tmp_path / "åter.egk").exists()


def test_keys(run: Terminal, drawn: Path, tmp_path: Path) -> None:
    key = tmp_path / "nyckel.txt"
    public = json.loads(run.done("key", key, "--json"))["public"]
    assert public.startswith("age1")
    assert "En nyckel skrivs aldrig över" in run("key", key).err
    assert "hemliga halvan" in run.done("key", tmp_path / "en till.txt")
    run.done("handout", drawn, "--round", ROUND, "--out", tmp_path / "ut", *THREE,
             "--recipient", public, "--return-to", public)  # fmt: skip
    sealed = tmp_path / "ut" / "Våren 2024_Cia Lund.egk.age"
    assert "låst till en nyckel" in run("unseal", sealed).err
    run.done("unseal", sealed, "--key", key, "--out", tmp_path / "cia.egk")
    assert "finns redan" in run("unseal", sealed, "--key", key, "--out", tmp_path / "cia.egk").err
    found = json.loads(run.done("handin", tmp_path / "cia.egk", "--json"))
    assert found["sealed"]
    assert found["file"].endswith(".egk.age")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("unseal", "hela.egk"), "är inte låst"),
        (("unseal", "borta.egk.age"), "finns inte"),
        (("handin", "hela.egk"), "ingen utlämnad fil"),
        (("assign", "hela.egk", "--round", ROUND), "Ange granskarna"),
        (("handout", "hela.egk", "--round", ROUND, "--out", "ut", "--passphrase-file", "tom.txt"),
         "är tom"),
        (("handout", "hela.egk", "--round", ROUND, "--out", "ut", "--passphrase-file", "borta"),
         "finns inte"),
        (("handout", "hela.egk", "--round", ROUND, "--out", "ut", "--passphrase-file", "hela.egk"),
         "ingen text och ingen nyckel eller lösenfras"),
        (("handout", "hela.egk", "--round", ROUND, "--out", "ut", "--passphrase-file", "fras.txt",
          "--recipient", "age1x"), "inte båda"),
    ],
)  # fmt: skip
def test_refusals(
    run: Terminal, drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...], said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tom.txt").write_text("\n")
    (tmp_path / "fras.txt").write_text("blå hästar äter gräs", encoding="utf-8")
    before = facts_in(drawn)
    refused = run(*words)
    assert refused.status == 1
    assert said in refused.err
    assert facts_in(drawn) == before


def test_a_sealed_file_that_is_no_document_is_not_written(run: Terminal, tmp_path: Path) -> None:
    from egenkontroll.operations import sealing

    key = tmp_path / "nyckel.txt"
    public = sealing.make_key(key)
    sealed = tmp_path / "bild.egk.age"
    sealed.write_bytes(sealing.Seal(recipients=(public,)).close(b"inget dokument"))
    refused = run("unseal", sealed, "--key", key)
    assert refused.status == 1
    assert "inget Egenkontroll-dokument" in refused.err
    assert not (tmp_path / "bild.egk").exists()


# --- calibration ------------------------------------------------------------------------------


def review_calibration(path: Path, value: str) -> None:
    """Read both calibration cases to klart: the first question so, all others yes."""
    with open_document(path, write=True) as handout:
        mine = whose(handout)
        assert mine is not None
        who = mine.reviewer
        for at in range(2):
            while True:
                task = desk(handout, mine.round, who).tasks[at]
                assert task.case.status is Status.CALIBRATION
                lacking = task.reading.missing()
                if not lacking:
                    break
                question = lacking[0][0]
                first = question.id == "skyddsbedomning"
                given = value if first else "yes"
                answer = Answer(task.case.id, question.id, task.role, who.id, given)
                save_answer(handout, answer)
            set_state(handout, task, who.id, State.DONE)


def test_calibration_is_compared_and_counted_nowhere(
    run: Terminal, drawn: Path, tmp_path: Path
) -> None:
    run.done("handout", drawn, "--round", ROUND, "--out", tmp_path / "ut", *THREE)
    empty = run.done("calibration", drawn, "--round", ROUND)
    assert "Ingen fråga har svar från två granskare än." in empty
    with open_document(drawn) as document:
        before = round_results(document, ROUND)
    for name, value in (("Anna Öberg", "yes"), ("Bo Ek", "no")):
        path = tmp_path / "ut" / f"Våren 2024_{name}.egk"
        review_calibration(path, value)
        with open_document(path) as handout, open_document(drawn, write=True) as document:
            document.add(handouts.every_fact(handout))
    said = run.done("calibration", drawn, "--round", ROUND)
    assert "Ja: Anna Öberg · Nej: Bo Ek" in said
    assert "alla svarade lika" in said
    assert "Inte klara än: Cia Lund." in said
    assert "räknas aldrig i något resultat" in said
    found = json.loads(run.done("calibration", drawn, "--round", ROUND, "--json"))
    assert len(found["cases"]) == 2
    first = found["questions"][0]
    assert (first["question"], first["alike"], first["compared"]) == ("skyddsbedomning", 0, 2)
    with open_document(drawn) as document:
        after = round_results(document, ROUND)
    assert after == before
    assert after.reviewed == 0


def test_a_round_without_calibration_says_so(run: Terminal, whole_round: Path) -> None:
    refused = run("calibration", whole_round, "--round", ROUND)
    assert refused.status == 1
    assert "inga ärenden för kalibrering" in refused.err


def test_those_who_have_begun_get_their_own_cases_without_being_named(
    run: Terminal, whole_round: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ut"
    run.done("handout", whole_round, "--round", "Våren 2024", "--out", out)
    files = sorted(out.iterdir())
    assert [file.name for file in files] == [f"Våren 2024_{n}.egk" for n in ("Anna", "Bo", "Cia")]
    said = run.done("merge", whole_round, *files)
    assert "Inget var nytt" in said


# --- answers in a table -----------------------------------------------------------------------


def table_of(tmp_path: Path, references: list[str]) -> Path:
    table = tmp_path / "tab-Anna.csv"
    lines = ["referens;fråga;svar", *(f"{reference};natverk;ja" for reference in references)]
    table.write_text("\n".join(lines), encoding="utf-8")
    return table


def given_to(path: Path) -> list[str]:
    """Return the references that are given to the one a hand-out is for, as first reader."""
    with open_document(path) as handout:
        mine = whose(handout)
        assert mine is not None
        tasks = desk(handout, mine.round, mine.reviewer).tasks
    return [
        task.case.reference
        for task in tasks
        if task.case.status is Status.DRAWN and task.role is Role.FIRST
    ]


def test_answers_in_a_hand_out_are_its_owners(run: Terminal, drawn: Path, tmp_path: Path) -> None:
    run.done("handout", drawn, "--round", ROUND, "--out", tmp_path / "ut", *THREE)
    anna = tmp_path / "ut" / "Våren 2024_Anna Öberg.egk"
    table = table_of(tmp_path, given_to(anna)[:2])
    before = facts_in(anna)
    words = ("answers", "import", anna, "--round", ROUND, "--table", table)
    for name, why in (("Bo Ek", "är utlämnad till Anna Öberg"), ("", "behöver ett namn")):
        refused = run(*words, "--reviewer", name)
        assert refused.status == 1
        assert why in refused.err
    assert facts_in(anna) == before
    said = run.done(*words)
    assert "2\u00a0nya svar av Anna Öberg" in said
    assert "fördelade på andra" not in said
    assert "0\u00a0nya svar av Anna Öberg" in run.done(*words, "--reviewer", "anna öberg")
    with open_document(anna) as handout:
        assert [one.name for one in records.every_reviewer(handout).values()] == ["Anna Öberg"]
    assert run("answers", "import", drawn, "--round", ROUND, "--table", table, "--reviewer",
               "").status == 1  # fmt: skip


def test_answers_about_the_cases_of_others_are_told(
    run: Terminal, drawn: Path, tmp_path: Path
) -> None:
    run.done("handout", drawn, "--round", ROUND, "--out", tmp_path / "ut", *THREE)
    bo, cia, anna = (
        given_to(tmp_path / "ut" / f"Våren 2024_{name}.egk")
        for name in ("Bo Ek", "Cia Lund", "Anna Öberg")
    )
    table = table_of(tmp_path, [bo[0], bo[1], cia[0], anna[0]])
    said = run.done("answers", "import", drawn, "--round", ROUND, "--table", table, "--reviewer",
                    "Anna Öberg").replace("\u00a0", " ")  # fmt: skip
    assert "4 nya svar av Anna Öberg" in said
    assert "3 svar gäller ärenden som är fördelade på andra (Bo Ek, Cia Lund)." in said


def test_a_locked_round_is_neither_divided_nor_handed_out(
    run: Terminal, drawn: Path, tmp_path: Path
) -> None:
    run.done("round", "lock", drawn, "--round", ROUND)
    refused = run("handout", drawn, "--round", ROUND, "--out", tmp_path / "ut", *THREE)
    assert (refused.status, refused.out) == (1, "")
    assert "Inget är utlämnat. Öppna den för rättelse först" in refused.err
    assert not (tmp_path / "ut").exists()
