"""Decide who reads what in a round, and decide anew when somebody joins or leaves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations.handed_to import refuse_part
from egenkontroll.operations.opening import find_or_new_unit
from egenkontroll.operations.proposals import Named, Proposal, Wanted, once, read_named
from egenkontroll.operations.reviewing import find_or_new_reviewer
from egenkontroll.operations.sampled import next_reserve
from egenkontroll.review.answers import Role
from egenkontroll.review.reading import State
from egenkontroll.sample.assignment import CaseToRead, Reader, plan
from egenkontroll.sample.cases import Reviewer, Status
from egenkontroll.sample.handlers import code_of
from egenkontroll.storage import draws, handouts, records
from egenkontroll.storage.settings import setting, setting_fact
from egenkontroll.texts import did_you_mean, listing, same_word, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact, Id
    from egenkontroll.sample.assignment import Plan, Slot
    from egenkontroll.storage.document import Document

__all__ = ["Named", "Proposal", "Wanted", "read_named"]

_PEER = "fördelning/kollegial/"


def propose(document: Document, one: Round, wanted: Wanted) -> Proposal:
    """Return who would read what, and why; nothing is saved. Raises UserError in a hand-out."""
    refuse_part(document, "ärendena kan inte fördelas")
    return _Assigning(document, one, wanted).proposal()


def assign(document: Document, one: Round, wanted: Wanted) -> Proposal:
    """Decide who reads what and save it, all or nothing."""
    made = propose(document, one, wanted)
    document.add(made.facts)
    return made


def only_begun(document: Document, one: Round) -> bool:
    """Tell whether some have begun to review, though no case has been given to anybody."""
    return not records.assignments(document, one.id) and bool(
        records.answer_facts(document, one.id)
    )


def known_reviewers(document: Document, one: Round) -> tuple[tuple[Reviewer, str], ...]:
    """Return those who have cases in the round and may be given more, with their units' names."""
    units = records.units(document)
    people = records.reviewers(document)
    holders = set(records.assignments(document, one.id).values())
    found = [people[key] for key in holders if key in people and not people[key].left]
    return tuple(
        (reviewer, units[reviewer.unit].name if reviewer.unit in units else "")
        for reviewer in sorted(found, key=lambda reviewer: sort_key(reviewer.name))
    )


def unit_names(document: Document, one: Round) -> list[str]:
    """Return the names of the units with cases in the round, å ä ö last."""
    units = records.units(document)
    found = {units[case.unit].name for case in records.cases(document, one.id)}
    return sorted(found, key=sort_key)


def is_peer(document: Document, one: Round) -> bool:
    """Tell whether the round's cases were last divided as a peer review."""
    return setting(document, _PEER + one.id.hex()) == "1"


