"""Is a question the same as in another version? Only then may its figures be compared.

A question's identity is its text, answer type with choices, counting rule, condition and
guidance. Target, label, finding, legal basis and place in the list are not part of it.
What is not identical is broken until a named person decides otherwise: see `Decision`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from egenkontroll.texts import listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from egenkontroll.checklist.model import Checklist, Question


class Relation(StrEnum):
    """How a question relates to the same question in an earlier version."""

    IDENTICAL = "identical"
    EDITORIAL = "editorial"
    RECOMPUTED = "recomputed"
    BROKEN = "broken"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    REMOVED = "removed"


COMPARABLE = frozenset({Relation.IDENTICAL, Relation.EDITORIAL, Relation.RECOMPUTED})

SWEDISH = {
    Relation.IDENTICAL: "oförändrad fråga",
    Relation.EDITORIAL: "redaktionell ändring",
    Relation.RECOMPUTED: "omräknad",
    Relation.BROKEN: "inte jämförbar",
    Relation.SPLIT: "uppdelad",
    Relation.MERGED: "sammanförd",
    Relation.NEW: "ny fråga",
    Relation.REMOVED: "borttagen",
}

PARTS = {
    "text": "lydelsen",
    "type": "svarstypen",
    "rule": "räkneregeln",
    "condition": "villkoret",
    "guidance": "vägledningen",
}
"""The parts of a question's identity, in Swedish."""

