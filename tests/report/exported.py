"""Rounds to export, made by the pure steps: small ones, hard ones and large ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from egenkontroll.checklist.compare import Relation
from egenkontroll.report.export_paper import Told
from egenkontroll.results.action import Action, Described, Effect, State
from egenkontroll.results.comparison import Change, Earlier, Verdict
from egenkontroll.results.table import CaseResult, ResultRow, Results, results
from egenkontroll.results.tally import Share, Tally
from egenkontroll.sample.cases import Case, Status
from egenkontroll.texts import NBSP
from tests.makers import attribute, checklist, raw_question

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Checklist, Question

LONG = ("Framgår det av utredningen hur barnets egen inställning har klarlagts och beaktats i "
        "bedömningen, med hänsyn till barnets ålder och mognad, och hur den har dokumenterats så "
        "att den går att följa i efterhand också av den som inte har varit med i arbetet från "
        "början till slut i ärendet här?")  # fmt: skip
HARD = ("=1+1", "+46 70", "-1", "@summa", "👩‍👧 familj", "שלום עולם", "\u0301ensam", "\x07pling")


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def changed(verdict: Verdict, share: Share | None, difference: int | None = None,
            relation: Relation = Relation.IDENTICAL, **parts: Any) -> Change:  # fmt: skip
    printed = parts.pop("printed", None)
    earlier = Earlier("Våren 2023", share, printed, relation, "skäl", **parts)
    return Change(earlier, difference, None, None, verdict)


def row(
    asked: Question, share: Share | None, change: Change | None = None, **parts: Any
) -> ResultRow:
    tally = Tally(met=share.k, not_met=share.n - share.k) if share else Tally()
    known: dict[str, Any] = {"low": None, "high": None, "population": None, "counts": tally,
                             "area": "Området"}  # fmt: skip
    known |= parts
    return ResultRow(asked, group=None, share=share, change=change, **known)


def action(**parts: Any) -> Described:
    units = parts.pop("units", ())
    made = Action(b"\x01" * 16, b"\x02" * 16, "q", units, "Mall för planer", "Enhetschef",
                  "2024-11-30", **parts)  # fmt: skip
    return Described(made, "Våren 2023", "Fråga q?", ("Norr",) if units else ())


def told(
    definition: Checklist, rows: tuple[ResultRow, ...] = (), cases: int = 61, **parts: Any
) -> Told:
    compared = parts.pop("compared_with", None)
    found = Results("Våren 2024", None, compared, cases, cases, rows)
    return Told(found, definition, "2024-04-01", "2024-05-31", "1.0", **parts)


def answered(many: int, questions: int = 1, text: str = "Fråga?") -> Told:
    """A round of so many cases and questions, every third answer no."""
    definition = checklist(
        *(raw_question(f"q{at}", text=text, target=95) for at in range(questions)),
        attributes=[attribute("kon", "Kön", "flicka", "pojke")],
    )
    every = frozenset(definition.by_id)
    cases = [
        CaseResult(f"A-{at}", f"Enhet {at % 7}", {}, every,
                   dict.fromkeys(every, "no" if at % 3 == 2 else "yes"))
        for at in range(many)
    ]  # fmt: skip
    found = results("Våren 2024", definition, cases, (), None)
    return Told(found, definition, "2024-04-01", "2024-05-31", "1.0")


def hard() -> Told:
    """A round whose texts are what spreadsheets, XML and fonts stumble on, and long."""
    definition = checklist(
        *(raw_question(f"q{at}", text=f"{word} {LONG}"[:310], finding=f"{word} saknades")
          for at, word in enumerate(HARD)),
    )  # fmt: skip
    rows = tuple(
        row(one, Share(at, 12), changed(Verdict.CHANCE, Share(5, 11), -5))
        for at, one in enumerate(definition.questions)
    )
    done = action(state=State.DONE, effect=Effect.PARTLY, note=f"{HARD[4]} {LONG}")
    return told(definition, rows, compared_with="Våren 2023", since=(done,) * 5,
                decided=(action(),), method=(LONG, "=1+1"))  # fmt: skip


def case(reference: str = "A-1", status: Status = Status.DRAWN, **parts: Any) -> Case:
    known: dict[str, Any] = {"attributes": {}, "position": 1, **parts}
    return Case(reference.encode().ljust(16), b"r" * 16, reference, b"u" * 16,
                status=status, **known)  # fmt: skip
