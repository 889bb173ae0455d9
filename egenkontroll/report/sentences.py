"""What was found, as the sentences that reports use.

"I 6 av 61 granskade ärenden (10 %) saknades utredningsplan." A checklist says a shortcoming as
a clause ("Utredningsplan saknades"); after "I 6 av 61 …" Swedish puts its verb first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.checklist.conditions import leaves
from egenkontroll.checklist.model import Type
from egenkontroll.report.figures import interval_points, not_met, share_words, then_and_now
from egenkontroll.review.reading import say
from egenkontroll.texts import NBSP, NOTHING, k_of_n, listing, number, percent, points

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.results.table import ResultRow
    from egenkontroll.results.tally import Share

VERBS = frozenset(
    {
        "saknades",
        "var",
        "framgick",
        "hade",
        "fanns",
        "gjordes",
        "fick",
        "blev",
        "följdes",
        "fattades",
        "dokumenterades",
        "kunde",
        "togs",
        "gavs",
        "innehöll",
        "överskreds",
        "skickades",
        "stämde",
        "motsvarade",
        "ledde",
        "kom",
        "gick",
        "användes",
        "bedömdes",
        "hölls",
        "fördes",
        "skedde",
        "gällde",
        "bifogades",
        "beslutades",
    }
)
"""The finite verbs that shortcomings are said with."""

_RELATIVE = "som"
_LONGEST_WHERE = 40
"""A longer condition is not said in the middle of a sentence."""
_MARKS = ",;:"


def lower_first(text: str) -> str:
    """Lower the first letter, unless the first word is an acronym such as SIP, HVB or SoL."""
    word = text.split(" ")[0]
    if sum(letter.isupper() for letter in word) > 1 or any(sign.isdigit() for sign in word):
        return text
    return text[:1].lower() + text[1:]


def verb_first(finding: str) -> str | None:
    """Return the clause with its finite verb first: "saknades utredningsplan".

    None where no verb is known, or where a relative clause makes it unsure which verb is the
    main one.
    """
    words = finding.strip().rstrip(".").split()
    plain = [word.rstrip(_MARKS).casefold() for word in words]
    verbs = [at for at, word in enumerate(plain) if word in VERBS]
    if not verbs or (len(verbs) > 1 and _RELATIVE in plain[: verbs[0]]):
        return None
    at = verbs[0]
    before, after = words[:at], words[at + 1 :]
    mark = words[at][len(plain[at]) :]
    if before:
        before[-1] += mark
    return " ".join([plain[at], *([lower_first(" ".join(before))] if before else []), *after])


def condition_words(question: Question, checklist: Checklist) -> str:
    """Return when the question applies, to follow "där": "barn i hushållet är ja", or ""."""
    if question.applies_when is None:
        return ""
    said = say(question.applies_when, checklist)
    labels = {one.id: one.label for one in checklist.attributes}
    for leaf in leaves(question.applies_when):
        name = labels.get(leaf.subject) or checklist.by_id[leaf.subject].short
        asked = f"svaret på ”{name}”" if name.endswith("?") else lower_first(name)
        if asked not in said:
            said = said.replace(name, asked)
    return said.replace(" är ", f" är{NBSP}")


def cases_words(share: Share, asked: int, reviewed: int, where: str) -> str:
    """Return what a share is of: "6 av 61 granskade ärenden (10 %)".

    `asked` is the cases that the question applied to, `reviewed` all that were reviewed and
    `where` the question's condition, if it has one.
    """
    stated = share_words(share)
    said = "" if stated == NOTHING else f" ({stated})"
    if share.n == 1:
        kind = f"{'granskat' if reviewed == 1 and not where else 'bedömt'} ärende"
    elif where:
        kind = "ärenden" if share.n == asked else "bedömda ärenden"
    else:
        kind = "granskade ärenden" if share.n == reviewed else "bedömda ärenden"
    if not where:
        return f"{k_of_n(share.k, share.n)} {kind}{said}"
    which = f"där {where}" if len(where) <= _LONGEST_WHERE else "som frågan gäller"
    total = f"{'de ' if share.n > 1 else ''}{number(share.n)}"
    return f"{number(share.k)}{NBSP}av {total}{NBSP}{kind} {which}{said}"


def finding_sentence(row: ResultRow, share: Share, reviewed: int, where: str) -> str:
    """Return the shortcoming as a sentence; `where` is the question's condition in words."""
    sentence = _lacking(
        row.question, cases_words(not_met(share), row.counts.cases, reviewed, where)
    )
    if row.counts.partly and row.question.partly_counts == "not_met":
        sentence += f" I {number(row.counts.partly)} av dem var kravet delvis uppfyllt."
    return sentence


def brief_finding(row: ResultRow, share: Share, reviewed: int) -> str:
    """Return the shortcoming beside a table that tells which cases the question applied to."""
    said = cases_words(not_met(share), row.counts.cases, reviewed, "")
    return _lacking(row.question, said.replace("bedömda ", ""))


def _lacking(question: Question, cases: str) -> str:
    if question.finding is None:
        return f"{_named(question)} inte uppfyllt i {cases}."
    clause = verb_first(question.finding)
    if clause is None:
        return f"I {cases}: {lower_first(question.finding.strip().rstrip('.'))}."
    return f"I {cases} {clause}."


def strength_sentence(
    row: ResultRow, share: Share, reviewed: int, where: str, *, tell_target: bool
) -> str:
    """Return a question that went well: "Finns en utredningsplan? Ja i 10 av 10 …"."""
    question = row.question
    given = cases_words(share, row.counts.cases, reviewed, where)
    answer = "uppfyllt"
    if question.short.endswith("?") and question.type in (Type.YES_NO, Type.YES_PARTLY_NO):
        met = list(question.met or ("ja",))
        if question.type is Type.YES_PARTLY_NO and question.partly_counts == "met":
            met.append("delvis")
        answer = listing(met, "eller").capitalize()
    goal = ""
    if tell_target and question.target is not None:
        goal = f"; målet är {percent(question.target)}"
    return f"{_named(question)} {answer} i {given}{goal}."


def change_sentence(row: ResultRow, share: Share) -> str:
    """Return a secured change: from what to what, by how much and how sure that is."""
    change = row.change
    if change is None or (change.earlier.share is None and not change.earlier.could_be):
        raise ValueError("only a tested change can be told")
    then, now, rose = then_and_now(change, share)
    name = _named(row.question)
    share_word = "Andelen" if name.endswith("?") else "andelen"
    said = f"{name} {share_word} har {'ökat' if rose else 'minskat'} från {then} till {now}"
    if change.difference is not None:
        said += f", {points(change.difference)}{NBSP}procentenheter{interval_points(change)}"
    basis = f" {sentence_of(change.earlier.basis)}" if change.earlier.basis else ""
    return f"{said}. Skillnaden är större än vad slumpen i urvalet brukar ge.{basis}"


def sentence_of(clause: str) -> str:
    """Return a clause as a sentence of its own."""
    return f"{clause[:1].upper()}{clause[1:]}."


def _named(question: Question) -> str:
    return question.short if question.short.endswith("?") else f"{question.short}:"
