"""What files are beside a document: their classes, their counts and what to know of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.facts import current
from egenkontroll.merge import classify
from egenkontroll.merge.classes import (
    Counts,
    FileClass,
    FilePreview,
    MergePreview,
    RoundTouched,
    ordered,
)
from egenkontroll.storage import closing, records, union
from egenkontroll.storage.inputs import Refused
from egenkontroll.storage.schema import VERSION
from egenkontroll.texts import count, same_word, sort_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.facts import Fact, Id
    from egenkontroll.operations.incoming import Batch, Incoming
    from egenkontroll.storage.document import Document
    from egenkontroll.storage.inputs import Input


@dataclass(frozen=True, slots=True)
class _Held:
    """The document's rounds and the cases that more than one tells of.

    The cases' answers, the rounds' names and what is `drawn` are here too, of the document and of
    every file that has been looked at: the case by round and reference, both as hashes, since
    there may be very many and no more is asked than whether two are the same.
    """

    rounds: frozenset[Id]
    contested: set[Id]
    answers: dict[Id, list[Fact]]
    names: dict[Id, str]
    drawn: dict[int, int]


def look(document: Document, batch: Batch) -> MergePreview:
    """Return what each file is beside the document and the files before it."""
    found = batch.files
    several = Counter(case for one in found for case in {case for case, _, _ in one.news.answers})
    with document.using() as connection:
        contested = {case for case, files in several.items() if files > 1}
        contested |= union.answered(connection, several)
        drawn = {hash((one, said)): hash(case) for one, case, said in union.drawn(connection)}
    names = {one.id: one.name for one in records.rounds(document)}
    held = _Held(frozenset(names), contested, {}, names, drawn)
    return MergePreview(tuple(_preview(document, one, held) for one in found))


def _preview(document: Document, one: Incoming, held: _Held) -> FilePreview:
    file = one.file
    if isinstance(file, Refused):
        return FilePreview(
            file.path, file.digest, file.schema, (file.why,), problems=(file.problem,)
        )
    said = Counter[str]()
    for (_, role, _), many in _uncontested(one.news.answers, held.contested):
        said[classify.fresh(role)] += many
    for case in sorted({case for case, _, _ in one.news.answers} & held.contested):
        mine = held.answers.get(case)
        if mine is None:
            mine = document.read("answer", case_id=case)
        theirs = document.as_here("answer", union.facts_of(file.connection, "answer", case_id=case))
        said += classify.tally(mine, theirs)
        known = set(mine)
        held.answers[case] = [*mine, *(fact for fact in theirs if fact not in known)]
    counts = Counts(
        **said,
        known=file.scan.rows - file.scan.devices["merge_receipt"].total() - one.news.facts,
        facts=one.news.facts,
        erased=_erased(document, file),
        purged=one.purged,
        refused=one.refused,
    )
    twice = _twice(one, file, held)
    touched = _rounds(held.rounds, file, one.news.answers)
    rounds = tuple(sorted(touched.values(), key=lambda one: sort_key(one.name)))
    classes = _classes(document, file, counts, rounds, empty=not held.rounds)
    return FilePreview(
        file.path, file.digest, file.schema, classes, counts,
        tuple(sorted(one.news.kinds.items())), rounds, _reviewers(document, file, one.news.answers),
        (*_problems(one), *_about_rounds(document, touched, held.names), *_told(twice, held.names)),
        sum(twice.values()),
    )  # fmt: skip


def _uncontested(
    news: Mapping[tuple[Id, int, Id], int], contested: set[Id]
) -> list[tuple[tuple[Id, int, Id], int]]:
    return [(reading, many) for reading, many in news.items() if reading[0] not in contested]


def _erased(document: Document, file: Input) -> int:
    with document.using() as connection:
        rounds = union.purged_rounds(file.connection) - union.purged_rounds(connection)
        return union.about_purged(connection, rounds)


def _rounds(
    mine: frozenset[Id], file: Input, news: Mapping[tuple[Id, int, Id], int]
) -> dict[Id, RoundTouched]:
    """Return the rounds in the file that the document lacks, or that have new answers."""
    of_case = union.round_of_cases(file.connection)
    answers: Counter[Id] = Counter()
    for (case, _, _), many in news.items():
        answers[of_case.get(case, b"")] += many
    theirs = current(union.facts_of(file.connection, "round"))
    return {
        key: RoundTouched(fact.content[0], key in mine, answers[key])
        for (key,), fact in theirs.items()
        if answers[key] or key not in mine
    }


def _about_rounds(
    document: Document, touched: Mapping[Id, RoundTouched], names: dict[Id, str]
) -> list[str]:
    """Return what to know of rounds that share a name or are locked; adds to the names."""
    said = []
    for key, one in touched.items():
        same = [name for name in names.values() if same_word(name) == same_word(one.name)]
        if key not in names and same:
            said.append(
                f"En annan omgång heter också {one.name}. Båda blir kvar var för sig och får en "
                f"siffra efter namnet: {one.name} (1) och {one.name} (2)."
            )
        names.setdefault(key, one.name)
        editions = closing.editions(document, key)
        if one.answers and editions and editions[-1].locked:
            said.append(
                f"{one.name} är låst. De nya svaren sparas, men siffrorna står kvar som de låstes "
                "tills omgången öppnas för rättelse."
            )
    return said


def _twice(one: Incoming, file: Input, held: _Held) -> Counter[Id]:
    """Return how many cases of each round copies drew apart, so that each is there twice."""
    found: Counter[Id] = Counter()
    if not one.news.kinds["case_drawn"]:
        return found
    for round_id, case, reference in union.drawn(file.connection):
        which = hash(case)
        found[round_id] += held.drawn.setdefault(hash((round_id, reference)), which) != which
    return found


def _told(twice: Mapping[Id, int], names: Mapping[Id, str]) -> list[str]:
    """Return what to know of cases that are there twice."""
    return [
        f"{names[round_id]}: {count(many, 'ärende', 'ärenden')} kommer två gånger, för "
        "urvalet är draget för sig i två kopior av dokumentet. Resultatet räknar dem som olika "
        "ärenden. Ta bara med filer från den kopia vars urval gäller. Är de redan med kan "
        "sammanslagningen ångras."
        for round_id, many in twice.items()
        if many
    ]


def _reviewers(
    document: Document, file: Input, news: Mapping[tuple[Id, int, Id], int]
) -> tuple[str, ...]:
    theirs = current(union.facts_of(file.connection, "reviewer"))
    names = {key: fact.content[0] for (key,), fact in theirs.items()}
    names |= {key: one.name for key, one in records.reviewers(document).items()}
    found = {names.get(reviewer, "") for _, _, reviewer in news}
    return tuple(sorted(found - {""}, key=sort_key))


def _classes(
    document: Document,
    file: Input,
    counts: Counts,
    rounds: Sequence[RoundTouched],
    *,
    empty: bool,
) -> tuple[FileClass, ...]:
    says = {
        FileClass.CONFLICT: counts.conflicts,
        FileClass.OTHER_ROUND: not empty
        and (any(not one.known for one in rounds) or _another_sample(document, file)),
        FileClass.OLDER_PROGRAM: file.schema < VERSION,
        FileClass.NEWER: counts.newer,
        FileClass.PARALLEL: counts.parallel,
        FileClass.SECOND: counts.second,
        FileClass.NEW: counts.new or counts.erased,
    }
    found = {one for one, holds in says.items() if holds}
    if counts.facts and not found - {FileClass.OLDER_PROGRAM}:
        found.add(FileClass.NEW)
    return ordered(found)


def _another_sample(document: Document, file: Input) -> bool:
    """Tell whether a round that both know is drawn in a way that the document does not know."""
    drawn = {fact.key for fact in document.read("draw")}
    rounds = {key[0] for key in drawn}
    return any(
        fact.key[0] in rounds and fact.key not in drawn
        for fact in union.facts_of(file.connection, "draw")
    )


def _problems(one: Incoming) -> tuple[str, ...]:
    said = []
    if one.refused:
        rows = count(one.refused, "uppgift", "uppgifter")
        said.append(
            f"{rows} handlar om ärenden, granskare eller enheter som inte finns i någon fil. De "
            "togs inte med. Slå ihop filen igen tillsammans med den fil som urvalet kom i."
        )
    if one.purged:
        rows = count(one.purged, "uppgift", "uppgifter")
        said.append(f"{rows} hör till en omgång som är gallrad. De togs inte med.")
    if one.news.kinds["lock"]:
        said.append(
            "Filen låser en omgång eller öppnar den för rättelse. Det gäller sedan också här."
        )
    return tuple(said)
