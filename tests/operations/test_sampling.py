"""Samples in a document: adding to them, drawing anew, leaving out, and trying them again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations.certifying import certificate, round_certificate, write_certificate
from egenkontroll.operations.opening import find_round, open_document, read_table
from egenkontroll.operations.planning import plan_json, plan_lines, plan_rows, plan_sample
from egenkontroll.operations.replacing import replace_case
from egenkontroll.operations.reporting import sheets
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.reviewing import find_or_new_reviewer, save_answer
from egenkontroll.operations.sampling import create_round, draw_from, draw_wanted
from egenkontroll.operations.verifying import verify_document
from egenkontroll.review.answers import Answer, Role
from egenkontroll.sample.cases import Status
from egenkontroll.sample.wanted import Exclusion, Quota, Sizing, Wanted
from egenkontroll.storage import draws, records
from egenkontroll.storage.handouts import Handout, handout_fact

if TYPE_CHECKING:
    from egenkontroll.facts import Fact
    from egenkontroll.sample.cases import Case
    from egenkontroll.storage.document import Document

DATA = Path(__file__).parents[1] / "data" / "vt2024"
LIST = DATA / "arendelista.csv"
USUAL = Wanted("frö", 5, reserves=2, double_percent=20, calibration=2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "omgång.egk"
    create_round(made, DATA / "checklista-2024.yaml", "V", "2024-04-01/2024-05-31")
    return made


def cases(path: Path, name: str = "V") -> dict[str, Case]:
    with open_document(path) as document:
        found = records.cases(document, find_round(document, name).id)
    return {case.reference: case for case in found}


def answer(path: Path, reference: str, name: str = "V", value: str = "yes") -> None:
    with open_document(path, write=True) as document:
        new: list[Fact] = []
        anna = find_or_new_reviewer(document, "Anna", new)
        document.add(new)
        one = find_round(document, name)
        case = next(c for c in records.cases(document, one.id) if c.reference == reference)
        save_answer(document, Answer(case.id, "natverk", Role.FIRST, anna.id, value))


def drawn(path: Path) -> list[str]:
    return [name for name, case in cases(path).items() if case.status is Status.DRAWN]


# --- adding -----------------------------------------------------------------------------------


def test_the_same_draw_twice_changes_nothing(path: Path) -> None:
    first = draw_wanted(path, "V", LIST, USUAL, "Anna")
    before = path.read_bytes()
    assert draw_wanted(path, "V", LIST, USUAL, "Bo") == first
    again = replace(USUAL)
    assert draw_wanted(path, "V", LIST, again, "Bo", again=True) == first
    assert path.read_bytes() == before


def test_more_cases_are_added_and_nothing_is_moved(path: Path) -> None:
    first = draw_wanted(path, "V", LIST, USUAL, "Anna")
    stratum = first.strata[0]
    answer(path, stratum.drawn[0])
    with open_document(path, write=True) as document:
        one = find_round(document, "V")
        by_reference = {c.reference: c for c in records.cases(document, one.id)}
        stand_in = replace_case(document, by_reference[stratum.drawn[1]], "jäv")
    assert stand_in is not None
    assert stand_in.reference == stratum.reserves[0]
    before = cases(path)
    more = draw_wanted(path, "V", LIST, replace(USUAL, amount=8, calibration=3), "Bo")
    after = cases(path)
    assert more.adds
    assert {name: case.id for name, case in before.items()}.items() <= {
        name: case.id for name, case in after.items()
    }.items()
    assert after[stratum.drawn[0]] == before[stratum.drawn[0]]
    assert after[stratum.drawn[1]] == before[stratum.drawn[1]]
    assert after[stratum.drawn[1]].status is Status.REPLACED
    assert after[stand_in.reference].reason == f"ersätter {stratum.drawn[1]}"
    assert after[stratum.reserves[1]].status is Status.DRAWN
    assert sum(c.status is Status.CALIBRATION for c in after.values()) == 3
    assert set(first.double) <= {name for name, case in after.items() if case.double}
    assert len(more.strata[0].drawn) == 8
    gone = len(drawn(path)) + 1  # the replaced one
    assert gone == len(more.drawn)
    found = round_certificate(path, "V")
    assert found.agrees
    assert [line.split(" ")[0] for line in found.paper.history] == ["Draget", "Utökat"]
    assert verify_document(path).problems == ()


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"amount": 4}, "dragna ärenden skulle falla bort"),
        ({"reserves": 1}, "reserver skulle falla bort"),
        ({"seed": "annat"}, "fröet är ett annat"),
        ({"double_percent": 10}, "färre skulle läsas av två"),
        ({"quotas": (Quota("kon", "flicka", 50),)}, "kvoterna är andra"),
    ],
)
def test_what_would_move_cases_is_refused(path: Path, parts: dict[str, object], why: str) -> None:
    draw_wanted(path, "V", LIST, USUAL, "Anna")
    before = path.read_bytes()
    with pytest.raises(UserError, match=why) as told:
        draw_wanted(path, "V", LIST, replace(USUAL, **parts), "Bo")  # type: ignore[arg-type]
    assert "Inget är ändrat" in told.value.message
    assert path.read_bytes() == before


def test_another_list_is_refused(path: Path, tmp_path: Path) -> None:
    draw_wanted(path, "V", LIST, USUAL, "Anna")
    other = tmp_path / "annan.csv"
    other.write_bytes(LIST.read_bytes() + b"\r\n")
    with pytest.raises(UserError, match="ärendelistan är inte den som urvalet drogs ur"):
        draw_wanted(path, "V", other, replace(USUAL, amount=8), "Anna")


# --- anew -------------------------------------------------------------------------------------


def test_a_sample_is_drawn_anew_and_nothing_is_lost(path: Path) -> None:
    first = draw_wanted(path, "V", LIST, USUAL, "Anna")
    before = cases(path)
    wanted = Wanted("nytt frö", 4, reserves=1)
    second = draw_wanted(path, "V", LIST, wanted, "Bo", again=True)
    after = cases(path)
    assert second.again
    assert set(before) <= set(after)
    assert set(drawn(path)) == set(second.drawn)
    places = {*second.drawn, *(one for part in second.strata for one in part.reserves)}
    for name, case in before.items():
        assert after[name].id == case.id
        if name not in places:
            assert after[name].status is Status.WITHDRAWN
            assert after[name].reason == "urvalet drogs om"
    found = round_certificate(path, "V")
    assert found.agrees
    assert set(found.body["withdrawn"]) == set(before) - places
    with open_document(path) as document:
        assert draws.draws(document, find_round(document, "V").id)[0] == first
        assert round_results(document, "V").cases == len(second.drawn)
    third = draw_wanted(path, "V", LIST, USUAL, "Anna", again=True)
    assert (third.strata, third.double) == (first.strata, first.double)
    assert set(drawn(path)) == set(first.drawn)


def test_a_sample_that_somebody_has_begun_is_not_drawn_anew(path: Path) -> None:
    first = draw_wanted(path, "V", LIST, USUAL, "Anna")
    answer(path, first.drawn[0])
    with open_document(path, write=True) as document:
        one = find_round(document, "V")
        held = next(c for c in records.cases(document, one.id) if c.reference == first.drawn[-1])
        replace_case(document, held, "jäv")
    with pytest.raises(UserError, match="det finns svar, ett ärende är ersatt"):
        draw_wanted(path, "V", LIST, Wanted("nytt", 4), "Bo", again=True)


def test_a_sample_that_is_handed_out_is_not_drawn_anew(path: Path) -> None:
    draw_wanted(path, "V", LIST, USUAL, "Anna")
    with open_document(path, write=True) as document:
        one = find_round(document, "V")
        document.add([handout_fact(document, Handout(one.id, b"r" * 16, "anna.egk"))])
    with pytest.raises(UserError, match="utlämnade till granskare"):
        draw_wanted(path, "V", LIST, Wanted("nytt", 4), "Bo", again=True)


# --- what is left out -------------------------------------------------------------------------


def test_exclusions_are_left_out_of_the_list_and_told(path: Path) -> None:
    wanted = replace(USUAL, exclusions=(Exclusion("ärendetyp", "=", "uppföljning"),
                                        Exclusion("Startdatum", "<", "2024-01-10")))  # fmt: skip
    made = draw_wanted(path, "V", LIST, wanted, "Anna")
    found = round_certificate(path, "V")
    assert found.frame is not None
    reasons = dict(found.paper.excluded)
    listed = {case.reference for case in found.frame.cases}
    assert {"Ärendetyp = uppföljning", "Startdatum före 2024-01-10"} <= set(reasons.values())
    assert len(listed) + sum("finns två gånger" not in r for r in reasons.values()) == 447
    assert set(made.drawn) <= listed
    assert all("Ärendetyp" not in case.attributes for case in found.frame.cases)
    assert sum(one.size for one in made.strata) == len(listed)
    with open_document(path) as document:
        row = round_results(document, "V").rows[0]
    assert row.population == len(listed), "N is the list without what was left out"


def test_cases_reviewed_lately_are_left_out(path: Path) -> None:
    first = draw_wanted(path, "V", LIST, USUAL, "Anna")
    seen, unseen = first.drawn[0], first.drawn[1]
    answer(path, seen)
    create_round(path, DATA / "checklista-2024.yaml", "H", "2024-10-01/2024-11-30")
    kept = draw_wanted(path, "H", LIST, replace(USUAL, sizing=Sizing.ALL, not_reviewed_in=4), "A")
    assert seen in kept.drawn, "the round ended more than four months before"
    assert unseen in kept.drawn
    create_round(path, DATA / "checklista-2024.yaml", "I", "2024-10-01/2024-11-30")
    less = draw_wanted(path, "I", LIST, replace(USUAL, sizing=Sizing.ALL, not_reviewed_in=5), "A")
    assert seen not in less.drawn
    assert unseen in less.drawn
    assert (seen, "granskat de senaste 5\u00a0månaderna") in round_certificate(
        path, "I"
    ).paper.excluded


def test_an_empty_answer_is_no_review_and_later_rounds_do_not_count(path: Path) -> None:
    first = draw_wanted(path, "V", LIST, USUAL, "Anna")
    answer(path, first.drawn[0], value="yes")
    answer(path, first.drawn[0], value="")
    create_round(path, DATA / "checklista-2024.yaml", "H", "2024-10-01/2024-11-30")
    kept = draw_wanted(path, "H", LIST, replace(USUAL, amount=100, not_reviewed_in=12), "Anna")
    assert first.drawn[0] in kept.drawn
    answer(path, first.drawn[1], "H")
    create_round(path, DATA / "checklista-2024.yaml", "E", "2023-10-01/2023-11-30")
    early = draw_wanted(path, "E", LIST, replace(USUAL, amount=500, not_reviewed_in=36), "Anna")
    assert first.drawn[1] in early.drawn


# --- strata, quotas and reserves --------------------------------------------------------------


def test_a_reserve_comes_from_the_same_stratum_and_fits_the_same_quota(path: Path) -> None:
    wanted = Wanted("x", 6, reserves=8, stratum="Ärendetyp", quotas=(Quota("Kön", "flicka", 50),))
    made = draw_wanted(path, "V", LIST, wanted, "Anna")
    with open_document(path, write=True) as document:
        one = find_round(document, "V")
        found = {case.reference: case for case in records.cases(document, one.id)}
        for stratum in made.strata:
            for reference in stratum.drawn[:2]:
                instead = replace_case(document, found[reference], "dubblett")
                assert instead is not None
                assert instead.reference in stratum.reserves
                assert instead.attributes["kon"] == found[reference].attributes["kon"]
    assert round_certificate(path, "V").agrees


def test_a_case_without_a_known_draw_has_no_reserve(path: Path) -> None:
    made = draw_wanted(path, "V", LIST, USUAL, "Anna")
    with open_document(path, write=True) as document:
        one = find_round(document, "V")
        held = next(c for c in records.cases(document, one.id) if c.reference == made.drawn[0])
        stray = replace(held, id=document.pen.new_id(), reference="utanför")
        document.add([records.case_fact(document, stray)])
        assert replace_case(document, stray, "jäv") is None
    assert verify_document(path).problems == ("V: urvalet stämmer inte med intyget",)


def test_replaced_cases_stand_in_the_certificate(path: Path) -> None:
    made = draw_wanted(path, "V", LIST, USUAL, "Anna")
    stratum = made.strata[0]
    with open_document(path, write=True) as document:
        one = find_round(document, "V")
        held = {c.reference: c for c in records.cases(document, one.id)}
        second = replace_case(document, held[stratum.drawn[0]], "jäv")
        assert second is not None
        third = replace_case(document, second, "annat", "Akten är utlånad")
        assert third is not None
        assert replace_case(document, third, "dubblett") is None
        found = certificate(document, one)
    assert found is not None
    rows = {row[0]: row for row in found.paper.replaced}
    assert rows[stratum.drawn[0]][2:4] == ("jäv", second.reference)
    assert rows[second.reference][2:4] == ("annat: Akten är utlånad", third.reference)
    assert rows[third.reference][2:4] == ("dubblett", "ingen reserv fanns")
    assert rows[third.reference][4].startswith("20")
    assert [one["replaced_by"] for one in found.body["replaced"]] == [
        second.reference, third.reference, None,
    ]  # fmt: skip


# --- trying it again --------------------------------------------------------------------------


def test_verify_draws_the_sample_again(path: Path) -> None:
    made = draw_wanted(path, "V", LIST, USUAL, "Anna")
    found = verify_document(path)
    assert found.rounds[0].sample_agrees is True
    assert any("Urvalet stämmer med intyget." in line for line in found.lines())
    with open_document(path, write=True) as document:
        one = find_round(document, "V")
        strata = (replace(made.strata[0], drawn=made.strata[0].drawn[::-1]), *made.strata[1:])
        document.add([draws.draw_fact(document, one.id, replace(made, strata=strata))])
    found = verify_document(path)
    assert found.problems == ("V: urvalet stämmer inte med intyget",)
    assert found.as_json()["whole"] is False
    assert round_certificate(path, "V").agrees is False


def test_a_round_without_a_sample_has_no_certificate(path: Path) -> None:
    assert verify_document(path).rounds[0].sample_agrees is None
    with pytest.raises(UserError, match="inget intyg"):
        round_certificate(path, "V")


def test_a_draw_whose_list_is_gone_cannot_be_tried(path: Path) -> None:
    made = draw_wanted(path, "V", LIST, USUAL, "Anna")
    create_round(path, DATA / "checklista-2024.yaml", "U", "2024-10-01/2024-11-30")
    with open_document(path, write=True) as document:
        one = find_round(document, "U")
        document.add([draws.draw_fact(document, one.id, replace(made, drawn_at="i våras"))])
        found = certificate(document, one)
    assert found is not None
    assert found.agrees is None
    assert found.paper.facts[0].words == "i våras av Anna"
    with pytest.raises(UserError, match="ärendelistan är inte den"):
        draw_wanted(path, "U", LIST, USUAL, "Anna")


def test_the_certificate_is_written_whole(path: Path, tmp_path: Path) -> None:
    draw_wanted(path, "V", LIST, USUAL, "Anna")
    found = round_certificate(path, "V")
    assert found.file_name == "V_urvalsintyg.pdf"
    for name in ("a.pdf", "b.pdf"):
        write_certificate(found, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert json.loads(json.dumps(found.body))["strata"][0]["size"] > 0


def test_who_draws_and_the_seed_never_point_anybody_out(path: Path) -> None:
    for seed, by in (("19121212-1212", ""), ("x", "anna@ekhamn.se")):
        with pytest.raises(UserError, match="får inte innehålla"):
            draw_wanted(path, "V", LIST, Wanted(seed, 3), by)


def test_a_locked_or_purged_round_is_left_alone(path: Path) -> None:
    from egenkontroll.operations.closing import lock_round
    from egenkontroll.operations.purging import purge_round

    first = draw_wanted(path, "V", LIST, USUAL, "Anna")
    answer(path, first.drawn[0])
    lock_round(path, "V")
    with pytest.raises(UserError, match="är låst"):
        draw_wanted(path, "V", LIST, replace(USUAL, amount=8), "Anna")
    purge_round(path, "V")
    with pytest.raises(UserError, match="är gallrad"):
        draw_wanted(path, "V", LIST, replace(USUAL, amount=8), "Anna")


# --- planning ---------------------------------------------------------------------------------


def test_a_plan_is_made_without_writing(path: Path) -> None:
    before = path.read_bytes()
    found = plan_sample(path, "V", LIST, Wanted("", 10))
    assert path.read_bytes() == before
    heads, rows = plan_rows(found)
    assert len(heads) == len(rows[0]) == 5
    assert [row[0] for row in rows][-1] == "Hela omgången"
    assert ["Samordning", "1", "1", "ingen", "1"] in rows
    text = "\n".join(plan_lines(found)).replace("\u00a0", " ")
    assert "Med 61 av 447 ärenden" in text
    assert "\nMottagning\n  Med 10 av 120 ärenden" in text
    body = plan_json(found)
    assert body["whole"]["name"] is None
    assert body["whole"]["n"] == 61
    assert "\u00a0" not in json.dumps(body, ensure_ascii=False)
    one = plan_sample(path, "V", LIST, Wanted("", 10, exclusions=(
        Exclusion("Ärendetyp", "=", "uppföljning"),), stratum="Kön"))  # fmt: skip
    assert [stratum.name for stratum in one.strata] == ["flicka", "pojke"]


def document_of(path: Path) -> Document:
    return open_document(path, write=True)


def test_draw_from_an_open_document(path: Path) -> None:
    with document_of(path) as document:
        one = find_round(document, "V")
        made = draw_from(document, one, read_table(LIST), Wanted("x", 5, Sizing.SHARE), "")
    assert [len(part.drawn) for part in made.strata] == [
        -(-part.size * 5 // 100) for part in made.strata
    ]


@pytest.mark.parametrize(
    ("wanted", "population"),
    [
        (Wanted("x", 3), 447),
        (Wanted("x", 3, quotas=(Quota("kon", "flicka", 50),)), None),
        (Wanted("x", 3, stratum="Kön"), None),
        (Wanted("x", 0, Sizing.ALL, stratum="Kön", quotas=(Quota("kon", "flicka", 5),)), 447),
    ],
)
def test_intervals_lean_on_the_list_only_where_the_sample_is_plain(
    path: Path, wanted: Wanted, population: int | None
) -> None:
    made = draw_wanted(path, "V", LIST, wanted, "Anna")
    answer(path, made.drawn[0])
    with open_document(path) as document:
        assert round_results(document, "V").rows[0].population == population
        said = " ".join(sheets(document, "V").reading)
    assert ("Urvalet har kvoter" in said) is bool(wanted.quotas)


def test_a_unit_that_another_list_spells_otherwise_has_its_cases_all_the_same(
    path: Path, tmp_path: Path
) -> None:
    draw_wanted(path, "V", LIST, USUAL, "Anna")
    create_round(path, DATA / "checklista-2024.yaml", "H", "2024-09-01/2024-10-31")
    other = tmp_path / "lista.csv"
    rows = LIST.read_text(encoding="cp1252").splitlines()
    other.write_text("\n".join([rows[0], *map(str.upper, rows[1:])]), encoding="utf-8")
    draw_wanted(path, "H", other, USUAL, "Anna")
    with open_document(path) as document:
        first, second = (
            {row.group: row.population for row in round_results(document, name, "unit").rows}
            for name in ("V", "H")
        )
    assert all(first.values())
    assert second == first


def test_nothing_is_drawn_in_a_hand_out(path: Path) -> None:
    draw_wanted(path, "V", LIST, USUAL, "Anna")
    create_round(path, DATA / "checklista-2024.yaml", "U", "2024-10-01/2024-11-30")
    with open_document(path, write=True) as document:
        one = find_round(document, "U")
        case = records.cases(document, find_round(document, "V").id)[0]
        document.add([records.case_fact(document, replace(case, round=one.id))])
    with pytest.raises(UserError, match="utlämnad fil"):
        draw_wanted(path, "U", LIST, USUAL, "Anna")
