"""The papers of a round: which there are, their names, and what must never be on them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations import papers, printing
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.merging_files import merge_files
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.papers import Kind, Paper, read_paper
from egenkontroll.operations.publishing import published_results
from egenkontroll.operations.purging import purge_round
from egenkontroll.operations.reporting import Wanted, write_papers
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.sampling import create_round
from egenkontroll.results.table import UNIT
from egenkontroll.storage import records
from tests.makers import VT2024
from tests.pdf.accessible import check

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.results.table import ResultRow

ROUND = "Våren 2025"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("papper") / "demo.egk"
    write_demo(path)
    return path


def text_of(path: Path) -> str:
    with pdfium.PdfDocument(path) as document:
        said = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return re.sub(r"Sida \d+ av \d+", "", " ".join(said.replace("\u00a0", " ").split()))


def reference_of(path: Path) -> str:
    with open_document(path) as document:
        return records.cases(document, find_round(document, ROUND).id)[0].reference


def test_every_paper_is_accessible_and_has_a_name_that_sorts(demo: Path, tmp_path: Path) -> None:
    case = reference_of(demo)
    wanted = ("years", "attribute:Kön", "trail:natverk", "certificate", "agreement", "meeting",
              f"case:{case.lower()}", "years")  # fmt: skip
    written = write_papers(demo, ROUND, tmp_path / "ut", Wanted(papers=wanted))
    assert [path.name for path in written] == [
        "Våren 2025_hela omgången_jämförelse över åren.pdf",
        "Våren 2025_hela omgången_resultat efter kön.pdf",
        "Våren 2025_Barnets nätverk är kartlagt_genom åren.pdf",
        "Våren 2025_hela omgången_urvalsintyg.pdf",
        "Våren 2025_hela omgången_samsyn.pdf",
        "Våren 2025_hela omgången_underlag till analysmöte.pdf",
        f"Våren 2025_{case.lower()}_granskat ärende.pdf",
    ]
    for path in written:
        check(path.read_bytes())
    years, kon, _, _, _, meeting, one = (text_of(path) for path in written)
    assert "Våren 2023 Våren 2024 Våren 2025 Sedan förra" in years
    assert "flicka pojke Skillnad" in kon
    assert "Vad tror vi att det beror på?" in meeting
    with open_document(demo) as document:
        known = records.cases(document, find_round(document, ROUND).id)
        names = [person.name for person in records.reviewers(document).values()]
    assert not [case.reference for case in known if case.reference in meeting]
    assert case in one
    assert not [name for name in names if name in one + meeting]


def test_every_figure_over_the_years_is_the_one_in_the_results(demo: Path, tmp_path: Path) -> None:
    (path,) = write_papers(demo, ROUND, tmp_path, Wanted(papers=("years",)))
    said = text_of(path)
    with open_document(demo) as document:
        rows = [row for name in ("Våren 2024", ROUND) for row in round_results(document, name).rows]
    shown = [row.share for row in rows if row.share is not None and row.share.n]
    assert len(shown) > 20
    for share in shown:
        stated = "" if share.percent is None else f" {share.percent} %"
        assert f"{share.k} av {share.n}{stated}" in said


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("yars", "menade du years"),
        ("case", "Skriv vilken ärende|ärende papperet gäller"),
        ("trail: ", "case:|trail:FRÅGA"),
        ("years:2024", "hela omgången"),
        ("attribute:könn", "Välj kon eller arendetyp"),
        ("attribute:alder", "ingen uppgift med svarsval"),
        ("trail:natverkk", "menade du natverk"),
        ("case:X1", "finns inte i urvalet"),
        ("summary:Norr", "Avdelningen Norr finns inte"),
        ("merge", "Inget har slagits ihop"),
        ("purge", "är inte gallrad"),
    ],
)
def test_a_paper_that_is_not_there_is_refused_before_anything_is_written(
    demo: Path, tmp_path: Path, said: str, told: str
) -> None:
    with pytest.raises(UserError, match=told):
        write_papers(demo, ROUND, tmp_path / "ut", Wanted(papers=("result", said)))
    assert not (tmp_path / "ut").exists()


def test_a_round_without_cases_has_only_figures(demo: Path, tmp_path: Path) -> None:
    (years,) = write_papers(demo, "Våren 2023", tmp_path, Wanted(papers=("years",)))
    assert "Våren 2023" in text_of(years)
    for said in ("meeting", "certificate", "agreement", "result"):
        with pytest.raises(UserError):
            write_papers(demo, "Våren 2023", tmp_path / "inga", Wanted(papers=(said,)))
    with open_document(demo) as document:
        one = find_round(document, "Våren 2023")
        assert {paper.kind for paper in papers.offered(document, one)} == {
            Kind.YEARS, Kind.ATTRIBUTE, Kind.FORM,
        }  # fmt: skip


def test_a_round_without_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "tom.egk"
    create_round(path, VT2024 / "checklista-2024.yaml", ROUND, "2024-04-01/2024-05-31")
    (years,) = write_papers(path, ROUND, tmp_path, Wanted(papers=("years",)))
    check(years.read_bytes())


# --- ready to be published --------------------------------------------------------------------


@pytest.mark.parametrize("said", ["certificate", "agreement", "meeting", "case:X", "trail:natverk"])
def test_what_tells_of_single_cases_is_never_published(
    demo: Path, tmp_path: Path, said: str
) -> None:
    with pytest.raises(UserError, match="kan inte skrivas för publicering"):
        write_papers(demo, ROUND, tmp_path / "ut", Wanted(papers=(said,), publish=True))


@pytest.mark.parametrize("name", ["Våren 2024", ROUND])
def test_no_hidden_figure_is_on_any_published_paper(demo: Path, tmp_path: Path, name: str) -> None:
    wanted = Wanted(all_units=True, papers=("result", "attribute:kon", "years"), publish=True)
    written = {path.name.split("_")[1]: path for path in write_papers(
        demo, name, tmp_path, wanted) if "resultat för" in path.name}  # fmt: skip
    assert all("för publicering" in path.name for path in tmp_path.iterdir())
    with open_document(demo) as document:
        for by in (None, UNIT):
            open_rows = round_results(document, name, by, "previous").rows
            shown = published_results(document, round_results(document, name, by, "previous")).rows
            for unit in {row.group for row in open_rows}:
                _check_hidden(
                    text_of(written[unit or "hela omgången"]),
                    [row for row in open_rows if row.group == unit],
                    [row for row in shown if row.group == unit],
                )


def _check_hidden(said: str, before: list[ResultRow], after: list[ResultRow]) -> None:
    gone = [row for row, kept in zip(before, after, strict=True) if kept.suppressed]
    told = {(row.share.k, row.share.n) for row in after if row.share is not None}
    told |= {
        (one.k, one.n) for row in after if row.change is not None
        for one in (row.change.earlier.share, row.change.earlier.now) if one is not None
    }  # fmt: skip
    told |= {(n - k, n) for k, n in told}
    notes = r"i \d+ av \d+ ärenden\.|Ja \d+, delvis \d+, nej \d+ av \d+\."
    said = re.sub(notes, "", said)  # the notes of what is shown
    for row in gone:
        assert row.question.short.rstrip("?") in said
        if row.share is None:
            continue
        n = row.share.n
        for k in (row.share.k, n - row.share.k):
            figure = rf"(?<!\d){k} av (de )?{n}(?!\d)(?! i urvalet)"
            assert (k, n) in told or not re.search(figure, said), row.question.id
    if gone:
        assert ".. står för siffror som är dolda" in said


def test_a_unit_too_small_to_be_told_says_so(demo: Path, tmp_path: Path) -> None:
    from egenkontroll.operations.publishing import set_threshold

    path = tmp_path / "kopia.egk"
    path.write_bytes(demo.read_bytes())
    with open_document(path, write=True) as document:
        set_threshold(document, 30)
    asked = ("result", "summary", "years", "attribute:kon")
    wanted = Wanted(("Placering",), papers=asked, publish=True)
    whole, unit, units, years, kon = write_papers(path, ROUND, tmp_path / "ut", wanted)
    assert "Inga siffror kan visas på det här bladet" in text_of(unit)
    assert not re.search(r"\d+ av \d+", text_of(unit).replace("15 av 18 frågor", ""))
    assert "Granskade ärenden i urvalet .. .." in text_of(units)
    assert " .. " in text_of(years)
    assert "grupper med färre än 30 ärenden" in text_of(kon)
    for made in (whole, unit, units, years, kon):
        check(made.read_bytes())


# --- receipts and the blank form, and what is left of a purged round -------------------------


def test_receipts_and_the_form_are_papers_too(demo: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "kopia.egk", tmp_path / "ut"
    path.write_bytes(demo.read_bytes())
    other = tmp_path / "annan.egk"
    other.write_bytes(demo.read_bytes())
    create_round(other, VT2024 / "checklista-2024.yaml", "Hösten", "2026-09-01/2026-10-31")
    merge_files(path, [other])
    purge_round(path, "Våren 2024")
    form, merged = write_papers(path, ROUND, out, Wanted(papers=("form", "merge")))
    (purged,) = write_papers(path, "Våren 2024", out, Wanted(papers=("purge",)))
    assert (
        form.name
        == "Våren 2025_Barn och unga- utredning, handläggning och dokumentation_blankett.pdf"
    )
    assert merged.name == "Våren 2025_dokumentet_kvitto på senaste sammanslagningen.pdf"
    assert purged.name == "Våren 2024_hela omgången_gallringskvitto.pdf"
    assert "Kvitto på sammanslagning" in text_of(merged)
    assert re.search(r"Svar \d{3}", text_of(purged))
    for made in (form, merged, purged):
        check(made.read_bytes())
    (form,) = write_papers(path, ROUND, out, Wanted(papers=("form",), publish=True))
    assert form.name.endswith("_blankett.pdf")
    with open_document(path) as document:
        kinds = [one.kind for one in papers.offered(document, find_round(document, "Våren 2024"))]
    assert {Kind.MERGE, Kind.PURGE, Kind.FORM} <= set(kinds)


def test_a_receipt_of_a_purge_is_the_one_given_when_it_was_made(demo: Path, tmp_path: Path) -> None:
    path, first = tmp_path / "kopia.egk", tmp_path / "kvitto.pdf"
    path.write_bytes(demo.read_bytes())
    purge_round(path, ROUND, first)
    (later,) = write_papers(path, ROUND, tmp_path, Wanted(papers=("purge",)))
    assert later.read_bytes() == first.read_bytes()


def test_the_sheets_of_a_purged_round_have_the_same_figures(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "kopia.egk"
    path.write_bytes(demo.read_bytes())
    wanted = Wanted(all_units=True, papers=("result", "years", "attribute:kon", "summary"))
    before = write_papers(path, ROUND, tmp_path / "före", wanted)
    purge_round(path, ROUND)
    after = write_papers(path, ROUND, tmp_path / "efter", wanted)
    assert [one.name for one in after] == [one.name for one in before]
    for old, new in zip(before, after, strict=True):
        check(new.read_bytes())
        said = text_of(new)
        assert "gallrade" in said
        figures = re.compile(r"\d+ av \d+(?! ärenden, slump)|\d+–?\d* %")
        assert figures.findall(said) == figures.findall(text_of(old)), new.name
    assert "finns inte kvar: ärendena är gallrade" in text_of(after[0])
    published = write_papers(path, ROUND, tmp_path / "ute", replace(wanted, publish=True))
    assert len(published) == len(after)


@pytest.mark.parametrize("said", ["certificate", "agreement", "meeting", "case:X1"])
def test_what_needs_the_cases_of_a_purged_round_is_refused(
    demo: Path, tmp_path: Path, said: str
) -> None:
    path = tmp_path / "kopia.egk"
    path.write_bytes(demo.read_bytes())
    purge_round(path, ROUND)
    with pytest.raises(UserError, match=r"är gallrad, så dess ärenden och svar finns inte kvar"):
        write_papers(path, ROUND, tmp_path / "ut", Wanted(papers=(said,)))
    with open_document(path) as document:
        press = printing.press(document, find_round(document, ROUND))
        assert press is not None
        assert printing.to_add(press)[1] == ()


# --- from the window --------------------------------------------------------------------------


def test_the_window_adds_a_question_and_a_case(demo: Path, tmp_path: Path) -> None:
    with open_document(demo) as document:
        one = find_round(document, ROUND)
        press = printing.press(document, one)
        assert press is not None
        questions, cases = printing.to_add(press)
        assert "natverk" in questions
        more = printing.with_paper(press, Paper(Kind.CASE, cases[0]))
        assert len(more.titles) == len(press.titles) + 1
        assert more.names[Paper(Kind.CASE, cases[0])].endswith("_granskat ärende.pdf")
        with pytest.raises(UserError):
            printing.with_paper(press, Paper(Kind.CASE, "finns inte"))
        made = press.write(Paper(Kind.YEARS), tmp_path / "år.pdf")
    check(made.read_bytes())


def test_papers_are_read() -> None:
    assert read_paper("summary") == Paper(Kind.SUMMARY)
    assert read_paper("summary: Norr ") == Paper(Kind.SUMMARY, "Norr")
    assert read_paper(" Result") == Paper(Kind.RESULT)
    assert read_paper("case: A:1 ") == Paper(Kind.CASE, "A:1")


def test_the_papers_that_there_are_are_listed_as_they_may_be_written() -> None:
    with pytest.raises(UserError) as found:
        read_paper("summry")
    assert "menade du summary?" in str(found.value)
    assert "result, summary, summary:AVDELNING, years, attribute:UPPGIFT" in str(found.value)
