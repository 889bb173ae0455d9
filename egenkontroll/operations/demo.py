"""A demo document: the fictional town of Ekhamn, four quality years, the same every time.

The first year is printed figures, as it is for most; the next three have cases, two of them
checklist versions with changed questions, and every fifth case is read by two.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from egenkontroll import paths
from egenkontroll.checklist.model import Checklist
from egenkontroll.checklist.reading import read
from egenkontroll.operations import sampling
from egenkontroll.operations.demo_double import UNCLEAR, chance, clarify, settle
from egenkontroll.operations.demo_followup import follow_up, plan
from egenkontroll.operations.opening import create_document
from egenkontroll.operations.reviewing import find_or_new_reviewer
from egenkontroll.review.answers import Answer, Role, choices, comment_needed
from egenkontroll.review.reading import Reading, State
from egenkontroll.sample.cases import Status
from egenkontroll.sample.tables import Row, Table
from egenkontroll.sample.wanted import Wanted
from egenkontroll.storage import aggregates, records

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from egenkontroll.checklist.model import Question
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact, Id
    from egenkontroll.sample.cases import Case, Reviewer
    from egenkontroll.storage.document import Document

UNITS = {"Mottagning": 118, "Utredning Norr": 86, "Utredning Söder": 92, "Placering": 47,
         "Ungdom": 12}  # fmt: skip
REVIEWERS = ("Amina Holm", "Björn Lund", "Cecilia Ek")
CHECKLIST = "barn-unga-handlaggning.yaml"
PER_UNIT, RESERVES, DOUBLE = 10, 3, 20
_SOURCE = "Ekhamns kvalitetsrapport 2023 (påhittad)"

# What the questions read in earlier versions: (first version with today's form, former values).
_FORMER: dict[str, tuple[str, dict[str, Any]]] = {
    "natverk": (
        "2026.1",
        {"guidance": "För att få ja ska någon person i barnets nätverk vara nämnd i akten."},
    ),
    "barn_information": ("2025.1", {"text": "Har barnet fått information om utredningen?"}),
    "genomforandeplan": (
        "2025.1",
        {"guidance": "För att få ja ska en plan finnas i akten, oavsett hur gammal den är."},
    ),
}
_NEW = {"barnkonsekvens": "2025.1", "kommunicerad_barn_15": "2026.1"}


@dataclass(frozen=True, slots=True)
class _Year:
    name: str
    starts: str
    ends: str
    version: str
    skill: float


_YEARS = (
    _Year("Våren 2023", "2023-04-03", "2023-05-31", "2023.1", 0.68),
    _Year("Våren 2024", "2024-04-02", "2024-05-31", "2023.1", 0.68),
    _Year("Våren 2025", "2025-04-01", "2025-05-30", "2025.1", 0.80),
    _Year("Våren 2026", "2026-04-01", "2026-05-29", "2026.1", 0.88),
)
_ONGOING = 6
"""In the last year so many cases are left for whoever tries the demo: one reviewer's last."""


def write_demo(path: Path) -> None:
    """Write the demo document to a path where nothing is yet."""
    town = _Town()
    create_document(path, town.fill, clock=town.clock, random_bytes=town.random_bytes)


def version_of(newest: Checklist, version: str) -> Checklist:
    """Return the checklist as the town had it in an earlier version."""
    raw = newest.model_dump(mode="json", exclude_defaults=True)
    raw["version"] = version
    for area in raw["areas"]:
        kept = [q for q in area["questions"] if _NEW.get(q["id"], "") <= version]
        area["questions"] = kept
        for question in kept:
            first, former = _FORMER.get(question["id"], ("", {}))
            if version < first:
                question.update(former)
    return Checklist.model_validate_json(_json(raw))


def _json(raw: dict[str, Any]) -> str:
    import json

    return json.dumps(raw, ensure_ascii=False)