_WEAKEST = (Relation.RECOMPUTED, Relation.EDITORIAL, Relation.IDENTICAL)
_MIRRORED = {
    Relation.SPLIT: Relation.MERGED,
    Relation.MERGED: Relation.SPLIT,
    Relation.NEW: Relation.REMOVED,
    Relation.REMOVED: Relation.NEW,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question's relation between two versions, and why, in Swedish.

    `linked` is the other version's questions where a person has tied it to others than the
    one with the same id, `by` who decided; empty where the relation is only proposed.
    """

    question: str
    relation: Relation
    reason: str
    linked: tuple[str, ...] = ()
    by: str = ""

    @property
    def before(self) -> str:
        """The id that the question had in the earlier version, as far as it is one question."""
        return self.linked[0] if self.linked else self.question

    @property
    def comparable(self) -> bool:
        """Whether figures of the two versions may be compared."""
        return self.relation in COMPARABLE


@dataclass(frozen=True, slots=True)
class Decision:
    """What a named person has decided of two versions' questions, and why.

    `old` and `new` are the versions' digests. An empty `old_question` says that the new one
    is new, an empty `new_question` that the old one is gone. `disputed` tells that two
    persons, neither knowing of the other, decided differently.
    """

    old: bytes
    new: bytes
    old_question: str
    new_question: str
    relation: Relation
    reason: str
    by: str
    disputed: bool = False

    @property
    def mirrored(self) -> Decision:
        """The same decision seen from the other version."""
        relation = _MIRRORED.get(self.relation, self.relation)
        return Decision(
            self.new, self.old, self.new_question, self.old_question, relation, self.reason,
            self.by, self.disputed,
        )  # fmt: skip


def identity(question: Question) -> dict[str, Any]:
    """Return what makes the question the same question, by part."""
    raw = question.model_dump(mode="json")
    rule = ("met", "partly_counts", "not_in_record", "not_applicable", "met_range")
    return {
        "text": _plain(raw["text"]),
        "type": [raw["type"], raw["choices"], raw["unit"]],
        "rule": [raw[key] for key in rule],
        "condition": raw["applies_when"],
        "guidance": _plain(raw["guidance"] or ""),
    }


def digest(question: Question) -> str:
    """Return SHA-256 in hexadecimal of the question's identity."""
    canonical = json.dumps(identity(question), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def changed_parts(old: Question, new: Question) -> tuple[str, ...]:
    """Return the parts of the identity that differ, as keys of `PARTS`."""
    before, after = identity(old), identity(new)
    return tuple(part for part in PARTS if before[part] != after[part])


def compare(
    old: Checklist,
    new: Checklist,
    decisions: Iterable[Decision] = (),
    definitions: Mapping[bytes, Checklist] | None = None,
) -> tuple[Row, ...]:
    """Return the relation of every question: first the new version's, in order, then the gone.

    Without decisions identical identities are proposed as identical, and anything else is
    broken. Questions are matched by id, which is never reused, or as decided. A decision
    about other versions among `definitions` counts too, as far as it leads from one of these
    versions' questions to the other's.

    There is exactly one row for each question of the new version; one that is gone may have
    the id of a new one that a person has tied to another question.
    """
    ledger = _Ledger(old, new, tuple(decisions), definitions or {})
    rows = [ledger.row(question) for question in new.questions]
    followed = {name for row in rows if row.relation is not Relation.NEW
                for name in row.linked or (row.question,)}  # fmt: skip
    gone = [question for question in old.questions if question.id not in followed]
    return (*rows, *(ledger.removed(question) for question in gone))


class _Ledger:
    """The decisions that bear on two versions."""

    def __init__(
        self,
        old: Checklist,
        new: Checklist,
        decisions: Sequence[Decision],
        definitions: Mapping[bytes, Checklist],
    ) -> None:
        self._old, self._new = old, new
        pair = (old.digest, new.digest)
        facing = [one if (one.old, one.new) == pair else one.mirrored for one in decisions]
        self._direct = [one for one in facing if (one.old, one.new) == pair]
        self._paths = _Paths({**definitions, old.digest: old, new.digest: new}, decisions)

    def row(self, new: Question) -> Row:
        """Return the new version's question's relation."""
        direct = [one for one in self._direct if one.new_question == new.id]
        if direct:
            return _decided(new.id, direct)
        old = self._old.by_id.get(new.id)
        if old is not None and not changed_parts(old, new):
            if self._old.digest != self._new.digest and self._paths.separated(new):
                reason = "någon har beslutat att frågan inte är densamma mellan två versioner"
                return Row(new.id, Relation.BROKEN, reason)
            same = "samma lydelse, svarstyp, regel och vägledning"
            return Row(new.id, Relation.IDENTICAL, same)
        return self._paths.row(self._old, new) or _undecided(old, new)

    def removed(self, old: Question) -> Row:
        """Return the row of an old question that no new one follows."""
        for one in self._direct:
            if one.old_question == old.id and one.relation is Relation.REMOVED:
                return Row(old.id, Relation.REMOVED, one.reason, by=one.by)
        return Row(old.id, Relation.REMOVED, "frågan finns inte i den nya versionen")


def _decided(question: str, direct: Sequence[Decision]) -> Row:
    """Return the row that decisions about this very pair of versions give."""
    linked = tuple(one.old_question for one in direct if one.old_question)
    kinds = {one.relation for one in direct}
    by = listing(sorted({one.by for one in direct}))
    reason = "; ".join(dict.fromkeys(one.reason for one in direct))
    if any(one.disputed for one in direct) or len(kinds) > 1:
        return Row(question, Relation.BROKEN, f"två beslut säger olika: {reason}", linked, by)
    relation = direct[0].relation
    if relation in COMPARABLE and len(direct) > 1:
        twice = f"frågan är kopplad till flera frågor: {listing(linked)}"
        return Row(question, Relation.BROKEN, twice, linked, by)
    return Row(question, relation, reason, () if linked == (question,) else linked, by)


def _undecided(old: Question | None, new: Question) -> Row:
    if old is None:
        return Row(new.id, Relation.NEW, "frågan fanns inte i den tidigare versionen")
    changed = [PARTS[part] for part in changed_parts(old, new)]
    return Row(new.id, Relation.BROKEN, f"{listing(changed)} har ändrats")


class _Paths:
    """Ways from question to question over decisions about any versions.

    A question is its id and its identity, so that versions where it is the same share it.
    """

    def __init__(
        self, definitions: Mapping[bytes, Checklist], decisions: Sequence[Decision]
    ) -> None:
        self._steps: dict[tuple[str, str], list[tuple[tuple[str, str], Decision]]] = {}
        self._separated: set[tuple[str, str]] = set()
        for one in decisions:
            first = _node(definitions, one.old, one.old_question)
            second = _node(definitions, one.new, one.new_question)
            if first is None or second is None:
                continue
            if one.relation in COMPARABLE and not one.disputed:
                self._steps.setdefault(first, []).append((second, one))
                self._steps.setdefault(second, []).append((first, one))
            elif first == second:
                self._separated.add(first)

    def separated(self, question: Question) -> bool:
        """Tell whether somebody has decided that an unchanged question is not the same."""
        return (question.id, digest(question)) in self._separated

    def row(self, old: Checklist, new: Question) -> Row | None:
        """Return the row that the shortest way to one of the old questions gives, or None."""
        wanted = {(question.id, digest(question)) for question in old.questions}
        start = (new.id, digest(new))
        ways: dict[tuple[str, str], tuple[Decision, ...]] = {start: ()}
        waiting = [start]
        for node in waiting:
            if node in wanted and ways[node]:
                return _along(new.id, node[0], ways[node])
            for after, decision in self._steps.get(node, ()):
                if after not in ways and after not in self._separated:
                    ways[after] = (*ways[node], decision)
                    waiting.append(after)
        return None


def _along(question: str, old: str, way: Sequence[Decision]) -> Row:
    relation = next(kind for kind in _WEAKEST if kind in {one.relation for one in way})
    reason = "; ".join(dict.fromkeys(one.reason for one in way))
    by = listing(sorted({one.by for one in way}))
    return Row(question, relation, reason, () if old == question else (old,), by)


def _node(
    definitions: Mapping[bytes, Checklist], version: bytes, name: str
) -> tuple[str, str] | None:
    checklist = definitions.get(version)
    question = checklist.by_id.get(name) if checklist is not None else None
    return None if question is None else (name, digest(question))


def _plain(text: str) -> str:
    """Fold white space, so that a new line break is not a new wording."""
    return " ".join(text.split())
