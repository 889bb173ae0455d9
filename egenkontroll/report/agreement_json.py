"""Agreement as JSON, in the published form: see the README."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from egenkontroll.merge.double import Standing
from egenkontroll.report.agreement_words import groups, labels
from egenkontroll.results.agreement import By, by_question, possible_answers, unclear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.facts import Id
    from egenkontroll.merge.double import Double
    from egenkontroll.results.agreement import Agreement
    from egenkontroll.results.clarification import Clarification


def as_json(
    round_name: str,
    checklist: Checklist,
    cases: Sequence[Double],
    names: Mapping[Id, str],
    clarified: Mapping[str, Clarification],
    by: By,
) -> dict[str, Any]:
    """Return the agreement in the published form: see the README."""
    found = Counter(case.standing for case in cases)
    called = labels(checklist, cases, names, by)
    rows = []
    for one in groups(checklist, cases, by):
        named = {str(by): called[one.key] if by is By.PAIR else one.key}
        if by is not By.PAIR:
            named["text"] = called[one.key]
        question = checklist.by_id[str(one.key)] if by is By.QUESTION else None
        rows.append(named | _json_row(one, question))
    return {
        "round": round_name,
        "by": str(by),
        "cases": len(cases),
        "states": {str(standing): found[standing] for standing in Standing},
        "rows": rows,
        "clarify": [
            _json_unclear(one, clarified.get(str(one.key)))
            for one in unclear(by_question(checklist, cases))
        ],
    }


def _json_row(one: Agreement, question: Question | None) -> dict[str, Any]:
    beyond, table = one.beyond, one.table
    return {
        "cases": one.cases,
        "pairs": one.n,
        "equal": one.k,
        "percent": one.percent,
        "low": one.low,
        "high": one.high,
        "ac1": beyond.ac1 if beyond else None,
        "ac1_low": beyond.low if beyond else None,
        "ac1_high": beyond.high if beyond else None,
        "possible_answers": possible_answers(question) if question is not None else None,
        "verdict": str(one.samsyn),
        "applies_differed": one.apart,
        "applies_judged": one.placed,
        "table": {"answers": list(table.answers), "counts": [list(row) for row in table.counts]}
        if table
        else None,
    }


def _json_unclear(one: Agreement, decided: Clarification | None) -> dict[str, Any]:
    return {
        "question": one.key,
        "differences": [
            {
                "case": each.reference,
                "first": each.first,
                "second": each.second,
                "first_comment": each.first_comment,
                "second_comment": each.second_comment,
                "settled": each.settled,
                "reason": each.reason,
            }
            for each in one.differences
        ],
        "decision": str(decided.decision) if decided else None,
        "words": decided.words if decided else "",
    }