class _Town:
    """Fills a document, with a clock and a random source of its own."""

    def __init__(self) -> None:
        self.moment = 0
        self.drawn_bytes = 0
        self.newest = read(paths.checklists() / CHECKLIST)

    def clock(self) -> int:
        self.moment += 1_000
        return self.moment

    def random_bytes(self, size: int) -> bytes:
        self.drawn_bytes += 1
        return hashlib.sha256(f"Ekhamn {self.drawn_bytes}".encode()).digest()[:size]

    def fill(self, document: Document) -> None:
        for year in _YEARS:
            start = dt.datetime.fromisoformat(f"{year.starts}T08:00:00+00:00")
            self.moment = int(start.timestamp() * 1000)
            checklist = version_of(self.newest, year.version)
            source = _as_yaml(checklist)
            one = sampling.add_round(
                document, checklist, source, year.name, (year.starts, year.ends)
            )
            if year is _YEARS[0]:
                document.add(self._printed(document, one, checklist, year))
            else:
                self._reviewed(document, one, checklist, year)
                end = dt.datetime.fromisoformat(f"{year.ends}T16:00:00+00:00")
                self.moment = int(end.timestamp() * 1000)
                follow_up(document, one)
        plan(document)

    def _printed(
        self, document: Document, one: Round, checklist: Checklist, year: _Year
    ) -> list[Fact]:
        """Return the first year's figures: k and n for most, a bare percentage for two."""
        facts = []
        for number, question in enumerate(q for q in checklist.questions if q.judged):
            n = 49 if question.applies_when is None else 31
            k = round(n * (year.skill - 0.1 + 0.25 * chance("2023", question.id)))
            bare = number in (1, 9)
            figure = aggregates.Aggregate(
                one.id, question.id, aggregates.WHOLE, "", None if bare else k,
                None if bare else n, round(100 * k / n) if bare else None, bare, _SOURCE,
            )  # fmt: skip
            facts.append(aggregates.aggregate_fact(document, figure))
        return facts

    def _reviewed(self, document: Document, one: Round, checklist: Checklist, year: _Year) -> None:
        table = _case_list(year)
        wanted = Wanted(f"Ekhamn {year.name}", PER_UNIT, reserves=RESERVES, double_percent=DOUBLE)
        sampling.draw_from(document, one, table, wanted, by="Kvalitetsenheten")
        new: list[Fact] = []
        reviewers = [find_or_new_reviewer(document, name, new) for name in REVIEWERS]
        cases = [c for c in records.cases(document, one.id) if c.status is Status.DRAWN]
        left = _left(cases, reviewers) if year is _YEARS[-1] else set()
        for place, case in enumerate(cases):
            first = reviewers[place % len(reviewers)]
            new += self._reading(document, year, checklist, case, Role.FIRST, first, left)
            if case.double:
                second = reviewers[(place + 1) % len(reviewers)]
                new += self._reading(document, year, checklist, case, Role.SECOND, second, left)
        document.add(new)
        # Differences are settled in the finished rounds; in the last one that has only begun.
        settle(document, one, 1 if year is _YEARS[-1] else len(cases))
        clarify(document, one)

    def _reading(
        self,
        document: Document,
        year: _Year,
        checklist: Checklist,
        case: Case,
        role: Role,
        reviewer: Reviewer,
        left: set[Id],
    ) -> list[Fact]:
        new = [records.assignment_fact(document, case.id, role, reviewer.id)]
        if case.id in left:
            return new
        reading = _answered(checklist, case, year, role)
        for question in checklist.questions:
            if question.id in reading.applies:
                answer = Answer(
                    case.id, question.id, role, reviewer.id, reading.values[question.id],
                    reading.comments.get(question.id, ""),
                )  # fmt: skip
                new.append(records.answer_fact(document, answer))
        new.append(records.state_fact(document, case.id, role, reviewer.id, State.DONE))
        return new


def _left(cases: Sequence[Case], reviewers: Sequence[Reviewer]) -> set[Id]:
    """Return the cases that the first reviewer has not begun: those who try the demo may."""
    mine = [case.id for place, case in enumerate(cases) if place % len(reviewers) == 0]
    return set(mine[-_ONGOING:])


def _case_list(year: _Year) -> Table:
    rows = [Row(1, ("Ärendenummer", "Enhet", "Kön", "Ålder", "Ärendetyp"))]
    number = 0
    for unit, size in UNITS.items():
        for _ in range(size):
            number += 1
            reference = f"E{year.starts[2:4]}-{number:04d}"
            girl = chance(reference, "kön") < 0.47
            age = int(18 * chance(reference, "ålder"))
            follow_up = chance(reference, "typ") < (0.7 if unit == "Placering" else 0.25)
            cells = (reference, unit, "flicka" if girl else "pojke", str(age),
                     "uppföljning" if follow_up else "utredning")  # fmt: skip
            rows.append(Row(number + 1, cells))
    said = "\n".join(";".join(row.cells) for row in rows)
    digest = hashlib.sha256(said.encode()).hexdigest()
    return Table(f"ärendelista {year.name}.csv", "", digest, tuple(rows))


def _answered(checklist: Checklist, case: Case, year: _Year, role: Role) -> Reading:
    """Return a reading of the case in which every question that applies has an answer."""
    values: dict[str, str] = {}
    comments: dict[str, str] = {}
    while True:
        reading = Reading(checklist, case.attributes, values, comments)
        lacking = [question for question, _ in reading.missing()]
        if not lacking:
            return reading
        for question in lacking:
            value = _value(question, case, year, role)
            values[question.id] = value
            if comment_needed(question, value):
                comments[question.id] = "Handlingen är inskannad men går inte att läsa."
            elif value == "no" and chance(case.reference, question.id, "kommentar") < 0.3:
                comments[question.id] = _COMMENTS.get(question.id, "Framgår inte av journalen.")


def _value(question: Question, case: Case, year: _Year, role: Role) -> str:
    luck, possible, skill = chance(case.reference, question.id), choices(question), year.skill
    clear_from, differs = UNCLEAR.get(question.id, ("", 0.0))
    unclear = year.version < clear_from
    if role is Role.SECOND and chance(case.reference, question.id, "andra") < (
        differs if unclear else 0.12
    ):
        luck = chance(case.reference, question.id, "ny läsning")
        skill = 0.4 if unclear else skill
    if not question.judged:
        grades = [value for value in possible if value.startswith("=")]
        return grades[int(luck * len(grades))]
    if luck > 0.985:
        return "cannot_judge"
    if luck > 0.965:
        return "not_in_record"
    if question.not_applicable and chance(case.reference, question.id, "ej aktuellt") < 0.05:
        return "not_applicable"
    # Every question has a level of its own, and units differ a little.
    level = skill + 0.22 * (chance(question.id) - 0.5) + 0.08 * (chance(case.unit.hex()) - 0.5)
    if luck / 0.965 < level:
        return "yes"
    return (
        "partly" if "partly" in possible and chance(case.reference, question.id, 2) < 0.6 else "no"
    )


def _as_yaml(checklist: Checklist) -> str:
    return checklist.canonical  # JSON is YAML too


_COMMENTS = {
    "utredningsplan": "Planen är en mall som inte är ifylld.",
    "natverk": "Endast syskon är nämnda, ingen utanför hushållet.",
    "barn_information": "Det står bara att barnet är informerat.",
    "genomforandeplan": "Planen är från förra året och inte reviderad.",
    "kommunicerad": "Utredningen skickades samma dag som beslutet.",
    "barnkonsekvens": "Bara föräldrarnas situation är beskriven.",
}