class _Assigning:
    """Gathers what a plan needs and turns it into facts."""

    def __init__(self, document: Document, one: Round, wanted: Wanted) -> None:
        self._document = document
        self._round = one
        self._wanted = wanted
        self._new: list[Fact] = []
        self._notes: list[str] = []
        self._people = dict(records.reviewers(document))
        self._cases = list(records.cases(document, one.id))
        if not any(case.status is Status.DRAWN for case in self._cases):
            raise UserError(f"Omgången {one.name} har inget urval att fördela. Dra ett först.")

    def proposal(self) -> Proposal:
        document, one = self._document, self._round
        peer = is_peer(document, one) if self._wanted.peer is None else self._wanted.peer
        self._take_in_reserves()
        held = {
            (case, int(role)): reader
            for (case, role), reader in records.assignments(document, one.id).items()
        }
        named = self._take_in_reviewers(peer)
        self._let_leave()
        begun = self._begun()
        taking_part = {*named, *held.values()}
        if not taking_part:  # nobody is named, but some have begun: they go on
            taking_part = {reader for some in begun.values() for reader in some}
        readers = self._readers(taking_part, begun)
        if all(reader.left for reader in readers):
            raise UserError(
                "Det finns ingen att fördela ärendena till. Ange granskarna, till exempel "
                '--reviewer "Anna Öberg" --reviewer "Bo Ek".'
            )
        made = plan(self._to_read(), readers, self._seed(), peer=peer, held=held, begun=begun)
        if peer != is_peer(document, one):
            self._new.append(setting_fact(document, _PEER + one.id.hex(), str(int(peer))))
        self._new += [
            records.assignment_fact(document, case, Role(role), made.readings[case, role])
            for case, role in made.changed
        ]
        self._say_handed_out(made, held)
        calibration = sum(case.status is Status.CALIBRATION for case in self._cases)
        return Proposal(one, made, peer, tuple(self._notes), calibration, tuple(self._new))

    # --- who ----------------------------------------------------------------------------------

    def _take_in_reviewers(self, peer: bool) -> set[Id]:
        units: dict[str, Id] = {}
        sampled = {case.unit for case in self._cases}
        names = {unit.name: key for key, unit in records.units(self._document).items()}
        found = set()
        for named in once(self._wanted.reviewers):
            reviewer = find_or_new_reviewer(self._document, named.name, self._new)
            unit = reviewer.unit
            if named.unit:
                unit = find_or_new_unit(self._document, named.unit, units, self._new)
                if unit not in sampled:
                    known = [name for name, key in names.items() if key in sampled]
                    hint = did_you_mean(named.unit, known) or "."
                    said = f"{named.unit} är ingen av urvalets enheter{hint}"
                    if peer:
                        said += f" {reviewer.name} kan därför få ärenden från alla enheter."
                    self._notes.append(said)
            elif peer and not unit:
                self._notes.append(
                    f"{reviewer.name} har ingen enhet angiven och kan få ärenden från alla enheter."
                )
            wished = replace(reviewer, unit=unit, left=False)
            if wished != reviewer:
                self._new.append(self._reviewer_fact(wished))
            self._people[reviewer.id] = wished
            found.add(reviewer.id)
        return found

    def _reviewer_fact(self, reviewer: Reviewer) -> Fact:
        """Return the fact of how a reviewer is, in place of one that is not saved yet."""
        unsaved = [
            fact for fact in self._new if fact.kind == "reviewer" and fact.key == (reviewer.id,)
        ]
        for fact in unsaved:
            self._new.remove(fact)
        return records.reviewer_fact(self._document, reviewer)

    def _let_leave(self) -> None:
        for name in self._wanted.leaving:
            known = [one for one in self._people.values() if same_word(one.name) == same_word(name)]
            if not known:
                names = [reviewer.name for reviewer in self._people.values()]
                raise UserError(
                    f"Granskaren {name} finns inte i dokumentet{did_you_mean(name, names) or '.'}"
                )
            gone = replace(known[0], left=True)
            self._people[gone.id] = gone
            self._new.append(self._reviewer_fact(gone))

    def _readers(self, taking_part: set[Id], begun: Mapping[Slot, Sequence[Id]]) -> list[Reader]:
        """Return everyone with cases; those who only have begun some get nothing more."""
        others = {reader for some in begun.values() for reader in some} - taking_part
        salt = self._round.id
        return [
            Reader(
                key,
                self._people[key].name,
                self._people[key].unit,
                code_of(self._people[key].name, salt),
                self._people[key].left or key in others,
            )
            for key in sorted(taking_part | others)
            if key in self._people
        ]

    # --- what ---------------------------------------------------------------------------------

    def _to_read(self) -> list[CaseToRead]:
        codes = records.handlers(self._document, self._round.id)
        if not codes:
            self._notes.append(
                "Ärendelistan sade inte vem som handlägger ärendena, så någon kan få ett eget."
            )
        return [
            CaseToRead(
                case.id,
                case.reference,
                case.unit,
                frozenset(codes.get(case.id, "").split()),
                case.double,
            )
            for case in self._cases
            if case.status is Status.DRAWN
        ]

    def _seed(self) -> str:
        drawn = draws.draws(self._document, self._round.id)
        return drawn[0].wanted.seed if drawn else self._round.name

    def _begun(self) -> dict[Slot, list[Id]]:
        """Return who has begun which reading; less what is to be handed over."""
        states = records.states(self._document, self._round.id)
        found = set(states)
        facts = records.answer_facts(self._document, self._round.id)
        for answer, _ in records.answers(facts).values():
            if answer.value or answer.comment or answer.flags:
                found.add((answer.case, answer.role, answer.reviewer))
        begun: dict[Slot, list[Id]] = defaultdict(list)
        for case, role, reviewer in found:
            done = states.get((case, role, reviewer)) is State.DONE
            gone = reviewer not in self._people or self._people[reviewer].left
            if done or not (self._wanted.hand_over and gone):
                begun[case, int(role)].append(reviewer)
        return begun

    def _take_in_reserves(self) -> None:
        """Take in reserves for what reviewers could not read: hand-outs hold no reserves."""
        replaced = {case.reason for case in self._cases if case.status is Status.DRAWN}
        for gone in [case for case in self._cases if case.status is Status.REPLACED]:
            reason = f"ersätter {gone.reference}"
            reserve = next_reserve(self._document, self._cases, gone)
            if reason in replaced or reserve is None:
                continue
            taken = replace(reserve, status=Status.DRAWN, double=gone.double, reason=reason)
            self._cases[self._cases.index(reserve)] = taken
            self._new.append(records.case_fact(self._document, taken))
            self._notes.append(f"Reserven {taken.reference} {reason}.")

    def _say_handed_out(self, made: Plan, held: Mapping[Slot, Id]) -> None:
        """Say whose files no longer hold what they are to read."""
        given = {one.reviewer for one in handouts.handouts(self._document)
                 if one.round == self._round.id}  # fmt: skip
        losing = {held[slot] for slot in made.changed if slot in held}
        gaining = {made.readings[slot] for slot in made.changed}
        if names := self._names(given & losing):
            self._notes.append(
                f"{names} har redan fått en fil och förlorar nu ärenden. Slå ihop den filen först, "
                "om något i den kan vara påbörjat. Det som är påbörjat flyttas aldrig."
            )
        here = {key for key, one in self._people.items() if not one.left}
        if names := self._names(given & (gaining | losing) & here):
            self._notes.append(f"Lämna ut en ny fil till {names}.")

    def _names(self, keys: Iterable[Id]) -> str:
        return listing(sorted((self._people[key].name for key in keys), key=sort_key))
