"""Gather the tables of an export: results, raw answers, case list, certificate and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations.acting import described
from egenkontroll.operations.agreeing import doubled
from egenkontroll.operations.certifying import certificate
from egenkontroll.operations.comparing import round_data
from egenkontroll.operations.publishing import published_results
from egenkontroll.operations.resulting import kept_of, round_results
from egenkontroll.report import export_cases, export_tables
from egenkontroll.report.export_cases import RawReview
from egenkontroll.results.table import UNIT
from egenkontroll.review.answers import Role
from egenkontroll.review.reading import Reading, State
from egenkontroll.storage import draws, records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from egenkontroll.checklist.model import Attribute, Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.operations.opening import Document
    from egenkontroll.report.export_tables import ExportTable
    from egenkontroll.results.analysis import TakenIn
    from egenkontroll.results.table import Results

RESULTS, ANSWERS, FRAME, CERTIFICATE = "results", "answers", "frame", "certificate"
AGREEMENT, ACTIONS = "agreement", "actions"
KINDS = (RESULTS, ANSWERS, FRAME, CERTIFICATE, AGREEMENT, ACTIONS)

ROLES = {Role.FIRST: "första", Role.SECOND: "andra"}
SETTLED = "gemensamt"


class Tables:
    """The tables of one round, gathered when asked for.

    `compare_with` is None, "previous" or a round's name. `publish` hides small groups and
    leaves out what is about single cases; `names` tells who the reviewers are.
    """

    def __init__(
        self,
        document: Document,
        one: Round,
        compare_with: str | None,
        publish: bool,
        names: bool,
    ) -> None:
        self.document, self.round = document, one
        self.publish, self.names = publish, names
        self.checklist: Checklist | None = records.checklists(document).get(one.checklist)
        self.sampled = bool(document.read("case_drawn", round=one.id))
        self.purged = kept_of(document, one.id) is not None
        self._compare_with = compare_with

    def results(self, by: str | None = None) -> Results:
        """Return the results, split or not, as they may be shown."""
        found = round_results(self.document, self.round.name, by, self._compare_with)
        return published_results(self.document, found) if self.publish else found

    def of(self, kind: str) -> list[ExportTable]:
        """Return the tables of a kind; none where the round has nothing of it."""
        match kind:
            case "results":
                return self._results()
            case "answers":
                return self._answers()
            case "frame":
                return self._frame()
            case "certificate":
                return self._certificate()
            case "agreement":
                return self._agreement()
        found = described(self.document)
        mine = [action for action in found if action.action.round == self.round.id]
        return [export_tables.actions_table(mine)]

    def missing(self) -> tuple[str, ...]:
        """Return what the export does not have, and why, in sentences."""
        if self.publish:
            return (
                "Råsvar, ärendelista, urvalsintyg och samsyn är utelämnade: filen ska kunna "
                "publiceras. Små grupper visas som .. .",
            )
        if self.purged:
            return ("Omgången är gallrad: ärenden, svar, urval och samsyn finns inte kvar.",)
        if not self.sampled:
            return ("Omgången har bara inmatade siffror: ärenden och svar är inte kända.",)
        return ()

    # --- each kind ----------------------------------------------------------------------------

    def _results(self) -> list[ExportTable]:
        tables = []
        if self.checklist is not None and (self.sampled or self.purged or self._taken_in()):
            tables.append(export_tables.results_table(self.results()))
            tables.append(export_tables.units_table(self.results(UNIT)))
            if self.sampled or self.purged:
                split = [(one.label, self.results(one.id)) for one in self._split()]
                tables.append(export_tables.attributes_table(split))
        if not self.publish and (taken := self._taken_in()):
            tables.append(export_tables.taken_in_table(sorted(taken.items())))
        return tables

    def _split(self) -> list[Attribute]:
        """Return the attributes that have few values: those with choices."""
        assert self.checklist is not None
        return [one for one in self.checklist.attributes if one.choices]

    def _taken_in(self) -> dict[tuple[str, str, str], TakenIn]:
        if self.sampled or self.purged:
            return {}
        return dict(round_data(self.document, self.round).figures)

    def _answers(self) -> list[ExportTable]:
        if not self.sampled or self.checklist is None:
            return []
        reviews = raw_reviews(self.document, self.round, self.checklist, self.called())
        return [export_cases.answers_table(self.checklist, reviews)]

    def _frame(self) -> list[ExportTable]:
        if not self.sampled or self.checklist is None:
            return []
        units = records.units(self.document)
        cases = [
            (units[case.unit].name, case) for case in records.cases(self.document, self.round.id)
        ]
        frame = draws.frame(self.document, self.round.id)
        return [export_cases.frame_table(self.checklist, frame, cases)]

    def _certificate(self) -> list[ExportTable]:
        if not self.sampled or self.checklist is None:
            return []
        found = certificate(self.document, self.round)
        return [] if found is None else [export_cases.certificate_table(found.paper)]

    def _agreement(self) -> list[ExportTable]:
        if not self.sampled or self.checklist is None:
            return []
        found = doubled(self.document, self.round)
        if not found.cases:
            return []
        return [export_cases.agreement_table(self.checklist, found.questions)]

    def called(self) -> dict[Id, str]:
        """Return what each reviewer is called: a letter, or the name where asked for."""
        return reviewers_called(self.document, self.round, names=self.names)


def reviewers_called(document: Document, one: Round, *, names: bool) -> dict[Id, str]:
    """Return a letter for everyone who reads in the round, in order of identity; or the name."""
    people = records.every_reviewer(document)
    if names:
        return {key: person.name for key, person in people.items()}
    inside = {row[3] for row in document.held_of_round("answer", one.id)}
    inside |= set(records.assignments(document, one.id).values())
    inside |= {reviewer for _, _, reviewer in records.states(document, one.id)}
    inside |= {said.reviewer for said in records.settled(document, one.id).values()}
    return {key: letter(at) for at, key in enumerate(sorted(inside - {b""}))}


def letter(at: int) -> str:
    """Return A for 0, Z for 25 and AA for 26."""
    first, last = divmod(at, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


def raw_reviews(
    document: Document, one: Round, checklist: Checklist, called: Mapping[Id, str]
) -> Iterator[RawReview]:
    """Yield what each reviewer says about each case, and what was settled."""
    units = records.units(document)
    cases = {case.id: case for case in records.cases(document, one.id)}
    done = {key for key, state in records.states(document, one.id).items() if state is State.DONE}
    given: dict[tuple[Id, Role, Id], tuple[dict[str, str], dict[str, str], dict[str, list[str]]]]
    given = {}
    for answer, _ in records.answers(records.answer_facts(document, one.id)).values():
        key = (answer.case, answer.role, answer.reviewer)
        values, comments, flags = given.setdefault(key, ({}, {}, {}))
        values[answer.question] = answer.value
        comments[answer.question] = answer.comment
        flags[answer.question] = list(answer.flags)
    for (case, role, reviewer), (values, comments, flags) in given.items():
        held = cases[case]
        applies = Reading(checklist, held.attributes, values, {}).applies
        yield RawReview(
            held, units[held.unit].name, called.get(reviewer, ""), ROLES[role],
            (case, role, reviewer) in done, applies, values, comments, flags,
        )  # fmt: skip
    settled: dict[Id, tuple[dict[str, str], dict[str, str]]] = {}
    for (case, question), decided in records.settled(document, one.id).items():
        values, comments = settled.setdefault(case, ({}, {}))
        values[question] = decided.value
        comments[question] = decided.comment or decided.reason
    for case, (values, comments) in settled.items():
        held = cases[case]
        yield RawReview(held, units[held.unit].name, "", SETTLED, True, None, values, comments, {})


def refuse_publishing(what: str) -> None:
    """Raise UserError with the reason why something is not published."""
    raise UserError(
        f"{what} kan inte publiceras: innehållet gäller enskilda ärenden och kan peka ut någon. "
        "Inget är skrivet. Ta bort --publish, eller välj results eller actions."
    )
